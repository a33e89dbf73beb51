import type { Recorded } from '@avouch/ledger/ledger';
import type { RecordVersion } from './record-type.ts';
import { recordTypeOf } from './record-types.ts';
import { labelOf, wordQueryOf, wordsOf } from './store/words.ts';
import { readRecordFact } from './versions.ts';

/** As much of a database client as is needed: a statement with a name is prepared once a connection. */
export type Query = {
  readonly query: (statement: { readonly name?: string; readonly text: string; readonly values: unknown[] }) => Promise<{ readonly rows: Record<string, unknown>[] }>;
};

/** The table that `foldRecords` fills, for a rebuild to empty and compare. */
export const recordTables: readonly string[] = ['record_version'];

export type RecordList = {
  readonly items: readonly RecordVersion[];
  /** The id of the last record here; given as `after`, it continues the list. Null at its end. */
  readonly next: string | null;
};

export type RecordsQuery = {
  readonly org: string;
  readonly type: string;
  /** What the ledger held at this instant; the newest when absent. */
  readonly asOf?: string;
  /** Beginnings of words, all of which must occur. */
  readonly search?: string;
  /** The `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
};

const columns = 'type, id, version, value, personal, forgotten, ended, actor, held_from, captured, recorded, entry';

const versionOf = (row: Record<string, unknown>): RecordVersion => ({
  type: String(row['type']),
  id: String(row['id']),
  version: Number(row['version']),
  value: { ...(row['value'] as object), ...(row['personal'] as object | null) },
  ended: row['ended'] === true,
  forgotten: row['forgotten'] === true,
  actor: String(row['actor']),
  heldFrom: String(row['held_from']),
  captured: String(row['captured']),
  recorded: String(row['recorded']),
  entry: Number(row['entry']),
});

const foldVersion = async (tx: Query, org: string, recorded: Recorded): Promise<void> => {
  const version = readRecordFact(recorded, recorded);
  if (version === undefined) return;
  const type = recordTypeOf(version.type);
  const named = new Set<string>(type?.personal ?? []);
  const pick = (personal: boolean) => Object.fromEntries(Object.entries(version.value).filter(([field]) => named.has(field) === personal));
  const personal = pick(true);
  const names = Object.keys(personal).length > 0;
  const subject = names ? recorded.fact.parts.at(-1)?.subject ?? null : null;
  await tx.query({
    name: 'record-supersede',
    text: 'update record_version set superseded = $4 where org = $1 and type = $2 and id = $3 and superseded is null',
    values: [org, version.type, version.id, version.recorded],
  });
  await tx.query({
    name: 'record-insert',
    text: `insert into record_version (org, ${columns}, subject, label, words)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    values: [
      org, version.type, version.id, version.version, JSON.stringify(pick(false)), names ? JSON.stringify(personal) : null,
      version.forgotten, version.ended, version.actor, version.heldFrom, version.captured, version.recorded, version.entry,
      subject, labelOf(type, version.value), wordsOf(version.value),
    ],
  });
};

/** Drops what names the person, from every version; the same as a rebuild gives, which no longer can open it. */
const foldForgotten = async (tx: Query, org: string, subject: string): Promise<void> => {
  const { rows } = await tx.query({
    name: 'record-of-subject',
    text: 'select type, id, version, value from record_version where org = $1 and subject = $2',
    values: [org, subject],
  });
  for (const row of rows) {
    const value = row['value'] as Readonly<Record<string, unknown>>;
    await tx.query({
      name: 'record-forget',
      text: `update record_version set personal = null, subject = null, forgotten = true, label = $5, words = $6
        where org = $1 and type = $2 and id = $3 and version = $4`,
      values: [org, row['type'], row['id'], row['version'], labelOf(recordTypeOf(String(row['type'])), value), wordsOf(value)],
    });
  }
};

/** Brings the table up to date with facts, in order, inside the transaction that appends them. Other facts are left alone. */
export async function foldRecords(tx: Query, org: string, recorded: readonly Recorded[]): Promise<void> {
  for (const one of recorded) {
    if (one.fact.kind === 'subject.forgotten') await foldForgotten(tx, org, one.fact.about);
    else await foldVersion(tx, org, one);
  }
}

/** The record as it stands, or stood at `asOf`, ended ones included; undefined when there is none. */
export async function currentRecord(tx: Query, { org, type, id, asOf }: {
  readonly org: string; readonly type: string; readonly id: string; readonly asOf?: string;
}): Promise<RecordVersion | undefined> {
  const { rows } = await tx.query({
    name: 'record-current',
    text: `select ${columns} from record_version where org = $1 and type = $2 and id = $3 and ($4::text is null or recorded <= $4)
      order by version desc limit 1`,
    values: [org, type, id, asOf ?? null],
  });
  return rows[0] === undefined ? undefined : versionOf(rows[0]);
}

/** Where a list stood at a record; its start when the record is unknown. */
const labelAt = async (tx: Query, { org, type, id, asOf }: { readonly org: string; readonly type: string; readonly id: string; readonly asOf?: string }): Promise<string> => {
  const { rows } = await tx.query({
    name: 'record-label',
    text: `select label from record_version where org = $1 and type = $2 and id = $3 and ($4::text is null or recorded <= $4)
      order by version desc limit 1`,
    values: [org, type, id, asOf ?? null],
  });
  return String(rows[0]?.['label'] ?? '');
};

/** The records of a type in the order of their labels, those that ended left out. A page is one index scan. */
export async function recordsOf(tx: Query, { org, type, asOf, search, after, limit }: RecordsQuery): Promise<RecordList> {
  const values: unknown[] = [org, type, limit + 1];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const at = asOf === undefined ? undefined : place(asOf);
  const words = wordQueryOf(search);
  const conditions = [
    'org = $1 and type = $2 and not ended',
    at === undefined ? 'superseded is null' : `recorded <= ${at} and (superseded is null or superseded > ${at})`,
    ...(words === undefined ? [] : [`word_index @@ to_tsquery('simple', ${place(words)})`]),
  ];
  if (after !== undefined) {
    // Asked for apart and compared plainly: row security lets nothing else into an index scan.
    const label = place(await labelAt(tx, { org, type, id: after, ...(asOf === undefined ? {} : { asOf }) }));
    conditions.push(`label >= ${label} and (label > ${label} or id > ${place(after)})`);
  }
  const { rows } = await tx.query({
    name: `record-list${at === undefined ? '' : '-as-of'}${words === undefined ? '' : '-search'}${after === undefined ? '' : '-after'}`,
    text: `select ${columns} from record_version where ${conditions.join(' and ')} order by label, id limit $3`,
    values,
  });
  const items = rows.slice(0, limit).map(versionOf);
  return { items, next: rows.length > limit ? items.at(-1)?.id ?? null : null };
}

/** What the lists of one field hold, for a list of records that name something. */
export type Naming = { readonly field: string; readonly id: string };

/**
 * The records of a type as they stand, last written first, and how many there are in all. `before` is the entry of the last record of the
 * page before; `naming` leaves only records whose field, a list of ids, holds the id.
 */
export async function newestRecordsOf(tx: Query, { org, type, naming, before, limit }: {
  readonly org: string; readonly type: string; readonly naming?: Naming | undefined; readonly before?: number | undefined; readonly limit: number;
}): Promise<{ readonly items: readonly RecordVersion[]; readonly more: boolean; readonly total: number }> {
  const standing = `from record_version where org = $1 and type = $2 and superseded is null and not ended
    and ($3::text is null or value->$3 @> to_jsonb($4::text))`;
  const values = [org, type, naming?.field ?? null, naming?.id ?? null];
  const page = await tx.query({
    name: 'record-newest', text: `select ${columns} ${standing} and ($5::float8 is null or entry < $5) order by entry desc limit $6`,
    values: [...values, before ?? null, limit + 1],
  });
  const count = await tx.query({ name: 'record-count', text: `select count(*)::float8 as total ${standing}`, values });
  return { items: page.rows.slice(0, limit).map(versionOf), more: page.rows.length > limit, total: Number(count.rows[0]?.['total']) };
}

/** Every version of a record, newest first. */
export async function versionsOf(tx: Query, { org, type, id }: { readonly org: string; readonly type: string; readonly id: string }): Promise<readonly RecordVersion[]> {
  const { rows } = await tx.query({
    name: 'record-versions',
    text: `select ${columns} from record_version where org = $1 and type = $2 and id = $3 order by version desc`,
    values: [org, type, id],
  });
  return rows.map(versionOf);
}
