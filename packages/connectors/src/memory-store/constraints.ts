import type { Cell, Change, FieldShape, Reference } from '../store.ts';
import { comparable } from '../stores/compare.ts';
import type { Cells } from '../stores/matching.ts';
import { drop, find, put, Refused, tupleOf, type Draft, type Table } from './tables.ts';

const fieldOf = (table: Table, name: string): FieldShape => {
  const field = table.fields.get(name);
  if (field === undefined) throw new Refused('not-found', `${table.shape.place} has no field ${name}.`);
  return field;
};

const checkCell = (place: string, field: FieldShape, cell: Cell): void => {
  const at = `${field.name} of ${place}`;
  if (cell === null) {
    if (!field.nullable) throw new Refused('failed', `${at} may not be empty.`);
    return;
  }
  if (comparable(field.type, cell) === undefined) throw new Refused('failed', `${at} cannot hold such a value.`);
  if (field.lengthMax !== null && typeof cell === 'string' && [...cell].length > field.lengthMax) throw new Refused('failed', `${at} holds no more than ${field.lengthMax} characters.`);
  if (field.choices !== undefined && !field.choices.includes(String(cell))) throw new Refused('failed', `${at} holds other choices.`);
};

const isWhole = (cells: readonly Cell[]): boolean => cells.every((cell) => cell !== null);
const touches = (fields: readonly string[], cells: Cells): boolean => fields.some((field) => Object.hasOwn(cells, field));

const checkUniques = (table: Table, row: Cells, changed: Cells): void => {
  for (const fields of [table.shape.key, ...table.shape.uniques]) {
    if (fields.length === 0 || !touches(fields, changed)) continue;
    if (find(table, fields, tupleOf(fields, row)).length > 1) throw new Refused('failed', `${table.shape.place} holds ${fields.join(', ')} once only.`);
  }
};

const checkReference = (draft: Draft, from: Table, reference: Reference, row: Cells): void => {
  const held = tupleOf(reference.fields, row);
  const target = draft.tables.get(reference.to);
  if (!isWhole(held) || target === undefined) return;
  if (find(target, reference.toFields, held).length === 0) throw new Refused('failed', `${reference.name} of ${from.shape.place} points at a row of ${reference.to} that is not there.`);
};

// Asked of the row as it stands then: what is put right before the end is no fault.
const ask = (draft: Draft, reference: Reference, check: () => void): void => { if (reference.deferrable) draft.atEnd.push(check); else check(); };

const checkOutgoing = (draft: Draft, place: string, ids: readonly number[], changed: Cells): void => {
  for (const reference of draft.tables.get(place)?.shape.references ?? []) {
    if (!touches(reference.fields, changed)) continue;
    for (const id of ids) {
      ask(draft, reference, () => {
        const table = draft.tables.get(place);
        const row = table?.rows.get(id);
        if (table !== undefined && row !== undefined) checkReference(draft, table, reference, row);
      });
    }
  }
};

type Gone = { readonly place: string; readonly row: Cells };

const children = (draft: Draft, from: string, reference: Reference, gone: Cells): readonly number[] => {
  const held = tupleOf(reference.toFields, gone);
  const target = draft.tables.get(reference.to);
  const table = draft.tables.get(from);
  if (table === undefined || target === undefined || !isWhole(held) || find(target, reference.toFields, held).length > 0) return [];
  return find(table, reference.fields, held);
};

const checkIncoming = (draft: Draft, gone: readonly Gone[]): void => {
  for (const { place, row } of gone) {
    for (const { from, reference } of draft.pointing.get(place) ?? []) {
      ask(draft, reference, () => {
        if (children(draft, from, reference, row).length > 0) throw new Refused('failed', `Rows of ${from} still point at a row of ${place} (${reference.name}).`);
      });
    }
  }
};

