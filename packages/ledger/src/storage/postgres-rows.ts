import type { PoolClient } from 'pg';
import { concat } from '../encodings/bytes.ts';
import type { Instant } from '../entry.ts';
import type { Batch, CheckpointRow, ErasureRow, Head, KeyRow, Standing, StorageReader, StorageWriter } from './storage.ts';

type Query = <Row>(name: string, text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/** Named statements: parsed and planned once a connection. */
const queryOf =
  (client: PoolClient): Query =>
  async <Row>(name: string, text: string, values: readonly unknown[]) =>
    (await client.query({ name: `ledger_${name}`, text, values: [...values] })).rows as Row[];

const HEAD = 'select origin, size::float8 as size, recorded, batch from ledger_log where org = $1';

const ENTRIES = 'select idx::float8 as index, bytes, commitments, batch from ledger_entry where org = $1';
const PARTS = 'select idx::float8 as index, part, subject, sealed from ledger_part where org = $1';

type StandingRow = { readonly subject: string; readonly wrapped: Uint8Array | null; readonly index: number | null; readonly at: Instant | null };

const standingOf = ({ subject, wrapped, index, at }: StandingRow): Standing & { readonly subject: string } => ({
  subject,
  ...(wrapped === null ? {} : { key: { subject, wrapped } }),
  ...(index === null || at === null ? {} : { erasure: { subject, index, at } }),
});

/** Places come as doubles: exact up to 2^53, and never a string. */
export function openReader(client: PoolClient, org: string): StorageReader {
  const query = queryOf(client);
  return {
    head: async () => (await query<Head>('head', HEAD, [org]))[0],
    entries: (from, to) => query('entries', `${ENTRIES} and idx >= $2 and idx < $3 order by idx`, [org, from, to]),
    parts: (from, to) => query('parts', `${PARTS} and idx >= $2 and idx < $3 order by idx, part`, [org, from, to]),
    among: async (places) => ({
      entries: await query('entries_among', `${ENTRIES} and idx = any ($2::bigint[]) order by idx`, [org, places]),
      parts: await query('parts_among', `${PARTS} and idx = any ($2::bigint[]) order by idx, part`, [org, places]),
    }),
    tiles: async (places) => {
      const rows = await query<{ hashes: Uint8Array | null }>(
        'tiles',
        `select (select hashes from ledger_tile t where t.org = $1 and t.level = p.level and t.n = p.n) as hashes
         from unnest($2::int[], $3::bigint[]) with ordinality as p (level, n, place) order by p.place`,
        [org, places.map((place) => place.level), places.map((place) => place.n)],
      );
      return rows.map(({ hashes }) => hashes ?? undefined);
    },
    checkpoints: (count) =>
      query<CheckpointRow>(
        'checkpoints',
        `select size::float8 as size, note, signed_ms::float8 as "signedMs",
           array(select line from ledger_cosignature s where s.org = c.org and s.size = c.size order by line) as cosignatures
         from ledger_checkpoint c where org = $1 order by c.size desc limit $2`,
        [org, count],
      ),
    standings: async (subjects) => {
      const rows = await query<StandingRow>(
        'standings',
        `select subject, (select wrapped from ledger_key k where k.org = $1 and k.subject = s.subject) as wrapped, e.index, e.at
         from unnest($2::text[]) with ordinality as s (subject, place)
         left join lateral (select idx::float8 as index, at from ledger_erasure e where e.org = $1 and e.subject = s.subject limit 1) e on true
         order by place`,
        [org, subjects],
      );
      return rows.map(standingOf);
    },
  };
}

/**
 * One statement and one round trip for a whole batch. Bytes travel as one binary parameter a column and are cut apart
 * by offset and length in the database: an array of bytea would be spelled out in escaped hex.
 */
const PUT = `
  with entry as (
    insert into ledger_entry (org, idx, bytes, commitments, batch)
    select $1, $2::bigint + place - 1, substring($3::bytea from o for l), substring($4::bytea from co for cl),
      case when place = 1 then $5::bytea end
    from unnest($6::int[], $7::int[], $8::int[], $9::int[]) with ordinality as e (o, l, co, cl, place)
  ), part as (
    insert into ledger_part (org, idx, part, subject, sealed)
    select $1, idx, part, subject, substring($10::bytea from o for l)
    from unnest($11::bigint[], $12::int[], $13::text[], $14::int[], $15::int[]) as p (idx, part, subject, o, l)
  ), tile as (
    insert into ledger_tile (org, level, n, hashes)
    select $1, level, n, substring($16::bytea from o for l)
    from unnest($17::smallint[], $18::bigint[], $19::int[], $20::int[]) as t (level, n, o, l)
    on conflict (org, level, n) do update set hashes = excluded.hashes
  )
  update ledger_log set size = $2::bigint + cardinality($6::int[]), recorded = $21, batch = $5 where org = $1 and size = $2::bigint
  returning size`;

/** The pieces as one value, and where each lies in it, counted from 1 as SQL does. */
function packed(pieces: readonly Uint8Array[]): { bytes: Buffer; offsets: number[]; lengths: number[] } {
  const offsets: number[] = [];
  const lengths: number[] = [];
  let at = 1;
  for (const { length } of pieces) {
    offsets.push(at);
    lengths.push(length);
    at += length;
  }
  const whole = concat(pieces);
  return { bytes: Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength), offsets, lengths };
}

/** Arrays as PostgreSQL spells them. The driver would look at each element by several regular expressions. */
const numbers = (list: readonly number[]): string => `{${list.join(',')}}`;
const texts = (list: readonly (string | null)[]): string =>
  `{${list.map((text) => (text === null ? 'NULL' : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)).join(',')}}`;

