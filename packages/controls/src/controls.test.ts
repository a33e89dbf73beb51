import { recordTypeOf } from '@avouch/records/record-types';
import { describe, expect, test } from 'vitest';
import { checks } from './checks.ts';
import { themes } from './checks/finding-themes.ts';
import { type CompanyControl, controlSet, referenceControls } from './controls.ts';
import { domains } from './controls/domains.ts';
import { categories, criteria, criteriaInScope } from './criteria.ts';
import { freshness } from './evidence/freshness.ts';

const counts = (ids: readonly string[]): Readonly<Record<string, number>> => ids.reduce<Record<string, number>>((sum, id) => ({ ...sum, [id]: (sum[id] ?? 0) + 1 }), {});

describe('the criteria', () => {
  test('are 61, in the numbers that each series has', () => {
    expect(criteria).toHaveLength(61);
    expect(counts(criteria.map(({ series }) => series))).toEqual({ CC1: 5, CC2: 3, CC3: 4, CC4: 2, CC5: 3, CC6: 8, CC7: 5, CC8: 1, CC9: 2, A1: 3, C1: 2, PI1: 5, P1: 1, P2: 1, P3: 2, P4: 3, P5: 2, P6: 7, P7: 1, P8: 1 });
    expect(counts(criteria.map(({ category }) => category))).toEqual({ security: 33, availability: 3, confidentiality: 2, 'processing-integrity': 5, privacy: 18 });
    expect(criteria.flatMap(({ cosoPrinciple }) => cosoPrinciple ?? [])).toHaveLength(17);
  });
  test('of security are in scope with every category', () => {
    expect(criteriaInScope([])).toHaveLength(33);
    expect(criteriaInScope(['availability'])).toHaveLength(36);
    expect(criteriaInScope(categories)).toEqual(criteria);
  });
  test('are exactly the ids that a record may name, and those that tools invent are refused', () => {
    const accepts = (criterion: string): boolean => recordTypeOf('criterion-relevance')?.schema.safeParse({ criterion, relevant: false, reason: 'r', approver: 'm' }).success === true;
    for (const { id } of criteria) expect(accepts(id), id).toBe(true);
    for (const id of ['CC1.0', 'PI1.0', 'P1.0', 'PP1.1', 'CC2.4', 'CC5.4', 'CC5.5', 'CC6.9', 'CC8.2', 'CC8.8', 'A1.4', 'C1.3', 'C1.4', 'P1.2', 'P1.4', 'P4.4', 'P5.3', 'P5.4', 'P6.8', 'CC10.1', 'cc6.1', '']) expect(accepts(id), id).toBe(false);
  });
});

describe('the reference set', () => {
  const ids = referenceControls.map(({ id }) => id);
  test('has 120 controls in 20 domains, each told apart by its id', () => {
    expect(new Set(ids).size).toBe(120);
    expect([...new Set(referenceControls.map(({ domain }) => domain))]).toEqual(Object.keys(domains));
    for (const { id, domain } of referenceControls) expect(id).toMatch(new RegExp(`^${domain}-[0-9]{2}$`));
  });
  test('maps to criteria that exist, and leaves none without a control', () => {
    const known = new Set(criteria.map(({ id }) => id));
    for (const control of referenceControls) for (const id of control.criteria) expect(known.has(id), `${control.id} ${id}`).toBe(true);
    for (const { id } of criteria) expect(referenceControls.some((control) => control.criteria.includes(id)), id).toBe(true);
    expect(referenceControls.filter((control) => control.criteria.some((id) => id.startsWith('CC')))).toHaveLength(96);
  });
  test('tells for each control what is asked as evidence, how it is tested and which articles and policies it belongs to', () => {
    for (const control of referenceControls) {
      expect(control.evidence.length, control.id).toBeGreaterThan(0);
      expect(control.managementTest.length, control.id).toBeGreaterThan(10);
      for (const article of control.gdpr) expect(article).toMatch(/^(Art\.|ePrivacy) [0-9]/);
      for (const policy of control.policies) expect(policy).toMatch(/^POL-[0-2][0-9]$/);
    }
  });
  test('is what every check and every rule of freshness names', () => {
    for (const check of checks) for (const id of check.controls) expect(ids, check.id).toContain(id);
    for (const id of Object.keys(freshness.daysByControl)) expect(ids).toContain(id);
  });
});

