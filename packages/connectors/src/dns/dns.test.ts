import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { EntityOf } from '../entities.ts';
import { openOutside } from '../outside.ts';
import { readAll } from '../outside/read-all.ts';
import { dns } from './dns.ts';
import { DnsFormatError, formatQuery, parseMessage, readName } from './message.ts';
import { openTestNameServer, wire, type TestManners, type TestZone } from './testing.ts';

const closers: (() => void)[] = [];
afterEach(() => { for (const close of closers.splice(0)) close(); });

const read = async (zone: TestZone, domains: string[], manners: TestManners = {}, more: Record<string, unknown> = {}) => {
  const server = await openTestNameServer(zone, manners);
  closers.push(server.close);
  const outside = openOutside({ now: () => new Date('2026-02-01T00:00:00Z'), userAgent: 'test', allowPrivate: ['127.0.0.1'], env: {}, file: async () => undefined, signal: new AbortController().signal });
  const [reading] = await readAll(dns, { settings: dns.settings.parse({ domains, resolver: server.address, ...more }), secrets: {}, outside, progress: () => undefined });
  await outside.close();
  if (reading === undefined) throw new Error('There is one reading.');
  return reading;
};
const one = async (zone: TestZone, domain = 'example.com', manners: TestManners = {}, more: Record<string, unknown> = {}): Promise<EntityOf<'domain'>> => {
  const reading = await read(zone, [domain], manners, more);
  if (!reading.complete) throw new Error(reading.problem.sentence);
  return reading.entities[0] as EntityOf<'domain'>;
};
const soa = { 'com SOA': [wire.soa('a.nic.com')], 'example.com SOA': [wire.soa('ns.example.com')] };

describe('a domain', () => {
  it('that has everything shows it', async () => {
    expect(await one({
      ...soa, 'example.com MX': [wire.mx(10, 'mail.example.com')], 'example.com CAA': [wire.caa(128, 'issue', 'ca.example'), wire.caa(0, 'iodef', 'mailto:x@example.com')],
      'example.com TXT': [wire.txt('other'), wire.txt('v=spf1 ip4:192.0.2.0/24 -all')], '_dmarc.example.com TXT': [wire.txt('v=DMARC1; p=reject; rua=mailto:x@example.com')], 'example.com DS': [wire.ds], 'example.com DNSKEY': [wire.dnskey],
    }, 'Example.COM.')).toEqual({
      id: 'example.com', name: 'example.com', caa: ['0 iodef "mailto:x@example.com"', '128 issue "ca.example"'], spf: 'v=spf1 ip4:192.0.2.0/24 -all', spfStrict: true,
      dmarc: 'v=DMARC1; p=reject; rua=mailto:x@example.com', dmarcPolicy: 'reject', dnssec: true, mail: true,
    });
  });

  it('that has nothing is a fact, not a problem', async () => {
    expect(await one(soa)).toEqual({ id: 'example.com', name: 'example.com', caa: [], spf: '', spfStrict: false, dmarc: '', dmarcPolicy: 'none', dnssec: false, mail: false });
  });

  it('takes CAA, DMARC and the zone from above where it has none of its own', async () => {
    expect(await one({
      ...soa, 'app.example.com A': [], 'example.com CAA': [wire.caa(0, 'issue', 'ca.example')], '_dmarc.example.com TXT': [wire.txt('v=DMARC1;p=reject;sp=quarantine')], 'example.com DS': [wire.ds], 'example.com DNSKEY': [wire.dnskey],
    }, 'app.example.com')).toMatchObject({ caa: ['0 issue "ca.example"'], dmarcPolicy: 'quarantine', dnssec: true });
  });

  it('is signed when a checking name server says so, and not by a key that its parent does not vouch for', async () => {
    expect((await one(soa, 'example.com', { authentic: true })).dnssec).toBe(true);
    expect((await one({ ...soa, 'example.com DNSKEY': [wire.dnskey] })).dnssec).toBe(false);
  });

  it('has a sender policy that counts by its end, follows a redirect, and holds no two of them', async () => {
    const policy = async (zone: TestZone) => { const { spfStrict } = await one({ ...soa, ...zone }); return spfStrict; };
    expect(await policy({ 'example.com TXT': [wire.txt('v=spf1 include:x.example ~all')] })).toBe(false);
    expect(await policy({ 'example.com TXT': [wire.txt('v=spf1 redirect=_spf.example.com')], '_spf.example.com TXT': [wire.txt('v=spf1 mx -all')] })).toBe(true);
    expect(await policy({ 'example.com TXT': [wire.txt('v=spf1 redirect=example.com')] })).toBe(null);
    expect(await policy({ 'example.com TXT': [wire.txt('v=spf1 -all'), wire.txt('v=spf1 mx -all')] })).toBe(false);
  });

  it('that says it takes no mail takes none', async () => {
    expect((await one({ ...soa, 'example.com MX': [wire.mx(0, '')] })).mail).toBe(false);
  });

  it('with long texts is read whole, over TCP when the answer does not fit', async () => {
    const long = `v=spf1 ${'ip4:192.0.2.1 '.repeat(100)}-all`;
    expect(await one({ ...soa, 'example.com TXT': [wire.txt(long)] }, 'example.com', { cut: ['example.com'] })).toMatchObject({ spf: long, spfStrict: true });
  });

  it('is asked again when an answer is lost, and by nobody else answered', async () => {
    expect(await one(soa, 'example.com', { drops: 2 }, { timeoutS: 0.1 })).toMatchObject({ dnssec: false });
    expect(await one({ ...soa, 'example.com MX': [wire.mx(1, 'm.example.com')] }, 'example.com', { strangers: true })).toMatchObject({ mail: true });
  });
});

