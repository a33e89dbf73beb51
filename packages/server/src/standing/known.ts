import type { PoolClient } from 'pg';
import type { Coverage, Decision, EvidenceSpan, Tally } from '@avouch/controls/status';
import type { RecordVersion } from '@avouch/records/record-type';
import type { Context } from '../context.ts';
import { allRecords, sourceIn, type Source } from '../collecting/source.ts';
import { controlsIn, evidenceSpansOf, type Control } from './controls.ts';
import { dayMs, instantOf, shifted } from './instants.ts';
import { looksOf, type Look } from './looks.ts';
import { coverageBetween, talliesBetween } from './tallies.ts';

/** The days before an instant over which coverage is counted. */
export const coverageDays = 90;

/** Everything that was known at an instant and bears on how the company stood: read in a fixed number of queries. */
export type Known = {
  readonly org: string;
  readonly at: string;
  /** Whether an instant was asked for, or it is now. */
  readonly asOf: string | undefined;
  /** How many days before `at` the tallies and the coverage reach. */
  readonly days: number;
  readonly organisation: RecordVersion | undefined;
  readonly categories: readonly string[];
  readonly systems: readonly RecordVersion[];
  readonly controlRecords: ReadonlyMap<string, RecordVersion>;
  /** How many service commitments are recorded. */
  readonly commitments: number;
  readonly controls: readonly Control[];
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
  readonly relevance: ReadonlyMap<string, RecordVersion>;
  readonly evidence: readonly RecordVersion[];
  readonly spans: ReadonlyMap<string, readonly EvidenceSpan[]>;
  readonly sources: readonly Source[];
  readonly looks: readonly Look[];
  readonly tallies: readonly Tally[];
  readonly coverage: readonly Coverage[];
};

type DecisionRow = { readonly id: string; readonly decision: Decision['decision']; readonly reason: string | null; readonly recorded: string };

/** Every decision about every control that was recorded by then. A decision holds from when it was recorded, never earlier. */
async function decisionsOf(tx: PoolClient, org: string, at: string): Promise<ReadonlyMap<string, readonly Decision[]>> {
  const { rows } = await tx.query<DecisionRow>({
    name: 'decisions', values: [org, at],
    text: `select id, value->>'decision' as decision, value->>'reason' as reason, recorded from record_version
      where org = $1 and type = 'control' and recorded <= $2 and not ended order by id, version`,
  });
  const decisions = new Map<string, Decision[]>();
  for (const { id, decision, reason, recorded } of rows) {
    const one: Decision = { from: recorded, decision, reason: reason ?? '' };
    const own = decisions.get(id);
    if (own === undefined) decisions.set(id, [one]);
    else own.push(one);
  }
  return decisions;
}

/** The controls that serve the company's categories now, and nothing else: enough to say how long evidence counts. */
export async function loadControls(tx: PoolClient, org: string): Promise<readonly Control[]> {
  const [organisation] = await allRecords(tx, org, 'organisation');
  return controlsIn(await allRecords(tx, org, 'control'), (organisation?.value['categories'] ?? []) as readonly string[]);
}

/** What was known at an instant, with tallies and coverage over so many days before it. */
export async function loadKnown(tx: PoolClient, context: Context, org: string, { asOf, days = coverageDays }: { readonly asOf?: string | undefined; readonly days?: number }): Promise<Known> {
  const at = instantOf(asOf, context.now);
  const from = shifted(at, -days * dayMs);
  const records = (type: string): Promise<readonly RecordVersion[]> => allRecords(tx, org, type, asOf);
  const [organisation] = await records('organisation');
  const sources = (await records('source')).map(sourceIn);
  const controlRecords = await records('control');
  const categories = (organisation?.value['categories'] ?? []) as readonly string[];
  const controls = controlsIn(controlRecords, categories);
  const evidence = await records('evidence');
  const relevance = await records('criterion-relevance');
  return {
    org, at, asOf, days, organisation, categories, sources, controls, evidence,
    controlRecords: new Map(controlRecords.map((record) => [record.id, record])),
    systems: await records('system'),
    commitments: (await records('service-commitment')).length,
    decisions: await decisionsOf(tx, org, at),
    relevance: new Map(relevance.map((record) => [String(record.value['criterion']), record])),
    spans: evidenceSpansOf(evidence, controls),
    looks: await looksOf(tx, org, sources, at),
    tallies: await talliesBetween(tx, org, from, at),
    coverage: await coverageBetween(tx, org, from, at),
  };
}
