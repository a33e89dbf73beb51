import { days, type Table, tableOf } from './table.ts';

const flag = <Field extends string>(field: Field, good = true) => ({ pass: [{}], fail: [{ [field]: !good }], unknown: [{ [field]: null }] });
const clear = { url: 'http://shop.example' };

const endpoint = tableOf('endpoint', {
  id: 'e', name: 'shop', url: 'https://shop.example', tlsVersion: 'TLSv1.3', oldTlsAccepted: false, certificateValid: true, certificateProblem: null, certificateNotAfter: days(60), certificateIssuer: 'CA',
  redirectsToHttps: true, hsts: true, hstsMaxAgeS: 31_536_000, contentSecurityPolicy: true, frameProtection: true, contentTypeOptions: true, referrerPolicy: true, revealsServerVersion: false,
  cookies: [{ name: 's', secure: true, httpOnly: true, sameSite: 'Lax' }], securityTxt: true, status: 200,
}, {
  'endpoint.tls-version': { pass: [{}], fail: [{ tlsVersion: 'TLSv1.1' }, { tlsVersion: 'TLSv1' }], 'not-applicable': [clear], unknown: [{ tlsVersion: null }] },
  'endpoint.old-tls-refused': { ...flag('oldTlsAccepted', false), 'not-applicable': [clear] },
  'endpoint.certificate-valid': { ...flag('certificateValid'), 'not-applicable': [clear] },
  'endpoint.certificate-renewed': { pass: [{}, { certificateNotAfter: days(22) }], fail: [{ certificateNotAfter: days(20) }, { certificateNotAfter: days(-1) }], 'not-applicable': [clear], unknown: [{ certificateNotAfter: null }] },
  'endpoint.redirects-to-https': flag('redirectsToHttps'),
  'endpoint.https-only': { pass: [{}], fail: [{ hsts: false, hstsMaxAgeS: null }, { hstsMaxAgeS: 3600 }], 'not-applicable': [clear], unknown: [{ hsts: null }, { hstsMaxAgeS: null }] },
  'endpoint.content-security-policy': flag('contentSecurityPolicy'),
  'endpoint.content-type-options': flag('contentTypeOptions'),
  'endpoint.frame-protection': flag('frameProtection'),
  'endpoint.referrer-policy': flag('referrerPolicy'),
  'endpoint.cookies': { pass: [{}], fail: [{ cookies: [{ name: 's', secure: true, httpOnly: true, sameSite: null }] }, { cookies: [{ name: 's', secure: false, httpOnly: true, sameSite: 'Lax' }] }], 'not-applicable': [{ cookies: [] }], unknown: [{ cookies: null }] },
  'endpoint.hides-version': flag('revealsServerVersion', false),
  'endpoint.security-contact': flag('securityTxt'),
});

const domain = tableOf('domain', { id: 'd', name: 'example.org', caa: ['0 issue "ca"'], spf: 'v=spf1 -all', spfStrict: true, dmarc: 'v=DMARC1; p=reject', dmarcPolicy: 'reject', dnssec: true, mail: true }, {
  'domain.spf': { pass: [{}, { spf: 'v=spf1 mx ~all', spfStrict: false, dmarcPolicy: 'quarantine' }], fail: [{ spf: '', spfStrict: false }, { spf: 'v=spf1 ~all', spfStrict: false, dmarcPolicy: 'none' }], 'not-applicable': [{ spf: '', mail: false }], unknown: [{ spf: null }, { spfStrict: null }] },
  'domain.dmarc': { pass: [{}, { dmarcPolicy: 'quarantine' }], fail: [{ dmarcPolicy: 'none' }, { dmarc: '', dmarcPolicy: null }], unknown: [{ dmarcPolicy: null }, { dmarc: null, dmarcPolicy: null }] },
  'domain.caa': { pass: [{}], fail: [{ caa: [] }], unknown: [{ caa: null }] },
  'domain.dnssec': flag('dnssec'),
});

const host = tableOf('host', {
  id: 'h', name: 'laptop', os: 'Debian', osVersion: '13', endOfLife: '2030-06-30', diskEncrypted: true, firewallOn: true, timeSynced: true, updatesPending: 4, securityUpdatesPending: 0, updatesAutomatic: true,
  screenLock: true, protectionAgent: 'falcon', sshRootLogin: false, sshPasswords: false, rebootRequired: false, hardeningIndex: 70,
}, {
  'host.disk-encrypted': flag('diskEncrypted'), 'host.firewall': flag('firewallOn'), 'host.time': flag('timeSynced'), 'host.automatic-updates': flag('updatesAutomatic'),
  'host.security-updates': { pass: [{}], fail: [{ securityUpdatesPending: 1 }], unknown: [{ securityUpdatesPending: null }] },
  'host.restarted': flag('rebootRequired', false), 'host.screen-lock': flag('screenLock'), 'host.ssh-root': flag('sshRootLogin', false), 'host.ssh-passwords': flag('sshPasswords', false),
  'host.supported-system': { pass: [{}], fail: [{ endOfLife: '2026-05-31' }], unknown: [{ endOfLife: null }] },
  'host.protection-agent': { pass: [{}], fail: [{ protectionAgent: '' }, { protectionAgent: 'none' }], unknown: [{ protectionAgent: null }] },
});

const listener = tableOf('listener', { id: 'l', name: '0.0.0.0:5432', host: 'h', port: 5432, protocol: 'tcp', address: '0.0.0.0', beyondLoopback: true, program: null }, {
  'listener.no-inner-service': { pass: [{ beyondLoopback: false }], fail: [{}, { port: 11211, protocol: 'udp' }], 'not-applicable': [{ port: 443 }, { port: 22 }, { protocol: 'udp' }] },
  'listener.no-clear-service': { pass: [{ port: 23, beyondLoopback: false }], fail: [{ port: 23 }, { port: 21 }], 'not-applicable': [{}, { port: 443 }] },
});

export const networkTables: readonly Table[] = [endpoint, domain, host, listener];
