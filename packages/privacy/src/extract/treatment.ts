import type { FieldShape, PlaceShape, StoreShape } from '@avouch/connectors/store';
import { categoryOf } from '../datamap/categories.ts';
import type { DataMap, MappedField } from '../datamap.ts';
import type { ExtractFault } from '../extract.ts';
import { identityKeyOf, keysOf, personalPlaces, placeOf, rolesOf } from '../ownership/roles.ts';
import { naturesOf } from './rows.ts';

/** What happens to the values of a field. `choose` puts another entry of the list in their place that the field points at. */
export type Treatment = 'keep' | 'replace' | 'choose' | 'empty';

/** Fields that hold the same values: keys with what points at them, and those by which people are known. */
export type ValueClass = { readonly id: string; readonly fold: boolean; readonly category: string; readonly names: boolean; readonly members: readonly string[] };

export type FieldTreatment = {
  readonly place: string; readonly shape: FieldShape; readonly category: string; readonly treatment: Treatment; readonly of: ValueClass;
  /** Two values must not become one. */
  readonly apart: boolean;
  /** For `choose`: the field of the list. */
  readonly from?: { readonly place: string; readonly field: string };
};

export type Treatments = { readonly fields: readonly FieldTreatment[]; readonly faults: readonly ExtractFault[] };

const isWhole = (map: DataMap, system: string, place: string): boolean => {
  const mapped = placeOf(map, { system, place });
  return mapped !== undefined && !mapped.personal && Object.keys(mapped.fields).length === 0;
};
const mappedField = (map: DataMap, system: string, place: string, field: string): MappedField | undefined => {
  const fields = placeOf(map, { system, place })?.fields ?? {};
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
};
const fault = (place: string, field: string | null, sentence: string): ExtractFault => ({ place, field, sentence });

/** Places and fields that the map does not know, and kinds of places that are not extracted: nothing is written as long as there is one. */
export function unknownIn(map: DataMap, system: string, { places }: StoreShape): readonly ExtractFault[] {
  return places.flatMap(({ place, kind, fields }): readonly ExtractFault[] => {
    if (kind !== 'table' && kind !== 'file') return [fault(place, null, `${place} is no table: extracts are made of tables.`)];
    if (placeOf(map, { system, place }) === undefined) return [fault(place, null, `The map does not know ${place}: add it, or run \`avouch datamap discover\`.`)];
    if (isWhole(map, system, place)) return [];
    return fields.filter(({ name }) => mappedField(map, system, place, name) === undefined).map(({ name }) => fault(place, name, `The map does not know ${place}.${name}: add it under fields, or under none.`));
  });
}

const fieldNode = (system: string, place: string, field: string): string => `${system}/${place}.${field}`;
const keyNode = (key: string): string => `key ${key}`;

/** Joins what holds the same values; gives the smallest member for each. */
function joined(pairs: readonly (readonly [string, string])[]): (node: string) => string {
  const up = new Map<string, string>();
  const top = (node: string): string => {
    let at = node;
    for (let next = up.get(at); next !== undefined; next = up.get(at)) at = next;
    return at;
  };
  for (const [one, other] of pairs) {
    const [a, b] = [top(one), top(other)].sort() as [string, string];
    if (a !== b) up.set(b, a);
  }
  return top;
}

function pairsIn(map: DataMap, system: string, places: readonly PlaceShape[]): (readonly [string, string])[] {
  const references = places.flatMap(({ place, references: all }) => all.flatMap(({ fields, to, toFields }) => fields.map((field, at) => [fieldNode(system, place, field), fieldNode(system, to, toFields[at] ?? '')] as const)));
  const mapped = personalPlaces(map).flatMap(({ ref, place }) => {
    const keys = place.identifies === undefined ? [] : keysOf(place.identifies).map(([key, field]) => [keyNode(key), fieldNode(ref.system, ref.place, field)] as const);
    const paths = rolesOf(place).flatMap((role) => role.paths).flatMap(({ hops, field, is }) => {
      const ends = [ref, ...hops];
      const steps = hops.flatMap((hop, at) => hop.on.map(([here, there]) => [fieldNode(ends[at]?.system ?? '', ends[at]?.place ?? '', here), fieldNode(hop.system, hop.place, there)] as const));
      const end = ends.at(-1) ?? ref;
      return [...steps, [fieldNode(end.system, end.place, field), keyNode(is)] as const];
    });
    return [...keys, ...paths];
  });
  return [...references, ...mapped];
}