describe('the problem', () => {
  it('of a name that does not exist is one sentence, and takes no other domain for read', async () => {
    expect(await read(soa, ['gone.example.com'])).toMatchObject({ complete: false, problem: { kind: 'not-found', sentence: 'The domain gone.example.com does not exist.' } });
    expect(await read(soa, ['example.com', 'gone.example.com'])).toMatchObject({ complete: false, problem: { sentence: '1 of 2 domains could not be read. The domain gone.example.com does not exist.' } });
  });

  it('of a server that never answers, refuses, or speaks no DNS is one sentence', async () => {
    expect(await read(soa, ['example.com'], { drops: 99 }, { timeoutS: 0.05 })).toMatchObject({ complete: false, problem: { kind: 'timed-out' } });
    expect(await read(soa, ['example.com'], { refuses: ['example.com'] })).toMatchObject({ complete: false, problem: { kind: 'forbidden' } });
    expect(await read(soa, ['example.com'], { garbage: Buffer.from('garbage of some length that is no message') })).toMatchObject({ complete: false, problem: { kind: 'malformed' } });
  });

  it('of a server that must not be reached is one sentence', async () => {
    expect(await read(soa, ['example.com'], {}, { resolver: '10.0.0.1' })).toMatchObject({ complete: false, problem: { kind: 'refused-address' } });
  });

  it('of a text that is no domain comes up in the settings', () => {
    for (const domain of ['', 'a..b', 'no spaces.com', `${'a'.repeat(64)}.com`, 'x/y']) expect(dns.settings.safeParse({ domains: [domain] }).success).toBe(false);
    expect(dns.settings.safeParse({ domains: ['bücher.example'] }).success).toBe(true);
  });
});

describe('reading messages', () => {
  it('ends for any bytes, with a message or a format error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try { parseMessage(bytes); } catch (error) { expect(error).toBeInstanceOf(DnsFormatError); }
    }));
  });

  it('ends for any change of a right message', () => {
    const query = Buffer.from(formatQuery(7, 'www.example.com', 'MX'));
    query.writeUInt16BE(0x8180, 2);
    fc.assert(fc.property(fc.nat(query.length - 1), fc.nat(255), (at, byte) => {
      const changed = Uint8Array.from(query);
      changed[at] = byte;
      try { parseMessage(changed); } catch (error) { expect(error).toBeInstanceOf(DnsFormatError); }
    }));
  });

  it('refuses names that point to themselves, forward, or are too long', () => {
    expect(() => readName(Buffer.of(0xc0, 0), 0)).toThrow(DnsFormatError);
    expect(() => readName(Buffer.of(0xc0, 2, 0xc0, 0), 2)).not.toThrow(RangeError);
    expect(() => readName(Buffer.of(0xc0, 3, 0, 0), 0)).toThrow(DnsFormatError);
    expect(() => readName(Buffer.concat([...Array<Buffer>(5).fill(Buffer.concat([Buffer.of(63), Buffer.alloc(63, 97)])), Buffer.of(0)]), 0)).toThrow(DnsFormatError);
  });

  it('shows a dot inside of a label as what it is', () => {
    expect(readName(Buffer.from('\x03a.b\x00'), 0).name).toBe('a\\046b');
  });
});
