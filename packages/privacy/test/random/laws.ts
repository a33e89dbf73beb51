import type { Cell, PlaceShape, Reference } from '@avouch/connectors/store';
import type { MappedField, MappedPlace } from '../../src/datamap.ts';
import { whose, type Dump } from './oracle.ts';
import type { World } from './world.ts';

type Row = Readonly<Record<string, Cell>>;
type At = { readonly world: World; readonly first: Dump; readonly before: Dump; readonly after: Dump; readonly system: string; readonly shape: PlaceShape };

const keyText = (shape: PlaceShape, row: Row): string => JSON.stringify(shape.key.map((field) => row[field] ?? null));
const text = (cell: Cell | undefined): string => JSON.stringify(cell ?? null);
const tuple = (row: Row, fields: readonly string[]): string | null => (fields.some((field) => (row[field] ?? null) === null) ? null : JSON.stringify(fields.map((field) => row[field])));
const points = (row: Row, reference: Reference, target: Row): boolean => tuple(row, reference.fields) !== null && tuple(row, reference.fields) === tuple(target, reference.toFields);

const pointing = ({ world, system, shape }: At): { readonly from: PlaceShape; readonly reference: Reference }[] =>
  (world.systems[system]?.places ?? []).flatMap((from) => from.references.filter(({ to }) => to === shape.place).map((reference) => ({ from, reference })));

/** What breaks the rules of the database itself. */
function brokenIn(at: At): string[] {
  const { after, system, shape } = at;
  const rows = after[system]?.[shape.place] ?? [];
  const found: string[] = [];
  for (const row of rows) {
    for (const one of shape.fields) {
      const cell = row[one.name] ?? null;
      if (cell === null && !one.nullable) found.push(`${one.name} is empty`);
      if (typeof cell === 'string' && one.lengthMax !== null && cell.length > one.lengthMax) found.push(`${one.name} is too long`);
      if (cell !== null && one.choices !== undefined && !one.choices.includes(String(cell))) found.push(`${one.name} is no choice`);
    }
    for (const reference of shape.references) {
      if (tuple(row, reference.fields) !== null && !(after[system]?.[reference.to] ?? []).some((target) => points(row, reference, target))) found.push(`${reference.name} points at nothing`);
    }
  }
  for (const unique of [shape.key, ...shape.uniques]) {
    const tuples = rows.flatMap((row) => tuple(row, unique) ?? []);
    if (new Set(tuples).size < tuples.length) found.push(`${unique.join()} is not unique`);
  }
  return found.map((one) => `${system}/${shape.place}: ${one}`);
}

/** Whether a pointer of this row was cleared because what it pointed at is gone, as the map allows. */
function letGo({ world, before, after, system, shape }: At, fields: Readonly<Record<string, MappedField>>, field: string, row: Row): boolean {
  if (fields[field]?.loosens !== true) return false;
  return shape.references.some((reference) => {
    if (!reference.fields.includes(field)) return false;
    const target = (before[system]?.[reference.to] ?? []).find((one) => points(row, reference, one));
    const to = world.systems[system]?.places.find(({ place }) => place === reference.to);
    return target !== undefined && to !== undefined && !(after[system]?.[reference.to] ?? []).some((one) => keyText(to, one) === keyText(to, target));
  });
}

/** Whether an earlier erasure has taken already what a field held. */
function goneBefore({ first, system, shape }: At, field: string, was: Row): boolean {
  const then = (first[system]?.[shape.place] ?? []).find((row) => keyText(shape, row) === keyText(shape, was));
  return text(then?.[field]) !== text(was[field]);
}

type Change = { readonly field: string; readonly was: Cell; readonly is: Cell };
const changed = (was: Row, is: Row): Change[] => Object.keys(was).filter((field) => text(was[field]) !== text(is[field])).map((field) => ({ field, was: was[field] ?? null, is: is[field] ?? null }));

