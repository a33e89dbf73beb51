import type { EntityOf } from '../entities.ts';
import { HttpProblem, problemOf, type Outcome } from '../http/problem.ts';
import { authorisationOf, DnsFormatError, exchangeOf, recordTypes, textOf, type DnsMessage, type RecordType } from './message.ts';
import type { Resolve } from './resolver.ts';

type Domain = EntityOf<'domain'>;
type Ask = (name: string, type: RecordType) => Promise<DnsMessage>;

const ofType = (message: DnsMessage, type: RecordType) => message.answers.filter((record) => record.type === recordTypes[type]);

/** The name itself and those above it, without the root. */
const upwards = (name: string): string[] => name.split('.').map((_, index, labels) => labels.slice(index).join('.'));

/** The closest CAA records at or above the name (RFC 8659 section 3). */
const authorisations = async (ask: Ask, name: string): Promise<string[]> => {
  for (const at of upwards(name)) {
    const records = ofType(await ask(at, 'CAA'), 'CAA').map(authorisationOf);
    if (records.length > 0) return records.sort();
  }
  return [];
};

const textsOf = async (ask: Ask, name: string, start: RegExp): Promise<string[]> => ofType(await ask(name, 'TXT'), 'TXT').map(textOf).filter((text) => start.test(text));

const redirectsMax = 3;

/** The sender policy (RFC 7208), and whether it fails every sender that it does not name. Two policies are an error, and none holds. */
const senderPolicy = async (ask: Ask, name: string): Promise<Pick<Domain, 'spf' | 'spfStrict'>> => {
  const found = await textsOf(ask, name, /^v=spf1( |$)/i);
  const spf = found.sort().join('\n');
  let policies = found;
  for (let hop = 0; policies.length === 1; hop += 1) {
    const terms = (policies[0] ?? '').toLowerCase().split(/\s+/);
    const all = terms.find((term) => /^[+?~-]?all$/.test(term));
    if (all !== undefined) return { spf, spfStrict: all === '-all' };
    const target = terms.find((term) => term.startsWith('redirect='))?.slice('redirect='.length);
    if (target === undefined) return { spf, spfStrict: false };
    if (target.includes('%') || hop >= redirectsMax) return { spf, spfStrict: null };
    policies = await textsOf(ask, target.replace(/\.$/, ''), /^v=spf1( |$)/i);
  }
  return { spf, spfStrict: false };
};

const tagsOf = (record: string): Map<string, string> => new Map(record.split(';').map((part) => {
  const at = part.indexOf('=');
  return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim().toLowerCase()];
}));

/** The closest DMARC record at or above the name; from above its policy for subdomains counts, when it has one. */
const messagePolicy = async (ask: Ask, name: string): Promise<Pick<Domain, 'dmarc' | 'dmarcPolicy'>> => {
  for (const at of upwards(name).filter((above) => above === name || above.includes('.'))) {
    const found = await textsOf(ask, `_dmarc.${at}`, /^v=DMARC1\s*(;|$)/);
    if (found.length !== 1) continue;
    const dmarc = found[0] ?? '';
    const tags = tagsOf(dmarc);
    const policy = (at === name ? undefined : tags.get('sp')) ?? tags.get('p');
    return { dmarc, dmarcPolicy: policy === 'reject' || policy === 'quarantine' ? policy : 'none' };
  }
  return { dmarc: '', dmarcPolicy: 'none' };
};

/** Whether the zone is signed and its parent vouches for it: said by a checking resolver, else seen by its DS and DNSKEY records. */
const signed = async (ask: Ask, start: DnsMessage): Promise<boolean | null> => {
  if (start.authentic) return true;
  const zone = [...start.answers, ...start.authority].find((record) => record.type === recordTypes.SOA)?.name;
  if (zone === undefined || zone === '') return null;
  return ofType(await ask(zone, 'DS'), 'DS').length > 0 && ofType(await ask(zone, 'DNSKEY'), 'DNSKEY').length > 0;
};

/** Reads one domain. A record that is absent is a fact; a name that does not exist, or a server that does not answer, is a problem. */
export const readDomain = async (resolve: Resolve, name: string): Promise<Outcome<Domain>> => {
  const ask: Ask = async (at, type) => {
    const outcome = await resolve(at, type);
    if (!outcome.ok) throw new HttpProblem(outcome.problem);
    return outcome.value;
  };
  try {
    const start = await ask(name, 'SOA');
    if (start.responseCode === 3) return problemOf('not-found', `The domain ${name} does not exist.`, 'Check its spelling, and that it is still registered.');
    const exchanges = ofType(await ask(name, 'MX'), 'MX').map(exchangeOf);
    return {
      ok: true,
      value: {
        id: name, name, caa: await authorisations(ask, name), ...await senderPolicy(ask, name), ...await messagePolicy(ask, name),
        dnssec: await signed(ask, start), mail: exchanges.some((server) => server !== ''),
      },
    };
  } catch (error) {
    if (error instanceof HttpProblem) return { ok: false, problem: error.problem };
    if (error instanceof DnsFormatError || error instanceof RangeError) return problemOf('malformed', `A record of ${name} cannot be read.`, 'Correct the records of the domain.');
    throw error;
  }
};
