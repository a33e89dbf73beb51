import type { Cell, Change, FieldShape, Outcome, RowSet, Session } from '@avouch/connectors/store';
import { sameCell, tupleIn, tupleText } from '../ownership/cells.ts';
import type { Ground } from '../ownership/drafts.ts';
import { pieces } from '../ownership/lookups.ts';
import { changesIn, type FieldChange, type ValueChange } from './cleared.ts';
import type { JudgedSystem } from './judge.ts';
import { referencesOf, type JudgedRow, type PlaceSide } from './judged.ts';
import { pseudonymOf } from './pseudonym.ts';

/** What is to be written to one row: only what differs from what stands. */
export type RowWrite = { readonly side: PlaceSide; readonly row: JudgedRow; readonly cells: Readonly<Record<string, Cell>> };

/** A list of which some values go must still be the one that was read: else another value would stand in their place. */
const expected = (row: JudgedRow, cells: Readonly<Record<string, Cell>>): { readonly expect?: Readonly<Record<string, Cell>> } => {
  const lists = Object.keys(cells).filter((field) => Array.isArray(cells[field]));
  return lists.length === 0 ? {} : { expect: Object.fromEntries(lists.map((field) => [field, row.cells[field] ?? null])) };
};

/** After so many tries a field has too few values left for everybody. */
const triesMax = 60;

type Taken = Set<string>;

const shapeIn = (side: PlaceSide, field: string): FieldShape | undefined => side.shape.fields.find(({ name }) => name === field);

function valueFor(secret: Uint8Array, side: PlaceSide, row: JudgedRow, field: string, change: FieldChange, attempt: number): Cell | undefined {
  const shape = shapeIn(side, field);
  const mapped = side.place.fields[field];
  const inStead = (kind: ValueChange, of: FieldShape): Cell | undefined => pseudonymOf({
    secret, seed: JSON.stringify([side.ref.system, side.ref.place, side.key.length === 0 ? [] : row.key, field]), attempt, category: mapped?.category ?? 'other', field: of, blank: kind === 'blank', nobody: side.naming.has(field),
  });
  const values = row.cells[field];
  const kind = typeof change === 'object' ? change.change : change;
  if (Array.isArray(values) && (typeof change === 'object' || (field.includes('[]') && kind !== 'null'))) {
    const goes = (at: number): boolean => typeof change !== 'object' || change.only.has(at);
    return (values as readonly Cell[]).map((cell, at) => (cell === null || !goes(at) ? cell : kind === 'null' || shape === undefined ? null : inStead(kind, { ...shape, type: typeof cell === 'number' ? 'integer' : 'text' }) ?? null));
  }
  return kind === 'null' || shape === undefined ? null : inStead(kind, shape);
}

/** Whether another row, of the store or of this run, already holds the tuple that must be unique. */
async function isTaken(session: Session, side: PlaceSide, row: JudgedRow, unique: readonly string[], tuple: readonly Cell[], taken: Taken): Promise<Outcome<boolean>> {
  const name = `${side.ref.place} ${unique.join()} ${tupleText(tuple)}`;
  if (taken.has(name)) return { ok: true, value: true };
  let other = false;
  const outcome = await session.read({ place: side.ref.place, key: side.key, fields: [], where: { op: 'in', fields: unique, tuples: [tuple] }, rowsMax: 2 }, (rows) => {
    other ||= rows.some(({ key }) => tupleText(key) !== row.id);
  });
  if (!outcome.ok) return outcome;
  if (!other) taken.add(name);
  return { ok: true, value: other };
}

const noValue = (side: PlaceSide, field: string): Outcome<never> => ({ ok: false, problem: {
  kind: 'unsupported', sentence: `${field} of ${side.ref.place} cannot be empty, and no other value of its kind (${shapeIn(side, field)?.native ?? 'unknown'}) is known or free.`,
  remedy: 'Let the field be empty in the database, or say in the data map that its rows are deleted.',
} });

/** The cells that one row gets, with values that break no uniqueness. */
async function cellsFor(session: Session, secret: Uint8Array, side: PlaceSide, row: JudgedRow, taken: Taken): Promise<Outcome<Readonly<Record<string, Cell>>>> {
  const cells: Record<string, Cell> = {};
  const changes = changesIn(side, row);
  const unread = [...changes.keys()].filter((field) => !(field in row.cells));
  for (const [field, change] of changes) {
    const uniques = change === 'null' || typeof change === 'object' ? [] : side.shape.uniques.filter((unique) => unique.includes(field));
    let value: Cell | undefined;
    for (let attempt = 0; attempt < triesMax && value === undefined; attempt += 1) {
      const wish = valueFor(secret, side, row, field, change, attempt);
      if (wish === undefined) return noValue(side, field);
      let free = true;
      for (const unique of uniques) {
        const tuple = tupleIn({ ...row.cells, ...cells, [field]: wish }, unique);
        if (tuple === null) continue;
        const found = await isTaken(session, side, row, unique, tuple, taken);
        if (!found.ok) return found;
        free &&= !found.value;
      }
      if (free) value = wish;
    }
    if (value === undefined) return noValue(side, field);
    if (unread.includes(field) || !sameCell(row.cells[field] ?? null, value, shapeIn(side, field))) cells[field] = value;
  }
  return { ok: true, value: cells };
}

