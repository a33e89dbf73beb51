import type { Cell } from '@avouch/connectors/store';
import type { ExtractFault } from '../extract.ts';
import type { SelectedPlace } from './rows.ts';
import type { FieldTreatment } from './treatment.ts';

type Cells = Readonly<Record<string, Cell>>;

/**
 * The originals that must not be found again. `whole`: no text of the target may be one. `within`: none may stand in a text
 * either, by their first characters. `numbers`: by field, numbers by which people are known. `lists`: fields that hold entries of
 * lists, and are not looked at.
 */
export type Originals = { readonly whole: ReadonlySet<string>; readonly within: ReadonlyMap<string, readonly string[]>; readonly numbers: ReadonlyMap<string, ReadonlySet<string>>; readonly lists: ReadonlySet<string> };

/** Shorter values are found everywhere by chance. */
const charactersLeast = 5;
/** What leads to a person wherever it stands. */
const leading = /^(name|contact|government-id|tax-id|payment\.(card|account)|online-id|credential)/;

const plain = (text: string): string => text.trim().toLowerCase();

/** The originals of all chosen rows. A closed list of choices, days and amounts are no originals: they are met by chance. */
export function originalsOf(selected: readonly SelectedPlace[], treatments: readonly FieldTreatment[]): Originals {
  const whole = new Set<string>();
  const within = new Map<string, string[]>();
  const numbers = new Map<string, Set<string>>();
  const lists = new Set<string>();
  const rows = new Map(selected.map((place) => [place.shape.place, place.rows]));
  for (const one of treatments) {
    const name = `${one.place}.${one.shape.name}`;
    if (one.treatment === 'choose') {
      lists.add(name);
      lists.add(`${one.from?.place}.${one.from?.field}`);
    }
    if (one.treatment !== 'replace' && one.treatment !== 'empty') continue;
    const texts = [...(rows.get(one.place)?.values() ?? [])].flatMap(({ cells }) => textsIn(cells[one.shape.name] ?? null)).map(plain).filter((text) => text.length >= charactersLeast);
    if (one.shape.choices !== undefined) continue;
    if (one.shape.type === 'integer' || one.shape.type === 'decimal') {
      if (one.of.names) numbers.set(name, new Set(texts));
    } else if (!['day', 'instant', 'time', 'boolean'].includes(one.shape.type)) {
      for (const text of texts) {
        if (whole.has(text)) continue;
        whole.add(text);
        if (!one.of.names && !leading.test(one.of.category)) continue;
        const start = text.slice(0, charactersLeast);
        const known = within.get(start);
        if (known === undefined) within.set(start, [text]);
        else known.push(text);
      }
    }
  }
  return { whole, within, numbers, lists };
}

/** Every text and number of a cell, however deep. */
function textsIn(cell: Cell): string[] {
  if (cell === null || typeof cell === 'boolean') return [];
  if (typeof cell === 'number') return [String(cell)];
  if (typeof cell === 'string') return [cell];
  return Object.values(cell).flatMap((one) => textsIn(one as Cell));
}

const isWordAt = (text: string, at: number): boolean => /[\p{L}\p{N}]/u.test(text[at] ?? ' ');

function holds({ whole, within }: Originals, given: string): boolean {
  const text = plain(given);
  if (whole.has(text)) return true;
  for (let at = 0; at + charactersLeast <= text.length; at += 1) {
    const found = within.get(text.slice(at, at + charactersLeast));
    if (found?.some((one) => text.startsWith(one, at) && !isWordAt(text, at - 1) && !isWordAt(text, at + one.length)) === true) return true;
  }
  return false;
}

/** Where originals of personal values stand in these rows, one fault for each field. Fields that are `allowed`, as `place.field`, are not looked at. */
export function leaksIn(originals: Originals, places: readonly { readonly place: string; readonly rows: readonly Cells[] }[], allowed: readonly string[]): readonly ExtractFault[] {
  const found = new Map<string, { place: string; field: string; count: number }>();
  for (const { place, rows } of places) {
    for (const row of rows) {
      for (const [field, cell] of Object.entries(row)) {
        const name = `${place}.${field}`;
        if (cell === null || allowed.includes(name) || originals.lists.has(name)) continue;
        const numbers = originals.numbers.get(name);
        if (!textsIn(cell).some((text) => numbers?.has(text) === true || holds(originals, text))) continue;
        const one = found.get(name) ?? { place, field, count: 0 };
        one.count += 1;
        found.set(name, one);
      }
    }
  }
  return [...found.values()].map(({ place, field, count }) => ({ place, field, sentence: `${place}.${field} holds in ${count} ${count === 1 ? 'row' : 'rows'} a value that is personal elsewhere: correct the data map, or allow the field if that is right.` }));
}
