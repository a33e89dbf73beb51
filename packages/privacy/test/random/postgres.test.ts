import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '@avouch/database/testing';
import type { FieldShape, Store } from '@avouch/connectors/store';
import type { DataMap } from '../../src/datamap.ts';
import { storeAt, tablesIn } from '../shop/shop.ts';
import { wrongsOf } from './laws.ts';
import { accessOf, type Dump } from './oracle.ts';
import { access, answerText, erase } from './request.ts';
import { worldOf, type Rows, type World } from './world.ts';

let url: string;
let client: pg.Client;
let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  const database = await openTestDatabase();
  url = database.url;
  client = new pg.Client({ connectionString: url });
  await client.connect();
  store = await storeAt(url);
  close = database.close;
});
afterAll(async () => {
  await store.close();
  await client.end();
  await close();
});

/** The same world with its tables in a schema of their own. */
function inSchema(world: World, schema: string): World {
  const named = (name: string): string => `${schema}.${name}`;
  const [system] = Object.values(world.systems);
  const [mapped] = Object.values(world.map.systems);
  if (system === undefined || mapped === undefined) throw new Error('the world is empty');
  const text = JSON.stringify(mapped.places, (key, value: unknown) => (key === 'place' && typeof value === 'string' ? named(value) : value));
  const places = Object.fromEntries(Object.entries(JSON.parse(text) as DataMap['systems'][string]['places']).map(([name, place]) => [named(name), place]));
  return {
    ...world, map: { ...world.map, systems: { a: { ...mapped, engine: 'postgres', places } } },
    systems: { a: { ...system, places: system.places.map((one) => ({ ...one, place: named(one.place), references: one.references.map((reference) => ({ ...reference, to: named(reference.to) })) })), rows: Object.fromEntries(Object.entries(system.rows).map(([name, rows]) => [named(name), rows])) } },
  };
}

const nativeOf = (schema: string, { type, lengthMax, choices }: FieldShape): string => (choices !== undefined ? `${schema}.colour` : type === 'text' ? (lengthMax === null ? 'text' : `varchar(${lengthMax})`) : type === 'day' ? 'date' : type === 'json' ? 'jsonb' : type);
const actions = { refuse: 'restrict', cascade: 'cascade', clear: 'set null', default: 'set default' } as const;

/** Builds the tables of a world: rows first, then the references, because these may run in circles. */
async function build({ systems }: World, schema: string): Promise<void> {
  await client.query(`create schema ${schema}; create type ${schema}.colour as enum ('red', 'green', 'blue')`);
  const places = systems['a']?.places ?? [];
  const rows: Rows = systems['a']?.rows ?? {};
  for (const { place, fields, key, uniques } of places) {
    await client.query(`create table ${place} (${fields.map((field) => `${field.name} ${nativeOf(schema, field)}${field.nullable ? '' : ' not null'}`).join(', ')}, primary key (${key.join(', ')})${uniques.map((unique) => `, unique (${unique.join(', ')})`).join('')})`);
    for (const row of rows[place] ?? []) {
      await client.query(`insert into ${place} (${Object.keys(row).join(', ')}) values (${Object.keys(row).map((_, at) => `$${at + 1}`).join(', ')})`, Object.values(row).map((cell) => (cell !== null && typeof cell === 'object' ? JSON.stringify(cell) : cell)));
    }
  }
  for (const { place, references } of places) {
    for (const { fields, to, toFields, onDelete, deferrable } of references) await client.query(`alter table ${place} add foreign key (${fields.join(', ')}) references ${to} (${toFields.join(', ')}) on delete ${deferrable && onDelete === 'refuse' ? 'no action deferrable' : actions[onDelete]}`);
  }
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('both laws hold in PostgreSQL, in random database %i', async (seed) => {
  const schema = `w${seed}`;
  const world = inSchema(worldOf(4000 + seed, { places: 4 + (seed % 4), rows: 6, people: 3, twoSystems: false }), schema);
  await build(world, schema);
  const identity = { 'person.id': [world.person.id], 'person.email': [world.person.email] };
  const stores = { a: store };
  const dump = async (): Promise<Dump> => ({ a: Object.fromEntries(Object.entries(await tablesIn(store)).filter(([name]) => name.startsWith(`${schema}.`))) });
  const before = await dump();
  expect(answerText(await access(world.map, identity, stores))).toEqual(accessOf(world, before));
  const { outcome, reread } = await erase(world.map, identity, stores);
  expect(outcome).toMatchObject({ status: 'done' });
  const after = await dump();
  expect(wrongsOf(world, before, after)).toEqual([]);
  expect(reread.clean).toBe(true);
  await erase(world.map, identity, stores);
  expect(await dump()).toEqual(after);
  await client.query(`drop schema ${schema} cascade`);
});
