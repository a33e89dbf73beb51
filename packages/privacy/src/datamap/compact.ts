import type { DataMap, Hop, Keep, MappedField, MappedPlace, MappedSystem, OwnerPath, People, Purpose, Recipient } from '../datamap.ts';
import { categoryOf } from './categories.ts';
import { formatHop, formatIdentifies, formatPath, type HopSentence } from './sentences.ts';

// The inverse of expand.ts: a map as a person would write it, with short forms and without what is understood anyway.

/** What YAML can hold. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain | undefined };
type PlainMap = Record<string, Plain>;

const without = (part: Readonly<Record<string, Plain | undefined>>): PlainMap => Object.fromEntries(Object.entries(part).filter((one): one is [string, Plain] => one[1] !== undefined));
const each = <A>(all: Readonly<Record<string, A>>, make: (one: A, id: string) => Plain): PlainMap => Object.fromEntries(Object.entries(all).map(([id, one]) => [id, make(one, id)]));
const one = (ids: readonly string[]): Plain | undefined => (ids.length === 0 ? undefined : ids.length === 1 ? ids[0] : ids);
const unless = <T extends Plain>(usual: T, value: T): T | undefined => (value === usual ? undefined : value);
const filled = (part: PlainMap): PlainMap | undefined => (Object.keys(part).length === 0 ? undefined : part);

/** The whole map as plain values in the order of the file. */
export function compactMap(map: DataMap): PlainMap {
  return without({
    version: 1, people: filled(each(map.people, compactPeople)), purposes: filled(each(map.purposes, compactPurpose)), recipients: filled(each(map.recipients, compactRecipient)),
    systems: each(map.systems, (system, id) => ({ ...compactSystem(system, id), places: each(system.places, (place, name) => compactPlace(place, name, id)) })),
  });
}

export const compactPeople = (people: People, id: string): PlainMap => without({
  title: unless(id, people.title),
  keys: each(people.keys, (key, name) => (key.several || key.fold !== undefined || key.proof !== undefined
    ? without({ title: unless(name, key.title), fold: key.fold, proof: key.proof, several: unless(false, key.several) }) : key.title)),
});

export const compactPurpose = ({ title, basis, special, ground, recipients, retention, automated, marketing }: Purpose): PlainMap =>
  without({ title, basis, special, ground, recipients: one(recipients), retention, automated: automated === null ? 'none' : automated, marketing: unless(false, marketing) });

export const compactRecipient = (recipient: Recipient): PlainMap => without({ ...recipient });

/** A system without its places. */
export const compactSystem = (system: MappedSystem, id: string): PlainMap => without({
  title: unless(id, system.title), role: unless('controller', system.role), engine: system.engine, location: system.location, vendor: system.vendor,
  backups: system.backups === undefined ? undefined : system.backups.note === undefined ? system.backups.days : { ...system.backups }, task: system.task === undefined ? undefined : { ...system.task },
});

const compactKeep = (keep: Keep): PlainMap => without({ reason: keep.reason, exemption: keep.exemption, law: keep.law, until: keep.until === undefined ? undefined : `${keep.until.after} + ${keep.until.period}` });

/** A place as `not personal`, or as a map. */
export function compactPlace(place: MappedPlace, name: string, system: string): Plain {
  const path = (way: OwnerPath): Plain => compactPath(way, system);
  const { owner, ...others } = place.owners;
  const roles = [...(place.identifies === undefined ? [] : ['self']), ...Object.keys(place.owners)];
  const only = roles.length > 0 ? roles : Object.keys(place.access);
  const usual = place.personal && only.length <= 1 ? only[0] ?? 'all' : place.personal ? undefined : 'all';
  const fields = Object.entries(place.fields);
  const accesses = Object.keys(place.access);
  const accessAlone = accesses.length === 1 && place.access['access'] !== undefined ? path(place.access['access']) : undefined;
  const map = without({
    title: unless(name, place.title), personal: unless(true, place.personal), key: one(place.key), identifies: place.identifies === undefined ? undefined : compactIdentifies(place.identifies),
    owner: owner === undefined ? undefined : path(owner), owners: filled(each(others, path)),
    access: accesses.length === 0 ? undefined : typeof accessAlone === 'string' ? accessAlone : each(place.access, path),
    pattern: place.pattern, purposes: one(place.purposes), rows: unless('delete', place.rows), keep: place.keep === undefined ? undefined : compactKeep(place.keep),
    retention: place.retention === undefined ? undefined : without({ after: place.retention.after, period: place.retention.period, action: unless('delete', place.retention.action), reason: place.retention.reason, start: place.retention.start }),
    marks: place.marks === undefined ? undefined : without(place.marks),
    none: onlyNone(fields), fields: filled(Object.fromEntries(fields.filter(([, field]) => !isNone(field)).map(([id, field]) => [id, compactField(field, usual)]))),
  });
  return Object.keys(map).length === 1 && map['personal'] === false ? 'not personal' : map;
}

const onlyNone = (fields: readonly (readonly [string, MappedField])[]): readonly string[] | undefined => {
  const names = fields.filter(([, field]) => isNone(field)).map(([name]) => name);
  return names.length === 0 ? undefined : names;
};
const isNone = (field: MappedField): boolean => field.category === 'none' && field.of === 'all' && field.purposes.length === 0 && field.erasure === 'keep' && !field.loosens && !field.special && field.provenance === 'derived' && field.keep === undefined && field.source === undefined;

function compactIdentifies(identifies: NonNullable<MappedPlace['identifies']>): Plain {
  const usual = identifies.leads.join() === Object.keys(identifies.keys).join();
  return (usual ? formatIdentifies(identifies.people, identifies.keys) : undefined) ?? without({ people: identifies.people, keys: { ...identifies.keys }, leads: usual ? undefined : identifies.leads });
}

/** A field as its category, `CATEGORY of ROLE`, or a map. `usual` is the role that goes without saying. */
export function compactField(field: MappedField, usual: string | undefined): Plain {
  const category = categoryOf(field.category);
  const of = field.of === (field.category === 'none' ? 'all' : usual) ? undefined : field.of;
  const more = without({
    special: category?.article === undefined ? unless(false, field.special) : undefined, provenance: unless(category?.provenance ?? 'given', field.provenance), source: field.source, purposes: one(field.purposes),
    erasure: unless(category?.erasure ?? 'clear', field.erasure), keep: field.keep === undefined ? undefined : compactKeep(field.keep), loosens: unless(false, field.loosens),
  });
  if (Object.keys(more).length > 0) return without({ category: field.category, of, ...more });
  return of === undefined ? field.category : `${field.category} of ${of}`;
}

const sentenceOf = (hop: Hop, here: string): HopSentence => ({ ...(hop.system === here ? {} : { system: hop.system }), place: hop.place, on: hop.on });

/** A path as a sentence where every name allows it. */
export function compactPath(path: OwnerPath, system: string): Plain {
  const hops = path.hops.map((hop, n) => sentenceOf(hop, path.hops[n - 1]?.system ?? system));
  const sentence = formatPath({ hops, field: path.field, is: path.is });
  if (sentence !== undefined) return sentence;
  return without({
    path: hops.length === 0 ? undefined : hops.map((hop): Plain => formatHop(hop) ?? { ...(hop.system === undefined ? {} : { system: hop.system }), place: hop.place, on: Object.fromEntries(hop.on) }),
    field: path.field, is: path.is,
  });
}
