import type { Cell, Condition, Outcome, PlaceShape, Reference, Session, StoredRow } from '@avouch/connectors/store';
import type { ExtractOrder } from '../extract.ts';
import { distinct, tupleIn, tupleText } from '../ownership/cells.ts';
import { keyOf, type Ground } from '../ownership/drafts.ts';
import { locate, locatorOf, type Locator } from '../ownership/locate.ts';
import { pieces, rememberedOf, type Remembered } from '../ownership/lookups.ts';
import { placeOf, rolesOf } from '../ownership/roles.ts';

/**
 * Why a row comes: it is a chosen person's own or shared with others; a place of nobody comes whole (`list`), or its row hangs
 * on chosen rows (`along`), or a chosen row points at it (`along`); or it is another person's, and a reference that cannot be
 * empty points at it (`forced`).
 */
export type How = 'own' | 'shared' | 'list' | 'along' | 'forced';

/** How many rows of a place come and why, and how many of their references were emptied because they point at people not chosen. */
export type Counts = Readonly<Record<How, number>> & { readonly loosened: number };

export type SelectedRow = { readonly how: How; readonly cells: Record<string, Cell> };

/** The chosen rows of one place. `list`: it belongs to nobody, and hangs on no place of people. */
export type SelectedPlace = { readonly shape: PlaceShape; readonly list: boolean; readonly rows: Map<string, SelectedRow>; loosened: number };

type Nature = 'owned' | 'shown' | 'attached' | 'list';

/** What each place is to people: owned by them, only shown to them, hanging by references on such places, or none of it. */
export function naturesOf(ground: Pick<Ground, 'map'>, system: string, places: readonly PlaceShape[]): ReadonlyMap<string, Nature> {
  const natures = new Map<string, Nature>();
  for (const { place } of places) {
    const mapped = placeOf(ground.map, { system, place });
    const roles = mapped?.personal === true ? rolesOf(mapped) : [];
    natures.set(place, roles.some(({ kind }) => kind === 'owner') ? 'owned' : roles.length > 0 ? 'shown' : 'list');
  }
  for (let before = -1, now = 0; before !== now; before = now, now = [...natures.values()].filter((one) => one === 'attached').length) {
    for (const { place, references } of places) {
      if (natures.get(place) === 'list' && references.some(({ to }) => to !== place && (natures.get(to) ?? 'list') !== 'list')) natures.set(place, 'attached');
    }
  }
  return natures;
}

type Work = {
  readonly session: Session; readonly ground: Ground; readonly order: ExtractOrder; readonly remembered: Remembered;
  readonly natures: ReadonlyMap<string, Nature>; readonly places: ReadonlyMap<string, SelectedPlace>; readonly locators: Map<string, Locator>;
  total: number;
};

const fieldsOf = (shape: PlaceShape): readonly string[] => shape.fields.map(({ name }) => name);
const good = { ok: true, value: null } as const;
type Done = Outcome<null>;

function add(work: Work, to: SelectedPlace, how: How, { key, cells }: Pick<StoredRow, 'key' | 'cells'>): SelectedRow | undefined {
  const id = tupleText(key);
  if (to.rows.has(id) || work.total > work.order.rowsMax) return undefined;
  work.total += 1;
  const row = { how, cells: { ...cells } };
  to.rows.set(id, row);
  return row;
}

const tooMany = (work: Work): Outcome<never> => ({ ok: false, problem: { kind: 'too-large', sentence: `The extract would hold more than ${work.order.rowsMax} rows.`, remedy: 'Choose fewer people.' } });

