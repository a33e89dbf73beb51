import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openEmbedded } from '@avouch/database/embedded';
import { chosenFact, type Chosen } from '@avouch/privacy/choices';
import { configOf, openServer } from '@avouch/server/server';
import pg from 'pg';

/** A site of the bench, as visitors name it. */
export type Shop = { readonly org: string; readonly site: string; readonly key: string; readonly hash: string };
type Place = { readonly data: string; readonly shop: Shop; readonly answers: Readonly<Record<string, boolean>> };

/** A year of answers, so that they lie in twelve months as they would. */
const YEAR_MS = 365 * 86_400_000;
/** Entries whose hashes fill whole tiles of two levels: the same again behind them is again a whole log. */
const BLOCK = 65_536;
/** Up to so many are taken in by the ledger's own door. */
const BY_THE_DOOR = 100_000;
/** Blocks a transaction. */
const STEP = 4;

const hex = (): string => randomBytes(16).toString('hex');

/**
 * Fills up to so many answers, spread over the year before now; the server is stopped meanwhile. Gives how many there are.
 *
 * Some are taken in by the ledger's own door. Where more are wanted, one block of these is copied in SQL as often as needed, into
 * every table that an answer is written to: the same entries, hashes and tiles, so that the log is whole and goes on; pseudonyms, keys and times of their own, so
 * that the indexes are as large and as mixed as they would be. What is sealed is copied as it is and would not open, and the tallies, a few rows a day, stay as they were.
 */
