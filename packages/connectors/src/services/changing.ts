import { type Outcome, problemOf } from '../http/problem.ts';
import type { Cell, Change, Changed } from '../store.ts';
import type { Cells } from '../stores/matching.ts';
import type { DescribedPlace } from './description.ts';
import { at } from './json-paths.ts';
import { asForm, type Filling } from './holes.ts';
import { byKey, type OpenPlace, readPlace, waitFor } from './reading.ts';
import { bodyOf, placeShapeOf } from './rows.ts';

const fillingOf = (open: OpenPlace, fields: readonly string[], key: readonly Cell[]): Filling => ({ ...open.filling, ...Object.fromEntries(fields.map((field, index) => [field, key[index] ?? null])) });

const cannot = (open: OpenPlace, what: 'delete' | 'set' | 'insert'): ReturnType<typeof problemOf> =>
  problemOf('unsupported', placeShapeOf(open.name, open.title, open.place, open.fields).cannot?.[what] ?? `${open.title} cannot do this.`, 'Map the rows of this place as kept, with the reason, or do it by hand at the service.');

const isSameKey = (place: DescribedPlace, fields: readonly string[]): boolean => fields.length === place.key.length && fields.every((field, index) => field === place.key[index]);

/** The row as it stands, where the service can be asked for it by its key. */
const rowNow = async (open: OpenPlace, key: readonly Cell[]): Promise<Outcome<Cells | undefined>> => {
  let found: Cells | undefined;
  const outcome = await readPlace(open, byKey(open.place, key), 1, (rows) => { found = rows[0]; });
  return outcome.ok ? { ok: true, value: found } : outcome;
};

/** Deletes one row; false when it was gone already. */
const deleteRow = async (open: OpenPlace, key: readonly Cell[]): Promise<Outcome<boolean>> => {
  const { place, calls, title } = open;
  if (place.delete === undefined) return cannot(open, 'delete');
  // Some services take the same order twice, or answer that they did what was done before: only looking tells.
  if (place.find.some((find) => isSameKey(place, find.by))) {
    const now = await rowNow(open, key);
    if (!now.ok || now.value === undefined) return now.ok ? { ok: true, value: false } : now;
  }
  const filling = fillingOf(open, place.key, key);
  let done = false;
  for (const { request, gone, wait } of place.delete.steps) {
    const outcome = await calls.send(request, filling, gone);
    if (!outcome.ok) return outcome;
    if (gone.includes(outcome.value.status)) continue;
    if (wait !== undefined) {
      const id = at(outcome.value.body, wait.id);
      if (typeof id !== 'string' && typeof id !== 'number') return problemOf('malformed', `${title} took an order to delete and did not say which.`, 'Compare the description of the service with its documentation.');
      const waited = await waitFor(calls, title, wait, { ...filling, waiting: id });
      if (!waited.ok) return waited;
    }
    done = true;
  }
  return { ok: true, value: done };
};

const isSameCell = (one: Cell | undefined, other: Cell | undefined): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const setRow = async (open: OpenPlace, change: Extract<Change, { change: 'set' }>): Promise<Outcome<boolean>> => {
  const { place, calls, title, name, fields } = open;
  const { set } = place;
  if (set === undefined) return cannot(open, 'set');
  const unable = Object.keys(change.cells).filter((field) => fields[field] === undefined || place.key.includes(field) || (set.fields !== 'any' && !set.fields.includes(field)));
  if (unable.length > 0) return problemOf('unsupported', `${title} does not let ${unable.join(', ')} of ${name} be changed.`, 'Keep these fields with a reason in the data map, or delete the row.');
  if (change.expect !== undefined) {
    const now = await rowNow(open, change.key);
    if (!now.ok) return now;
    const row = now.value;
    if (row === undefined) return { ok: true, value: false };
    const differing = Object.entries(change.expect).filter(([field, cell]) => !isSameCell(row[field], cell)).map(([field]) => field);
    if (differing.length > 0) return problemOf('conflict', `A row of ${name} at ${title} has changed since it was read: ${differing.join(', ')}.`, 'Read again, and plan again.');
  }
  const body = bodyOf(fields, change.cells, set.empty);
  const addition = set.as === 'form' ? { form: asForm(body) } : { json: set.under, value: body };
  const outcome = await calls.send(set.request, fillingOf(open, place.key, change.key), set.gone, addition);
  if (!outcome.ok) return outcome;
  return { ok: true, value: !set.gone.includes(outcome.value.status) };
};

/** Makes one change, row by row. A row that is gone is not counted and no fault; the first problem ends it, and what was done stays done. */
export const changePlace = async (openPlace: (name: string) => Promise<Outcome<OpenPlace>>, change: Change): Promise<Outcome<Changed>> => {
  const sets = change.change === 'delete' ? change.rows : change.change === 'set' ? [{ place: change.place, key: change.keyFields, keys: [change.key] }] : [{ place: change.place, key: undefined, keys: [] }];
  let rows = 0;
  for (const { place: name, key: keyFields, keys } of sets) {
    const open = await openPlace(name);
    if (!open.ok) return open;
    if (change.change === 'insert') return cannot(open.value, 'insert');
    if (keyFields !== undefined && !isSameKey(open.value.place, keyFields)) return problemOf('unsupported', `Rows of ${name} are changed by ${open.value.place.key.join(', ')} only.`, 'Leave the key of this place to the service.');
    for (const key of keys) {
      const outcome = change.change === 'set' ? await setRow(open.value, change) : await deleteRow(open.value, key);
      if (!outcome.ok) return outcome;
      if (outcome.value) rows += 1;
    }
  }
  return { ok: true, value: { rows } };
};