/** All chosen rows by place, closed under references as far as nobody else's rows come along. */
export async function selectRows(session: Session, ground: Ground, order: ExtractOrder): Promise<Outcome<readonly SelectedPlace[]>> {
  const shapes = ground.shapes[order.system]?.places ?? [];
  const natures = naturesOf(ground, order.system, shapes);
  const places = new Map(shapes.map((shape) => [shape.place, { shape, list: natures.get(shape.place) === 'list', rows: new Map<string, SelectedRow>(), loosened: 0 }]));
  const work: Work = { session, ground, order, natures, places, remembered: rememberedOf(), locators: new Map(), total: 0 };
  for (const place of places.values()) {
    order.progress(`Reading ${place.shape.place} …`);
    const nature = natures.get(place.shape.place);
    const read = nature === 'owned' ? await takeOwned(work, place) : nature === 'list' ? await takeList(work, place) : good;
    if (!read.ok) return read;
  }
  order.progress('Following references …');
  const hung = await takeAttached(work);
  if (!hung.ok) return hung;
  const closed = await close(work);
  if (!closed.ok) return closed;
  return work.total > order.rowsMax ? tooMany(work) : { ok: true, value: [...places.values()] };
}

async function locatorFor(work: Work, place: string): Promise<Outcome<Locator>> {
  const known = work.locators.get(place);
  if (known !== undefined) return { ok: true, value: known };
  const made = await locatorOf(work.ground, work.remembered, { system: work.order.system, place }, 'any');
  if (made.ok) work.locators.set(place, made.value);
  return made;
}

async function takeOwned(work: Work, place: SelectedPlace): Promise<Done> {
  const locator = await locatorFor(work, place.shape.place);
  if (!locator.ok) return locator;
  const read = await locate(work.ground, work.remembered, work.session, locator.value, { fields: fieldsOf(place.shape), ownedOnly: true, rowsMax: work.order.rowsMax + 1 }, (rows) => {
    for (const row of rows) add(work, place, row.standing === 'shared' ? 'shared' : 'own', row);
  });
  return read.ok ? good : read;
}

const everything: Condition = { op: 'all', of: [] };

async function readInto(work: Work, place: SelectedPlace, how: How, where: Condition, each: (row: SelectedRow) => void = () => undefined): Promise<Done> {
  const ref = { system: work.order.system, place: place.shape.place };
  const read = await work.session.read({ place: ref.place, key: keyOf(work.ground, ref), fields: fieldsOf(place.shape), where, rowsMax: work.order.rowsMax + 1 }, (rows) => {
    for (const row of rows) {
      const added = add(work, place, how, row);
      if (added !== undefined) each(added);
    }
  });
  return read.ok ? good : read;
}

async function takeList(work: Work, place: SelectedPlace): Promise<Done> {
  const counted = await work.session.count(place.shape.place, everything);
  if (!counted.ok) return counted;
  return counted.value > work.order.listRowsMax ? good : readInto(work, place, 'list', everything);
}

const tuplesAt = (place: SelectedPlace | undefined, fields: readonly string[]): readonly (readonly Cell[])[] =>
  distinct([...(place?.rows.values() ?? [])].map(({ cells }) => tupleIn(cells, fields)).filter((tuple) => tuple !== null));

const fieldIn = (shape: PlaceShape, name: string): PlaceShape['fields'][number] | undefined => shape.fields.find((field) => field.name === name);

/** The fields of a reference that can be emptied so that it points nowhere. */
export const loosenable = (shape: PlaceShape, { fields }: Reference): readonly string[] =>
  fields.filter((name) => fieldIn(shape, name)?.nullable === true && fieldIn(shape, name)?.generated === false && !shape.key.includes(name));

/** Rows of nobody that hang on chosen rows: all that they must point at is chosen, and something that they point at is. */
async function takeAttached(work: Work): Promise<Done> {
  for (let before = -1; before !== work.total && work.total <= work.order.rowsMax;) {
    before = work.total;
    for (const place of work.places.values()) {
      if (work.natures.get(place.shape.place) !== 'attached') continue;
      const holding = place.shape.references.filter(({ to }) => to !== place.shape.place && (work.natures.get(to) ?? 'list') !== 'list');
      const inside = (reference: Reference): Condition => ({ op: 'in', fields: reference.fields, tuples: tuplesAt(work.places.get(reference.to), reference.toFields) });
      const bound = holding.filter((reference) => loosenable(place.shape, reference).length === 0);
      const read = await readInto(work, place, 'along', { op: 'all', of: [...bound.map(inside), { op: 'any', of: holding.map(inside) }] });
      if (!read.ok) return read;
    }
  }
  return good;
}

