import pg from 'pg';
import { openTestDatabase } from '@avouch/database/testing';
import { openOutside } from '../../outside.ts';
import type { FieldShape, Store } from '../../store.ts';
import { quote } from '../../postgres-store/layout.ts';
import { postgresStore } from '../../postgres-store/postgres.ts';
import type { Shop } from './shop.ts';
import { valueOf, type Bench } from './suite.ts';

const natives: Readonly<Record<string, string>> = { text: 'text', integer: 'bigint', decimal: 'numeric', boolean: 'boolean', day: 'date', instant: 'timestamptz', uuid: 'uuid', json: 'jsonb', bytes: 'bytea' };
const actions = { refuse: 'no action', cascade: 'cascade', clear: 'set null', default: 'set default' };
const list = (names: readonly string[]): string => names.map(quote).join(', ');
const nameOf = (place: string): string => place.replace(/^public\./, '').replace(/^"(.*)"$/, (_, name: string) => name.replaceAll('""', '"'));

/** The SQL that makes the tables of a shop. */
export const schemaSql = (shop: Shop): string => [
  ...shop.shape.places.map(({ place, fields, key }) => `create table public.${quote(nameOf(place))} (${fields.map((field: FieldShape) => `${quote(field.name)} ${natives[field.type] ?? 'text'}${field.nullable ? '' : ' not null'}`).join(', ')}, primary key (${list(key)}));`),
  ...shop.shape.places.flatMap(({ place, references }) => references.map((one) =>
    `alter table public.${quote(nameOf(place))} add constraint ${quote(one.name)} foreign key (${list(one.fields)}) references public.${quote(nameOf(one.to))} (${list(one.toFields)}) on delete ${actions[one.onDelete]} deferrable initially immediate;`)),
].join('\n');

/** Runs statements one after the other. */
export const run = async (url: string, ...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

/** Opens the store of a test database. */
export const storeAt = async (url: string, more: Readonly<Record<string, unknown>> = {}, perSecondMax?: number): Promise<Store> => {
  const at = new URL(url);
  const outside = openOutside({ now: () => new Date(), userAgent: 'test', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
  const settings = postgresStore.settings.parse({ socket: at.searchParams.get('host') ?? '', database: at.pathname.slice(1), user: at.username, ...more });
  return valueOf(await postgresStore.open({ settings, secrets: {}, outside, ...(perSecondMax === undefined ? {} : { perSecondMax }) }));
};

/** A real PostgreSQL, with a database of its own for each test. */
export const postgresBench: Bench = {
  at: (name) => `public.${/[."]/.test(name) ? quote(name) : name}`,
  open: async (shop) => {
    const database = await openTestDatabase();
    await run(database.url, schemaSql(shop));
    const store = await storeAt(database.url);
    valueOf(await store.work('write', (session) => session.change(shop.shape.places.map(({ place }) => ({ change: 'insert', place, rows: shop.rows[place] ?? [] })))));
    return { store, close: database.close, cut: () => run(database.url, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()') };
  },
  overlaps: true,
};
