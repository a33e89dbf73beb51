import { gunzipSync } from 'node:zlib';
import { type Outcome, problemOf } from '../http/problem.ts';
import type { Cell, Condition } from '../store.ts';
import { asksElsewhere, fieldsAsked, isMatch, leadsOf, type TypeOf } from '../stores/leads.ts';
import type { Cells } from '../stores/matching.ts';
import type { Calls } from './calls.ts';
import type { DescribedFind, DescribedListing, DescribedPlace, DescribedWaiting } from './description.ts';
import { at, type Json, parseExactly } from './json-paths.ts';
import { type Filling, holesOf } from './holes.ts';
import { readListing } from './listing.ts';
import { cellsOf, isGone, otherField, type PlaceFields } from './rows.ts';

/** One place of one account, open for reading and changing. */
export type OpenPlace = {
  readonly calls: Calls;
  /** The service's name, for sentences. */
  readonly title: string;
  readonly name: string;
  readonly place: DescribedPlace;
  readonly fields: PlaceFields;
  /** What holes may take beside the row's own values: the names of all fields. */
  readonly filling: Filling;
  /** The most rows that a look through everything may take. */
  readonly scanMax: number;
};

const exportBytesMax = 512 * 1024 * 1024;

/** Waits until the service says that something is done. */
export const waitFor = async (calls: Calls, title: string, waiting: DescribedWaiting, filling: Filling): Promise<Outcome<Json>> => {
  for (let time = 0; time < waiting.timesMax; time += 1) {
    const outcome = await calls.send(waiting.request, filling);
    if (!outcome.ok) return outcome;
    const state = String(at(outcome.value.body, waiting.state) ?? '');
    if (waiting.done.includes(state)) return { ok: true, value: outcome.value.body };
    if (waiting.failed.includes(state)) return problemOf('failed', `${title} could not do it: its state is ${/^[\w-]{1,40}$/.test(state) ? state : 'not known'}.`, 'Look at the service itself, then run it again.');
    await calls.sleep(waiting.everySeconds * 1000);
  }
  return problemOf('timed-out', `${title} has taken it and not finished it within ${waiting.everySeconds * waiting.timesMax} seconds.`, 'Run it again later: what is done is not done twice.', Math.ceil(waiting.everySeconds));
};

const linesOf = (bytes: Uint8Array): readonly Json[] => {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (packed ? gunzipSync(bytes, { maxOutputLength: exportBytesMax }) : Buffer.from(bytes)).toString('utf8');
  return text.split('\n').filter((line) => line.trim() !== '').map(parseExactly);
};

const readExport = async ({ calls, title, filling }: OpenPlace, described: NonNullable<DescribedPlace['export']>, each: (rows: readonly Json[]) => Promise<boolean>): Promise<Outcome<null>> => {
  const started = await calls.send(described.start, filling);
  if (!started.ok) return started;
  const id = at(started.value.body, described.id);
  if (typeof id !== 'string' && typeof id !== 'number') return problemOf('malformed', `${title} started an export and did not say which.`, 'Compare the description of the service with its documentation.');
  const ready = await waitFor(calls, title, described.wait, { ...filling, waiting: id });
  if (!ready.ok) return ready;
  const address = at(ready.value, described.address);
  if (typeof address !== 'string') return problemOf('malformed', `${title} finished an export and did not say where it is.`, 'Compare the description of the service with its documentation.');
  const file = await calls.download(address, exportBytesMax);
  if (!file.ok) return file;
  let rows: readonly Json[];
  try {
    rows = linesOf(file.value);
  } catch {
    return problemOf('malformed', `The export of ${title} is not whole: it cannot be unpacked, or a line of it is not JSON.`, 'Run it again.');
  }
  await each(rows);
  return { ok: true, value: null };
};

const keyOf = (place: DescribedPlace, cells: Cells): readonly Cell[] => place.key.map((field) => cells[field] ?? null);

const fillingFor = (by: readonly string[], tuple: readonly Cell[]): Filling => Object.fromEntries(by.map((field, index) => [field, tuple[index] ?? null]));

/** Rows of a place that tells nobody what it holds: there, unless the service lists the key as deleted. */
const readPresumed = async (open: OpenPlace, find: DescribedFind, tuple: readonly Cell[]): Promise<Outcome<readonly Cells[]>> => {
  let deleted = false;
  const filling = { ...open.filling, ...fillingFor(find.by, tuple) };
  const outcome = await readListing(open.calls, open.title, find, filling, async (rows) => {
    deleted = rows.some((row) => isMatch({ op: 'in', fields: find.by, tuples: [tuple] }, cellsOf(open.fields, find.adds, filling, row), typeIn(open)));
    return !deleted;
  });
  return outcome.ok ? { ok: true, value: deleted ? [] : [fillingFor(find.by, tuple) as Cells] } : outcome;
};

/** What a look through everything does with each row; false ends it. */
type EachCells = (cells: readonly Cells[]) => Promise<boolean>;

