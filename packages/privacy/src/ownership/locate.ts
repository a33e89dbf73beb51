import type { Condition, Outcome, Session, StoredRow } from '@avouch/connectors/store';
import type { PlaceRef, RowRoles, Standing } from '../ownership.ts';
import { tuplesIn, tupleText } from './cells.ts';
import { anyOf, fieldShape, keyOf, mineOf, othersAsked, othersOf, shapeOf, type Ground } from './drafts.ts';
import { leadElsewhere, resolve, type Remembered } from './lookups.ts';
import { placeOf, rolesOf, rowStanding, startOf, type Role } from './roles.ts';

/** A row that some role of this person reaches. */
export type LocatedRow = RowRoles & Pick<StoredRow, 'key' | 'cells'> & { readonly standing: Exclude<Standing, 'foreign'> };

/** How the rows of one place are found: the condition with its tuples, and what the store is asked of each. */
export type Locator = {
  readonly ref: PlaceRef;
  readonly where: Condition;
  readonly marks: Readonly<Record<string, Condition>>;
  /** Owner roles whose other people are found out forward, row by row. */
  readonly forward: readonly Role[];
  /** Rows that an owner role of this person reaches. */
  readonly owned: Condition;
  /** A role that is theirs in every row that is found, so that nothing need be asked of it. */
  readonly sure?: string;
};

const startsInList = (ground: Ground, ref: PlaceRef, fields: readonly string[]): boolean => fields.some((field) => field.includes('[]') || fieldShape(ground, ref, field)?.type === 'list');

/** Whether a path leads from a row to one value at most: by no list, and each step to a row that its own key or a unique value names. */
const leadsToOne = (ground: Ground, from: PlaceRef, { hops, field }: Role['paths'][number]): boolean => !startsInList(ground, from, hops[0]?.on.map(([here]) => here) ?? [field]) && hops.every((hop) => {
  const shape = shapeOf(ground, hop);
  const there = hop.on.map(([, field]) => field);
  return shape !== undefined && [shape.key, ...shape.uniques].some((unique) => unique.length > 0 && unique.every((field) => there.includes(field)));
});

/**
 * Works out how the rows of a place are found, reading first what the store itself cannot join. With `of: 'any'` the roles are asked of
 * each row, so that it may be read under another condition, which finds rows of others too.
 */
export async function locatorOf(ground: Ground, remembered: Remembered, ref: PlaceRef, of: 'theirs' | 'any' = 'theirs'): Promise<Outcome<Locator>> {
  const place = placeOf(ground.map, ref);
  const roles = place === undefined ? [] : rolesOf(place);
  const marks: Record<string, Condition> = {};
  const [only] = roles;
  // Where a place has one role, and its path leads to one person, every row that is found is theirs and nobody else's.
  if (of === 'theirs' && only !== undefined && roles.length === 1 && only.kind === 'owner' && othersAsked(ground, ref, only) && (only.known !== null || only.paths.every((path) => leadsToOne(ground, ref, path)))) {
    const mine = await resolve(ground, remembered, ref, mineOf(ground, ref, only));
    return mine.ok ? { ok: true, value: { ref, where: mine.value, owned: mine.value, marks, forward: [], sure: only.name } } : mine;
  }
  for (const role of roles) {
    const mine = await resolve(ground, remembered, ref, mineOf(ground, ref, role));
    if (!mine.ok) return mine;
    marks[`mine ${role.name}`] = mine.value;
    if (role.kind === 'access' || !othersAsked(ground, ref, role)) continue;
    const others = await resolve(ground, remembered, ref, othersOf(ground, ref, role));
    if (!others.ok) return others;
    marks[`others ${role.name}`] = others.value;
  }
  const all = (kinds: readonly Role['kind'][]): Condition => anyOf(roles.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => marks[`mine ${name}`] ?? none).filter(possible)) as Condition;
  const forward = roles.filter((role) => role.kind === 'owner' && !othersAsked(ground, ref, role));
  return { ok: true, value: { ref, where: all(['owner', 'access']), owned: all(['owner']), marks, forward } };
}

