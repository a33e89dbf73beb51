import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { account, openCompany, release, type Company } from './company.ts';

let company: Company;
beforeAll(async () => { company = await openCompany(); });
afterAll(async () => { await company.close(); });

describe('a source', () => {
  it('is read, and its entities are there', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann'), account('bob', { mfa: false })];
    company.world.releases = [release('v1')];
    company.wait(1);
    await company.collect(source);
    const { items } = await company.call('sources');
    expect(items[0]?.reads.map(({ entityType, state, count }) => [entityType, state, count])).toEqual([['account', 'complete', 2], ['release', 'complete', 1]]);
    const entities = await company.call('entities', { params: { source, type: 'account' } });
    expect(entities.items.map(({ id }) => id)).toEqual(['ann', 'bob']);
    const rebuilt = await company.call('rebuild');
    expect(rebuilt.differences).toEqual([]);
  });
});
