import { isIP } from 'node:net';
import { type ClientSession, type Db, MongoClient, type MongoClientOptions, MongoError } from 'mongodb';
import { z } from 'zod';
import type { Outside } from '../connector.ts';
import { HttpProblem, type Outcome, problemOf } from '../http/problem.ts';
import type { OpenInput, PlaceShape, ReadOrder, Session, Store, StoreConnector, StoredRow } from '../store.ts';
import { asksElsewhere, fieldsAsked, isMatch, type TypeOf } from '../stores/leads.ts';
import { openPace, type Pace, rowsIn as rowsTouched } from '../stores/pace.ts';
import { sampleOf } from '../stores/sampling.ts';
import { cellOf, valueAt } from './cells.ts';
import { makeChange } from './changing.ts';
import { guide } from './guide.ts';
import { mongoProblem } from './problem.ts';
import { queryFor } from './query.ts';
import { lookAt, rowsIn, shapeOf } from './shape.ts';

const settings = z.strictObject({
  hosts: z.string().regex(/^[A-Za-z0-9._-]+(:\d{1,5})?(,[A-Za-z0-9._-]+(:\d{1,5})?)*$/).describe('Hosts with ports, with commas between them: db1:27017,db2:27017'),
  replicaSet: z.string().regex(/^[\w.-]{1,100}$/).optional().describe('The name of the replica set; without it the one host is asked alone'),
  database: z.string().regex(/^[^/\\. "$*<>:|?\0]{1,63}$/).describe('Database'),
  user: z.string().max(200).optional().describe('User'),
  authSource: z.string().max(63).default('admin').describe('The database that holds the user'),
  tls: z.enum(['on', 'off']).default('on').describe('Encryption, with the certificate verified'),
  timeoutS: z.number().int().min(1).max(60).default(10).describe('Seconds to wait for a connection'),
});
type Settings = z.infer<typeof settings>;

type Open = { readonly client: MongoClient; readonly database: Db; readonly where: string; readonly atomic: boolean; readonly pace: Pace; readonly outside: Outside };

const attempt = async <T>(where: string, job: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
  try {
    return await job();
  } catch (error) {
    if (error instanceof MongoError || error instanceof HttpProblem) return { ok: false, problem: mongoProblem(error, where) };
    throw error;
  }
};

/** The shapes of all collections, read once: types decide how values are compared. */
type Shapes = (place: string) => Promise<Outcome<PlaceShape>>;

const readShapes = async ({ database }: Open): Promise<readonly PlaceShape[]> => {
  const found = await database.listCollections({ type: 'collection' }, { nameOnly: false }).toArray();
  const places: PlaceShape[] = [];
  for (const { name, ...rest } of found.filter((one) => !one.name.startsWith('system.'))) places.push(shapeOf(name, await lookAt(database, name, 'options' in rest ? rest.options : undefined)));
  return places.toSorted((one, other) => (one.place < other.place ? -1 : 1));
};

const shapesOf = (open: Open): Shapes => {
  let known: readonly PlaceShape[] | undefined;
  return async (place) => {
    known ??= await readShapes(open);
    const found = known.find((one) => one.place === place);
    return found === undefined ? problemOf('not-found', `${open.where} has no collection ${place}.`, 'Compare the data map with the live shape.') : { ok: true, value: found };
  };
};

/** A field that no sampled document has is asked for all the same: documents are not all of one shape. */
const typesIn = (shape: PlaceShape): TypeOf => {
  const types = new Map(shape.fields.map((field) => [field.name, field.type]));
  return (field) => types.get(field) ?? 'other';
};

const read = async (open: Open, session: ClientSession | undefined, shape: PlaceShape, order: Omit<ReadOrder, 'place'>, each: (rows: readonly StoredRow[]) => Promise<void> | void): Promise<Outcome<{ readonly rows: number }>> => {
  const marks = Object.entries(order.marks ?? {});
  if ([order.where, ...marks.map(([, condition]) => condition)].some(asksElsewhere)) return problemOf('unsupported', 'MongoDB is not asked about two collections at once.', 'Read the values of the other collection first.');
  const typeOf = typesIn(shape);
  const fields = [...new Set([...order.key, ...order.fields, ...fieldsAsked(order.where), ...marks.flatMap(([, condition]) => fieldsAsked(condition))])];
  const rowsMax = order.rowsMax ?? Number.POSITIVE_INFINITY;
  let batch: StoredRow[] = [];
  let rows = 0;
  for await (const document of open.database.collection(shape.place).find(queryFor(order.where), { batchSize: 500, ...(session === undefined ? {} : { session }) })) {
    if (open.outside.signal.aborted) return problemOf('cut-short', 'The work in MongoDB was stopped.', 'Start it again.');
    if (rows >= rowsMax) break;
    const cells = Object.fromEntries(fields.map((field) => [field, cellOf(valueAt(document, field))]));
    if (!isMatch(order.where, cells, typeOf)) continue;
    rows += 1;
    batch.push({
      key: order.key.map((field) => cells[field] ?? null), cells: Object.fromEntries(order.fields.map((field) => [field, cells[field] ?? null])),
      marks: Object.fromEntries(marks.map(([mark, condition]) => [mark, isMatch(condition, cells, typeOf)])),
    });
    if (batch.length < 500) continue;
    await each(batch);
    batch = [];
  }
  if (batch.length > 0) await each(batch);
  return { ok: true, value: { rows } };
};

type Work = { readonly session: Session; readonly broken: () => Outcome<never> | undefined };

const workIn = (open: Open, shapes: Shapes, mode: 'read' | 'write', session: ClientSession | undefined): Work => {
  let broken: Outcome<never> | undefined;
  // What failed once fails the whole work, whatever its job makes of it.
  const watched = async <T>(job: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    if (broken !== undefined) return broken;
    const outcome = await attempt(open.where, async () => {
      try {
        return await job();
      } catch (error) {
        if (session !== undefined && error instanceof MongoError && error.hasErrorLabel('TransientTransactionError')) throw new Again(error);
        throw error;
      }
    });
    if (!outcome.ok && mode === 'write') broken = outcome;
    return outcome;
  };
  return {
    broken: () => broken,
    session: {
      count: (place, where) => watched(async () => {
        const shape = await shapes(place);
        if (!shape.ok) return shape;
        const outcome = await read(open, session, shape.value, { key: [], fields: [], where }, () => undefined);
        return outcome.ok ? { ok: true, value: outcome.value.rows } : outcome;
      }),
      read: ({ place, ...order }, each) => watched(async () => {
        const shape = await shapes(place);
        return shape.ok ? read(open, session, shape.value, order, each) : shape;
      }),
      change: (changes) => watched(async () => {
        if (mode === 'read') return problemOf('failed', 'This work reads only: nothing is changed in it.', 'Begin a work that writes.');
        const done = [];
        for (const change of changes) {
          await open.pace.spend(rowsTouched(change));
          const outcome = await makeChange({ database: open.database, session, typesIn: async (place) => { const shape = await shapes(place); return shape.ok ? { ok: true, value: typesIn(shape.value) } : shape; } }, change);
          if (!outcome.ok) return outcome;
          done.push(outcome.value);
        }
        return { ok: true, value: done };
      }),
    },
  };
};

/** Others came between: the work is undone and done again. */
class Again extends Error {
  override readonly name = 'Again';
  readonly error: MongoError;
  constructor(error: MongoError) {
    super('The work is done again.');
    this.error = error;
  }
}

const triesMax = 5;

const transact = async <T>(open: Open, shapes: Shapes, mode: 'read' | 'write', job: (session: Session) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
  const session = open.client.startSession();
  try {
    for (let time = 1; ; time += 1) {
      session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' }, readPreference: 'primary' });
      const { session: inside, broken } = workIn(open, shapes, mode, session);
      try {
        const outcome = await job(inside);
        const fault = broken() ?? (outcome.ok ? undefined : outcome);
        if (fault === undefined) await session.commitTransaction();
        else await session.abortTransaction();
        return fault ?? outcome;
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        const cause = error instanceof Again ? error.error : error;
        if (!(cause instanceof MongoError)) throw cause;
        if (time >= triesMax || !cause.hasErrorLabel('TransientTransactionError')) return { ok: false, problem: mongoProblem(cause, open.where) };
      }
    }
  } finally {
    await session.endSession();
  }
};

const storeOf = (open: Open): Store => {
  let shapes = shapesOf(open);
  return {
    engine: 'mongodb', atomic: open.atomic, joins: false,
    shape: () => attempt(open.where, async () => {
      shapes = shapesOf(open);
      const places = await readShapes(open);
      const { version } = await open.database.admin().buildInfo() as { readonly version?: unknown };
      return { ok: true, value: { engine: 'mongodb', version: typeof version === 'string' ? version : null, places } };
    }),
    sample: (place, rowsMax) => attempt(open.where, async () => {
      const shape = await shapes(place);
      if (!shape.ok) return shape;
      const fields = shape.value.fields.map((field) => field.name);
      const documents = await open.database.collection(place).aggregate([{ $sample: { size: rowsMax } }]).toArray();
      return { ok: true, value: sampleOf(fields, rowsIn({ documents, schema: undefined, uniques: [], rows: null }, fields, valueAt)) };
    }),
    work: async (mode, job) => {
      if (open.atomic) return transact(open, shapes, mode, job);
      const { session, broken } = workIn(open, shapes, mode, undefined);
      const outcome = await job(session);
      return broken() ?? outcome;
    },
    files: async () => ({ ok: true, value: [] }),
    close: () => open.client.close(),
  };
};

/** Connects by the policy of addresses: names are looked up by it alone, and what is an address already is asked of it before. */
const clientOf = (outside: Outside, given: Settings, password: string | undefined, alone?: string): MongoClient => {
  const options: MongoClientOptions = {
    appName: 'avouch', serverSelectionTimeoutMS: given.timeoutS * 1000, connectTimeoutMS: given.timeoutS * 1000, socketTimeoutMS: 120_000, maxPoolSize: 4, retryReads: true, retryWrites: true, tls: given.tls === 'on',
    ...(given.replicaSet === undefined || alone !== undefined ? { directConnection: true } : { replicaSet: given.replicaSet }),
    ...(given.user === undefined ? {} : { auth: { username: given.user, password: password ?? '' }, authSource: given.authSource }),
    lookup: (host, asked, give) => {
      void outside.addresses.resolve(host).then((found) => {
        if (!found.ok) return give(new HttpProblem(found.problem), '', 4);
        const all = found.addresses.map((address) => ({ address, family: isIP(address) }));
        if (asked.all === true) return give(null, all);
        return give(null, all[0]?.address ?? '', all[0]?.family ?? 4);
      });
    },
  };
  return new MongoClient(`mongodb://${alone ?? given.hosts}/`, options);
};

/** Asks the policy about every host that is an address, those too that the replica set told of. */
const checkAddresses = async (outside: Outside, hosts: readonly string[]): Promise<Outcome<null>> => {
  for (const host of hosts.filter((one) => isIP(one) !== 0)) {
    const found = await outside.addresses.resolve(host);
    if (!found.ok) return found;
  }
  return { ok: true, value: null };
};

const hostIn = (text: string): string => text.replace(/:\d+$/, '');

/** The members that the first host that answers tells of, asked before the driver goes to them by itself. */
const membersOf = async (outside: Outside, given: Settings, password: string | undefined, where: string): Promise<Outcome<readonly string[]>> => {
  let last: Outcome<readonly string[]> = { ok: true, value: [] };
  for (const host of given.hosts.split(',')) {
    const client = clientOf(outside, given, password, host);
    last = await attempt(where, async () => {
      const hello = await client.db('admin').command({ hello: 1 });
      return { ok: true, value: Array.isArray(hello['hosts']) ? hello['hosts'].map((one) => hostIn(String(one))) : [] };
    });
    await client.close();
    if (last.ok) return last;
  }
  return last;
};

const openMongo = async ({ settings: given, secrets, outside, perSecondMax }: OpenInput<Settings>): Promise<Outcome<Store>> => {
  const where = `MongoDB at ${given.hosts}`;
  const password = secrets['password'];
  const first = await checkAddresses(outside, given.hosts.split(',').map(hostIn));
  if (!first.ok) return first;
  if (given.replicaSet !== undefined) {
    const members = await membersOf(outside, given, password, where);
    if (!members.ok) return members;
    const all = await checkAddresses(outside, members.value);
    if (!all.ok) return all;
  }
  const client = clientOf(outside, given, password);
  const outcome = await attempt(where, async () => {
    const hello = await client.db('admin').command({ hello: 1 });
    const atomic = typeof hello['setName'] === 'string' || hello['msg'] === 'isdbgrid';
    return { ok: true, value: storeOf({ client, database: client.db(given.database), where, atomic, outside, pace: openPace(perSecondMax, { now: outside.now, signal: outside.signal }) }) };
  });
  if (!outcome.ok) await client.close();
  return outcome;
};

/** Collections of a MongoDB database. */
export const mongodbStore: StoreConnector<typeof settings> = {
  id: 'mongodb', version: '1', title: 'MongoDB', summary: 'Documents of a database, with fields within fields and lists; all or nothing where there is a replica set.', guide, settings,
  secrets: [{ key: 'password', title: 'Password', optional: true, sentTo: ['hosts', 'replicaSet', 'user', 'tls'] }],
  scopes: [
    { name: 'listCollections, listIndexes, collStats', why: 'To see which collections and fields there are.' }, { name: 'find', why: 'To read documents of people.' },
    { name: 'update', why: 'To clear, replace and correct fields.' }, { name: 'remove', why: 'To delete documents when an erasure says so.' },
  ],
  open: openMongo,
};
