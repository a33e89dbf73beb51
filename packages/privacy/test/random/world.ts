import type { Cell, FieldShape, FieldType, OnDelete, PlaceShape, Reference } from '@avouch/connectors/store';
import type { DataMap, Hop, MappedField, MappedPlace, OwnerPath } from '../../src/datamap.ts';
import { chanceOf, type Chance } from './chance.ts';

export type Rows = Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;

/** One database of a world: its shape, what stands in it, and how it behaves. */
export type WorldSystem = { readonly places: readonly PlaceShape[]; readonly rows: Rows; readonly atomic: boolean; readonly joins: boolean };

/** A random company: databases, a data map that says whose everything is, and the person who asks. */
export type World = { readonly map: DataMap; readonly systems: Readonly<Record<string, WorldSystem>>; readonly person: { readonly id: string; readonly email: string } };

export type Size = { readonly places: number; readonly rows: number; readonly people: number; readonly twoSystems: boolean };

type Table = {
  readonly system: string;
  readonly name: string;
  readonly mapped: boolean;
  readonly fields: FieldShape[];
  readonly key: readonly string[];
  readonly uniques: string[][];
  readonly references: Reference[];
  /** Fields that hold a person's id or address. */
  readonly names: { readonly field: string; readonly is: 'person.id' | 'person.email' }[];
  readonly data: string[];
};

const field = (name: string, type: FieldType, nullable: boolean, more: Partial<FieldShape> = {}): FieldShape => ({ name, type, native: type, nullable, lengthMax: null, generated: false, comment: null, ...more });

/** Ids of people that no row describes: somebody whom nobody here knows. */
const strangers = [901, 902];
const idOf = (person: number): number => 100 + person;
const emailOf = (person: number): string => `Person${person}@example.com`;

/** One of a world's people. */
export const personOf = (person: number): World['person'] => ({ id: String(idOf(person)), email: emailOf(person) });

function tablesOf(chance: Chance, size: Size): Table[] {
  const tables: Table[] = [{
    system: 'a', name: 'people', mapped: true, key: ['id'], uniques: [], references: [], data: ['name'],
    fields: [field('id', 'integer', false), field('email', 'text', chance.odds(0.5), { lengthMax: 60 }), field('name', 'text', chance.odds(0.7), { lengthMax: 40 })],
    names: [{ field: 'id', is: 'person.id' }, { field: 'email', is: 'person.email' }],
  }];
  for (let at = 1; at < size.places; at += 1) {
    const composite = chance.odds(0.25);
    const table: Table = {
      system: size.twoSystems && chance.odds(0.35) ? 'b' : 'a', name: `t${at}`, mapped: chance.odds(0.92), key: composite ? ['k1', 'k2'] : ['k1'], uniques: [], references: [], data: [], names: [],
      fields: [field('k1', 'integer', false), ...(composite ? [field('k2', 'integer', false)] : [])],
    };
    for (let n = chance.below(3); n > 0; n -= 1) {
      const is = chance.odds(0.65) ? 'person.id' : 'person.email';
      const name = `who${n}`;
      table.fields.push(field(name, is === 'person.id' ? 'integer' : 'text', chance.odds(0.7), { lengthMax: is === 'person.id' ? null : 60 }));
      table.names.push({ field: name, is });
    }
    for (let n = 1 + chance.below(3); n > 0; n -= 1) {
      const name = `d${n}`;
      const kind = chance.pick(['text', 'text', 'short', 'integer', 'day', 'choice', 'json', 'uuid'] as const);
      const nullable = chance.odds(0.6);
      table.fields.push(kind === 'short' ? field(name, 'text', nullable, { lengthMax: 5 }) : kind === 'choice' ? field(name, 'text', nullable, { choices: ['red', 'green', 'blue'] }) : field(name, kind, nullable));
      table.data.push(name);
      if (kind === 'text' && chance.odds(0.2)) table.uniques.push([name]);
    }
    tables.push(table);
  }
  return tables;
}

/** Foreign keys of all sorts inside each database: forward, backward, to itself, in circles, to composite keys, with every effect of a deletion. */
function refer(chance: Chance, tables: readonly Table[]): void {
  for (const table of tables) {
    const among = tables.filter(({ system }) => system === table.system);
    for (let n = chance.below(table.name === 'people' ? 2 : 4); n > 0; n -= 1) {
      const to = chance.odds(0.3) && table.system === 'a' ? (tables[0] ?? table) : chance.pick(among);
      const nullable = chance.odds(0.6);
      const usesKey = to.key.length === 1 && table.key.length === 2 && chance.odds(0.3) && !table.references.some(({ fields }) => fields[0] === 'k1');
      const fields = usesKey ? ['k1'] : to.key.map((part) => `f${n}_${part}`);
      if (!usesKey) table.fields.push(...fields.map((name) => field(name, 'integer', nullable)));
      const onDelete: OnDelete = chance.pick(nullable && !usesKey ? ['refuse', 'cascade', 'clear'] : ['refuse', 'cascade']);
      table.references.push({ name: `${table.name}_${n}`, fields, to: to.name, toFields: to.key, onDelete, deferrable: chance.odds(0.3) });
    }
  }
}