const readAll = async (open: OpenPlace, each: EachCells): Promise<Outcome<null>> => {
  const { place, title, name, scanMax } = open;
  let seen = 0;
  const passing = (listing: Pick<DescribedListing, 'adds'>) => async (rows: readonly Json[]): Promise<boolean> => {
    seen += rows.length;
    if (seen > scanMax) return false;
    return each(rows.filter((row) => !isGone(place, row)).map((row) => cellsOf(open.fields, listing.adds, open.filling, row)));
  };
  const how = place.find.map((find) => find.by.join(' with ')).join(', or by ');
  if (place.list === undefined && place.export === undefined) {
    return problemOf('unsupported', `${title} cannot be asked for all of ${name}: it finds rows ${how === '' ? 'in no way that is described' : `by ${how}`} only${place.find.some((find) => find.folds) ? '' : ', in the very spelling'}.`, 'Lead to this place by one of these fields in the data map.');
  }
  const outcome = place.list !== undefined
    ? await readListing(open.calls, title, place.list, open.filling, passing(place.list))
    : place.export !== undefined ? await readExport(open, place.export, passing({ adds: {} })) : { ok: true as const, value: null };
  if (outcome.ok && seen > scanMax) return problemOf('too-large', `${title} had to be looked through whole for ${name}, and it holds more than ${scanMax} rows.`, `Lead to this place by a field that the service finds by${how === '' ? '' : ` (${how})`}, or raise the limit of rows in the settings.`);
  return outcome;
};

/** The types of the fields of a place. */
export const typeIn = ({ fields }: OpenPlace): TypeOf => (field) => (Object.hasOwn(fields, field) ? fields[field]?.type ?? 'other' : 'json');

/** The problem that a field is asked of which nobody knows: rows must not be missed for a misspelt name. */
export const unknownIn = ({ fields, name, title }: OpenPlace, asked: readonly string[]): ReturnType<typeof problemOf> | undefined => {
  const unknown = asked.find((field) => field !== otherField && !Object.hasOwn(fields, field));
  return unknown === undefined ? undefined : problemOf('unsupported', `${name} at ${title} has no field ${unknown}.`, 'Correct the data map, or describe the field.');
};

/** The condition that rows have this key. */
export const byKey = (place: DescribedPlace, key: readonly Cell[]): Condition => ({ op: 'in', fields: place.key, tuples: [key] });

/**
 * Reads the rows that match, in batches, each once. Rows are found by what the service can find by; where it can find by
 * nothing that is asked, everything is looked through, within a bound.
 */
export const readPlace = async (open: OpenPlace, where: Condition, rowsMax: number, each: (rows: readonly Cells[]) => Promise<void> | void): Promise<Outcome<{ readonly rows: number }>> => {
  const { place, title } = open;
  if (asksElsewhere(where)) return problemOf('unsupported', `${title} cannot be asked about two places at once.`, 'Read the values of the other place first.');
  const unknown = unknownIn(open, fieldsAsked(where));
  if (unknown !== undefined) return unknown;
  const typeOf = typeIn(open);
  const seen = new Set<string>();
  let isNameless = false;
  // Rows without a name would all be taken for one.
  const told = (): Outcome<{ readonly rows: number }> => (isNameless
    ? problemOf('malformed', `${title} gave a row of ${open.name} without ${place.key.join(', ')}, by which rows are named.`, 'Compare the description of the service with its documentation.')
    : { ok: true, value: { rows: seen.size } });
  const pass: EachCells = async (rows) => {
    const fresh = rows.filter((cells) => {
      const named = keyOf(place, cells);
      const key = JSON.stringify(named);
      if (seen.size >= rowsMax || seen.has(key) || !isMatch(where, cells, typeOf)) return false;
      isNameless ||= named.some((cell) => cell === null || cell === '');
      seen.add(key);
      return true;
    });
    if (fresh.length > 0) await each(fresh);
    return seen.size < rowsMax;
  };
  const leads = leadsOf(where, place.find.map((find) => ({ way: find, by: find.by, folds: find.folds })));
  if (leads === undefined) {
    const outcome = await readAll(open, pass);
    return outcome.ok ? told() : outcome;
  }
  for (const { way: find, tuples } of leads) {
    for (const tuple of tuples) {
      if (seen.size >= rowsMax) break;
      const filling = { ...open.filling, ...fillingFor(find.by, tuple) };
      // Nothing is named by an empty text: its address would be that of the whole list.
      if (holesOf(find.request.path).some((hole) => filling[hole.name] === '')) continue;
      if (place.presumed) {
        const presumed = await readPresumed(open, find, tuple);
        if (!presumed.ok) return presumed;
        await pass(presumed.value);
        continue;
      }
      const outcome = await readListing(open.calls, title, find, filling, (rows) => pass(rows.filter((row) => !isGone(place, row)).map((row) => cellsOf(open.fields, find.adds, filling, row))));
      if (!outcome.ok) return outcome;
    }
  }
  return told();
};
