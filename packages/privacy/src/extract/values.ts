import { createHmac } from 'node:crypto';
import type { Cell, FieldShape } from '@avouch/connectors/store';
import type { ExtractedPlace, ExtractFault } from '../extract.ts';
import { recast } from '../ownership/cells.ts';
import { pseudonymOf } from '../run/pseudonym.ts';
import { rowName } from './figures.ts';
import type { How, SelectedPlace, SelectedRow } from './rows.ts';
import type { FieldTreatment, Treatments, ValueClass } from './treatment.ts';

/** After so many tries a class has too few values left for everybody. */
const triesMax = 60;

/** How an original is looked up: equal in its class, however a field of another type spells it. */
const textIn = (of: ValueClass, cell: Cell): string => {
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  return of.fold ? text.toLowerCase() : text;
};

type Registry = { readonly field: FieldShape; readonly category: string; readonly values: Map<string, Cell | undefined> };

const widthOf = ({ native }: FieldShape): number => (/tinyint/i.test(native) ? 1 : /smallint|int2/i.test(native) ? 2 : /mediumint/i.test(native) ? 3 : 4);
const kinds: readonly FieldShape['type'][] = ['integer', 'uuid', 'decimal'];
const rankOf = (type: FieldShape['type']): number => (kinds.includes(type) ? kinds.indexOf(type) : kinds.length);

/** The narrowest field of a class: what fits there fits everywhere. */
const narrowest = (fields: readonly FieldShape[]): FieldShape | undefined =>
  [...fields].sort((a, b) => rankOf(a.type) - rankOf(b.type) || widthOf(a) - widthOf(b) || (a.lengthMax ?? Number.MAX_SAFE_INTEGER) - (b.lengthMax ?? Number.MAX_SAFE_INTEGER))[0];

/** Keyed order: the same for the same key, and telling nothing without it. */
const shuffled = (key: Uint8Array, values: readonly string[]): readonly string[] =>
  values.map((value) => ({ value, rank: createHmac('sha256', key).update(`avouch/extract/order/v1\n${value}`).digest('hex') })).sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ value }) => value);

/**
 * The other value of every value of a class: derived from the key and the value alone, so that equal ones stay equal in whatever
 * store; only where two meet in a narrow field does the order of the values decide. None of them is an original.
 */
function registryOf(key: Uint8Array, members: readonly FieldTreatment[], originals: ReadonlySet<string>): Registry | undefined {
  const field = narrowest(members.map(({ shape }) => shape));
  const [first] = members;
  if (field === undefined || first === undefined) return undefined;
  const values = new Map<string, Cell | undefined>();
  const [apart, used] = [members.some((one) => one.apart), new Set<string>()];
  const choices = field.choices === undefined ? undefined : [...field.choices].sort();
  const turned = shuffled(key, choices ?? []);
  for (const original of [...originals].sort()) {
    if (choices !== undefined) {
      values.set(original, turned[choices.indexOf(original)]);
      continue;
    }
    for (let attempt = 0; attempt < triesMax && !values.has(original); attempt += 1) {
      const value = pseudonymOf({ secret: key, seed: JSON.stringify(['extract', original]), attempt, category: first.of.category, field, blank: false, nobody: false });
      if (value === undefined) break;
      const text = textIn(first.of, value);
      if (apart ? used.has(text) || originals.has(text) : text === original && field.type !== 'boolean') continue;
      used.add(text);
      values.set(original, value);
    }
  }
  return { field, category: first.of.category, values };
}

type Sides = { readonly key: Uint8Array; readonly registries: ReadonlyMap<string, Registry>; readonly lists: ReadonlyMap<string, readonly Cell[]>; readonly faults: Map<string, ExtractFault> };

const noValue = ({ place, shape }: FieldTreatment): ExtractFault => ({ place, field: shape.name, sentence: `${place}.${shape.name} (${shape.native}) needs another value for each of its values, and no such value is known or free: choose fewer people, or map it as none if it tells nothing of a person.` });