type Owned = Map<Table, Record<string, OwnerPath>>;

/** The roles that a table has already, as paths: whoever passes over it takes one of them up, as the map's `through` does. */
const ownPaths = (table: Table, owned: Owned): readonly OwnerPath[] => [
  ...(table.name === 'people' ? table.names.map(({ field: name, is }) => ({ hops: [], field: name, is })) : []), ...Object.values(owned.get(table) ?? {}),
];

/** Owner paths: straight to a name, over foreign keys, back over them, and over to the other database by values. */
function pathsOf(tables: readonly Table[], table: Table, owned: Owned): OwnerPath[] {
  const onward = (hop: Hop, to: Table): OwnerPath[] => ownPaths(to, owned).filter(({ hops }) => hops.length < 3).map((path) => ({ ...path, hops: [hop, ...path.hops] }));
  const found: OwnerPath[] = [];
  for (const reference of table.references) {
    const to = tables.find(({ name }) => name === reference.to);
    if (to !== undefined && to.mapped) found.push(...onward({ system: to.system, place: to.name, on: reference.fields.map((here, at) => [here, reference.toFields[at] ?? ''] as const) }, to));
  }
  for (const from of tables.filter(({ mapped }) => mapped)) {
    for (const reference of from.references) if (reference.to === table.name && from !== table) found.push(...onward({ system: from.system, place: from.name, on: reference.toFields.map((here, at) => [here, reference.fields[at] ?? ''] as const) }, from));
  }
  const other = tables.filter(({ system, mapped, name }) => mapped && system !== table.system && name !== 'people');
  const whole = table.fields.find(({ type, name }) => type === 'integer' && !name.startsWith('who'));
  for (const to of other) if (whole !== undefined) found.push(...onward({ system: to.system, place: to.name, on: [[whole.name, to.key[0] ?? 'k1']] }, to));
  return found;
}

/** Gives every table its owners: first those that a row names itself, then, twice over, those of rows that it points at or that point at it. */
function ownersOf(chance: Chance, tables: readonly Table[]): Owned {
  const owned: Owned = new Map(tables.map((table) => [table, table.name === 'people' ? {} : Object.fromEntries(table.names.filter(() => chance.odds(0.6)).map(({ field: name, is }, at) => [`n${at}`, { hops: [], field: name, is }]))]));
  for (let round = 0; round < 2; round += 1) {
    for (const table of tables.filter(({ name }) => name !== 'people')) {
      const paths = pathsOf(tables, table, owned);
      for (let n = chance.below(3); n > 0 && paths.length > 0; n -= 1) owned.set(table, { ...owned.get(table), [`r${round}${n}`]: chance.pick(paths) });
    }
  }
  return owned;
}

const keeps = { reason: 'The tax law keeps it.', exemption: '17(3)(b)', law: 'a tax law' } as const;

function mapPlace(chance: Chance, tables: readonly Table[], table: Table, owned: Owned): MappedPlace {
  const isPeople = table.name === 'people';
  const owners = owned.get(table) ?? {};
  const access: Record<string, OwnerPath> = {};
  const paths = [...pathsOf(tables, table, owned), ...table.names.map(({ field: name, is }) => ({ hops: [], field: name, is }))];
  if (paths.length > 0 && chance.odds(0.25)) access['reader'] = chance.pick(paths);
  const roles = [...(isPeople ? ['self'] : []), ...Object.keys(owners), ...Object.keys(access)];
  const fields: Record<string, MappedField> = {};
  for (const { name, nullable } of table.fields) {
    const isName = table.names.some((one) => one.field === name);
    const personal = isName || (table.data.includes(name) && chance.odds(0.75));
    const erasure = personal ? chance.pick(['clear', 'clear', 'pseudonym', ...(table.data.includes(name) ? ['keep' as const] : [])] as const) : 'keep';
    fields[name] = {
      category: !personal ? 'none' : table.names.some((one) => one.field === name && one.is === 'person.email') ? 'contact.email' : isName ? 'identifier' : 'content.message', of: personal && roles.length > 0 && !chance.odds(0.1) ? chance.pick(roles) : 'all',
      special: false, provenance: 'given', purposes: [], erasure, loosens: nullable && !personal && table.references.some((one) => one.fields.includes(name)) && chance.odds(0.2),
      ...(personal && erasure === 'keep' ? { keep: keeps } : {}),
    };
  }
  const rows = chance.pick(['delete', 'delete', 'delete', 'empty', 'keep'] as const);
  return {
    title: table.name, personal: true, key: [], owners, access, purposes: [], rows, fields,
    ...(isPeople ? { identifies: { people: 'person', keys: { id: 'id', email: 'email' }, leads: ['id', 'email'] } } : {}), ...(rows === 'keep' ? { keep: keeps } : {}),
  };
}