export async function fillTo(place: Place, from: number, to: number): Promise<number> {
  if (to <= BY_THE_DOOR) {
    await byTheDoor(place, from, () => to);
    return to;
  }
  const began = performance.now();
  // To the end of a block, and one block more, which is copied.
  const first = await byTheDoor(place, from, (size) => from + (BLOCK - (size % BLOCK)) + BLOCK);
  const filled = await byCopies(place, first, to);
  console.log(`filled to ${filled} in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return filled;
}

async function byTheDoor({ data, shop, answers }: Place, from: number, toOf: (size: number) => number): Promise<number> {
  const read = configOf({ AVOUCH_DATA: data });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const now = new Date().getTime();
  let at = now - YEAR_MS;
  const server = await openServer({ config: read.config, say: () => undefined, listen: false, work: false, version: 'bench', programEnv: {}, now: () => new Date(at), random: (bytes) => new Uint8Array(randomBytes(bytes)), log: () => undefined });
  try {
    const ledger = await server.context.ledgerOf(shop.org);
    const to = toOf(await ledger.size());
    const one = (): ReturnType<typeof chosenFact> => {
      const instant = new Date(at).toISOString();
      const chosen: Chosen = {
        v: 1, id: hex(), subject: hex(), site: shop.site, previous: '', notice: { version: '1', hash: shop.hash }, language: 'en', variant: null, answers,
        states: Object.fromEntries(Object.entries(answers).map(([id, yes]) => [id, yes ? 'ConsentGiven' as const : 'ConsentRefused' as const])), method: 'save', signal: null, place: 'DE', country: null, regime: 'opt-in', at: instant, marks: [],
      };
      return chosenFact({ chosen, key: `visitor_${at.toString(16).padStart(12, '0')}${randomBytes(12).toString('hex')}`, actor: 'visitor', captured: instant, random: (bytes) => new Uint8Array(randomBytes(bytes)) });
    };
    const step = 1000;
    const under: Promise<unknown>[] = [];
    for (let done = from; done < to; done += step) {
      at = Math.floor(now - YEAR_MS + (done / to) * (YEAR_MS - 60_000));
      under.push(ledger.appendAll(Array.from({ length: Math.min(step, to - done) }, one)));
      if (under.length >= 2) await under.shift();
    }
    await Promise.all(under);
    return to;
  } finally {
    await server.close();
  }
}

/** What a copied row is about: the pseudonym, the ledger's subject and the time, each a function of place and copy alone. */
const SUBJECT = `md5(idx || ':' || copy)::uuid`;
const TIME = `(timestamptz 'epoch' + ($3::float8 + ((copy - 1) * ${BLOCK} + idx - $2) / ($5::float8 * ${BLOCK}) * ${YEAR_MS - 60_000}) * interval '1 millisecond')`;
const KEY = `'visitor_' || lpad(to_hex(floor(extract(epoch from ${TIME}) * 1000)::bigint), 12, '0') || substr(md5('key' || idx || ':' || copy), 1, 24)`;
const INSTANT = `to_char(${TIME} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const WITHIN = `org = $1 and idx >= $2 and idx < $2 + ${BLOCK}`;
const COPIES = 'generate_series($4::int, $6::int) copy';

const forLedger = [
  `insert into ledger_entry select org, idx + copy * ${BLOCK}, bytes, commitments, null from ledger_entry, ${COPIES} where ${WITHIN} and $3::float8 > 0 and $5::int > 0 order by copy, idx`,
  `insert into ledger_part select org, idx + copy * ${BLOCK}, part, ${KEY}, sealed from ledger_part, ${COPIES} where ${WITHIN} order by copy, idx`,
  `insert into ledger_key select p.org, ${KEY}, wrapped from ledger_part p join ledger_key k using (org, subject), ${COPIES} where ${WITHIN.replaceAll('org =', 'p.org =')} order by copy, idx`,
];
const columnsOfChoice = 'version, hash, language, variant, method, states, signal, place, country, regime';
const forProjections = [
  `insert into entry (org, idx, kind, about, actor, captured, recorded, held_from, held_to, origin, parts)
   select org, idx + copy * ${BLOCK}, kind, about, actor, ${INSTANT}, ${INSTANT}, held_from, held_to, origin, parts from entry, ${COPIES} where ${WITHIN} order by copy, idx`,
  `insert into consent_choice (org, subject, recorded, idx, site, id, key, ${columnsOfChoice}, at)
   select org, ${SUBJECT}, ${TIME}, idx + copy * ${BLOCK}, site, md5('id' || idx || ':' || copy)::uuid, ${KEY}, ${columnsOfChoice}, ${TIME} from consent_choice, ${COPIES} where ${WITHIN} order by copy, idx`,
];
const tables = { ledger: ['ledger_entry', 'ledger_part', 'ledger_key'], projections: ['entry', 'consent_choice'] };

async function byCopies({ data, shop }: Place, first: number, to: number): Promise<number> {
  const cluster = await openEmbedded({ folder: join(data, 'postgres') });
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: cluster.url('avouch') });
    await client.connect();
    await client.query('set synchronous_commit = off');
    return client;
  };
  const [one, other] = [await open(), await open()];
  try {
    const { rows: [head] } = await one.query<{ size: number }>('select size::float8 as size from ledger_log where org = $1', [shop.org]);
    const begin = (head?.size ?? 0) - BLOCK;
    if (begin % BLOCK !== 0) throw new Error('the log does not end with a block');
    const copies = Math.ceil((to - first) / BLOCK);
    const since = new Date().getTime() - YEAR_MS;
    for (let month = new Date(since); month.getTime() < since + YEAR_MS; month = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1))) await one.query('select consent_month($1::date)', [`${month.toISOString().slice(0, 7)}-01`]);
    await one.query("alter system set max_wal_size = '16GB'");
    await one.query('select pg_reload_conf()');
    const run = async (client: pg.Client, statements: readonly string[]): Promise<void> => {
      for (let copy = 1; copy <= copies; copy += STEP) for (const statement of statements) await client.query(statement, [shop.org, begin, since, copy, copies, Math.min(copies, copy + STEP - 1)]);
    };
    await Promise.all([run(one, forLedger), run(other, forProjections)]);
    await growLog(one, shop.org, begin, copies);
    const tidy = async (client: pg.Client, names: readonly string[]): Promise<void> => { for (const name of names) await client.query(`vacuum (analyze) ${name}`); };
    await Promise.all([tidy(one, tables.ledger), tidy(other, tables.projections)]);
    await one.query('alter system reset max_wal_size');
    await one.query('select pg_reload_conf()');
    await one.query('checkpoint');
    return first + copies * BLOCK;
  } finally {
    await one.end();
    await other.end();
    await cluster.close();
  }
}

/** The tiles of the copies, and the log's end behind them. A block is one hash of the third level, and so is each of its copies. */
async function growLog(client: pg.Client, org: string, begin: number, copies: number): Promise<void> {
  if (begin / BLOCK + copies >= 256) throw new Error('so many blocks fill a tile of the third level, which this does not write');
  for (const [level, width] of [[0, 256], [1, 1]] as const) {
    await client.query(
      `insert into ledger_tile select org, level, n + copy * $3::int, hashes from ledger_tile, generate_series(1, $4::int) copy where org = $1 and level = $5 and n >= $2 and n < $2 + $3::int`,
      [org, (begin / BLOCK) * width, width, copies, level]);
  }
  await client.query('update ledger_tile set hashes = hashes || decode(repeat(encode(substring(hashes from length(hashes) - 31), \'hex\'), $2::int), \'hex\') where org = $1 and level = 2 and n = 0', [org, copies]);
  await client.query(`update ledger_log set size = size + $2::bigint where org = $1`, [org, copies * BLOCK]);
}
