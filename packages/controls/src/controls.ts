import { checkOf, checks } from './checks.ts';
import { allControls } from './controls/all.ts';
import { type CompanyControl, type ControlDecision, decisionOf, fieldsOf, standingControls } from './controls/company.ts';
import type { AppliesWhen, Frequency, ReferenceControl } from './controls/control.ts';
import { domains } from './controls/domains.ts';
import { criteria, criteriaInScope } from './criteria.ts';
import { defaultFreshDays } from './evidence/freshness.ts';

export type { AppliesWhen, CompanyControl, ControlDecision, Frequency, ReferenceControl };

/** The 120 reference controls, in their order. */
export const referenceControls: readonly ReferenceControl[] = allControls;

/** A control as it stands for this company: the reference set's, as the company changed it, or the company's own. */
export type EffectiveControl = ReferenceControl & {
  /** The title of its domain. */
  readonly domainTitle: string;
  /** The opaque id of the person who owns it, null when none is named. */
  readonly owner: string | null;
  /** The checks that support it. */
  readonly checks: readonly string[];
  /** Whether it comes from the reference set. */
  readonly reference: boolean;
  /** Whether the company changed the wording or mapping of the reference set. */
  readonly edited: boolean;
  /** Null while the company has not decided: the control then counts as applicable, and never as in place. */
  readonly decision: ControlDecision | null;
  /** For how many days filed evidence counts. */
  readonly freshDays: number;
};

/** Something in the company's own controls that cannot be used as it stands. */
export type ControlProblem = { readonly control: string; readonly sentence: string };

export type ControlSet = {
  /** In the order of the reference set, the company's own after it. */
  readonly controls: readonly EffectiveControl[];
  /** The ids of the controls mapped to each criterion in scope; those left out by decision are among them, with their decision. */
  readonly byCriterion: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly ControlProblem[];
};

const knownCriteria = new Set(criteria.map(({ id }) => id));
const checksByControl = new Map<string, readonly string[]>();
for (const { id, controls } of checks) for (const control of controls) checksByControl.set(control, [...(checksByControl.get(control) ?? []), id]);

const own = (id: string): ReferenceControl => ({
  id, domain: 'OWN', title: id, ownerRole: 'Not named', statement: '', nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
  criteria: [], gdpr: [], policies: [], evidence: [], managementTest: '', population: null,
});

const worded = ['title', 'statement', 'ownerRole', 'nature', 'effect', 'frequency', 'criteria'] as const;

/** A reference control as the company's record changes it. */
const effective = (base: ReferenceControl, record: CompanyControl | undefined, reference: boolean): EffectiveControl => {
  const fields = record === undefined ? {} : fieldsOf(record);
  const changed = Object.fromEntries(worded.flatMap((field) => (fields[field] === undefined ? [] : [[field, fields[field]]]))) as Partial<ReferenceControl>;
  const frequency = changed.frequency ?? base.frequency;
  return {
    ...base, ...changed,
    criteria: (changed.criteria ?? base.criteria).filter((id) => knownCriteria.has(id)),
    domainTitle: domains[base.domain] ?? 'Your own controls',
    owner: fields.owner ?? null,
    checks: (fields.checks ?? checksByControl.get(base.id) ?? []).filter((id) => checkOf(id) !== undefined),
    reference,
    edited: reference && (worded.some((field) => changed[field] !== undefined && JSON.stringify(changed[field]) !== JSON.stringify(base[field])) || fields.checks !== undefined),
    decision: record === undefined ? null : decisionOf(record),
    freshDays: fields.freshDays ?? defaultFreshDays(base.id, frequency),
  };
};

const problemsOf = (id: string, record: CompanyControl, known: boolean): readonly ControlProblem[] => {
  const { criteria: named = [], checks: used = [] } = fieldsOf(record);
  const { reference } = fieldsOf(record);
  return [
    ...(reference !== undefined && !known ? [{ control: id, sentence: `${reference} is not in the reference set; it is kept as a control of your own.` }] : []),
    ...named.filter((one) => !knownCriteria.has(one)).map((one) => ({ control: id, sentence: `${one} is not one of the 61 criteria, so the mapping to it is left out.` })),
    ...used.filter((one) => checkOf(one) === undefined).map((one) => ({ control: id, sentence: `There is no check "${one}", so it is left out.` })),
  ];
};

/** Categories that a reference control waits for; situations such as an office are the company's to decide. */
const awaited: ReadonlySet<AppliesWhen> = new Set(['availability', 'processing-integrity', 'privacy']);

/**
 * The controls of a company for the categories in scope, with its decisions and edits, and the mapping from criteria.
 * `companyControls` are the records of type `control` as they stand on the day. A control that serves no criterion in
 * scope is not in the set. Ids that do not exist are reported and left out, never taken over.
 */
export function controlSet(given: { readonly companyControls: readonly CompanyControl[]; readonly categories: readonly string[] }): ControlSet {
  const scope = new Set(criteriaInScope(given.categories).map(({ id }) => id));
  const records = standingControls(given.companyControls);
  const ids = new Set(referenceControls.map(({ id }) => id));
  const all = [
    ...referenceControls.map((base) => effective(base, records.get(base.id), true)),
    ...[...records].filter(([id]) => !ids.has(id)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, record]) => effective(own(id), record, false)),
  ];
  const controls = all.filter(({ id, criteria: served, appliesWhen }) =>
    served.some((one) => scope.has(one)) && (records.has(id) || !awaited.has(appliesWhen) || given.categories.includes(appliesWhen)));
  return {
    controls,
    byCriterion: new Map([...scope].map((criterion) => [criterion, controls.filter((one) => one.criteria.includes(criterion)).map(({ id }) => id)])),
    problems: [...records].flatMap(([id, record]) => problemsOf(id, record, ids.has(id))),
  };
}