/** Everything that is to be written to rows that stay. A second time there is nothing left to write. */
export async function writesOf(session: Session, secret: Uint8Array, { sides }: JudgedSystem): Promise<Outcome<readonly RowWrite[]>> {
  const writes: RowWrite[] = [];
  const taken: Taken = new Set();
  for (const side of sides.values()) {
    for (const row of side.rows) {
      if (row.status === 'delete' || row.status === 'hold') continue;
      const cells = await cellsFor(session, secret, side, row, taken);
      if (!cells.ok) return cells;
      if (Object.keys(cells.value).length > 0) writes.push({ side, row, cells: cells.value });
    }
  }
  return { ok: true, value: writes };
}

const keyless = (place: string): Outcome<never> => ({ ok: false, problem: { kind: 'unsupported', sentence: `Rows of ${place} have no key, so no single one of them can be changed or deleted.`, remedy: 'Name fields that tell its rows apart as the key of the place in the data map.' } });

/** The sets before and after the deletions: pointers are let go first, and what others pointed at changes last. */
export function setsOf(ground: Ground, system: string, writes: readonly RowWrite[], loosened: JudgedSystem['loosened']): { readonly before: readonly Change[]; readonly after: readonly Change[] } {
  const pointedAt = new Set(referencesOf(ground, system).flatMap(({ reference }) => reference.toFields.map((field) => `${reference.to} ${field}`)));
  const [before, after]: [Change[], Change[]] = [[], []];
  for (const { side, row, cells } of writes) {
    const split = (late: boolean): Record<string, Cell> => Object.fromEntries(Object.entries(cells).filter(([field, value]) => (value !== null && pointedAt.has(`${side.ref.place} ${field}`)) === late));
    for (const [list, part] of [[before, split(false)], [after, split(true)]] as const) {
      if (Object.keys(part).length > 0) list.push({ change: 'set', place: side.ref.place, keyFields: side.key, key: row.key, cells: part, ...expected(row, part) });
    }
  }
  const letGo = new Map<string, Change>();
  for (const { place, keyFields, key, field } of loosened) letGo.set(`${place} ${tupleText(key)} ${field}`, { change: 'set', place, keyFields, key, cells: { [field]: null } });
  return { before: [...letGo.values(), ...before], after };
}

/** Deletions in an order in which no row is gone before those that point at it; places that point at each other go together. */
export function deletionsOf(ground: Ground, { system, sides }: JudgedSystem): readonly Change[] {
  const sets = new Map<string, RowSet>();
  for (const side of sides.values()) {
    const keys = side.rows.filter(({ status }) => status === 'delete').map(({ key }) => key);
    if (keys.length > 0) sets.set(side.ref.place, { place: side.ref.place, key: side.key, keys });
  }
  const turning = new Set(referencesOf(ground, system).filter(({ from, reference }) => from.place === reference.to).map(({ from }) => from.place));
  return inDeletionOrder(ground, system, [...sets.keys()]).flatMap((knot): Change[] => {
    const rows = knot.flatMap((place) => sets.get(place) ?? []);
    const alone = knot.length === 1 && !turning.has(knot[0] ?? '');
    return alone ? rows.flatMap((set) => pieces(set.keys).map((keys) => ({ change: 'delete', rows: [{ ...set, keys }] }) as const)) : [{ change: 'delete', rows }];
  });
}

/** Places in the order in which their rows can be deleted, those that point at each other together. */
export function inDeletionOrder(ground: Ground, system: string, places: readonly string[]): readonly (readonly string[])[] {
  const pointsAt = new Map<string, string[]>();
  for (const { from, reference } of referencesOf(ground, system)) if (places.includes(from.place) && places.includes(reference.to)) pointsAt.set(from.place, [...(pointsAt.get(from.place) ?? []), reference.to]);
  return knotsOf(places, pointsAt);
}

/** Places grouped where they point at each other, each group before those that it points at (Tarjan, the other way round). */
function knotsOf(places: readonly string[], pointsAt: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const [index, low, stack, knots] = [new Map<string, number>(), new Map<string, number>(), [] as string[], [] as string[][]];
  const visit = (place: string): void => {
    index.set(place, index.size);
    low.set(place, index.get(place) ?? 0);
    stack.push(place);
    for (const to of pointsAt.get(place) ?? []) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(place, Math.min(low.get(place) ?? 0, low.get(to) ?? 0));
    }
    if (low.get(place) === index.get(place)) knots.push(stack.splice(stack.indexOf(place)));
  };
  for (const place of places) if (!index.has(place)) visit(place);
  return knots.reverse();
}

/** Makes the changes of one judged system: lets go, deletes, writes. Inside one work of an atomic store it is all or nothing. */
export async function applyTo(session: Session, ground: Ground, judged: JudgedSystem, writes: readonly RowWrite[]): Promise<Outcome<{ readonly rows: number }>> {
  // A store's own name for a row is good inside one work only.
  const nameless = ground.stores[judged.system]?.atomic === true ? undefined : [...judged.sides.values()].find((side) => side.key.length === 0 && (side.rows.some(({ status }) => status === 'delete') || writes.some((write) => write.side === side)));
  if (nameless !== undefined) return keyless(nameless.ref.place);
  const { before, after } = setsOf(ground, judged.system, writes, judged.loosened);
  let rows = 0;
  for (const changes of pieces([...before, ...deletionsOf(ground, judged), ...after], 200)) {
    const outcome = await session.change(changes);
    if (!outcome.ok) return outcome;
    rows += outcome.value.reduce((sum, one) => sum + one.rows, 0);
  }
  return { ok: true, value: { rows } };
}