/** Follows each row that went to those that pointed at it, as the references say. */
const settle = (draft: Draft, deleted: readonly Gone[]): void => {
  const queue = [...deleted];
  const all = [...deleted];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const { from, reference } of draft.pointing.get(next.place) ?? []) {
      if (reference.onDelete === 'refuse') continue;
      for (const id of children(draft, from, reference, next.row)) {
        const table = draft.writable(from);
        const row = table.rows.get(id) ?? {};
        if (reference.onDelete === 'cascade') {
          drop(table, id);
          queue.push({ place: from, row });
          all.push({ place: from, row });
          continue;
        }
        // A shape does not tell defaults: here they are all null.
        const cells = Object.fromEntries(reference.fields.map((field) => [field, null]));
        for (const field of reference.fields) checkCell(from, fieldOf(table, field), null);
        put(table, id, { ...row, ...cells });
      }
    }
  }
  checkIncoming(draft, all);
};

const deleteRows = (draft: Draft, change: Change & { readonly change: 'delete' }): number => {
  const gone: Gone[] = [];
  for (const { place, key, keys } of change.rows) {
    const table = draft.writable(place);
    for (const values of keys) {
      const ids = key.length === 0 ? [Number(values[0])] : find(table, key, values);
      for (const id of ids) {
        const row = table.rows.get(id);
        if (row === undefined) continue;
        gone.push({ place, row });
        drop(table, id);
      }
    }
  }
  settle(draft, gone);
  return gone.length;
};

const checkWritten = (table: Table, cells: Cells): void => {
  for (const [name, cell] of Object.entries(cells)) {
    const field = fieldOf(table, name);
    if (field.generated) throw new Refused('failed', `${name} of ${table.shape.place} is filled by the store itself.`);
    checkCell(table.shape.place, field, cell);
  }
};

const setRow = (draft: Draft, change: Change & { readonly change: 'set' }): number => {
  const table = draft.writable(change.place);
  checkWritten(table, change.cells);
  const ids = (change.keyFields.length === 0 ? [Number(change.key[0])] : find(table, change.keyFields, change.key)).filter((id) => table.rows.has(id));
  for (const id of ids) {
    const row = table.rows.get(id) ?? {};
    for (const [name, cell] of Object.entries(change.expect ?? {})) {
      const { type } = fieldOf(table, name);
      if (comparable(type, row[name] ?? null) !== comparable(type, cell)) throw new Refused('conflict', `A row of ${change.place} is no longer as it was read (${name}).`);
    }
    const after = { ...row, ...change.cells };
    put(table, id, after);
    checkUniques(table, after, change.cells);
    checkIncoming(draft, [{ place: change.place, row }]);
  }
  checkOutgoing(draft, change.place, ids, change.cells);
  return ids.length;
};

const insertRows = (draft: Draft, change: Change & { readonly change: 'insert' }): number => {
  const table = draft.writable(change.place);
  const ids: number[] = [];
  for (const cells of change.rows) {
    checkWritten(table, cells);
    const row: Record<string, Cell> = {};
    for (const field of table.fields.values()) {
      const number = field.generated && field.type === 'integer' ? Math.max(0, ...[...table.rows.values()].map((one) => Number(one[field.name]))) + 1 : null;
      row[field.name] = cells[field.name] ?? number;
      if (!field.generated) checkCell(change.place, field, row[field.name] ?? null);
    }
    const id = table.next;
    table.next += 1;
    put(table, id, row);
    checkUniques(table, row, row);
    ids.push(id);
  }
  checkOutgoing(draft, change.place, ids, Object.fromEntries([...table.fields.keys()].map((name) => [name, null])));
  return ids.length;
};

/** Makes one change, with all that follows from it, and gives how many rows it found. Throws `Refused`. */
export const apply = (draft: Draft, change: Change): number => {
  switch (change.change) {
    case 'delete': return deleteRows(draft, change);
    case 'set': return setRow(draft, change);
    case 'insert': return insertRows(draft, change);
  }
};