const starts = (place: MappedPlace, role: string): readonly string[] => {
  if (role === 'self') return ['id', 'email'];
  const path = place.owners[role] ?? place.access[role];
  return path === undefined ? [] : (path.hops[0]?.on.map(([here]) => here) ?? [path.field]);
};

/** Values of which so few are possible that the same one may come again. */
const mayRepeat = (shape: PlaceShape, field: string): boolean => {
  const one = shape.fields.find(({ name }) => name === field);
  return one?.choices !== undefined || one?.type === 'boolean' || one?.type === 'json';
};

/** Whether a field could not be cleared: part of the key, pointed at by what stays, or a pointer that must point. */
function mustStay(at: At, field: string, row: Row): boolean {
  const { after, system, shape } = at;
  if (shape.key.includes(field)) return true;
  const nullable = shape.fields.find(({ name }) => name === field)?.nullable === true;
  if (!nullable && shape.references.some(({ fields }) => fields.includes(field))) return true;
  return pointing(at).some(({ from, reference }) => reference.toFields.includes(field) && (after[system]?.[from.place] ?? []).some((other) => points(other, reference, row)));
}

function ownRow(at: At, place: MappedPlace, was: Row, is: Row | undefined): string[] {
  const { shape } = at;
  const keeps = place.rows === 'keep';
  if (is === undefined) return place.rows === 'delete' ? [] : ['an own row is gone that should stay'];
  const changes = changed(was, is);
  if (keeps) return changes.filter(({ field }) => !letGo(at, place.fields, field, was)).map(({ field }) => `${field} of a kept row changed`);
  const left = Object.entries(place.fields).filter(([field, mapped]) => mapped.category !== 'none' && mapped.erasure !== 'keep' && (was[field] ?? null) !== null && !goneBefore(at, field, was) && !changes.some((one) => one.field === field) && !mayRepeat(shape, field) && !mustStay(at, field, is));
  const wrong = changes.filter(({ field, is: now }) => (place.fields[field]?.erasure === 'keep' && !(now === null && shape.references.some(({ fields }) => fields.includes(field)))));
  return [...left.map(([field]) => `${field} of an own row still holds what it held`), ...wrong.map(({ field }) => `${field} of an own row was to be kept`)];
}

/** Fields by which rows of other tables come to this one on their way to somebody else. */
function arriving({ world, system, shape }: At, place: MappedPlace, mine: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  const ways = Object.entries({ ...place.owners, ...place.access }).filter(([role]) => (place.access[role] === undefined ? !others.has(role) : mine.has(role))).map(([, { hops, field }]) => JSON.stringify([hops, field]));
  if (place.identifies !== undefined && !others.has('self')) ways.push(JSON.stringify([[], 'id']), JSON.stringify([[], 'email']));
  return Object.values(world.map.systems).flatMap(({ places }) => Object.values(places)).flatMap((other) => Object.values({ ...other.owners, ...Object.fromEntries(Object.entries(other.access).map(([role, path]) => [`${role} `, path])) }))
    .flatMap(({ hops, field }) => hops.flatMap((hop, at) => (hop.system === system && hop.place === shape.place && !ways.includes(JSON.stringify([hops.slice(at + 1), field])) ? hop.on.map(([, there]) => there) : [])));
}

