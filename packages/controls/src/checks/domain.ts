import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { fail, notApplicable, pass, setting, unknown } from './verdicts.ts';

type Domain = EntityOf<'domain'>;

const dnssec = setting({ pass: 'Answers for the domain are signed.', fail: 'Answers for the domain are not signed.', what: 'whether answers for the domain are signed' });
const spfStrict = setting({ pass: 'An SPF record names who may send and refuses others.', fail: 'An SPF record exists, but neither it nor a DMARC policy refuses others.', what: 'whether the SPF record refuses other senders' });
const isEnforced = (policy: Domain['dmarcPolicy']): boolean => policy === 'quarantine' || policy === 'reject';

const judgeSpf = ({ spf, spfStrict: strict, mail, dmarcPolicy }: Domain): Judgement => {
  if (spf === null || spf === undefined) return unknown('whether there is an SPF record');
  if (spf === '') return mail === false ? notApplicable('The domain receives no mail and has no SPF record.') : fail('No SPF record says who may send mail for the domain.');
  if (strict === false && isEnforced(dmarcPolicy)) return pass('An SPF record names who may send, and the DMARC policy refuses others.');
  return spfStrict(strict);
};

const judgeDmarc = ({ dmarc, dmarcPolicy }: Domain): Judgement => {
  if (dmarc === '') return fail('No DMARC record protects the domain.');
  if (dmarcPolicy === null || dmarcPolicy === undefined) return unknown('what the DMARC policy of the domain is');
  return isEnforced(dmarcPolicy) ? pass(`The DMARC policy is "${dmarcPolicy}".`) : fail('The DMARC policy only watches and stops nothing.');
};

const judgeCaa = ({ caa }: Domain): Judgement => {
  if (caa === null || caa === undefined) return unknown('which authorities may issue certificates');
  return caa.length > 0 ? pass('The domain says which authorities may issue certificates.') : fail('Any authority may issue a certificate for the domain.');
};

/** Checks over domains. */
export const domainChecks = checksOver('domain', [
  {
    id: 'domain.spf', title: 'The domain says who may send its mail', why: 'Anybody else can otherwise write in your name.',
    remedy: 'Publish one TXT record `v=spf1 … -all` that lists your mail services; for a domain that sends nothing, `v=spf1 -all`.', controls: ['END-06'], judge: judgeSpf,
  },
  {
    id: 'domain.dmarc', title: 'Forged mail from the domain is refused', why: 'Only an enforced policy makes receivers act on a forged sender.',
    remedy: 'Publish `_dmarc` with `p=none` and a report address, read the reports until all your senders pass, then set `p=quarantine` or `p=reject`.', controls: ['END-06'], judge: judgeDmarc,
  },
  {
    id: 'domain.caa', title: 'Only named authorities may issue certificates', why: 'A certificate that somebody else obtains lets them stand in for you.',
    remedy: 'Publish CAA records that name the authorities you use, with `iodef` for reports.', controls: ['CRY-01'], judge: judgeCaa,
  },
  {
    id: 'domain.dnssec', title: 'Answers for the domain are signed', why: 'Visitors and mail cannot then be sent elsewhere by a forged answer.',
    remedy: 'Switch on DNSSEC at your registrar and name server. Watch the roll-over of keys: a broken chain takes the domain down.', controls: ['VUL-03'], judge: ({ dnssec: signed }) => dnssec(signed),
  },
]);
