import type { Cell, Condition, FieldShape, FieldType, PlaceShape } from '@avouch/connectors/store';
import type { DataMap, Hop, Identity, OwnerPath } from '../datamap.ts';
import type { PlaceRef, Shapes, Stores } from '../ownership.ts';
import { cellOf } from './cells.ts';
import { identityKeyOf, type Role } from './roles.ts';

/** What all questions about one person are asked on: the map, who it is, and the stores with their shapes. */
export type Ground = { readonly map: DataMap; readonly identity: Identity; readonly stores: Stores; readonly shapes: Shapes };

/** Tuples that another place holds in `fields` in rows that match `where`: read first, in a session of their own. */
export type Lookup = PlaceRef & { readonly fields: readonly string[]; readonly where: Draft };

/** A condition in which some tuples are still to be read. */
export type Draft =
  | Condition
  | { readonly op: 'looked-up'; readonly fields: readonly string[]; readonly lookup: Lookup }
  | { readonly op: 'within'; readonly fields: readonly string[]; readonly place: string; readonly of: readonly string[]; readonly where: Draft }
  | { readonly op: 'all' | 'any'; readonly of: readonly Draft[] }
  | { readonly op: 'not'; readonly of: Draft };

/** Matches nothing. */
export const never: Condition = { op: 'any', of: [] };

/** What the store says of a place; undefined when it has none of that name. */
export const shapeOf = ({ shapes }: Pick<Ground, 'shapes'>, { system, place }: PlaceRef): PlaceShape | undefined => shapes[system]?.places.find((one) => one.place === place);

/** What the store says of a field. */
export const fieldShape = (ground: Pick<Ground, 'shapes'>, ref: PlaceRef, field: string): FieldShape | undefined => shapeOf(ground, ref)?.fields.find(({ name }) => name === field);

/** Whether a place is one of rows and columns: its store lists every field that there is, and holds a list as one value. */
export const isTabular = ({ kind }: PlaceShape): boolean => kind === 'table' || kind === 'file';

/**
 * The type by which values are looked for in a field. A list in a document is matched by each value in it, whatever that is; a table or a
 * file holds a list as one value, in which nobody is found.
 */
export function soughtType(ground: Pick<Ground, 'shapes'>, ref: PlaceRef, field: string): FieldType {
  const place = shapeOf(ground, ref);
  const type = place?.fields.find(({ name }) => name === field)?.type ?? 'other';
  return type === 'list' && place !== undefined && !isTabular(place) ? 'other' : type;
}

/** The fields that name a row: as the map says, else as the store does. Empty when neither knows. */
export const keyOf = (ground: Pick<Ground, 'map' | 'shapes'>, ref: PlaceRef): readonly string[] => {
  const mapped = ground.map.systems[ref.system]?.places[ref.place]?.key ?? [];
  return mapped.length > 0 ? mapped : (shapeOf(ground, ref)?.key ?? []);
};

/** Whether conditions over this hop can be asked inside one work of the store: nothing that a run changes can come between. */
export const isLocal = ({ stores }: Pick<Ground, 'stores'>, from: string, hop: Hop): boolean => hop.system === from && stores[from]?.joins === true && stores[from]?.atomic === true;

const valuesOf = (ground: Ground, ref: PlaceRef, field: string, path: OwnerPath): readonly (readonly Cell[])[] => {
  const type = soughtType(ground, ref, field);
  return (ground.identity[path.is] ?? []).flatMap((text) => {
    const cell = cellOf(text, type);
    return cell === undefined ? [] : [[cell]];
  });
};

function alongPath(ground: Ground, from: PlaceRef, path: OwnerPath, op: 'in' | 'outside'): Draft {
  const [hop, ...rest] = path.hops;
  if (hop === undefined) {
    const fold = identityKeyOf(ground.map, path.is)?.fold;
    const tuples = valuesOf(ground, from, path.field, path);
    return op === 'in' && tuples.length === 0 ? never : { op, fields: [path.field], tuples, ...(fold === undefined ? {} : { fold }) };
  }
  const where = alongPath(ground, hop, { ...path, hops: rest }, op);
  if (where === never) return never;
  const [here, there] = [hop.on.map(([one]) => one), hop.on.map(([, other]) => other)];
  if (isLocal(ground, from.system, hop)) return { op: 'within', fields: here, place: hop.place, of: there, where };
  return { op: 'looked-up', fields: here, lookup: { system: hop.system, place: hop.place, fields: there, where } };
}

/** Any of them; nothing when there is none. */
export function anyOf(drafts: readonly Draft[]): Draft {
  const possible = drafts.filter((draft) => draft !== never);
  return possible.length === 0 ? never : possible.length === 1 && possible[0] !== undefined ? possible[0] : { op: 'any', of: possible };
}

/** The rows of a place in which this role is the person's. */
export const mineOf = (ground: Ground, ref: PlaceRef, role: Role): Draft => anyOf(role.paths.map((path) => alongPath(ground, ref, path, 'in')));

/** Whether the store can tell of each row whether the role reaches somebody else; otherwise it is found out row by row, forward. */
export const othersAsked = (ground: Ground, ref: PlaceRef, role: Role): boolean => role.paths.every(({ hops }) => {
  let from = ref.system;
  return hops.every((hop) => {
    const local = isLocal(ground, from, hop);
    from = hop.system;
    return local;
  });
});

/** The rows of a place in which this role reaches somebody else. Only where `othersAsked`. */
export function othersOf(ground: Ground, ref: PlaceRef, role: Role): Draft {
  if (role.known === null) return anyOf(role.paths.map((path) => alongPath(ground, ref, path, 'outside')));
  const known = anyOf(role.known.map((field) => ({ op: 'known', fields: [field] }) as const));
  const mine = mineOf(ground, ref, role);
  return mine === never ? known : { op: 'all', of: [known, { op: 'not', of: mine }] };
}
