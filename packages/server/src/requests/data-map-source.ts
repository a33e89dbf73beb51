import { z } from 'zod';
import type { Problem, Reading } from '@avouch/connectors/connector';
import type { Outcome, StoreShape } from '@avouch/connectors/store';
import { parseDataMap } from '@avouch/privacy/datamap';
import { personalFields } from '@avouch/privacy/guard';
import type { Context, SourceKind } from '../context.ts';
import { findMap } from './data-map.ts';
import { withStore } from './looking.ts';
import { allStores, type StoreRecord } from './stores.ts';

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

/** The source that Avouch itself is: the data map beside what the connected stores hold, in names and types alone. */
export const dataMapSource: SourceKind = {
  id: 'data-map', version: '1.0.0', title: 'Data map', summary: 'Compares the data map with the columns of the connected stores.',
  guide: `Nothing has to be set up: it reads the newest data map and the names and types of the columns of every connected store, with the rights that the stores have. No row is read.

It is read once a day, and whenever the data map or a store changes or somebody compares a store. When one store cannot be read, nothing is known of any: connect it again, or disconnect it.`,
  settings: z.object({}), secrets: [],
  reads: [{ entityType: 'personalField', title: 'Columns in the data map', scopes: [{ name: 'the connected stores', why: 'to read the names and types of columns; no row' }] }],
  read: async function* ({ outside, progress }, context, org): AsyncGenerator<Reading> {
    yield await readFields(context, org, outside.signal, (done, total) => progress({ entityType: 'personalField', done, total, note: 'stores' }));
  },
};
