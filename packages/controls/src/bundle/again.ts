import { entityKinds, type EntityType } from '@avouch/connectors/entities';
import type { Entry } from '@avouch/ledger/entry';
import { rootOf } from '@avouch/ledger/merkle';
import { opens } from '@avouch/ledger/seal';
import type { Finding } from '@avouch/ledger/verify';
import { judgeEntity } from '../judge.ts';
import type { Erasures } from './erasures.ts';
import type { DisclosedRow } from './disclosure.ts';
import type { ReadingClaim } from './manifest.ts';
import { parseCanonical } from './manifest.ts';

/** What judging the stored reading again gave, beside what the package claims. */
export type Rejudged = { readonly source: string; readonly entityType: string; readonly rows: number; readonly judged: number; readonly erased: number; readonly agrees: boolean };

type Tally = { pass: number; fail: number; notApplicable: number; unknown: number; others: string[] };

/**
 * Whether the rows are exactly those that stood at the reading (the root in the signed entry covers every one), and
 * whether judging them again gives the verdicts that the package claims.
 */
export function judgeAgain(claim: ReadingClaim, entry: Entry, rows: readonly DisclosedRow[], isErased: Erasures): { readonly findings: readonly Finding[]; readonly result: Rejudged } {
  const where = `${claim.entityType} at source ${claim.source}`;
  const header = entry.header as { entityType?: unknown; complete?: unknown; count?: unknown; root?: unknown };
  const ordered = rows.every((row, at) => at === 0 || before(rows[at - 1]?.position ?? [0, 0], row.position));
  const root = toBase64(rootOf(rows.map((row) => row.commitment)));
  const opened = rows.every((row) => row.shown === null || !('payload' in row.shown) || opens(row.commitment, row.shown));
  const findings: Finding[] = [
    { ok: entry.kind === 'reading.taken' && header.complete === true && header.entityType === claim.entityType && entry.about === claim.source && entry.captured === claim.at, what: `entry ${claim.entry} is the complete reading of ${where} that the package names` },
    { ok: ordered && header.root === root && header.count === rows.length && rows.length === claim.rows, what: `the rows are all those that the reading of ${where} held, no more and no fewer`, detail: `${rows.length} rows` },
    { ok: opened, what: `each row of ${where} is what was sealed` },
    { ok: rows.every(({ position, shown }) => shown !== null && ('payload' in shown || isErased(position, shown))), what: `each row of ${where} is shown, or was erased by an order in the ledger` },
  ];
  const { tallies, judged, erased, faults } = judgeRows(claim, rows);
  const agrees = faults === 0 && claim.claims.every((one) => sameTally(one, tallies.get(one.check))) && tallies.size === new Set(claim.claims.map((one) => one.check)).size && tallies.size === claim.claims.length;
  findings.push({ ok: agrees, what: `judging ${where} again gives the verdicts that the package states`, detail: `${judged} judged, ${erased} erased` });
  return { findings, result: { source: claim.source, entityType: claim.entityType, rows: rows.length, judged, erased, agrees } };
}

function judgeRows(claim: ReadingClaim, rows: readonly DisclosedRow[]): { tallies: ReadonlyMap<string, Tally>; judged: number; erased: number; faults: number } {
  const tallies = new Map<string, Tally>();
  let judged = 0;
  let faults = 0;
  const kind = Object.hasOwn(entityKinds, claim.entityType) ? entityKinds[claim.entityType as EntityType] : undefined;
  const disclosed = rows.filter((row) => row.shown !== null && 'payload' in row.shown);
  for (const row of disclosed) {
    const parsed = kind?.schema.safeParse(row.shown !== null && 'payload' in row.shown ? parseCanonical(row.shown.payload) : undefined);
    if (parsed?.success !== true) {
      faults += 1;
      continue;
    }
    const judgements = attempt(() => judgeEntity(claim.entityType as EntityType, parsed.data, claim.at));
    if (judgements === undefined) {
      faults += 1;
      continue;
    }
    judged += 1;
    for (const { check, judgement } of judgements) add(tallies, check, judgement.verdict, row.position);
  }
  return { tallies, judged, erased: rows.length - disclosed.length, faults };
}

/** Whoever wrote the bundle may have written anything: what no check can judge is a fault of the bundle, not of the verifier. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function add(tallies: Map<string, Tally>, check: string, verdict: 'pass' | 'fail' | 'not-applicable' | 'unknown', position: readonly [number, number]): void {
  const tally = tallies.get(check) ?? { pass: 0, fail: 0, notApplicable: 0, unknown: 0, others: [] };
  tally[verdict === 'not-applicable' ? 'notApplicable' : verdict] += 1;
  if (verdict !== 'pass') tally.others.push(`${position.join('/')} ${verdict}`);
  tallies.set(check, tally);
}

function sameTally(claim: ReadingClaim['claims'][number], tally: Tally | undefined): boolean {
  const empty: Tally = { pass: 0, fail: 0, notApplicable: 0, unknown: 0, others: [] };
  const { pass, fail, notApplicable, unknown, others } = tally ?? empty;
  const claimed = claim.others.map((one) => `${one.row.join('/')} ${one.verdict}`);
  return pass === claim.pass && fail === claim.fail && notApplicable === claim.notApplicable && unknown === claim.unknown && claimed.sort().join('\n') === others.sort().join('\n');
}

const before = (a: readonly [number, number], b: readonly [number, number]): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