type Pointing = { readonly row: SelectedRow; readonly tuple: readonly Cell[] };

/** Follows references upward until every row that a chosen row points at is there, or the reference is empty. */
async function close(work: Work): Promise<Done> {
  let open: { readonly from: SelectedPlace; readonly row: SelectedRow }[] = [...work.places.values()].flatMap((from) => [...from.rows.values()].map((row) => ({ from, row })));
  while (open.length > 0 && work.total <= work.order.rowsMax) {
    const next: typeof open = [];
    for (const from of new Set(open.map((one) => one.from))) {
      const rows = open.filter((one) => one.from === from).map(({ row }) => row);
      for (const reference of from.shape.references) {
        const to = work.places.get(reference.to);
        if (to === undefined) continue;
        const followed = await follow(work, from, rows, reference, to, (row) => next.push({ from: to, row }));
        if (!followed.ok) return followed;
      }
    }
    open = next;
  }
  return good;
}

async function follow(work: Work, from: SelectedPlace, rows: readonly SelectedRow[], reference: Reference, to: SelectedPlace, came: (row: SelectedRow) => void): Promise<Done> {
  const loose = loosenable(from.shape, reference);
  const there = new Set(tuplesAt(to, reference.toFields).map(tupleText));
  const pointing: Pointing[] = rows.flatMap((row) => {
    const tuple = tupleIn(row.cells, reference.fields);
    return tuple === null ? [] : [{ row, tuple }];
  });
  const loosen = ({ row }: Pointing): void => {
    for (const field of loose) row.cells[field] = null;
    from.loosened += 1;
  };
  // A row that came only because it had to points at nothing that it need not.
  const needless = ({ row }: Pointing): boolean => row.how === 'forced' && loose.length > 0;
  pointing.filter(needless).forEach(loosen);
  const rest = pointing.filter((one) => !needless(one) && !there.has(tupleText(one.tuple)));
  if (rest.length === 0) return good;
  const others = await pointedAt(work, to, reference.toFields, distinct(rest.map(({ tuple }) => tuple)), loose.length > 0, came);
  if (!others.ok) return others;
  for (const one of rest) if (others.value.has(tupleText(one.tuple))) loosen(one);
  return good;
}

/** Brings rows along; gives the tuples of those that belong to people not chosen and were left where they are. */
async function pointedAt(work: Work, to: SelectedPlace, fields: readonly string[], tuples: readonly (readonly Cell[])[], mayLeave: boolean, came: (row: SelectedRow) => void): Promise<Outcome<ReadonlySet<string>>> {
  const left = new Set<string>();
  const mapped = placeOf(work.ground.map, { system: work.order.system, place: to.shape.place });
  const owners = new Set(mapped === undefined ? [] : rolesOf(mapped).filter(({ kind }) => kind === 'owner').map(({ name }) => name));
  for (const some of pieces(tuples)) {
    const where: Condition = { op: 'in', fields, tuples: some };
    if (work.natures.get(to.shape.place) !== 'owned') {
      const read = await readInto(work, to, 'along', where, came);
      if (!read.ok) return read;
      continue;
    }
    const locator = await locatorFor(work, to.shape.place);
    if (!locator.ok) return locator;
    const read = await locate(work.ground, work.remembered, work.session, { ...locator.value, where }, { fields: fieldsOf(to.shape) }, (rows) => {
      for (const row of rows) {
        const others = row.others.some((role) => owners.has(role)) && !row.mine.some((role) => owners.has(role));
        if (others && mayLeave) left.add(tupleText(tupleIn(row.cells, fields) ?? []));
        else {
          const added = add(work, to, others ? 'forced' : 'along', row);
          if (added !== undefined) came(added);
        }
      }
    });
    if (!read.ok) return read;
  }
  return { ok: true, value: left };
}