type Draw = { readonly chance: Chance; readonly people: number };

function valueIn({ chance, people }: Draw, table: Table, { name, type, nullable, choices, lengthMax }: FieldShape, row: number): Cell {
  const named = table.names.find((one) => one.field === name);
  if (nullable && chance.odds(0.25)) return null;
  if (named !== undefined) {
    const who = chance.below(people);
    if (named.is === 'person.id') return chance.odds(0.1) ? chance.pick(strangers) : idOf(who);
    return chance.odds(0.5) ? emailOf(who) : emailOf(who).toUpperCase();
  }
  if (choices !== undefined) return chance.pick(choices);
  const mark = `${table.name}-${name}-${row}-${chance.below(1000)}`;
  switch (type) {
    case 'integer': return 1_000_000 + chance.below(1_000_000);
    case 'day': return `19${10 + chance.below(30)}-0${1 + chance.below(9)}-1${chance.below(10)}`;
    case 'json': return { text: mark };
    case 'uuid': return `00000000-0000-4000-8000-${String(chance.below(1_000_000_000)).padStart(12, '0')}`;
    default: return lengthMax === 5 ? String(10_000 + chance.below(89_999)) : mark;
  }
}

/** Rows with keys and values, then pointers to rows that are there; rows that would have to point and cannot are taken out again. */
function fill(draw: Draw, tables: readonly Table[], size: Size): Map<string, Record<string, Cell>[]> {
  const { chance } = draw;
  const rows = new Map<string, Record<string, Cell>[]>();
  for (const table of tables) {
    const count = table.name === 'people' ? size.people : chance.below(size.rows + 1);
    rows.set(table.name, Array.from({ length: count }, (_, at) => Object.fromEntries(table.fields.map((one) => {
      if (table.name === 'people' && one.name === 'id') return ['id', idOf(at)];
      if (table.name === 'people' && one.name === 'email') return ['email', emailOf(at)];
      return [one.name, one.name === 'k1' ? at + 1 : one.name === 'k2' ? chance.below(3) : valueIn(draw, table, one, at)];
    }))));
  }
  for (let again = true; again;) {
    again = false;
    for (const table of tables) {
      const kept = (rows.get(table.name) ?? []).filter((row) => table.references.every((reference) => point(chance, table, reference, row, rows.get(reference.to) ?? [])));
      if (kept.length < (rows.get(table.name)?.length ?? 0)) again = true;
      rows.set(table.name, kept);
    }
  }
  return rows;
}

/** Lets a row point at some row of the other table, or at none where it may. False when it must and there is none. */
function point(chance: Chance, table: Table, { fields, toFields }: Reference, row: Record<string, Cell>, targets: readonly Record<string, Cell>[]): boolean {
  const holds = targets.some((target) => fields.every((name, at) => row[name] === target[toFields[at] ?? '']));
  const nullable = fields.every((name) => table.fields.find((one) => one.name === name)?.nullable === true);
  if (holds || (nullable && fields.some((name) => row[name] === null))) return true;
  if (fields.includes('k1')) return false;
  if (targets.length === 0 || (nullable && chance.odds(0.2))) {
    for (const name of fields) row[name] = null;
    return nullable;
  }
  const target = chance.pick(targets);
  for (const [at, name] of fields.entries()) row[name] = target[toFields[at] ?? ''] ?? null;
  return true;
}

/** The world of a number. */
export function worldOf(seed: number, size: Size): World {
  const chance = chanceOf(seed);
  const tables = tablesOf(chance, size);
  refer(chance, tables);
  const rows = fill({ chance, people: size.people }, tables, size);
  const other = { atomic: chance.odds(0.5), joins: chance.odds(0.5) };
  const owned = ownersOf(chance, tables);
  const names = [...new Set(tables.map(({ system }) => system))];
  const map: DataMap = {
    version: 1, purposes: {}, recipients: {},
    people: { person: { title: 'People', keys: { id: { title: 'Number', several: false }, email: { title: 'E-mail', fold: 'case', several: false, proof: 'mail' } } } },
    systems: Object.fromEntries(names.map((system) => [system, {
      title: system, role: 'controller' as const, engine: 'memory',
      places: Object.fromEntries(tables.filter((table) => table.system === system && table.mapped).map((table) => [table.name, mapPlace(chance, tables, table, owned)])),
    }])),
  };
  const systems = Object.fromEntries(names.map((system): [string, WorldSystem] => {
    const own = tables.filter((table) => table.system === system);
    return [system, {
      ...(system === 'a' ? { atomic: true, joins: true } : other), rows: Object.fromEntries(own.map(({ name }) => [name, rows.get(name) ?? []])),
      places: own.map(({ name, fields, key, uniques, references }) => ({ place: name, kind: 'table', fields, key, uniques, references, rows: null, comment: null })),
    }];
  }));
  return { map, systems, person: personOf(0) };
}
