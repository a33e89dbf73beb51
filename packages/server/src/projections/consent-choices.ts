import type { PoolClient } from 'pg';
import type { Recorded } from '@avouch/ledger/ledger';
import { chosenIn, type Method, type State } from '@avouch/privacy/choices';
import type { Place } from './entities.ts';
import { eachStep } from './rows.ts';

/** A row of `consent_choice`, ids as the SDK spells them. */
type Row = {
  readonly subject: string; readonly recorded: string; readonly idx: number; readonly site: string; readonly id: string; readonly key: string; readonly repeated: boolean; readonly version: string; readonly hash: string;
  readonly language: string; readonly variant: string | null; readonly method: Method; readonly states: Readonly<Record<string, State>>; readonly signal: string | null; readonly place: string | null; readonly country: string | null;
  readonly regime: string; readonly at: string; readonly marks: string | null;
};

const columns = {
  subject: 'uuid', recorded: 'timestamptz', idx: 'bigint', site: 'text', id: 'uuid', key: 'text', repeated: 'boolean', version: 'text', hash: 'text', language: 'text', variant: 'text', method: 'text',
  states: 'jsonb', signal: 'text', place: 'text', country: 'text', regime: 'text', at: 'timestamptz', marks: 'text',
};
const names = Object.keys(columns).join(', ');

/** Two processes that take the same answer do so within moments; what a browser sends again later was looked up before. */
const WINDOW_MS = 2 * 86_400_000;

/** The answer as it was sealed: this server composed it, and its commitment held. Undefined once it was erased. */
function rowOf({ index, entry, fact }: Recorded): Row | undefined {
  const [part] = fact.parts;
  if (part === undefined) return undefined;
  const chosen = chosenIn(part);
  return {
    subject: chosen.subject, recorded: entry.recorded, idx: index, site: chosen.site, id: chosen.id, key: part.subject ?? '', repeated: false, version: chosen.notice.version, hash: chosen.notice.hash,
    language: chosen.language, variant: chosen.variant, method: chosen.method, states: chosen.states, signal: chosen.signal, place: chosen.place, country: chosen.country, regime: chosen.regime,
    at: chosen.at, marks: chosen.marks.length === 0 ? null : chosen.marks.join(' '),
  };
}

/** Months whose partition was seen committed. Within a transaction a new one may yet be undone, so it is not remembered there. */
const made = new Set<string>();

/** Makes the partitions of this month and the next, in a transaction of its own; what is folded then need not ask. */
export async function openMonths(tx: PoolClient, now: Date): Promise<readonly string[]> {
  const months = [0, 1].map((ahead) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 7));
  for (const month of months) await tx.query('select consent_month($1::date)', [`${month}-01`]);
  return months;
}
/** Says that these months' partitions are there for good. */
export const rememberMonths = (months: readonly string[]): void => months.forEach((month) => made.add(month));

async function openOtherMonths(tx: PoolClient, rows: readonly Row[]): Promise<void> {
  for (const month of new Set(rows.map(({ recorded }) => recorded.slice(0, 7)))) if (!made.has(month)) await tx.query('select consent_month($1::date)', [`${month}-01`]);
}

/** Marks what stands twice among these, by pseudonym and id: which one is a repetition depends on the log alone, not on how it was cut into batches. */
function markRepeated(rows: readonly Row[]): readonly Row[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const name = `${row.subject} ${row.id}`;
    const [earlier, now] = [seen.get(name), Date.parse(row.recorded)];
    if (earlier !== undefined && earlier >= now - WINDOW_MS) return { ...row, repeated: true };
    seen.set(name, now);
    return row;
  });
}

/** Inserts the rows, and says which of them are repetitions of one another or of what came in the two days before. */
const insertChoices = (tx: PoolClient, org: string, rows: readonly Row[]): Promise<readonly { readonly idx: number; readonly repeated: boolean }[]> => {
  const since = new Date(Date.parse(rows[0]?.recorded ?? '') - WINDOW_MS);
  // A subquery of one row, never a join: it looks into one place of the index for each answer, however many lie there. The order is
  // that of the primary key: without it, a plan made while the month is empty takes the index of places, and keeps it.
  const twin = `(select true from consent_choice d where d.org = $1 and d.subject = r.subject and d.id = r.id and d.recorded >= $3 and d.recorded >= r.recorded - interval '2 days' and not d.repeated
    order by d.recorded desc, d.idx desc limit 1) is true`;
  return eachStep(tx, org, columns, rows, (set) =>
    `insert into consent_choice (org, ${names}) select $1, ${names.replace(' repeated,', ` repeated or ${twin},`)} from ${set} returning idx::float8 as idx, repeated`, { name: 'consent-choices', more: [since] });
};

/** Answers that a person gave at a banner or a centre; all else is no answer to the question that the rates are about. */
const counted: ReadonlySet<string> = new Set(['accept', 'refuse', 'save', 'close', 'gate', 'centre'] satisfies Method[]);
const isYes = (state: State): boolean => state === 'ConsentGiven' || state === 'RenewedConsentGiven';

type Tallied = { readonly site: string; readonly day: string; readonly language: string; readonly variant: string; readonly method: string; readonly states: Readonly<Record<string, State>> };