function sharedRow(at: At, place: MappedPlace, was: Row, is: Row | undefined, mine: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  if (is === undefined) return ['a shared row is gone'];
  const alone = [...mine].filter((role) => !others.has(role));
  const theirStarts = new Set([...Object.keys(place.owners), ...(place.identifies === undefined ? [] : ['self']), ...Object.keys(place.access)].filter((role) => others.has(role) || (place.access[role] !== undefined && !mine.has(role))).flatMap((role) => starts(place, role)));
  for (const field of arriving(at, place, mine, others)) theirStarts.add(field);
  const myStarts = new Set(alone.filter((role) => place.access[role] === undefined).flatMap((role) => starts(place, role)));
  const changes = changed(was, is);
  const wrong = changes.filter(({ field, is: now }) => {
    const mapped = place.fields[field];
    const isMine = mapped !== undefined && mapped.category !== 'none' && mapped.erasure !== 'keep' && alone.includes(mapped.of) && !theirStarts.has(field);
    return !isMine && !(myStarts.has(field) && !theirStarts.has(field)) && !(now === null && letGo(at, place.fields, field, was));
  });
  const left = Object.entries(place.fields).filter(([field, mapped]) => mapped.category !== 'none' && mapped.erasure !== 'keep' && alone.includes(mapped.of) && (was[field] ?? null) !== null && !goneBefore(at, field, was) && !changes.some((one) => one.field === field) && !theirStarts.has(field) && !mayRepeat(at.shape, field) && !mustStay(at, field, is));
  return [...wrong.map(({ field }) => `${field} of a shared row is others' and changed`), ...left.map(([field]) => `${field} of a shared row still holds this person's data`)];
}

/** Own rows that stay although their place deletes: each must be pointed at by something that stays for another reason. */
function idleShells(at: At, shells: ReadonlySet<string>, all: readonly At[]): string[] {
  const justified = new Set<string>();
  const name = (system: string, shape: PlaceShape, row: Row): string => `${system}/${shape.place} ${keyText(shape, row)}`;
  for (let again = true; again;) {
    again = false;
    for (const side of all) {
      for (const row of side.after[side.system]?.[side.shape.place] ?? []) {
        const self = name(side.system, side.shape, row);
        if (!shells.has(self) || justified.has(self)) continue;
        const held = pointing(side).some(({ from, reference }) => (side.after[side.system]?.[from.place] ?? []).some((other) => {
          const pointer = name(side.system, from, other);
          return (!shells.has(pointer) || justified.has(pointer)) && points(other, reference, row);
        }));
        if (held) {
          justified.add(self);
          again = true;
        }
      }
    }
  }
  return [...shells].filter((shell) => shell.startsWith(`${at.system}/${at.shape.place} `) && !justified.has(shell)).map((shell) => `${shell} stays as a shell and nothing holds it`);
}

/** Everything that an erasure did wrong, a sentence each. `first` is what stood before there was any. */
export function wrongsOf(world: World, before: Dump, after: Dump, first: Dump = before): string[] {
  const all = Object.entries(world.systems).flatMap(([system, { places }]) => places.map((shape): At => ({ world, first, before, after, system, shape })));
  const shells = new Set<string>();
  const found = all.flatMap((at) => {
    const { system, shape } = at;
    const place = world.map.systems[system]?.places[shape.place];
    const now = new Map((after[system]?.[shape.place] ?? []).map((row) => [keyText(shape, row), row]));
    const wrongs = (before[system]?.[shape.place] ?? []).flatMap((was) => {
      const is = now.get(keyText(shape, was));
      now.delete(keyText(shape, was));
      const { standing, mine, others } = place === undefined ? { standing: 'foreign' as const, mine: new Set<string>(), others: new Set<string>() } : whose(world, before, place, was);
      const where = `${system}/${shape.place} ${keyText(shape, was)}: `;
      if (place !== undefined && standing === 'own') {
        if (is !== undefined && place.rows === 'delete') shells.add(`${system}/${shape.place} ${keyText(shape, was)}`);
        return ownRow(at, place, was, is).map((one) => where + one);
      }
      if (place !== undefined && standing === 'shared') return sharedRow(at, place, was, is, mine, others).map((one) => where + one);
      if (is === undefined) return [`${where}a row of others is gone`];
      return changed(was, is).filter(({ field, is: value }) => !(value === null && letGo(at, place?.fields ?? {}, field, was))).map(({ field }) => `${where}${field} of a row of others changed`);
    });
    return [...wrongs, ...[...now.keys()].map((key) => `${system}/${shape.place} ${key} came from nowhere`), ...brokenIn(at)];
  });
  return [...found, ...all.flatMap((at) => idleShells(at, shells, all))];
}
