import { getServers } from 'node:dns';
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { Connector, Outside, Reading } from '../connector.ts';
import type { EntityOf } from '../entities.ts';
import { problemOf, type Outcome } from '../http/problem.ts';
import { failedReading, wholeReading, type Look } from '../outside/reading.ts';
import { readDomain } from './domain.ts';
import { isDnsName } from './message.ts';
import { resolverOf, type NameServer } from './resolver.ts';

/** The domain as DNS knows it, or the empty string. Whatever would end a host in a URL is refused first: `domainToASCII` would just drop it. */
const normalDomain = (text: string): string => /[\s/?#@:\\[\]%]/.test(text.trim()) ? '' : domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase();

const settings = z.object({
  domains: z.array(z.string().max(253).refine((text) => isDnsName(normalDomain(text)), 'A domain such as example.com')).min(1).max(200).describe('Domains, such as example.com'),
  resolver: z.string().max(260).optional().describe('Name server to ask, address with or without port; by default that of this machine'),
  timeoutS: z.number().min(0.05).max(30).default(3).describe('Seconds to wait for one answer, tried three times'),
});

const guide = `Nothing has to be set up: Avouch asks the name server of this machine for public records: CAA, MX, SPF and DMARC (TXT), and whether the zone is signed (SOA, DS, DNSKEY).

DNSSEC counts as in place when the name server says that it checked the signatures, or when the parent zone vouches for a key (DS) that the zone has (DNSKEY). A name server of your own must be allowed in the server's
configuration if its address is private. Records of selectors (DKIM) cannot be listed by asking, so they are not read.`;

const parseServer = (text: string): { readonly host: string; readonly port: number } => {
  const found = /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ?? (isIP(text) === 6 ? [text, text, undefined] : /^([^:]+)(?::(\d+))?$/.exec(text)) ?? [text, text, undefined];
  return { host: found[1] ?? text, port: Number(found[2] ?? 53) };
};

/** The server to ask. The machine's own is trusted as it stands; one out of the settings passes the policy of addresses. */
const findServer = async (outside: Outside, given: z.infer<typeof settings>): Promise<Outcome<NameServer>> => {
  const rest = { timeoutMs: given.timeoutS * 1000, signal: outside.signal };
  const remedy = 'Give an address such as 192.0.2.53 or 192.0.2.53:53.';
  if (given.resolver === undefined) {
    const own = getServers()[0];
    if (own === undefined) return problemOf('unsupported', 'This machine has no name server.', remedy);
    const { host, port } = parseServer(own);
    return { ok: true, value: { address: host, port, ...rest } };
  }
  const { host, port } = parseServer(given.resolver);
  if (port < 1 || port > 65_535) return problemOf('malformed', 'The port of the name server is not one.', remedy);
  const found = await outside.addresses.resolve(host);
  return found.ok ? { ok: true, value: { address: found.addresses[0] ?? host, port, ...rest } } : found;
};

const together = 4;

/** Domains, by what the DNS says of them. */
export const dns: Connector<typeof settings> = {
  id: 'dns', version: '1.0.0', title: 'DNS', summary: 'Reads CAA, SPF, DMARC and DNSSEC of domains.', guide, settings, secrets: [],
  reads: [{ entityType: 'domain', title: 'Domains', scopes: [{ name: 'access to a name server', why: 'to ask for public records' }] }],
  read: async function* ({ settings: given, outside, progress }): AsyncGenerator<Reading> {
    const names = [...new Set(given.domains.map(normalDomain))];
    const look: Look = { captured: outside.now().toISOString(), query: names.map((name) => `${name} SOA MX CAA TXT DS DNSKEY; _dmarc.${name} TXT`).join('\n'), sourceVersion: null };
    const server = await findServer(outside, given);
    if (!server.ok) {
      yield failedReading('domain', look, server.problem);
      return;
    }
    const resolve = resolverOf(server.value);
    const outcomes: Outcome<EntityOf<'domain'>>[] = [];
    for (let start = 0; start < names.length; start += together) {
      outcomes.push(...await Promise.all(names.slice(start, start + together).map((name) => readDomain(resolve, name))));
      progress({ entityType: 'domain', done: outcomes.length, total: names.length });
    }
    const failed = outcomes.filter((outcome) => !outcome.ok);
    const first = failed[0];
    if (first === undefined) {
      yield wholeReading('domain', look, outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
      return;
    }
    const sentence = names.length === 1 ? first.problem.sentence : `${failed.length} of ${names.length} domains could not be read. ${failed.slice(0, 5).map((outcome) => outcome.problem.sentence).join(' ')}`;
    yield failedReading('domain', look, { ...first.problem, sentence });
  },
};
