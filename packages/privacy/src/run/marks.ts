import type { Cell, Change, Condition, FieldShape, Outcome, Session } from '@avouch/connectors/store';
import type { DataMap, Identity, MappedPlace } from '../datamap.ts';
import type { PlaceRef, Stores } from '../ownership.ts';
import { fieldShape, keyOf, type Ground } from '../ownership/drafts.ts';
import { locate, locatorOf, type Locator } from '../ownership/locate.ts';
import { pieces, rememberedOf, type Remembered } from '../ownership/lookups.ts';
import { personalPlaces } from '../ownership/roles.ts';
import { readShapes } from '../ownership/shapes.ts';
import type { MarkName, Plan, RowMark } from '../plan.ts';
import type { Deed } from '../run.ts';

/** What a field holds in a marked row: yes, one, the moment, the day, or the word itself. Undefined for a field that can hold no mark. */
function markedAs({ type }: FieldShape, mark: MarkName, at: string): Cell | undefined {
  return { boolean: true, integer: 1, instant: at, day: at.slice(0, 10), text: mark }[type as 'boolean' | 'integer' | 'instant' | 'day' | 'text'];
}

/** What it holds in a row that is not. */
const unmarkedAs = ({ type }: FieldShape): Cell => (type === 'boolean' ? false : type === 'integer' ? 0 : null);

/** Why a field cannot hold a mark; null when it can. */
export function unfitMark(shape: FieldShape | undefined, key: readonly string[]): string | null {
  if (shape === undefined) return 'the store has no such field';
  if (markedAs(shape, 'restricted', '') === undefined) return `it holds ${shape.native}, and a mark is yes or no, a number, a day, a moment or a text`;
  if (shape.generated || key.includes(shape.name)) return 'the store fills it, or it names the row';
  return unmarkedAs(shape) === null && !shape.nullable ? 'it cannot be empty, so a mark could never be taken away' : null;
}

/** Rows whose field does not say what it should by now: the first time those without the mark, a second time none. */
function differing(shape: FieldShape, on: boolean, field: string): Condition {
  const yes = shape.type === 'boolean' || shape.type === 'integer';
  const marked: Condition = yes ? { op: 'in', fields: [field], tuples: [[shape.type === 'boolean' ? true : 1]] } : { op: 'known', fields: [field] };
  return on ? { op: 'not', of: marked } : marked;
}

const narrowed = (locator: Locator, where: Condition): Locator => ({ ...locator, where: { op: 'all', of: [where, locator.where] }, owned: { op: 'all', of: [where, locator.owned] } });

/** The keys of this person's own rows in which a mark is still to be set, or taken away. Rows that are others' too are left as they are. */
async function pending(ground: Ground, remembered: Remembered, session: Session, ref: PlaceRef, { field }: RowMark, on: boolean): Promise<Outcome<readonly (readonly Cell[])[]>> {
  const shape = fieldShape(ground, ref, field);
  if (shape === undefined) return { ok: true, value: [] };
  const locator = await locatorOf(ground, remembered, ref);
  if (!locator.ok) return locator;
  const keys: (readonly Cell[])[] = [];
  const read = await locate(ground, remembered, session, narrowed(locator.value, differing(shape, on, field)), { fields: [], ownedOnly: true }, (rows) => {
    keys.push(...rows.filter(({ standing }) => standing === 'own').map(({ key }) => key));
  });
  return read.ok ? { ok: true, value: keys } : read;
}

type Wanted = readonly { readonly ref: PlaceRef; readonly marks: readonly RowMark[] }[];

