import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { verifyProof } from '@avouch/ledger/verify';
import { openTestServer, type Caller, type TestServer } from '../testing/server.ts';

let served: TestServer;
let org: string;
let owner: Caller;
beforeAll(async () => {
  served = await openTestServer();
  const first = await served.setUp();
  org = first.org;
  owner = served.as(first.cookie);
  for (let n = 0; n < 5; n += 1) await owner('POST', `/api/orgs/${org}/records/vendor`, { value: { name: `Vendor ${n}`, services: ['Hosting'] } });
});
afterAll(() => served.close());

const ledgerOf = async () => (await owner('GET', `/api/orgs/${org}/ledger`)).json() as Answer<'ledger'>;
const detailOf = async (index: number) => (await owner('GET', `/api/orgs/${org}/ledger/entries/${index}`)).json() as Answer<'entry'>;
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

describe('an entry', () => {
  test('comes with all that a browser needs to verify it, and fails to verify after any change', async () => {
    const detail = await detailOf(4);
    const claim = {
      entry: bytes(detail.bytes), proof: detail.proof, verifierKey: detail.verifierKey, commitments: detail.commitments.map(bytes),
      openings: detail.disclosed.map((part) => (part.forgotten ? { forgotten: true as const, at: part.at, entry: part.entry } : { payload: bytes(part.payload), blind: bytes(part.blind) })),
    };
    expect(verifyProof(claim)).toMatchObject({ ok: true, index: 4 });
    const other = await detailOf(5);
    expect(verifyProof({ ...claim, entry: bytes(other.bytes) }).ok).toBe(false);
    expect(verifyProof({ ...claim, openings: [{ payload: Buffer.from('{"name":"forged"}'), blind: claim.openings[0] !== undefined && 'blind' in claim.openings[0] ? claim.openings[0].blind : new Uint8Array(32) }] }).ok).toBe(false);
    expect((await owner('GET', `/api/orgs/${org}/ledger/entries/4/proof`)).text).toBe(detail.proof);
  });

  test('that is not there is not found', async () => {
    for (const path of ['99999', '99999/proof']) expect((await owner('GET', `/api/orgs/${org}/ledger/entries/${path}`)).json(), path).toMatchObject({ code: 'not_found' });
    expect((await owner('GET', `/api/orgs/${org}/ledger/entries/-1`)).json()).toMatchObject({ code: 'invalid' });
  });
});

describe('the entries', () => {
  test('come newest first, page by page, each once, with the names that people know', async () => {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = (await owner('GET', `/api/orgs/${org}/ledger/entries?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`)).json() as Answer<'entries'>;
      seen.push(...page.items.map(({ index }) => index));
      cursor = page.next;
    } while (cursor !== null);
    const { size } = await ledgerOf();
    expect(seen).toEqual(Array.from({ length: size }, (_, at) => size - 1 - at));
    const { items } = (await owner('GET', `/api/orgs/${org}/ledger/entries?kind=record.written&about=system`)).json() as Answer<'entries'>;
    expect(items).toEqual([expect.objectContaining({ index: 2, kind: 'record.written', about: 'system', aboutName: 'Acme Cloud', actorName: 'Ada Owner', parts: 1, forgotten: 0 })]);
    expect((await owner('GET', `/api/orgs/${org}/ledger/entries?cursor=x`)).json()).toMatchObject({ code: 'invalid', field: 'cursor' });
  });
});

describe('the log', () => {
  test('is served to anybody as static resources, and only they', async () => {
    const { size, verifierKey, origin } = await ledgerOf();
    const anybody = served.as();
    const checkpoint = await anybody('GET', `/api/orgs/${org}/log/checkpoint`);
    expect(checkpoint.text).toMatch(new RegExp(`^${origin}\\n${size}\\n`));
    expect(verifierKey.startsWith(`${origin}+`)).toBe(true);
    expect(origin).toBe(`${served.server.context.instance}/${org}`);
    expect((await anybody('GET', `/api/orgs/${org}/log/tile/0/000.p/${size}`)).status).toBe(200);
    expect((await anybody('GET', `/api/orgs/${org}/log/tile/entries/000.p/${size}`)).status).toBe(200);
    for (const path of ['tile/0/001', 'tile/9/000', '../../../etc/passwd', 'secret', '%2e%2e/x']) expect((await anybody('GET', `/api/orgs/${org}/log/${path}`)).status, path).toBe(404);
    expect((await anybody('GET', '/api/orgs/org_nobody/log/checkpoint')).status).toBe(404);
  });

  test('proves that it only grew', async () => {
    const { size } = await ledgerOf();
    expect(((await owner('GET', `/api/orgs/${org}/ledger/consistency?from=3&to=${size}`)).json() as Answer<'consistency'>).hashes.length).toBeGreaterThan(0);
    expect((await owner('GET', `/api/orgs/${org}/ledger/consistency?from=5&to=3`)).json()).toMatchObject({ code: 'invalid' });
    expect((await owner('GET', `/api/orgs/${org}/ledger/consistency?from=0&to=99999`)).json()).toMatchObject({ code: 'invalid' });
  });

  test('takes no cosignature of a stranger', async () => {
    expect((await owner('POST', `/api/orgs/${org}/ledger/cosignatures`, { lines: '— somebody AAAA\n' })).json()).toMatchObject({ code: 'invalid', field: 'lines' });
  });
});
