import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projections } from '../src/projections/projections.ts';
import { rebuild } from '../src/rebuilding/rebuild.ts';
import { ownProjections } from '../src/tenancy/projections.ts';
import { account, openCompany, release, type Company } from './company.ts';

let company: Company;
let source: string;
const read = async (minutes: number): Promise<void> => {
  company.wait(minutes);
  await company.collect(source);
};
const run = (sql: string) => company.context.tenant(company.org, async (tx) => (await tx.query(sql)).rows as Record<string, unknown>[]);

/** Readings, changes, problems, a pause, decisions, evidence, a quiet week and two forgotten people. */
async function live(): Promise<void> {
  const ledger = await company.context.ledgerOf(company.org);
  const forget = async (id: string): Promise<void> => {
    const [row] = await run(`select subject from entity where entity_id = '${id}' limit 1`);
    await ledger.forget({ subject: String(row?.['subject']), actor: company.actor.member, basis: 'GDPR Art. 17(1)(b)', at: company.context.now().toISOString() });
  };
  company.world.accounts = ['ann', 'bob', 'cec', 'dan'].map((id, at) => account(id, { mfa: at % 2 === 0 }));
  company.world.releases = [release('v1')];
  await read(1);
  company.world.accounts = [account('ann', { mfa: false }), account('bob'), account('cec')];
  await read(60);
  await forget('ann');
  company.world.problem = { kind: 'rate-limited', sentence: 'Too many questions.', remedy: 'Wait.' };
  await read(60);
  await read(60);
  await forget('dan');
  company.world.problem = undefined;
  await read(60);
  await company.call('sourcePause', { params: { source }, body: { reason: 'It moves.' } });
  company.wait(30);
  await company.call('sourceResume', { params: { source } });
  company.world.accounts = [account('bob'), account('eve', { active: false })];
  await read(7 * 24 * 60);
  await company.call('controlDecide', { params: { control: 'PHY-01' }, body: { decision: 'excluded', reason: 'No office.', approver: 'p_1' } });
  await company.call('evidenceFile', { body: { title: 'Minutes', controls: ['GOV-01'], upload: null, note: 'Met.', heldFrom: '2026-03-01T00:00:00.000Z', captured: '2026-03-01T00:00:00.000Z' } });
  await read(60);
}

beforeAll(async () => {
  company = await openCompany();
  source = await company.connect();
  await live();
});
afterAll(async () => { await company.close(); });

describe('a rebuild', () => {
  it('gives the same rows after a mixed history', async () => {
    expect(await company.call('rebuild')).toMatchObject({ identical: true, differences: [] });
  });

  it('names the table that was changed by hand, and mends it', async () => {
    const before = await run('select * from tally order by 1, 2, 3, 4');
    await run(`update tally set pass = pass + 1 where check_id = 'account.second-factor'`);
    const { identical, differences } = await company.call('rebuild');
    expect([identical, differences.map(({ table }) => table)]).toEqual([false, ['tally']]);
    expect(await run('select * from tally order by 1, 2, 3, 4')).toEqual(before);
    expect((await company.call('rebuild')).identical).toBe(true);
  });

  it('lets an append wait and loses nothing of it', async () => {
    company.wait(60);
    company.world.accounts = [account('bob', { mfa: false })];
    const [rebuilt] = await Promise.all([company.call('rebuild'), company.collect(source)]);
    expect(rebuilt.identical).toBe(true);
    expect((await company.call('entities', { params: { source, type: 'account' } })).items.map(({ id }) => id)).toEqual(['bob']);
    expect((await company.call('rebuild')).identical).toBe(true);
  });

  it('leaves every row as it was when a fold throws', async () => {
    const before = await run('select * from verdict order by 1, 2, 3, 4, 5');
    const throwing = { name: 'throwing', tables: [], fold: async (_tx: unknown, _org: string, recorded: readonly { readonly index: number }[]) => {
      if (recorded.some(({ index }) => index === 5)) throw new Error('a bug in a fold');
    } };
    await expect(rebuild(company.context, company.org, [...ownProjections, ...projections, throwing])).rejects.toThrow('a bug in a fold');
    expect(await run('select * from verdict order by 1, 2, 3, 4, 5')).toEqual(before);
  });
});
