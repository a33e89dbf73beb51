import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Actor } from '../context.ts';
import { RESTRICTED_CHANNEL } from '../projections/requests.ts';
import { OPERATOR } from '../identity/operator.ts';
import { asMember, openQuickly, sql, type Tenant } from '../tenancy/tenant.ts';

/** What the company's app asks at each of its own calls: whether its key is known, and whether somebody's data is restricted. */
export type Restricted = {
  /** Since when processing is restricted for whom this mark stands; undefined when it is not. */
  readonly since: (org: string, mark: string) => Promise<string | undefined>;
  /** The hosts under which open privacy centres stand by themselves. */
  readonly hosts: () => ReadonlySet<string>;
  readonly appIn: (authorization: string | undefined, org: string) => Promise<Actor | undefined>;
  readonly close: () => Promise<void>;
};

/** What is held of one organisation. Where its marks are `all` held, one that is not among them stands for nobody restricted; else it is asked about. */
type Known = { readonly keys: ReadonlyMap<string, { readonly id: string; readonly scopes: readonly string[] }>; readonly marks: Map<string, string | null>; readonly all: boolean };
type Needs = { readonly pool: Pool; readonly tenant: Tenant; readonly warn: (message: string) => void; /** So many marks of one organisation are held; 20,000 when absent. */ readonly marksMax?: number };

/**
 * Answers out of memory: an organisation's keys and marks are read when they are first asked for, and dropped as soon as the
 * database tells that a fact changed them. Of an organisation with more marks than are held, those that were asked about are, whether
 * they stand for anybody or not, and each other one is one question. While nothing can be heard of the database, each is read anew.
 */
export async function openRestricted({ pool, tenant, warn, marksMax = 20_000 }: Needs): Promise<Restricted> {
  const known = new Map<string, Promise<Known>>();
  const quickly = openQuickly(pool);
  // Organisations that were seen to have more marks than are held: they are not counted again at each change.
  const many = new Set<string>();
  let hosts: ReadonlySet<string> = new Set();
  const readHosts = async (): Promise<void> => {
    hosts = new Set(await asMember(pool, OPERATOR.id, async (tx) => (await tx.query<{ host: string }>('select host from centre where open and host is not null')).rows.map(({ host }) => host)));
  };
  const readAgain = (): void => void readHosts().catch((cause: unknown) => warn(`Under which hosts privacy centres stand could not be read: ${String(cause)}`));
  const hearing = await hear(pool, (org) => { known.delete(org); readAgain(); }, () => { known.clear(); many.clear(); readAgain(); }, warn);
  await readHosts();
  const read = (org: string): Promise<Known> => tenant(org, async (tx) => {
    const keys = await tx.query<{ id: string; hash: string; scopes: string[] }>('select id, hash, scopes from app_key where org = $1 and ended is null', [org]);
    const marks = many.has(org) ? [] : (await tx.query<{ mark: string; since: string }>('select mark, min(since) as since from restricted_subject where org = $1 group by mark order by mark limit $2', [org, marksMax + 1])).rows;
    if (marks.length > marksMax) many.add(org);
    const all = !many.has(org);
    return { keys: new Map(keys.rows.map(({ hash, id, scopes }) => [hash, { id, scopes }])), marks: new Map(all ? marks.map(({ mark, since }) => [mark, since]) : []), all };
  });
  const sinceOf = async ({ marks, all }: Known, org: string, mark: string): Promise<string | undefined> => {
    const held = marks.get(mark);
    if (held !== undefined || all) return held ?? undefined;
    const [row] = await quickly<{ since: string | null }>(org, sql`select min(since) as since from restricted_subject where org = ${org} and mark = ${mark}`);
    const [oldest] = marks.keys();
    if (marks.size >= marksMax && oldest !== undefined) marks.delete(oldest);
    // Into what was held when it was asked: if that was dropped meanwhile, nobody finds it any more.
    marks.set(mark, row?.since ?? null);
    return row?.since ?? undefined;
  };
  const of = (org: string): Promise<Known> => {
    if (!hearing.on()) return read(org);
    const before = known.get(org);
    if (before !== undefined) return before;
    const reading = read(org);
    known.set(org, reading);
    reading.catch(() => known.delete(org));
    return reading;
  };
  return {
    hosts: () => hosts,
    since: async (org, mark) => sinceOf(await of(org), org, mark),
    appIn: async (authorization, org) => {
      const secret = /^Bearer (avk_[A-Za-z0-9_-]{43})$/.exec(authorization ?? '')?.[1];
      if (secret === undefined) return undefined;
      // The hash of 32 random bytes: comparing it tells nobody anything of them.
      const key = (await of(org)).keys.get(createHash('sha256').update(secret).digest('hex'));
      return key === undefined ? undefined : { member: key.id, org, role: 'employee', scopes: key.scopes };
    },
    close: hearing.close,
  };
}

/** Hears on a connection of its own which organisation's rows changed, and takes another one when that is lost. */
async function hear(pool: Pool, changed: (org: string) => void, lost: () => void, warn: Needs['warn']): Promise<{ readonly on: () => boolean; readonly close: () => Promise<void> }> {
  let closed = false;
  let listener: PoolClient | undefined;
  const listen = async (): Promise<void> => {
    const client = await pool.connect();
    let broken = false;
    client.on('notification', ({ channel, payload }) => { if (channel === RESTRICTED_CHANNEL) changed(payload ?? ''); });
    client.on('error', (error) => {
      // A connection that is cut off reports it more than once; it is given back once.
      if (broken || closed) return;
      broken = true;
      listener = undefined;
      lost();
      client.release(error);
      if (!closed) listen().catch((cause: unknown) => warn(`Restrictions are read anew at each question, since the database cannot be heard: ${String(cause)}`));
    });
    await client.query(`listen ${RESTRICTED_CHANNEL}`);
    lost();
    listener = client;
  };
  await listen();
  return {
    on: () => listener !== undefined,
    close: async () => {
      closed = true;
      const client = listener;
      listener = undefined;
      client?.release(true);
    },
  };
}