/** Adds to the tallies what these answers say, or takes it away again. Rows of nothing are not kept, so that a rebuild gives the same. */
async function tally(tx: PoolClient, org: string, rows: readonly Tallied[], by: 1 | -1): Promise<void> {
  const kinds = new Map<string, { site: string; day: string; language: string; variant: string; kind: string; n: number }>();
  const purposes = new Map<string, { site: string; day: string; purpose: string; yes: number; no: number }>();
  for (const { site, day, language, variant, method, states } of rows) {
    const add = (kind: string): void => {
      const name = [site, day, language, variant, kind].join('\n');
      const held = kinds.get(name) ?? { site, day, language, variant, kind, n: 0 };
      held.n += by;
      kinds.set(name, held);
    };
    const all = Object.entries(states);
    const yes = all.filter(([, state]) => isYes(state)).length;
    if (method === 'signal') add('signal');
    if (all.some(([, state]) => state === 'ConsentWithdrawn')) add('withdrawn');
    if (!counted.has(method)) continue;
    add(yes === 0 ? 'none' : yes === all.length ? 'all' : 'some');
    for (const [purpose, state] of all) {
      const name = [site, day, purpose].join('\n');
      const held = purposes.get(name) ?? { site, day, purpose, yes: 0, no: 0 };
      if (isYes(state)) held.yes += by;
      else held.no += by;
      purposes.set(name, held);
    }
  }
  if (kinds.size === 0) return;
  await tx.query({
    name: 'consent-tally', values: [org, JSON.stringify([...kinds.values()]), JSON.stringify([...purposes.values()])],
    text: `with kinds as (
        insert into consent_tally as t (org, site, day, language, variant, kind, n)
        select $1, site, day, language, variant, kind, n from json_to_recordset($2::json) as r(site text, day text, language text, variant text, kind text, n integer)
        on conflict (org, site, day, language, variant, kind) do update set n = t.n + excluded.n)
      insert into consent_purpose_tally as t (org, site, day, purpose, yes, no)
      select $1, site, day, purpose, yes, no from json_to_recordset($3::json) as r(site text, day text, purpose text, yes integer, no integer)
      on conflict (org, site, day, purpose) do update set yes = t.yes + excluded.yes, no = t.no + excluded.no`,
  });
  if (by === 1) return;
  await tx.query('delete from consent_tally where org = $1 and n = 0', [org]);
  await tx.query('delete from consent_purpose_tally where org = $1 and yes = 0 and no = 0', [org]);
}

const talliedOf = (row: Row): Tallied => ({ site: row.site, day: row.recorded.slice(0, 10), language: row.language, variant: row.variant ?? '', method: row.method, states: row.states });

/** Takes in answers, in the order of the log: a batch costs a handful of statements, however many they are. */
export async function foldChoices(tx: PoolClient, org: string, recorded: readonly Recorded[]): Promise<void> {
  const read = recorded.map(rowOf).filter((row) => row !== undefined);
  if (read.length === 0) return;
  await openOtherMonths(tx, read);
  const marked = markRepeated(read);
  const fresh = marked.filter(({ repeated }) => !repeated);
  // Sent together: hardly ever is an answer a repetition of one in an earlier batch, and then it is taken out again.
  const inserting = insertChoices(tx, org, marked);
  const tallying = tally(tx, org, fresh.map(talliedOf), 1);
  await Promise.allSettled([inserting, tallying]);
  const [placed] = await Promise.all([inserting, tallying]);
  const repeated = new Set(placed.filter((one) => one.repeated).map(({ idx }) => idx));
  await tally(tx, org, fresh.filter(({ idx }) => repeated.has(idx)).map(talliedOf), -1);
}

type Gone = Tallied & { readonly subject: string; readonly id: string; readonly repeated: boolean };

const tallied = `c.site, to_char(c.recorded at time zone 'UTC', 'YYYY-MM-DD') as day, c.language, coalesce(c.variant, '') as variant, c.method, c.states`;

/** Drops the answers that lay at these places, and takes them out of the tallies. */
export async function forgetChoices(tx: PoolClient, org: string, emptied: readonly Place[]): Promise<void> {
  const gone = await eachStep<Gone>(tx, org, { idx: 'bigint' }, emptied.map(({ index }) => ({ idx: index })), (set) =>
    `delete from consent_choice c using ${set} where c.org = $1 and c.idx = r.idx returning c.subject, c.id, c.repeated, ${tallied}`);
  const first = gone.filter(({ repeated }) => !repeated);
  if (first.length === 0) return;
  await tally(tx, org, first, -1);
  // What came twice under two keys and lost the first of them counts from now on by itself, as in a rebuild.
  const freed = await eachStep<Tallied>(tx, org, { subject: 'uuid', id: 'uuid' }, first, (set) =>
    `update consent_choice c set repeated = false from (
       select distinct on (d.subject, d.id) d.subject, d.recorded, d.idx from consent_choice d join ${set} on d.org = $1 and d.subject = r.subject and d.id = r.id where d.repeated order by d.subject, d.id, d.idx
     ) f where c.org = $1 and c.subject = f.subject and c.recorded = f.recorded and c.idx = f.idx
     returning ${tallied}`);
  if (freed.length > 0) await tally(tx, org, freed, 1);
}
