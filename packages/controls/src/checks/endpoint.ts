import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { dayOf, daysAfter, fail, notApplicable, pass, remembered, setting, tlsNumber, unknown } from './verdicts.ts';

type Endpoint = EntityOf<'endpoint'>;

/** Enough time to notice and mend a renewal that broke. */
const renewalDays = 21;
/** Half a year, below which browsers' preload lists and scanners take it for a trial. */
const hstsSeconds = 15_552_000;

const isPlain = (endpoint: Endpoint): boolean => endpoint.url.startsWith('http:');
const plain = notApplicable('The address is not an HTTPS address.');
const secured = (judge: (endpoint: Endpoint, at: string) => Judgement) => (endpoint: Endpoint, at: string): Judgement => (isPlain(endpoint) ? plain : judge(endpoint, at));

const oldTls = setting({ want: false, pass: 'Versions of TLS before 1.2 are refused.', fail: 'Versions of TLS before 1.2 are accepted.', what: 'whether old versions of TLS are refused' });
const redirect = setting({ pass: 'Requests in the clear are sent to HTTPS.', fail: 'Requests in the clear are answered in the clear.', what: 'whether requests in the clear are sent to HTTPS' });
const csp = setting({ pass: 'A content security policy is sent.', fail: 'No content security policy is sent.', what: 'whether a content security policy is sent' });
const sniff = setting({ pass: 'Browsers are told not to guess content types.', fail: 'Browsers may guess content types.', what: 'whether browsers may guess content types' });
const frame = setting({ pass: 'Other sites cannot put the page into a frame.', fail: 'Any site can put the page into a frame.', what: 'whether other sites can frame the page' });
const referrer = setting({ pass: 'A referrer policy is sent.', fail: 'No referrer policy is sent.', what: 'whether a referrer policy is sent' });
const server = setting({ want: false, pass: 'The answer does not tell the version of the server.', fail: 'The answer tells the version of the server.', what: 'whether the answer tells the version of the server' });
const contact = setting({ pass: 'A security.txt names a contact.', fail: 'There is no security.txt.', what: 'whether there is a security.txt' });

const untoldTls = unknown('which version of TLS is used');
const tlsOf = remembered((tlsVersion): Judgement => {
  const version = tlsNumber(tlsVersion);
  if (version === undefined) return untoldTls;
  return version >= 1.2 ? pass(`TLS ${version} is used.`) : fail('A version of TLS before 1.2 is used.');
});
const judgeTls = ({ tlsVersion }: Endpoint): Judgement => (tlsVersion === null || tlsVersion === undefined ? untoldTls : tlsOf(tlsVersion));

const judgeCertificate = ({ certificateValid, certificateProblem }: Endpoint): Judgement => {
  if (certificateValid === null || certificateValid === undefined) return unknown('whether the certificate is valid');
  return certificateValid ? pass('The certificate is valid for this name.') : fail(`The certificate is not valid${certificateProblem ? ` (${certificateProblem.replace(/\.$/, '')})` : ''}.`);
};

const judgeExpiry = ({ certificateNotAfter }: Endpoint, at: string): Judgement => {
  if (certificateNotAfter === null || certificateNotAfter === undefined) return unknown('when the certificate ends');
  if (at >= certificateNotAfter) return fail(`The certificate ended on ${dayOf(certificateNotAfter)}.`);
  const warn = daysAfter(certificateNotAfter, -renewalDays);
  return at < warn ? pass(`The certificate is valid for more than ${renewalDays} days.`, warn)
    : { verdict: 'fail', reason: `The certificate ends on ${dayOf(certificateNotAfter)}, in less than ${renewalDays} days.`, until: certificateNotAfter };
};

const hstsLong = pass('Browsers are told to use HTTPS only, for at least half a year.');
const hstsShort = fail('Browsers are told to use HTTPS only for less than half a year.');
const judgeHsts = ({ hsts, hstsMaxAgeS }: Endpoint): Judgement => {
  if (hsts === null || hsts === undefined) return unknown('whether browsers are told to use HTTPS only');
  if (!hsts) return fail('Browsers are not told to use HTTPS only.');
  if (hstsMaxAgeS === null || hstsMaxAgeS === undefined) return unknown('for how long browsers must use HTTPS only');
  return hstsMaxAgeS >= hstsSeconds ? hstsLong : hstsShort;
};

const judgeCookies = ({ cookies }: Endpoint): Judgement => {
  if (cookies === null || cookies === undefined) return unknown('which cookies are set');
  if (cookies.length === 0) return notApplicable('No cookie is set.');
  const weak = cookies.filter(({ secure, httpOnly, sameSite }) => !secure || !httpOnly || sameSite === null || sameSite === '');
  return weak.length === 0 ? pass('Each cookie is Secure, HttpOnly and SameSite.') : fail(`Of ${cookies.length} cookies ${weak.length} lack Secure, HttpOnly or SameSite.`);
};

