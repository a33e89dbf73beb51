import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { connectionTo, openShop, shopMap, type Shop } from './privacy-shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  const { version, value } = await get<Answer<'record'>>('/records/organisation/organisation');
  await shop.owner('PUT', `/api/orgs/${shop.org}/records/organisation/organisation`, { value: { ...value, categories: ['security', 'confidentiality', 'privacy'] }, expected: version });
  await shop.owner('PUT', `/api/orgs/${shop.org}/controls/PRV-15/decision`, { decision: 'applicable', reason: '', approver: 'Ada Owner', reviewOn: null });
  await shop.work();
});
afterAll(() => shop.close());

const get = async <T>(path: string): Promise<T> => {
  const asked = await shop.owner('GET', `/api/orgs/${shop.org}${path}`);
  if (asked.status !== 200) throw new Error(`${path} gave ${asked.status}: ${asked.text}`);
  return asked.json() as T;
};
const sources = async (): Promise<Answer<'sources'>['items']> => (await get<Answer<'sources'>>('/sources')).items;
const classified = async () => {
  const { status, counts } = await get<Answer<'check'>>('/checks/personal-field.classified');
  return { status, counts, control: (await get<Answer<'control'>>('/controls/PRV-15')).status };
};
const failing = async (check: string) => (await get<Answer<'checkSubjects'>>(`/checks/${check}/subjects?verdict=fail`)).items.map(({ name, reason }) => [name, reason]);
/** Has the source read again, as its schedule does every day. */
const readAgain = async (): Promise<void> => {
  await shop.owner('POST', `/api/orgs/${shop.org}/sources/${(await sources())[0]?.id}/runs`);
  await shop.work();
};
const write = async (text: string): Promise<void> => {
  const { current } = await get<Answer<'dataMap'>>('/privacy/data-map');
  await shop.ask('PUT', '/data-map', { text, note: 'Put right', expected: current?.version });
  await shop.work();
};
const lineOf = (text: string, begins: string): number => text.split('\n').findIndex((line) => line.trim().startsWith(begins)) + 1;

test('the first data map makes one source, which is read every day and tells of each column without a value', async () => {
  const [source, ...others] = await sources();
  expect(others).toEqual([]);
  expect(source).toMatchObject({ connector: 'data-map', name: 'Data map', everyMinutes: 1440, reads: [{ entityType: 'personalField', state: 'complete', count: 12 }, { entityType: 'retentionPlace', state: 'complete', count: 3 }] });
  expect(await classified()).toMatchObject({ status: 'pass', counts: { pass: 12, fail: 0, unknown: 0 } });
  const { text } = await shop.owner('GET', `/api/orgs/${shop.org}/sources/${source?.id}/entities/personalField`);
  expect(text).toContain('public.customers.email');
  expect(text).not.toMatch(/ada@example|Lovelace|Ada Street/);
});

test('a second source of the data map is refused', async () => {
  const asked = await shop.owner('POST', `/api/orgs/${shop.org}/sources`, { connector: 'data-map', name: 'Again', settings: {}, secrets: {}, everyMinutes: 60 });
  expect([asked.status, asked.text]).toEqual([409, expect.stringContaining('The data map is read already, as Data map.')]);
});

test('a column that nobody has classified fails its check with the line of the file, and its control, until somebody classifies it', async () => {
  await shop.query('alter table customers add column mobile_phone text');
  await readAgain();
  expect(await classified()).toEqual({ status: 'fail', counts: { pass: 12, fail: 1, notApplicable: 0, unknown: 0 }, control: 'fail' });
  expect(await failing('personal-field.classified')).toEqual([['public.customers.mobile_phone', `The data map does not say what this column holds; by its name it holds contact.phone. See line ${lineOf(shopMap(), 'public.customers:')} of avouch.datamap.yaml.`]]);
  await write(shopMap().replace('          phone: contact.phone\n', '          phone: contact.phone\n          mobile_phone: contact.phone\n'));
  const now = await classified();
  expect(now).toMatchObject({ status: 'pass', counts: { pass: 13, fail: 0, unknown: 0 } });
  expect(now.control).not.toBe('fail');
});