/**
 * How the rows of several places of one system are found, and how many of them may be read at once: what is found out row by row in
 * other systems goes one after the other, so that no system is asked by many connections.
 */
export async function locatorsOf(ground: Ground, remembered: Remembered, system: string, places: readonly string[]): Promise<Outcome<{ readonly locators: readonly Locator[]; readonly atOnce: number }>> {
  const locators: Locator[] = [];
  for (const place of places) {
    const locator = await locatorOf(ground, remembered, { system, place });
    if (!locator.ok) return locator;
    locators.push(locator.value);
  }
  return { ok: true, value: { locators, atOnce: locators.some(({ forward }) => forward.length > 0) ? 1 : (ground.stores[system]?.atOnce ?? 1) } };
}

const none: Condition = { op: 'any', of: [] };
const possible = (condition: Condition): boolean => !((condition.op === 'any' && condition.of.length === 0) || (condition.op === 'in' && condition.tuples.length === 0));

export type LocateOrder = { readonly fields: readonly string[]; readonly ownedOnly?: boolean; readonly rowsMax?: number };

/**
 * Reads the rows of this person in one place, each with the roles that reach them and the owner roles that reach others.
 * Rows come in batches and are not kept here.
 */
export async function locate(ground: Ground, remembered: Remembered, session: Session, locator: Locator, order: LocateOrder, each: (rows: readonly LocatedRow[]) => Promise<void> | void): Promise<Outcome<{ readonly rows: number }>> {
  const { ref, marks, forward } = locator;
  const where = order.ownedOnly === true ? locator.owned : locator.where;
  const place = placeOf(ground.map, ref);
  if (place === undefined || !possible(where)) return { ok: true, value: { rows: 0 } };
  const fields = [...new Set([...order.fields, ...forward.flatMap(startOf)])];
  // Where nothing is asked of a row, all have the same answer.
  const certain = locator.sure === undefined || forward.length > 0 || Object.keys(marks).length > 0 ? undefined : { mine: [locator.sure], others: [], standing: 'own' as const };
  let failed: Outcome<never> | undefined;
  const outcome = await session.read({ place: ref.place, key: keyOf(ground, ref), fields, where, marks, ...(order.rowsMax === undefined ? {} : { rowsMax: order.rowsMax }) }, async (rows) => {
    if (failed !== undefined) return;
    const elsewhere = await elsewhereOf(ground, remembered, ref, forward, rows);
    if (!elsewhere.ok) {
      failed = elsewhere;
      return;
    }
    if (certain !== undefined) {
      await each(rows.map(({ key, cells }) => ({ key, cells, ...certain })));
      return;
    }
    await each(rows.map((row, at) => {
      const roles = rolesIn(row, elsewhere.value[at] ?? [], locator.sure);
      const standing = rowStanding(place, roles);
      return { key: row.key, cells: row.cells, ...roles, standing: standing === 'foreign' ? 'accessible' : standing };
    }));
  });
  return failed ?? outcome;
}

const rolesIn = ({ marks }: StoredRow, elsewhere: readonly string[], sure: string | undefined): RowRoles => {
  const marked = (word: string): string[] => Object.entries(marks).filter(([name, yes]) => yes && name.startsWith(word)).map(([name]) => name.slice(word.length));
  return { mine: [...(sure === undefined ? [] : [sure]), ...marked('mine ')], others: [...marked('others '), ...elsewhere] };
};

async function elsewhereOf(ground: Ground, remembered: Remembered, ref: PlaceRef, forward: readonly Role[], rows: readonly StoredRow[]): Promise<Outcome<readonly (readonly string[])[]>> {
  const found: string[][] = rows.map(() => []);
  for (const role of forward) {
    for (const path of role.paths) {
      const start = path.hops[0]?.on.map(([here]) => here) ?? [path.field];
      const tuples = rows.map(({ cells }) => tuplesIn(cells, start));
      const reached = await leadElsewhere(ground, remembered, ref, path, tuples.flat());
      if (!reached.ok) return reached;
      for (const [at, some] of tuples.entries()) if (some.some((tuple) => reached.value.get(tupleText(tuple)) === true)) found[at]?.push(role.name);
    }
  }
  return { ok: true, value: found };
}
