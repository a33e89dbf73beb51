import type { PoolClient } from 'pg';
import { entityKinds, type EntityType } from '@avouch/connectors/entities';
import type { DisclosedEntry, DisclosedRow, ReadingClaim } from '@avouch/controls/bundle';
import { judgeEntity } from '@avouch/controls/judge';
import type { Disclosed } from '@avouch/ledger/entry';
import type { Ledger } from '@avouch/ledger/ledger';
import type { Shown } from '@avouch/ledger/verify';
import { readStandings } from '../collecting/summary.ts';
import type { Context } from '../context.ts';

type Log = Ledger<PoolClient>;

/** A reading whole: what it claims, and every row that stood at it. */
export type DisclosedReading = { readonly claim: ReadingClaim; readonly rows: readonly DisclosedRow[] };

const shownOf = (part: Disclosed | undefined): Shown => {
  if (part === undefined) return null;
  return part.forgotten ? { forgotten: true, at: part.at, entry: part.entry } : { payload: part.payload, blind: part.blind };
};

/** An entry with its parts. Of a reading only what was asked is shown here: its rows are shown with the reading. */
export async function disclosedEntry(ledger: Log, index: number): Promise<DisclosedEntry> {
  const kept = await ledger.read(index);
  if (kept === undefined) throw new Error(`entry ${index} is cited but not in the ledger`);
  const parts = await ledger.disclose(index);
  const isReading = kept.entry.kind === 'reading.taken';
  return { index, bytes: kept.bytes, parts: kept.commitments.map((commitment, place) => ({ commitment, shown: isReading && place > 0 ? null : shownOf(parts[place]) })) };
}

type Last = { readonly entry: number; readonly source: string; readonly entityType: EntityType; readonly at: string };

/** The last complete reading by an instant of each entity type that a source was read for by then. */
async function lastReadings(context: Context, org: string, at: string): Promise<readonly Last[]> {
  const standings = await context.tenant(org, (tx) => readStandings(tx, org, at));
  return standings.flatMap(({ source, entity_type: entityType, last_complete: last, last_complete_idx: entry }) =>
    // The fold takes readings of known entity types alone.
    (last === null || entry === null ? [] : [{ source, entityType: entityType as EntityType, entry, at: last }]));
}

type Opened = { readonly commitments: readonly Uint8Array[]; readonly parts: readonly Disclosed[] };

async function rowsOf(context: Context, org: string, last: Last, opened: (index: number) => Promise<Opened>): Promise<readonly DisclosedRow[]> {
  const { rows } = await context.tenant(org, (tx) => tx.query<{ idx: number; part: number }>(
    `select idx::float8 as idx, part from entity where org = $1 and source = $2 and entity_type = $3
       and from_at <= $4 and (until_at is null or until_at > $4) order by idx, part`, [org, last.source, last.entityType, last.at]));
  const disclosed: DisclosedRow[] = [];
  for (const { idx, part } of rows) {
    const { commitments, parts } = await opened(idx);
    const commitment = commitments[part];
    if (commitment === undefined) throw new Error(`entry ${idx} has no part ${part}`);
    disclosed.push({ position: [idx, part], commitment, shown: shownOf(parts[part]) });
  }
  return disclosed;
}

/** What judging the rows gives: counts, and by their places those that did not pass. */
function claimsOf(last: Last, rows: readonly DisclosedRow[]): ReadingClaim['claims'] {
  const claims = new Map<string, ReadingClaim['claims'][number]>();
  for (const { position, shown } of rows) {
    if (shown === null || !('payload' in shown)) continue;
    const entity = entityKinds[last.entityType].schema.parse(JSON.parse(Buffer.from(shown.payload).toString('utf8')));
    for (const { check, judgement: { verdict } } of judgeEntity(last.entityType, entity, last.at)) {
      const claim = claims.get(check) ?? { check, pass: 0, fail: 0, notApplicable: 0, unknown: 0, others: [] };
      const field = verdict === 'not-applicable' ? 'notApplicable' : verdict;
      claims.set(check, { ...claim, [field]: claim[field] + 1 });
      if (verdict !== 'pass') claim.others.push({ row: [...position], verdict });
    }
  }
  return [...claims.values()];
}

/** Every reading that the package's verdicts rest on, whole, so that anybody can judge it again. */
export async function disclosedReadings(context: Context, org: string, ledger: Log, at: string): Promise<readonly DisclosedReading[]> {
  const cache = new Map<number, Promise<Opened>>();
  const opened = (index: number): Promise<Opened> => {
    const held = cache.get(index) ?? (async () => ({ commitments: (await ledger.read(index))?.commitments ?? [], parts: await ledger.disclose(index) }))();
    cache.set(index, held);
    return held;
  };
  const readings: DisclosedReading[] = [];
  for (const last of await lastReadings(context, org, at)) {
    const rows = await rowsOf(context, org, last, opened);
    readings.push({ rows, claim: { entry: last.entry, source: last.source, entityType: last.entityType, at: last.at, rows: rows.length, claims: claimsOf(last, rows) } });
  }
  return readings;
}
