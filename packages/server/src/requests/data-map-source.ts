import { z } from 'zod';
import type { Problem, Reading } from '@avouch/connectors/connector';
import type { Outcome, StoreShape } from '@avouch/connectors/store';
import { parseDataMap } from '@avouch/privacy/datamap';
import { personalFields } from '@avouch/privacy/guard';
import { planRetention, retentionEntities } from '@avouch/privacy/retention';
import type { Context, SourceKind } from '../context.ts';
import { findMap } from './data-map.ts';
import { holdsOn } from './known.ts';
import { withStore } from './looking.ts';
import { allStores, withStores, type StoreRecord } from './stores.ts';

const problem = (sentence: string, remedy: string): Problem => ({ kind: 'not-found', sentence, remedy });
const noMap = problem('There is no data map yet.', 'Write one under Privacy: `avouch datamap discover` proposes it.');
const noStore = problem('No store is connected yet, so there is nothing to compare the data map with.', 'Connect the stores that the data map names under Privacy.');

type Look = Pick<Reading<'personalField'>, 'entityType' | 'query' | 'captured' | 'sourceVersion'>;

/** Every column of every connected store against the newest data map: whole, or not at all. */
async function readFields(context: Context, org: string, signal: AbortSignal, told: (done: number, total: number) => void): Promise<Reading<'personalField'>> {
  const { written, stores } = await context.tenant(org, async (tx) => ({ written: await findMap(tx, org), stores: await allStores(tx, org) }));
  const look: Look = {
    entityType: 'personalField', captured: context.now().toISOString(), sourceVersion: written === undefined ? null : `Version ${written.version} of the data map`,
    query: ['the data map', ...stores.map(({ system, name }) => `the columns of ${system} (${name})`)].join('\n'),
  };
  if (written === undefined) return { ...look, complete: false, problem: noMap };
  if (stores.length === 0) return { ...look, complete: false, problem: noStore };
  const parsed = parseDataMap(written.text, 'avouch.datamap.yaml');
  if (!parsed.ok) return { ...look, complete: false, problem: { kind: 'unsupported', sentence: 'This version of Avouch does not read the data map that was written.', remedy: 'Open the data map, put right what it says, and write it again.' } };
  const shapes: { readonly store: StoreRecord; readonly shape: Outcome<StoreShape> }[] = [];
  for (const store of stores) {
    shapes.push({ store, shape: await withStore(context, org, store, written.map, signal, (open) => open.shape()) });
    told(shapes.length, stores.length);
  }
  const failed = shapes.flatMap(({ store, shape }) => (shape.ok ? [] : [{ ...shape.problem, sentence: `${store.name} was not read: ${shape.problem.sentence}` }]));
  const [first] = failed;
  if (first !== undefined) return { ...look, complete: false, problem: { ...first, sentence: failed.slice(0, 5).map(({ sentence }) => sentence).join(' ') } };
  return { ...look, complete: true, entities: shapes.flatMap(({ store, shape }) => (shape.ok ? personalFields(parsed, store.system, shape.value) : [])) };
}

/** What is past its storage limit, counted: in every connected store, or not at all. A place of a system that is not connected says that nobody knows. */
async function readRetention(context: Context, org: string, signal: AbortSignal): Promise<Reading<'retentionPlace'>> {
  const at = context.now().toISOString();
  const { written, stores: records } = await context.tenant(org, async (tx) => ({ written: await findMap(tx, org), stores: await allStores(tx, org) }));
  const look: Pick<Reading<'retentionPlace'>, 'entityType' | 'query' | 'captured' | 'sourceVersion'> = {
    entityType: 'retentionPlace', captured: at, sourceVersion: written === undefined ? null : `Version ${written.version} of the data map`,
    query: ['the data map', ...records.map(({ system, name }) => `rows past their storage limit in ${system} (${name}), counted`)].join('\n'),
  };
  if (written === undefined) return { ...look, complete: false, problem: noMap };
  if (records.length === 0) return { ...look, complete: false, problem: noStore };
  const holds = await holdsOn(context, org, at.slice(0, 10));
  return withStores(context, org, written.map, signal, async ({ stores, problems }): Promise<Reading<'retentionPlace'>> => {
    const [shut] = problems;
    if (shut !== undefined) return { ...look, complete: false, problem: { kind: 'unreachable', sentence: `${shut.system} was not read: ${shut.sentence}`, remedy: 'Look at the store under Privacy, or disconnect it.' } };
    const plan = await planRetention({ map: written.map, stores, holds, at });
    const failed = plan.places.find(({ system, problem }) => problem !== null && stores[system] !== undefined);
    if (failed?.problem !== null && failed !== undefined) return { ...look, complete: false, problem: { ...failed.problem, sentence: `${failed.title} was not counted: ${failed.problem.sentence}` } };
    return { ...look, complete: true, entities: retentionEntities(plan) };
  });
}

/** The source that Avouch itself is: the data map beside what the connected stores hold, in names, types and counts alone. */
export const dataMapSource: SourceKind = {
  id: 'data-map', version: '1.0.0', title: 'Data map', summary: 'Compares the data map with the columns of the connected stores, and counts what is past its storage limit.',
  guide: `Nothing has to be set up: it reads the newest data map and the names and types of the columns of every connected store, with the rights that the stores have. Rows past their storage limit are counted; none is read out.

It is read once a day, and whenever the data map or a store changes or somebody compares a store. When one store cannot be read, nothing is known of any: connect it again, or disconnect it.`,
  settings: z.object({}), secrets: [],
  reads: [{ entityType: 'personalField', title: 'Columns in the data map', scopes: [{ name: 'the connected stores', why: 'to read the names and types of columns; no row' }] }, { entityType: 'retentionPlace', title: 'Places with storage limits', scopes: [{ name: 'the connected stores', why: 'to count rows past their storage limit' }] }],
  read: async function* ({ outside, progress }, context, org): AsyncGenerator<Reading> {
    yield await readFields(context, org, outside.signal, (done, total) => progress({ entityType: 'personalField', done, total, note: 'stores' }));
    yield await readRetention(context, org, outside.signal);
  },
};
