import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entityPage } from '../src/collecting/entities.ts';
import { subjectPage } from '../src/standing/subjects.ts';
import { openCompany, release, type Company } from './company.ts';

const many = 100_000;
let company: Company;
let source: string;
let first: string;
beforeAll(async () => {
  company = await openCompany();
  source = await company.connect();
  company.world.releases = Array.from({ length: many }, (_, at) => ({ ...release(`v${String(at).padStart(6, '0')}`), signed: false, annotated: at % 1000 !== 0 }));
  first = company.wait(1);
  await company.collect(source);
  company.wait(60);
  company.world.releases = company.world.releases.map((one, at) => (at % 100 === 1 ? { ...one, repository: 'moved' } : one));
  await company.collect(source);
});
afterAll(async () => { await company.close(); });

type Plan = { readonly 'Node Type': string; readonly 'Actual Rows': number; readonly 'Rows Removed by Filter'?: number; readonly 'Actual Loops': number; readonly Plans?: readonly Plan[] };
const nodes = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
const planOf = async (text: string, values: readonly unknown[]): Promise<readonly Plan[]> => company.context.tenant(company.org, async (tx) => {
  const { rows } = await tx.query<{ 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }>(`explain (analyze, format json) ${text}`, [...values]);
  const [row] = rows;
  if (row === undefined) throw new Error('the plan of a query is one row');
  return nodes(row['QUERY PLAN'][0].Plan);
});
/** A page costs its rows: nothing is sorted, no table is read whole, and hardly a row is looked at in vain. */
const expectIndexed = (plan: readonly Plan[], limit: number): void => {
  for (const node of plan) {
    expect(node['Node Type']).not.toMatch(/Seq Scan|Sort|Bitmap/);
    expect((node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']).toBeLessThan(limit * 25);
  }
};

describe('a source of 100,000 entities', () => {
  it('is listed by pages that are index scans, now and as of any time', async () => {
    const values = [company.org, source, 'release', 'v050000', 101];
    expectIndexed(await planOf(entityPage(false), values), 100);
    expectIndexed(await planOf(entityPage(true), [...values, first]), 100);
    const page = await company.call('entities', { params: { source, type: 'release' }, query: { limit: 500 } });
    const next = await company.call('entities', { params: { source, type: 'release' }, query: { limit: 2, cursor: page.next ?? '' } });
    expect(next.items.map(({ id }) => id)).toEqual(['v000500', 'v000501']);
  });

  it('has its subjects listed by pages that are index scans, failing first', async () => {
    const at = company.context.now().toISOString();
    for (const asOf of [false, true]) {
      for (const segment of [{ shown: 'pass', rank: 2 }, { shown: 'fail', rank: 0 }, { shown: 'unknown', rank: null }] as const) {
        expectIndexed(await planOf(subjectPage(segment, asOf), [company.org, 'release.traceable', [source], at, source, 'v050000', 101, 'release']), 100);
      }
    }
    const page = await company.call('checkSubjects', { params: { check: 'release.traceable' }, query: { limit: 101 } });
    expect(page.total).toBe(many);
    expect(page.items.slice(98).map(({ entity, verdict }) => [entity, verdict])).toEqual([['v098000', 'fail'], ['v099000', 'fail'], ['v000001', 'pass']]);
  });

  it('costs rows for what changed, not for what is there', async () => {
    const count = async (table: string, where: string): Promise<number> => company.context.tenant(company.org, async (tx) =>
      (await tx.query<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`)).rows[0]?.n ?? -1);
    expect(await count('entity', `entity_type = 'release'`)).toBe(many + many / 100);
    expect(await count('verdict', `check_id = 'release.traceable'`)).toBe(many);
  });
});