/** What stands for an emptied value that cannot be null: the same for everybody, so that it tells nothing. */
const blankOf = (key: Uint8Array, { shape, category }: FieldTreatment): Cell | undefined =>
  pseudonymOf({ secret: key, seed: JSON.stringify(['extract', 'blank']), attempt: 0, category, field: shape, blank: true, nobody: false });

function cellFor(sides: Sides, one: FieldTreatment, cell: Cell, how: How): Cell {
  const { shape, treatment } = one;
  if (cell === null) return null;
  const failed = (): Cell => {
    sides.faults.set(`${one.place}.${shape.name}`, noValue(one));
    return null;
  };
  // Another's row that had to come tells nothing but what joins need.
  if (treatment === 'empty' || (how === 'forced' && !one.apart)) return shape.nullable ? null : blankOf(sides.key, one) ?? failed();
  if (treatment === 'keep') return cell;
  if (treatment === 'choose') {
    const list = sides.lists.get(`${one.from?.place}.${one.from?.field}`) ?? [];
    const at = Number.parseInt(createHmac('sha256', sides.key).update(`avouch/extract/list/v1\n${textIn(one.of, cell)}`).digest('hex').slice(0, 12), 16) % Math.max(1, list.length);
    return list[at] ?? failed();
  }
  const value = sides.registries.get(one.of.id)?.values.get(textIn(one.of, cell));
  const cast = value === undefined ? undefined : recast(value, shape.type);
  return cast === undefined ? failed() : cast;
}

const countsOf = ({ rows, loosened }: SelectedPlace): ExtractedPlace['counts'] => {
  const counts = { own: 0, shared: 0, list: 0, along: 0, forced: 0, loosened };
  for (const { how } of rows.values()) counts[how] += 1;
  return counts;
};

/** Puts other values in the place of personal ones. A field for which that cannot be done is a fault. */
export function replaceValues(selected: readonly SelectedPlace[], treatments: Treatments, key: Uint8Array): { readonly places: readonly ExtractedPlace[]; readonly faults: readonly ExtractFault[] } {
  const byPlace = new Map(selected.map((place) => [place.shape.place, place]));
  const cellsAt = (place: string, field: string): Cell[] => [...(byPlace.get(place)?.rows.values() ?? [])].map(({ cells }: SelectedRow) => cells[field] ?? null).filter((cell) => cell !== null);
  const replaced = treatments.fields.filter(({ treatment }) => treatment === 'replace');
  const registries = new Map<string, Registry>();
  for (const id of new Set(replaced.map(({ of }) => of.id))) {
    const members = replaced.filter(({ of }) => of.id === id);
    const registry = registryOf(key, members, new Set(members.flatMap((one) => cellsAt(one.place, one.shape.name).map((cell) => textIn(one.of, cell)))));
    if (registry !== undefined) registries.set(id, registry);
  }
  const lists = new Map(treatments.fields.flatMap(({ from }) => (from === undefined ? [] : [[`${from.place}.${from.field}`, [...new Map(cellsAt(from.place, from.field).map((cell) => [JSON.stringify(cell), cell])).values()].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))] as const])));
  const sides: Sides = { key, registries, lists, faults: new Map() };
  const places = selected.filter(({ rows }) => rows.size > 0).map((place): ExtractedPlace => {
    const fields = treatments.fields.filter((one) => one.place === place.shape.place);
    const rows = [...place.rows.values()].map(({ how, cells }) => ({ how, cells: Object.fromEntries(fields.map((one) => [one.shape.name, cellFor(sides, one, cells[one.shape.name] ?? null, how)])) }));
    return {
      shape: place.shape, counts: countsOf(place), rows: rows.map(({ cells }) => cells),
      blanks: new Set(rows.filter(({ how }) => how === 'forced').map(({ cells }) => rowName(place.shape.key, cells)).filter((name) => name !== '')),
      replaced: fields.filter(({ treatment }) => treatment === 'replace' || treatment === 'choose').map(({ shape }) => shape.name),
      emptied: fields.filter(({ treatment }) => treatment === 'empty').map(({ shape }) => shape.name),
    };
  });
  return { places, faults: [...sides.faults.values()] };
}
