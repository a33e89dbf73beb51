import type { DataMap, IdentityKey, KeyName, MappedPlace, OwnerPath } from '../datamap.ts';
import type { PlaceRef, RowRoles, Standing } from '../ownership.ts';

/** One role of a place. `self` is the role of whom a row identifies: it has a path for each lead, and rows with a key but none of theirs are another's. */
export type Role = { readonly name: string; readonly kind: 'owner' | 'access'; readonly paths: readonly OwnerPath[]; readonly known: readonly string[] | null };

/** The place as the map has it; undefined when it does not. */
export const placeOf = (map: DataMap, ref: PlaceRef): MappedPlace | undefined => map.systems[ref.system]?.places[ref.place];

/** Every place of the map that holds personal data, with what it says, in the order of the file. */
export function personalPlaces(map: DataMap): { readonly ref: PlaceRef; readonly place: MappedPlace }[] {
  return Object.entries(map.systems).flatMap(([system, { places }]) =>
    Object.entries(places).filter(([, place]) => place.personal).map(([name, place]) => ({ ref: { system, place: name }, place })));
}

/** What the map says of a key of people, `customer.email`; undefined when it does not have it. */
export function identityKeyOf(map: DataMap, key: KeyName): IdentityKey | undefined {
  const dot = key.indexOf('.');
  return map.people[key.slice(0, dot)]?.keys[key.slice(dot + 1)];
}

type Identifies = NonNullable<MappedPlace['identifies']>;

/** The keys that a row of this place links, with their fields: `customer.email` and `mail`. */
export const keysOf = ({ people, keys }: Identifies): (readonly [KeyName, string])[] => Object.entries(keys).map(([key, field]) => [`${people}.${key}`, field]);

/** Those by which a row is found. */
export const leadsOf = (identifies: Identifies): (readonly [KeyName, string])[] => keysOf(identifies).filter(([key]) => identifies.leads.some((lead) => `${identifies.people}.${lead}` === key));

/** The roles of a place: `self`, the owners, those with access. */
export function rolesOf(place: MappedPlace): readonly Role[] {
  const self: Role[] = place.identifies === undefined ? [] : [{
    name: 'self', kind: 'owner', known: Object.values(place.identifies.keys),
    paths: leadsOf(place.identifies).map(([key, field]) => ({ hops: [], field, is: key })),
  }];
  const named = (kind: Role['kind'], paths: MappedPlace['owners']): Role[] => Object.entries(paths).map(([name, path]) => ({ name, kind, paths: [path], known: null }));
  return [...self, ...named('owner', place.owners), ...named('access', place.access)];
}

/** The fields of a row by which a role starts: where its path leaves the row, or the identity itself. */
export const startOf = (role: Role): readonly string[] =>
  [...new Set(role.paths.flatMap(({ hops, field }) => (hops[0] === undefined ? [field] : hops[0].on.map(([here]) => here))))];

/** Whose a row is, by the roles that reach this person and the owner roles that reach somebody else. */
export function rowStanding(place: MappedPlace, { mine, others }: RowRoles): Standing {
  const owners = new Set(rolesOf(place).filter(({ kind }) => kind === 'owner').map(({ name }) => name));
  if (mine.some((role) => owners.has(role))) return others.some((role) => owners.has(role)) ? 'shared' : 'own';
  return mine.length > 0 ? 'accessible' : 'foreign';
}

/** What this person may see of a row, and which fields are left out because they are about somebody else. */
export function visibleFields(place: MappedPlace, { mine }: RowRoles): { readonly shown: readonly string[]; readonly leftOut: readonly string[] } {
  const fields = Object.entries(place.fields);
  const shown = fields.filter(([, { category, of }]) => category === 'none' || of === 'all' || mine.includes(of)).map(([name]) => name);
  return { shown, leftOut: fields.map(([name]) => name).filter((name) => !shown.includes(name)) };
}

/** The fields of a place that hold names of people: keys that it links, and where a path ends, from wherever it comes. */
export function namingFields(map: DataMap, ref: PlaceRef): ReadonlySet<string> {
  const own = placeOf(map, ref)?.identifies;
  const ends = personalPlaces(map).flatMap(({ ref: from, place }) => rolesOf(place).flatMap(({ paths }) => paths.flatMap(({ hops, field }) => {
    const end = hops.at(-1) ?? from;
    return end.system === ref.system && end.place === ref.place ? [field] : [];
  })));
  return new Set([...(own === undefined ? [] : keysOf(own).map(([, field]) => field)), ...ends]);
}

/** A way in which paths come to a place: by which fields of it, and how they go on. */
export type Arrival = { readonly fields: readonly string[]; readonly onward: string };

/** What of a path tells where it ends. */
export const onwardOf = ({ hops, field, is }: OwnerPath): string => JSON.stringify([hops, field, is]);

/** Every way in which a path of some place comes to this one. */
export function arrivalsAt(map: DataMap, ref: PlaceRef): readonly Arrival[] {
  const found = new Map<string, Arrival>();
  for (const path of personalPlaces(map).flatMap(({ place }) => rolesOf(place).flatMap(({ paths }) => paths))) {
    for (const [at, hop] of path.hops.entries()) {
      if (hop.system !== ref.system || hop.place !== ref.place) continue;
      const arrival = { fields: hop.on.map(([, there]) => there), onward: onwardOf({ ...path, hops: path.hops.slice(at + 1) }) };
      found.set(JSON.stringify(arrival), arrival);
    }
  }
  return [...found.values()];
}