/** Sets or takes away marks in one system, in one work. */
async function markIn(ground: Ground, system: string, wanted: Wanted, on: boolean, at: string): Promise<Outcome<Readonly<Record<string, { readonly marked: number }>>>> {
  const store = ground.stores[system];
  if (store === undefined) return { ok: false, problem: { kind: 'unreachable', sentence: `The system ${system} is not connected.`, remedy: 'Connect it and start the run again.' } };
  const remembered = rememberedOf();
  return store.work('write', async (session) => {
    const counts: Record<string, { marked: number }> = {};
    for (const { ref, marks } of wanted) {
      for (const mark of marks) {
        const keys = await pending(ground, remembered, session, ref, mark, on);
        if (!keys.ok) return keys;
        const shape = fieldShape(ground, ref, mark.field);
        const value = shape === undefined ? undefined : on ? markedAs(shape, mark.mark, at) : unmarkedAs(shape);
        if (value === undefined) continue;
        const changes = keys.value.map((key): Change => ({ change: 'set', place: ref.place, keyFields: keyOf(ground, ref), key, cells: { [mark.field]: value } }));
        for (const some of pieces(changes, 200)) {
          const outcome = await session.change(some);
          if (!outcome.ok) return outcome;
        }
        counts[ref.place] = { marked: (counts[ref.place]?.marked ?? 0) + keys.value.length };
      }
    }
    return { ok: true, value: counts };
  });
}

const sumOf = (counts: Readonly<Record<string, { readonly marked: number }>>): number => Object.values(counts).reduce((sum, { marked }) => sum + marked, 0);

/** The places of a plan in which rows get a mark. */
export const markedIn = (plan: Plan, system: string): Wanted => plan.places.filter((place) => place.system === system && place.does === 'change').flatMap(({ place, marks }) => (marks === undefined ? [] : [{ ref: { system, place }, marks }]));

/** The step of a plan that marks rows in one system. */
export async function markSystem(ground: Ground, plan: Plan, system: string, at: string): Promise<Deed> {
  const planned = plan.places.filter((place) => place.system === system && place.marks !== undefined).reduce((sum, { rows }) => sum + rows.own, 0);
  const step = { step: `change:${system}`, system, place: null, does: 'change' as const, planned };
  const outcome = await markIn(ground, system, markedIn(plan, system), true, at);
  return outcome.ok ? { ...step, done: sumOf(outcome.value), counts: outcome.value } : { ...step, done: 0, problem: outcome.problem };
}

/** Rows that should bear a mark and do not, when everything is read again. */
export async function unmarked(ground: Ground, remembered: Remembered, session: Session, plan: Plan, system: string): Promise<Outcome<readonly { readonly ref: PlaceRef; readonly mark: RowMark; readonly keys: readonly (readonly Cell[])[] }[]>> {
  const found = [];
  for (const { ref, marks } of markedIn(plan, system)) {
    for (const mark of marks) {
      const keys = await pending(ground, remembered, session, ref, mark, true);
      if (!keys.ok) return keys;
      found.push({ ref, mark, keys: keys.value });
    }
  }
  return { ok: true, value: found };
}

/** The marks that a place can bear, of those that are asked. */
export const marksOf = ({ marks }: Pick<MappedPlace, 'marks'>, asked: readonly MarkName[]): readonly RowMark[] => asked.flatMap((mark) => {
  const field = marks?.[mark];
  return field === undefined ? [] : [{ mark, field }];
});

/**
 * Takes a mark away from every own row of a person, in every store: a restriction is lifted. Doing it again finds nothing left to do. Gives
 * how many rows there were by `system/place`, and a problem for each system of which nobody knows.
 */
export async function clearMarks({ map, identity, stores, mark, at }: { readonly map: DataMap; readonly identity: Identity; readonly stores: Stores; readonly mark: MarkName; readonly at: string }): Promise<{ readonly cleared: Readonly<Record<string, number>>; readonly problems: readonly string[] }> {
  const wanted = personalPlaces(map).flatMap(({ ref, place }) => (marksOf(place, [mark]).length === 0 ? [] : [{ ref, marks: marksOf(place, [mark]) }]));
  const { shapes } = await readShapes(Object.fromEntries(Object.entries(stores).filter(([system]) => map.systems[system] !== undefined)));
  const cleared: Record<string, number> = {};
  const problems: string[] = [];
  for (const system of new Set(wanted.map(({ ref }) => ref.system))) {
    const outcome = await markIn({ map, identity, stores, shapes }, system, wanted.filter(({ ref }) => ref.system === system), false, at);
    if (!outcome.ok) problems.push(`${system}: ${outcome.problem.sentence} ${outcome.problem.remedy}`);
    else for (const [place, { marked }] of Object.entries(outcome.value)) if (marked > 0) cleared[`${system}/${place}`] = marked;
  }
  return { cleared, problems };
}