async function put(query: Query, org: string, { first, recorded, token, entries, parts, tiles }: Batch): Promise<void> {
  const bytes = packed(entries.map((entry) => entry.bytes));
  const commitments = packed(entries.map((entry) => entry.commitments));
  const sealed = packed(parts.map((row) => row.sealed ?? new Uint8Array(0)));
  const hashes = packed(tiles.map((tile) => concat(tile.hashes)));
  // In the order of the statement's parameters, 1 to 21.
  const head: (string | number | Buffer)[] = [org, first, bytes.bytes, commitments.bytes, Buffer.from(token)];
  const values = head
    .concat([bytes.offsets, bytes.lengths, commitments.offsets, commitments.lengths].map(numbers), [sealed.bytes])
    .concat(numbers(parts.map((row) => row.index)), numbers(parts.map((row) => row.part)), texts(parts.map((row) => row.subject)))
    .concat([sealed.offsets, sealed.lengths].map(numbers), [hashes.bytes])
    .concat([tiles.map((tile) => tile.level), tiles.map((tile) => tile.n), hashes.offsets, hashes.lengths].map(numbers), recorded);
  const moved = await query('put', PUT, values);
  if (moved.length !== 1) throw new RangeError('a batch begins where the log ends');
}

/**
 * Wrapped keys are of one length and lie one after the other. Of a subject that is new no row comes back: mostly all are.
 * Looked up by subqueries, one subject at a time: as a join, a plan made while the tables were small would read them whole.
 */
const KEEP_KEYS = `
  with standing as materialized (
    select subject, substring($3::bytea from (place::int - 1) * $4::int + 1 for $4::int) as fresh,
      (select wrapped from ledger_key k where k.org = $1 and k.subject = g.subject) as wrapped,
      (select idx from ledger_erasure e where e.org = $1 and e.subject = g.subject) as idx
    from unnest($2::text[]) with ordinality as g (subject, place)
  ), made as (
    insert into ledger_key (org, subject, wrapped) select $1, subject, fresh from standing where wrapped is null and idx is null
  )
  select subject, wrapped, idx::float8 as index, (select at from ledger_erasure e where e.org = $1 and e.subject = s.subject) as at
  from standing s where wrapped is not null or idx is not null`;

async function keepKeys(query: Query, org: string, keys: readonly KeyRow[]): Promise<readonly (Standing & { readonly subject: string })[]> {
  const wrapped = concat(keys.map((key) => key.wrapped));
  const values = [org, texts(keys.map(({ subject }) => subject)), Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength), keys[0]?.wrapped.length ?? 0];
  return (await query<StandingRow>('keep_keys', KEEP_KEYS, values)).map(standingOf);
}

/** Destroys keys and payloads; the trigger lets it happen for the subject named in avouch.forget alone. */
async function destroy(query: Query, org: string, subject: string): Promise<void> {
  await query('forget', "select set_config('avouch.forget', $1, true)", [subject]);
  await query('forget_key', 'delete from ledger_key where org = $1 and subject = $2', [org, subject]);
  await query('forget_parts', 'update ledger_part set sealed = null where org = $1 and subject = $2 and sealed is not null', [
    org,
    subject,
  ]);
  await query('forget', "select set_config('avouch.forget', $1, true)", ['']);
}

async function eraseAgain(query: Query, org: string): Promise<number> {
  const rows = await query<{ subject: string }>(
    'revived',
    `select e.subject from ledger_erasure e where e.org = $1
       and (exists (select from ledger_key k where k.org = e.org and k.subject = e.subject)
         or exists (select from ledger_part p where p.org = e.org and p.subject = e.subject and p.sealed is not null))`,
    [org],
  );
  for (const { subject } of rows) await destroy(query, org, subject);
  return rows.length;
}

/**
 * Takes the writer's lock: the log's row, until the transaction ends. `locked` resolves when it is held; whatever is asked
 * of the writer before is answered after.
 */
export async function openWriter(client: PoolClient, org: string): Promise<{ readonly writer: StorageWriter<PoolClient>; readonly locked: Promise<unknown> }> {
  const query = queryOf(client);
  const locked = query<Head>('lock', `${HEAD} for update`, [org]);
  if (client.pipeline) locked.catch(() => undefined);
  else await locked;
  let isAsked = false;
  const writer: StorageWriter<PoolClient> = {
    ...openReader(client, org),
    tx: client,
    // The locked row can't change under us: the first question is answered without asking again.
    head: async () => {
      const known = isAsked ? query<Head>('head', HEAD, [org]) : locked;
      isAsked = true;
      return (await known)[0];
    },
    put: (batch) => put(query, org, batch),
    keepKeys: (keys) => keepKeys(query, org, keys),
    putCheckpoint: async ({ size, note, signedMs }) => {
      await query('put_checkpoint', 'insert into ledger_checkpoint (org, size, note, signed_ms) values ($1, $2, $3, $4)', [
        org,
        size,
        note,
        signedMs,
      ]);
    },
    putCosignatures: async (size, lines) => {
      await query(
        'put_cosignatures',
        'insert into ledger_cosignature (org, size, line) select $1, $2, unnest($3::text[]) on conflict do nothing',
        [org, size, lines],
      );
    },
    partsOf: (subject) =>
      query('parts_of', 'select idx::float8 as index, part from ledger_part where org = $1 and subject = $2 order by idx, part', [
        org,
        subject,
      ]),
    erase: async ({ subject, index, at }: ErasureRow) => {
      await destroy(query, org, subject);
      await query('erase', 'insert into ledger_erasure (org, subject, idx, at) values ($1, $2, $3, $4)', [org, subject, index, at]);
    },
    eraseAgain: () => eraseAgain(query, org),
  };
  return { writer, locked };
}