test('a column that went fails another check with the line on which the map tells of it', async () => {
  await shop.query('alter table customers drop column mobile_phone');
  const { items: [store] } = await get<Answer<'stores'>>('/privacy/stores');
  // Whoever compares a store has the checks look again as well.
  await shop.owner('POST', `/api/orgs/${shop.org}/privacy/stores/${store?.id}/drift`);
  await shop.work();
  const text = (await get<Answer<'dataMap'>>('/privacy/data-map')).current?.text ?? '';
  expect(await failing('personal-field.present')).toEqual([['public.customers.mobile_phone', `The data map tells of this column, and the store has no such column any more. See line ${lineOf(text, 'mobile_phone:')} of avouch.datamap.yaml.`]]);
  await write(shopMap());
  expect(await failing('personal-field.present')).toEqual([]);
});

test('a store that cannot be reached leaves every column unknown, never fewer, and says why', async () => {
  const { items: [store] } = await get<Answer<'stores'>>('/privacy/stores');
  const { settings, secrets } = connectionTo(shop.shop);
  const change = async (database: object, expected: number | undefined): Promise<void> => {
    await shop.ask('PUT', `/stores/${store?.id}`, { expected, system: 'shop', name: 'Shop database', settings: { ...settings, ...database }, secrets, perSecondMax: null });
    await shop.work();
  };
  await change({ database: 'is_not_there' }, store?.version);
  expect(await classified()).toEqual({ status: 'no-data', counts: { pass: 0, fail: 0, notApplicable: 0, unknown: 12 }, control: 'no-data' });
  expect((await sources())[0]?.reads[0]).toMatchObject({ state: 'problem', problem: { sentence: expect.stringContaining('Shop database was not read: ') as unknown } });
  expect((await get<Answer<'check'>>('/checks/retention-place.scheduled')).counts).toEqual({ pass: 0, fail: 0, notApplicable: 0, unknown: 3 });
  await change({}, (store?.version ?? 0) + 1);
  expect(await classified()).toMatchObject({ status: 'pass', counts: { pass: 12, unknown: 0 } });
});

test('rows past their storage limit fail their check and its control, and pass once they are gone', async () => {
  const limited = shopMap().replace('        rows: keep\n', '        retention: { after: placed_at, period: P10Y, reason: Invoices are kept for ten years }\n        rows: keep\n');
  await shop.owner('PUT', `/api/orgs/${shop.org}/controls/CON-02/decision`, { decision: 'applicable', reason: '', approver: 'Ada Owner', reviewOn: null });
  await write(limited);
  expect(await failing('retention-place.not-overdue')).toEqual([[expect.any(String), '1 row is past the storage limit.']]);
  expect((await failing('retention-place.scheduled')).length).toBe(2);
  expect((await get<Answer<'control'>>('/controls/CON-02')).status).toBe('fail');
  await shop.query('delete from orders where id = 11');
  await readAgain();
  expect((await get<Answer<'check'>>('/checks/retention-place.not-overdue')).counts).toEqual({ pass: 1, fail: 0, notApplicable: 2, unknown: 0 });
});

test('a rebuild gives the same rows after all of this', async () => {
  const rebuilt = await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {});
  expect(rebuilt.json()).toMatchObject({ identical: true, differences: [] });
});

test('a source of the data map that somebody took away does not come back by itself', async () => {
  const [source] = await sources();
  await shop.owner('DELETE', `/api/orgs/${shop.org}/sources/${source?.id}?expected=${source?.version}`);
  await write(`${shopMap()}\n`);
  expect(await sources()).toEqual([]);
});

test('without a data map, connected stores tell nothing, and why', async () => {
  const other = await openShop({}, { map: false });
  try {
    await other.work();
    const { items: [source] } = (await other.owner('GET', `/api/orgs/${other.org}/sources`)).json() as Answer<'sources'>;
    expect(source?.reads[0]).toMatchObject({ state: 'problem', count: null, problem: { sentence: 'There is no data map yet.' } });
  } finally {
    await other.close();
  }
});