/** Checks over public addresses. */
export const endpointChecks = checksOver('endpoint', [
  {
    id: 'endpoint.tls-version', title: 'TLS 1.2 or newer is used', why: 'Older versions have known weaknesses.',
    remedy: 'Allow TLS 1.2 and 1.3 only at your load balancer or web server.', controls: ['CRY-01'], judge: secured(judgeTls),
  },
  {
    id: 'endpoint.old-tls-refused', title: 'Old versions of TLS are refused', why: 'An attacker on the way can force a version down to the worst that is accepted.',
    remedy: 'Switch off SSL 3, TLS 1.0 and TLS 1.1 at your load balancer or web server.', controls: ['CRY-01'], judge: secured(({ oldTlsAccepted }) => oldTls(oldTlsAccepted)),
  },
  {
    id: 'endpoint.certificate-valid', title: 'The certificate is valid', why: 'People who learn to click a warning away will click away a real one.',
    remedy: 'Issue a certificate for exactly this name from a public authority, with its whole chain installed.', controls: ['CRY-01'], judge: secured(judgeCertificate),
  },
  {
    id: 'endpoint.certificate-renewed', title: `The certificate is renewed ${renewalDays} days before it ends`, why: 'A renewal that broke is noticed while there is time.',
    remedy: 'Let certificates renew by themselves (ACME), and find out why this one has not.', controls: ['CRY-01'], judge: secured(judgeExpiry),
  },
  {
    id: 'endpoint.redirects-to-https', title: 'Requests in the clear are sent to HTTPS', why: 'The first request of a visitor is otherwise readable and alterable on the way.',
    remedy: 'Answer port 80 with a permanent redirect to the same address by HTTPS, and with nothing else.', controls: ['CRY-01'], judge: ({ redirectsToHttps }) => redirect(redirectsToHttps),
  },
  {
    id: 'endpoint.https-only', title: 'Browsers are told to use HTTPS only', why: 'From the second visit on, nobody on the way can move a visitor to the clear.',
    remedy: 'Send `Strict-Transport-Security: max-age=31536000; includeSubDomains` once all subdomains speak HTTPS.', controls: ['CRY-01'], judge: secured(judgeHsts),
  },
  {
    id: 'endpoint.content-security-policy', title: 'A content security policy is sent', why: 'It limits what injected script can do.',
    remedy: 'Begin with `Content-Security-Policy-Report-Only`, look at the reports, then enforce a policy without `unsafe-inline` for scripts.', controls: ['VUL-03'], judge: ({ contentSecurityPolicy }) => csp(contentSecurityPolicy),
  },
  {
    id: 'endpoint.content-type-options', title: 'Browsers do not guess content types', why: 'An uploaded picture that is really a script then stays a picture.',
    remedy: 'Send `X-Content-Type-Options: nosniff` on every answer.', controls: ['VUL-03'], judge: ({ contentTypeOptions }) => sniff(contentTypeOptions),
  },
  {
    id: 'endpoint.frame-protection', title: 'Other sites cannot frame the page', why: 'A page under an invisible frame makes visitors click what they do not see.',
    remedy: 'Send `Content-Security-Policy: frame-ancestors \'none\'`, or name the sites that may.', controls: ['VUL-03'], judge: ({ frameProtection }) => frame(frameProtection),
  },
  {
    id: 'endpoint.referrer-policy', title: 'A referrer policy is sent', why: 'Addresses within your product can hold what other sites should not learn.',
    remedy: 'Send `Referrer-Policy: strict-origin-when-cross-origin` or a stricter one.', controls: ['VUL-03'], judge: ({ referrerPolicy }) => referrer(referrerPolicy),
  },
  {
    id: 'endpoint.cookies', title: 'Cookies are Secure, HttpOnly and SameSite', why: 'A session cookie that script can read or that crosses in the clear can be stolen.',
    remedy: 'Set `Secure; HttpOnly; SameSite=Lax` on each cookie. Move what script must read out of cookies that open a session.', controls: ['IAM-10'], judge: judgeCookies,
  },
  {
    id: 'endpoint.hides-version', title: 'The server does not tell its version', why: 'It spares an attacker the search for what fits.',
    remedy: 'Switch off the version in the `Server` and `X-Powered-By` headers. This hides nothing from a patient attacker: patch as well.', controls: ['VUL-03'], judge: ({ revealsServerVersion }) => server(revealsServerVersion),
  },
  {
    id: 'endpoint.security-contact', title: 'A security.txt names a contact', why: 'Who finds a flaw then knows whom to tell.',
    remedy: 'Publish `/.well-known/security.txt` with `Contact:` and `Expires:` (RFC 9116).', controls: ['COM-03'], judge: ({ securityTxt }) => contact(securityTxt),
  },
]);