const sensitive = (category: string, mapped: MappedField | undefined): boolean => mapped?.special === true || category.startsWith('content.') || category === 'credential' || categoryOf(category)?.article !== undefined;

/** What becomes of each field of the system. Whatever holds the same values is treated the same, so that joins hold. */
export function treatmentsOf(map: DataMap, system: string, shape: StoreShape): Treatments {
  const pairs = pairsIn(map, system, shape.places);
  const top = joined(pairs);
  const nodes = new Map<string, { category: string; list: boolean }>();
  const natures = naturesOf({ map }, system, shape.places);
  for (const [id, { places }] of Object.entries(map.systems)) for (const [place, { fields }] of Object.entries(places)) for (const [field, { category }] of Object.entries(fields)) nodes.set(fieldNode(id, place, field), { category, list: id === system && natures.get(place) === 'list' });
  for (const { place, fields } of shape.places) for (const { name } of fields) if (!nodes.has(fieldNode(system, place, name))) nodes.set(fieldNode(system, place, name), { category: 'none', list: natures.get(place) === 'list' });
  const keys = pairs.flat().filter((node) => node.startsWith('key '));
  const classes = new Map<string, ValueClass>();
  const members = new Map<string, string[]>();
  for (const node of [...nodes.keys(), ...new Set(keys)]) members.set(top(node), [...(members.get(top(node)) ?? []), node]);
  for (const [id, all] of members) {
    const names = all.filter((node) => node.startsWith('key ')).map((node) => node.slice(4));
    const categories = all.map((node) => nodes.get(node)?.category ?? 'none').filter((one) => one !== 'none').sort();
    const category = categories.find((one) => one === 'contact.email') ?? categories.find((one) => one !== 'identifier') ?? categories[0] ?? 'none';
    classes.set(id, { id, members: all, category, names: names.length > 0, fold: category === 'contact.email' || names.some((key) => identityKeyOf(map, key)?.fold === 'case') });
  }
  const faults: ExtractFault[] = [];
  const fields = shape.places.flatMap((place) => place.fields.map((field): FieldTreatment => {
    const node = fieldNode(system, place.place, field.name);
    const of = classes.get(top(node)) ?? { id: node, fold: false, category: 'none', names: false, members: [node] };
    const treated = treatmentOf({ map, system, place, field, of, listed: (one) => nodes.get(one)?.list === true && nodes.get(one)?.category === 'none' }, shape);
    if ('sentence' in treated) faults.push(treated);
    const linked = of.members.length > 1 || place.key.includes(field.name) || place.uniques.some((unique) => unique.includes(field.name));
    return { place: place.place, shape: field, category: mappedField(map, system, place.place, field.name)?.category ?? 'none', of, apart: linked, ...('sentence' in treated ? { treatment: 'keep' as const } : treated) };
  }));
  return { fields, faults };
}

type Asked = { readonly map: DataMap; readonly system: string; readonly place: PlaceShape; readonly field: FieldShape; readonly of: ValueClass; readonly listed: (node: string) => boolean };

function treatmentOf({ map, system, place, field, of, listed }: Asked, shape: StoreShape): Pick<FieldTreatment, 'treatment' | 'from'> | ExtractFault {
  if (of.category === 'none') return { treatment: 'keep' };
  const list = of.names ? undefined : of.members.find(listed);
  if (list !== undefined) {
    if (list === fieldNode(system, place.place, field.name) || listed(fieldNode(system, place.place, field.name))) return { treatment: 'keep' };
    const reference = place.references.find((one) => one.fields.includes(field.name));
    const target = shape.places.find((one) => one.place === reference?.to);
    if (reference?.fields.length !== 1 || target === undefined || !listed(fieldNode(system, target.place, reference.toFields[0] ?? ''))) return fault(place.place, field.name, `${place.place}.${field.name} is personal and points at a list with several fields or over another place, which cannot be replaced: map it as none if it tells nothing of a person.`);
    return { treatment: 'choose', from: { place: target.place, field: reference.toFields[0] ?? '' } };
  }
  const mapped = mappedField(map, system, place.place, field.name);
  const bound = of.members.length > 1 || place.key.includes(field.name) || place.uniques.some((unique) => unique.includes(field.name));
  const empties = sensitive(of.category, mapped) || field.type === 'json' || field.type === 'list' || field.type === 'bytes';
  return { treatment: empties && !bound ? 'empty' : 'replace' };
}