test('no text of ours claims what only an auditor may say', () => {
  const texts = [
    ...criteria.flatMap(({ title, paraphrase }) => [title, paraphrase]),
    ...referenceControls.flatMap((control) => [control.title, control.statement, control.managementTest, ...control.evidence]),
    ...checks.flatMap(({ title, why, remedy }) => [title, why, remedy]), ...themes.flatMap(({ title, why }) => [title, why]),
  ];
  for (const text of texts) expect(text).not.toMatch(/\b(compliant|certified|certification|guarantee[sd]?|no exceptions noted|operat(?:ed|es) effectively|in our opinion|passe[sd] the (?:criterion|audit)|SOC II|SOC-2)\b/i);
});

const record = (id: string, value: Readonly<Record<string, unknown>>, more: Partial<CompanyControl> = {}): CompanyControl => ({ id, value: { title: id, ...value }, ended: false, recorded: '2026-01-01T00:00:00.000Z', entry: 1, ...more });
const one = (set: ReturnType<typeof controlSet>, id: string) => set.controls.find((control) => control.id === id);

describe('the controls of a company', () => {
  test('are those that serve a criterion in scope, undecided until the company decides', () => {
    const set = controlSet({ companyControls: [], categories: ['security'] });
    expect(set.controls.length).toBeGreaterThan(80);
    expect(set.controls.every(({ decision, edited, reference }) => decision === null && !edited && reference)).toBe(true);
    expect(set.byCriterion.size).toBe(33);
    expect(one(set, 'PIN-02')).toBeUndefined();
    expect(one(set, 'IAM-02')).toMatchObject({ domainTitle: 'Identity and access', checks: expect.arrayContaining(['account.second-factor', 'workspace.second-factor-required']) });
    expect(controlSet({ companyControls: [], categories }).controls).toHaveLength(120);
  });
  test('keep a decision with its reason, approver and entry, and stay in sight', () => {
    const set = controlSet({ companyControls: [record('PHY-01', { reference: 'PHY-01', decision: 'not-applicable', reason: 'No office.', approver: 'm1', reviewOn: '2027-01-01' })], categories: ['security'] });
    expect(one(set, 'PHY-01')?.decision).toEqual({ decision: 'not-applicable', reason: 'No office.', approver: 'm1', reviewOn: '2027-01-01', from: '2026-01-01T00:00:00.000Z', entry: 1 });
    expect(set.byCriterion.get('CC6.4')).toContain('PHY-01');
  });
  test('take over the words, the mapping and the limits of the company, and say so', () => {
    const set = controlSet({ companyControls: [record('IAM-02', { reference: 'IAM-02', statement: 'Ours.', criteria: ['CC6.1'], freshDays: 10, decision: 'applicable' })], categories: ['security'] });
    expect(one(set, 'IAM-02')).toMatchObject({ statement: 'Ours.', criteria: ['CC6.1'], freshDays: 10, edited: true, ownerRole: 'IT admin' });
    expect(set.byCriterion.get('CC6.6')).not.toContain('IAM-02');
  });
  test('include its own, which the newest version of a record tells and an ended one does not', () => {
    const companyControls = [
      record('OWN-01', { statement: 'Newer.', criteria: ['CC1.1'], checks: ['host.firewall'] }, { entry: 5 }), record('OWN-01', { statement: 'Older.', criteria: ['CC1.1'] }, { entry: 2 }),
      record('OWN-02', { statement: 'Gone.', criteria: ['CC1.1'] }, { entry: 3, ended: true }),
    ];
    const set = controlSet({ companyControls, categories: ['security'] });
    expect(one(set, 'OWN-01')).toMatchObject({ statement: 'Newer.', reference: false, checks: ['host.firewall'], domain: 'OWN' });
    expect(one(set, 'OWN-02')).toBeUndefined();
  });
  test('name what does not exist, and never take it over', () => {
    const set = controlSet({ companyControls: [record('OWN-01', { statement: 'x', criteria: ['CC1.1', 'CC6.9'], checks: ['no.such'] }), record('x', { reference: 'ZZZ-01', criteria: ['CC1.1'] })], categories: ['security'] });
    expect(one(set, 'OWN-01')).toMatchObject({ criteria: ['CC1.1'], checks: [] });
    expect(set.problems.map(({ control }) => control)).toEqual(['OWN-01', 'OWN-01', 'ZZZ-01']);
  });
});
