import type { ClientSession, Db } from 'mongodb';
import { type Outcome, problemOf } from '../http/problem.ts';
import type { Cell, Change, Changed, Condition } from '../store.ts';
import { stableJson } from '../stores/compare.ts';
import { isMatch, type TypeOf } from '../stores/leads.ts';
import { cellOf, type Document, stepsOf, storedLike, type Stored, valueAt } from './cells.ts';
import { queryFor } from './query.ts';

/** Where changes are made: within a transaction when there is a session. */
export type Target = { readonly database: Db; readonly session: ClientSession | undefined; readonly typesIn: (place: string) => Promise<Outcome<TypeOf>> };

const within = (session: ClientSession | undefined): { readonly session?: ClientSession } => (session === undefined ? {} : { session });

const batch = 500;

/** The documents that have these keys; a key that two have is a conflict, since only one of them can be meant. */
const located = async ({ database, session, typesIn }: Target, place: string, fields: readonly string[], keys: readonly (readonly Cell[])[]): Promise<Outcome<readonly Document[]>> => {
  const types = await typesIn(place);
  if (!types.ok) return types;
  const found: Document[] = [];
  const seen = new Set<string>();
  const wanted = [...new Map(keys.map((key) => [stableJson(key), key])).values()];
  for (let from = 0; from < wanted.length; from += batch) {
    const where: Condition = { op: 'in', fields, tuples: wanted.slice(from, from + batch) };
    for await (const document of database.collection(place).find(queryFor(where), within(session))) {
      const cells = Object.fromEntries(fields.map((field) => [field, cellOf(valueAt(document, field))]));
      if (!isMatch(where, cells, types.value)) continue;
      const key = stableJson(fields.map((field) => cells[field] ?? null));
      if (seen.has(key)) return problemOf('conflict', `Two documents of ${place} have a key that reads the same.`, 'Name a key in the data map that is each document\'s own; an id as text and an object id of the same letters cannot be told apart.');
      seen.add(key);
      found.push(document);
    }
  }
  return { ok: true, value: found };
};

const deleteRows = async (target: Target, change: Extract<Change, { change: 'delete' }>): Promise<Outcome<Changed>> => {
  let rows = 0;
  for (const { place, key, keys } of change.rows) {
    const found = await located(target, place, key, keys);
    if (!found.ok) return found;
    if (found.value.length === 0) continue;
    const outcome = await target.database.collection(place).deleteMany({ _id: { $in: found.value.map((document) => document['_id']) } }, within(target.session));
    rows += outcome.deletedCount;
  }
  return { ok: true, value: { rows } };
};

type Update = { readonly $set: Record<string, Stored>; readonly $unset: Record<string, ''> };

/** One value for each in a list: those that stay the same are not touched, so that a list of several people can lose one. */
const putEach = (update: Update, field: string, path: string, now: Stored, cells: readonly Cell[]): string | undefined => {
  if (path.split('$[]').length !== 2 || !Array.isArray(now) || now.length !== cells.length) return `${field} takes one value for all, or one for each that is there`;
  for (const [index, cell] of cells.entries()) {
    if (stableJson(cellOf(now[index])) === stableJson(cell)) continue;
    const one = path.replace('$[]', String(index));
    if (cell === null) update.$unset[one] = '';
    else update.$set[one] = storedLike(cell, now[index]);
  }
  return undefined;
};

/** Puts one field into an update, or says why it cannot be. What a document does not have needs no clearing. */
const put = (update: Update, document: Document, field: string, cell: Cell): string | undefined => {
  const unsayable = field.split('.').some((step) => step === '' || step.startsWith('$')) || (field.includes('.') && Object.hasOwn(document, field));
  if (unsayable) return `${field} cannot be said in an update`;
  const steps = stepsOf(field);
  const isList = steps.some((step) => step.each);
  const path = steps.map((step) => step.name + (step.each ? '.$[]' : '')).join('.');
  const now = valueAt(document, field);
  if (cell === null) {
    if (now === undefined) return undefined;
    update.$unset[path] = '';
    return undefined;
  }
  if (isList && Array.isArray(cell)) return putEach(update, field, path, now, cell);
  if (isList && !Array.isArray(now)) return undefined;
  const like = isList && Array.isArray(now) ? now.find((one) => one !== null) : now;
  update.$set[path] = storedLike(cell, like);
  return undefined;
};

const setRow = async (target: Target, change: Extract<Change, { change: 'set' }>): Promise<Outcome<Changed>> => {
  const { place } = change;
  const found = await located(target, place, change.keyFields, [change.key]);
  if (!found.ok) return found;
  const [document] = found.value;
  if (document === undefined) return { ok: true, value: { rows: 0 } };
  const differing = Object.entries(change.expect ?? {}).filter(([field, cell]) => stableJson(cellOf(valueAt(document, field))) !== stableJson(cell)).map(([field]) => field);
  if (differing.length > 0) return problemOf('conflict', `A document of ${place} has changed since it was read: ${differing.join(', ')}.`, 'Read again, and plan again.');
  const update: Update = { $set: {}, $unset: {} };
  for (const [field, cell] of Object.entries(change.cells)) {
    const fault = field === '_id' ? '_id is given by the store' : put(update, document, field, cell);
    if (fault !== undefined) return problemOf('unsupported', `A document of ${place} cannot be changed so: ${fault}.`, 'Correct the data map.');
  }
  const parts = Object.fromEntries(Object.entries(update).filter(([, part]) => Object.keys(part).length > 0));
  if (Object.keys(parts).length === 0) return { ok: true, value: { rows: 1 } };
  // What was expected is asked for once more in the very step that changes it: without a transaction others may come between.
  // A field of each in a list is asked for by the whole list.
  const asked = Object.keys(change.expect ?? {}).map((field) => field.replace(/\[\].*$/, ''));
  const still = Object.fromEntries(asked.filter((field) => Object.hasOwn(document, field) !== field.includes('.')).map((field) => [field, valueAt(document, field) ?? null]));
  const outcome = await target.database.collection(place).updateOne({ ...still, _id: document['_id'] }, parts, within(target.session));
  if (outcome.matchedCount === 0 && Object.keys(still).length > 0) return problemOf('conflict', `A document of ${place} was changed by others in this very moment.`, 'Read again, and plan again.');
  return { ok: true, value: { rows: outcome.matchedCount } };
};

/** Makes one change. Rejects with the driver's error. */
export const makeChange = async (target: Target, change: Change): Promise<Outcome<Changed>> => {
  if (change.change === 'delete') return deleteRows(target, change);
  if (change.change === 'set') return setRow(target, change);
  return problemOf('unsupported', 'Avouch makes no documents in MongoDB.', 'Let your own app make them.');
};
