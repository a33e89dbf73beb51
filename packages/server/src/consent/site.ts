import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import { askedOf, type Asking } from '@avouch/privacy/choices';
import type { NoticeDocument } from '@avouch/privacy/notices';
import type { ConsentSite } from '@avouch/records/consent';
import { currentRecord } from '@avouch/records/store';
import type { Context } from '../context.ts';

/** A site as visitors meet it. */
export type Site = {
  readonly org: string;
  readonly id: string;
  /** What names it in public addresses. */
  readonly key: string;
  readonly value: ConsentSite;
  readonly ended: boolean;
  /** Hash by language of what is published now; undefined before the first publication. */
  readonly current: { readonly version: string; readonly hashes: ReadonlyMap<string, string>; readonly asking: Asking; readonly required: readonly string[] } | undefined;
};

/** What a site's key names: `<organisation>.<site>`. It is public, and needs no look across organisations. */
export const siteKeyOf = (org: string, id: string): string => `${org}.${id}`;

const noSite = (): Refusal => new Refusal('not_found', 'There is no such site.');

/** What is known of sites may be this old: a change of domains or status reaches every process within it. */
const FRESH_MS = 1000;
const SITES_MAX = 1000;
const DOCUMENTS_MAX = 500;

/** Sites and published documents, kept in memory for a moment. */
export type Sites = {
  /** Throws a `not_found` refusal. */
  readonly of: (key: string, context: Context) => Promise<Site>;
  /** The exact document that a hash names at a site; undefined when none was published under it. */
  readonly document: (site: Site, hash: string, context: Context) => Promise<NoticeDocument | undefined>;
};

/** Keeps at most so many, dropping those that came first. */
function put<K, V>(map: Map<K, V>, key: K, value: V, most: number): V {
  map.delete(key);
  map.set(key, value);
  for (const first of map.keys()) {
    if (map.size <= most) break;
    map.delete(first);
  }
  return value;
}

export function openSites(): Sites {
  const sites = new Map<string, { readonly until: number; readonly site: Promise<Site> }>();
  const documents = new Map<string, Promise<NoticeDocument | undefined>>();
  return {
    of: (key, context) => {
      const now = context.now().getTime();
      const held = sites.get(key);
      if (held !== undefined && held.until > now) return held.site;
      const site = readSite(key, context);
      site.catch(() => sites.delete(key));
      put(sites, key, { until: now + FRESH_MS, site }, SITES_MAX);
      return site;
    },
    document: ({ org, id, key }, hash, context) => {
      const name = `${key} ${hash}`;
      const held = documents.get(name);
      if (held !== undefined) return held;
      if (!/^[0-9a-f]{64}$/.test(hash)) return Promise.resolve(undefined);
      const reading = readDocument(org, id, hash, context);
      // What is published stays; what is not may be in a moment.
      const forget = (): void => void documents.delete(name);
      reading.then((found) => { if (found === undefined) forget(); }, forget);
      return put(documents, name, reading, DOCUMENTS_MAX);
    },
  };
}

async function readDocument(org: string, site: string, hash: string, context: Context): Promise<NoticeDocument | undefined> {
  const { rows } = await context.tenant(org, (tx) => tx.query<{ document: NoticeDocument }>({
    name: 'consent-document', text: 'select document from consent_publication where org = $1 and site = $2 and hash = $3 limit 1', values: [org, site, hash],
  }));
  return rows[0]?.document;
}

async function readSite(key: string, context: Context): Promise<Site> {
  const [org = '', id = ''] = key.split('.');
  // What hangs on behind would stand in pages and addresses as part of the key.
  if (key !== siteKeyOf(org, id)) throw noSite();
  return context.tenant(org, async (tx) => {
    const record = await currentRecord(tx, { org, type: 'consent-site', id });
    if (record === undefined) throw noSite();
    return { org, id, key, value: record.value as ConsentSite, ended: record.ended, current: await currentOf(tx, org, id) };
  });
}

/** What is published now of a site, in every language. */
export async function currentOf(tx: PoolClient, org: string, site: string): Promise<Site['current']> {
  const { rows } = await tx.query<{ language: string; hash: string; version: string; document: NoticeDocument | null }>({
    name: 'consent-current', values: [org, site],
    // One document says what is asked: in every language it is the same.
    text: `select language, hash, version, case when row_number() over (order by language) = 1 then document end as document from consent_publication
      where org = $1 and site = $2 and idx = (select max(idx) from consent_publication where org = $1 and site = $2) order by language`,
  });
  const [first] = rows;
  if (first === undefined || first.document === null) return undefined;
  const { months, purposes } = first.document;
  return {
    version: first.version, hashes: new Map(rows.map(({ language, hash }) => [language, hash])), asking: { version: first.version, months, ids: askedOf(first.document) },
    required: purposes.filter(({ required }) => required).map(({ id }) => id),
  };
}

const own = new WeakMap<readonly string[], Map<string, boolean>>();
/** Origins remembered for one version of a site's domains. */
const ORIGINS_MAX = 200;

/** Whether a page of this origin may speak for the site. */
export function isOwnPage({ domains }: Pick<ConsentSite, 'domains'>, origin: string | undefined): boolean {
  if (origin === undefined) return false;
  const known = own.get(domains) ?? new Map<string, boolean>();
  own.set(domains, known);
  return known.get(origin) ?? put(known, origin, isOn(domains, origin), ORIGINS_MAX);
}

function isOn(domains: readonly string[], origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname, protocol } = new URL(origin);
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  return domains.some((domain) => (domain.startsWith('*.') ? hostname.endsWith(domain.slice(1)) : hostname === domain));
}
