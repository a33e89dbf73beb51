import type { KeyName } from '../datamap.ts';
import type { Blame } from './faults.ts';
import type { WrittenMap, WrittenPlace, WrittenSystem } from './form.ts';
import { suggestion } from './nearest.ts';
import type { Path } from './position.ts';

/** What names in the map can mean: asked while paths, roles and fields are read. */
export type Ground = {
  readonly blame: Blame;
  readonly written: WrittenMap;
  readonly keys: readonly KeyName[];
  readonly place: (system: string, place: string) => WrittenPlace | undefined;
  /** The place that a name means, whole or by its last part; blames when there is none, or more than one. */
  readonly resolve: (system: string, name: string, at: Path) => { readonly system: string; readonly place: string } | undefined;
  /** Blames when the field is not written down in the place; silent where the fields of a place are not listed. */
  readonly needField: (system: string, place: string, field: string, at: Path) => void;
  /** Blames each id that does not stand in the list; gives those that do. */
  readonly known: (ids: string | readonly string[] | undefined, of: 'purposes' | 'recipients', at: Path) => readonly string[];
};

/** One or several, as a list. */
export const listOf = (written: string | readonly string[] | undefined): readonly string[] => (written === undefined ? [] : typeof written === 'string' ? [written] : written);

const variables = (pattern: string | undefined): string[] => [...(pattern ?? '').matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');

/** The fields that a place is known to have; undefined when it lists none. */
export function fieldsOf(place: WrittenPlace | undefined): readonly string[] | undefined {
  if (place === undefined) return undefined;
  const listed = [...Object.keys(place.fields ?? {}), ...listOf(place.none), ...variables(place.pattern)];
  return listed.length === 0 ? undefined : listed;
}

const entry = <T>(all: Readonly<Record<string, T>> | undefined, name: string): T | undefined => (all !== undefined && Object.hasOwn(all, name) ? all[name] : undefined);

/** Lays the ground for reading a map that has the right form. */
export function groundOf(written: WrittenMap, blame: Blame): Ground {
  const system = (name: string): WrittenSystem | undefined => entry(written.systems, name);
  const place = (of: string, name: string): WrittenPlace | undefined => {
    const found = entry(system(of)?.places, name);
    return found === 'not personal' ? { personal: false } : found;
  };
  return {
    blame, written, place,
    keys: Object.entries(written.people ?? {}).flatMap(([people, one]) => Object.keys(one.keys).map((key) => `${people}.${key}`)),
    resolve: (of, name, at) => {
      const there = system(of);
      if (there === undefined) {
        blame(at, `There is no system ${of}. ${suggestion(of, Object.keys(written.systems))}`);
        return undefined;
      }
      const names = Object.keys(there.places);
      const short = names.filter((one) => one.endsWith(`.${name}`));
      const found = names.includes(name) ? name : short.length === 1 ? short[0] : undefined;
      if (found === undefined) blame(at, short.length > 1 ? `${name} may be ${short.join(' or ')}: write the whole name.` : `The system ${of} has no place ${name}. ${suggestion(name, names)}`);
      return found === undefined ? undefined : { system: of, place: found };
    },
    needField: (of, name, field, at) => {
      const fields = fieldsOf(place(of, name));
      if (fields !== undefined && !fields.includes(field)) blame(at, `${name} has no field ${field} in this map. ${suggestion(field, fields)}`);
    },
    known: (ids, of, at) => listOf(ids).filter((id, n) => {
      const there = Object.keys(written[of] ?? {});
      if (there.includes(id)) return true;
      blame(typeof ids === 'string' ? at : [...at, n], `There is no ${of === 'purposes' ? 'purpose' : 'recipient'} ${id}: add it under ${of}, or correct the name. ${suggestion(id, there)}`);
      return false;
    }),
  };
}
