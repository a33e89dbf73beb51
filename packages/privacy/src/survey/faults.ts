import type { Problem } from '@avouch/connectors/connector';
import type { PlaceShape } from '@avouch/connectors/store';
import type { DataMap, MappedPlace } from '../datamap.ts';
import type { PlaceRef, Stores } from '../ownership.ts';
import { isTabular } from '../ownership/drafts.ts';
import type { ShapesRead } from '../ownership/shapes.ts';
import { rolesOf } from '../ownership/roles.ts';
import type { Right, Treatment } from '../plan.ts';
import { unfitMark } from '../run/marks.ts';
import type { Fault } from '../survey.ts';

/** The systems that a request in this role is about. */
export const systemsFor = (map: DataMap, role: 'controller' | 'processor'): readonly string[] => Object.entries(map.systems).filter(([, system]) => system.role === role).map(([id]) => id);

const fault = (code: Fault['code'], { system, place }: { readonly system: string; readonly place: string | null }, field: string | null, stops: boolean, sentence: string, remedy: string): Fault => ({
  id: `${code}:${system}${place === null ? '' : `/${place}`}${field === null ? '' : `/${field}`}`, code, system, place, field, sentence, remedy, stops,
});

/** That a system, or one place of it, could not be read. */
export const unreachable = (system: string, place: string | null, problem: Problem): Fault =>
  fault('unreachable', { system, place }, null, true, `${place === null ? system : `${place} in ${system}`} could not be read, so nobody knows what it holds of this person. ${problem.sentence}`, problem.remedy);

/** The mapped fields of a place that can be asked of the store. */
export function fieldsThere(place: MappedPlace, shape: PlaceShape): readonly string[] {
  const live = new Set(shape.fields.map(({ name }) => name));
  return Object.keys(place.fields).filter((field) => live.has(field) || !isTabular(shape));
}

function placeFaults(ref: PlaceRef, place: MappedPlace, shape: PlaceShape | undefined): readonly Fault[] {
  if (shape === undefined) {
    return [fault('missing-place', ref, null, place.personal, `The data map has ${ref.place} in ${ref.system}, but the system does not: it was renamed, removed, or the role may not see it.`, 'Bring the data map up to date, or let the role read it.')];
  }
  const live = new Set(shape.fields.map(({ name }) => name));
  const unknown = shape.fields.filter(({ name }) => place.fields[name] === undefined && (place.personal || Object.keys(place.fields).length > 0));
  const gone = isTabular(shape) ? Object.keys(place.fields).filter((field) => !live.has(field)) : [];
  return [
    ...unknown.map(({ name }) => fault('unclassified-field', ref, name, place.personal, `Nobody has said whether ${name} of ${ref.place} holds personal data, so it would be neither shown nor erased.`, 'Classify it in the data map.')),
    ...gone.map((field) => fault('missing-field', ref, field, false, `The data map has ${field} of ${ref.place}, but the system does not.`, 'Take it out of the data map, or correct its name.')),
  ];
}

function pathFaults(map: DataMap, ref: PlaceRef, place: MappedPlace, read: ShapesRead): readonly Fault[] {
  const shapeAt = ({ system, place: name }: PlaceRef): PlaceShape | undefined => read.shapes[system]?.places.find((one) => one.place === name);
  const lacks = (at: PlaceRef, fields: readonly string[]): boolean => {
    const shape = shapeAt(at);
    if (map.systems[at.system]?.engine === 'manual') return true;
    return read.shapes[at.system] !== undefined && (shape === undefined || (isTabular(shape) && fields.some((field) => !shape.fields.some(({ name }) => name === field))));
  };
  // A table holds a list as one value, and a key that is a list names nobody in particular: silence would look like nothing found.
  const isList = (at: PlaceRef, field: string): boolean => {
    const shape = shapeAt(at);
    const isKey = at === ref && place.identifies !== undefined && Object.values(place.identifies.keys).includes(field);
    return shape !== undefined && (isTabular(shape) || isKey) && shape.fields.some(({ name, type }) => name === field && type === 'list');
  };
  return rolesOf(place).flatMap((role) => role.paths.flatMap(({ hops, field }): Fault[] => {
    const list = [...hops.flatMap((hop, index) => hop.on.flatMap(([here, there]) => [[hops[index - 1] ?? ref, here] as const, [hop, there] as const])), [hops.at(-1) ?? ref, field] as const].find(([at, name]) => isList(at, name));
    if (list !== undefined) {
      return [fault('broken-path', ref, list[1], true, `The path of ${role.name} from ${ref.place} leads over ${list[1]} of ${list[0].place}, which holds a list, so rows of ${ref.place} cannot be found by it.`, 'Let the path lead over fields that hold one value each, or make the system a manual one.')];
    }
    let at: PlaceRef = ref;
    let broken = false;
    for (const hop of hops) {
      broken ||= lacks(at, hop.on.map(([here]) => here)) || lacks(hop, hop.on.map(([, there]) => there));
      at = hop;
    }
    broken ||= lacks(at, [field]);
    return broken ? [fault('broken-path', ref, null, true, `The path of ${role.name} from ${ref.place} leads over something that is not there, so rows of ${ref.place} cannot be found by it.`, 'Correct the path in the data map.')] : [];
  }));
}

const wouldDelete = (treatment: Treatment | undefined): boolean => treatment?.rows === 'delete';
const wouldSet = (treatment: Treatment | undefined): boolean => treatment?.rows === 'empty' || treatment?.rows === 'delete';

function abilityFaults(ref: PlaceRef, shape: PlaceShape, atomic: boolean, key: readonly string[], right: Right, treatment: Treatment | undefined): readonly Fault[] {
  const changes = right === 'erasure' || right === 'retention' ? treatment?.rows === 'delete' || treatment?.rows === 'empty' : right === 'rectification';
  if (!changes) return [];
  const noKey = key.length === 0 && !atomic ? [fault('no-key', ref, null, true, `Rows of ${ref.place} have no key, so no single one of them can be changed or deleted.`, 'Name its key in the data map.')] : [];
  const said = right === 'rectification' ? shape.cannot?.set : (wouldDelete(treatment) ? shape.cannot?.delete : undefined) ?? (wouldSet(treatment) ? shape.cannot?.set : undefined);
  return [...noKey, ...(said === undefined ? [] : [fault('cannot', ref, null, true, `${said} What the data map asks for ${ref.place} cannot be done through its connector.`, 'Accept this and do it by hand, or say something else in the data map.')])];
}

/** Marks of the map that this store cannot bear: who asks for restriction would be told that programs see it, and they would not. */
function markFaults(ref: PlaceRef, { marks = {} }: MappedPlace, shape: PlaceShape, key: readonly string[], right: Right): readonly Fault[] {
  if (right !== 'restriction' && right !== 'objection') return [];
  return Object.values(marks).flatMap((field) => {
    const why = unfitMark(shape.fields.find(({ name }) => name === field), key);
    return why === null ? [] : [fault('cannot', ref, field, true, `${field} of ${ref.place} cannot hold a mark: ${why}.`, 'Name another field under marks in the data map, or take it out.')];
  });
}

export type FaultsOrder = { readonly map: DataMap; readonly stores: Stores; readonly read: ShapesRead; readonly right: Right; readonly role: 'controller' | 'processor'; readonly treatments: ReadonlyMap<string, Treatment> };

/** All that keeps a plan from being whole, from the map and the shapes alone, in a steady order. `treatments` by `system/place`. */
export function faultsOf({ map, stores, read, right, role, treatments }: FaultsOrder): readonly Fault[] {
  return systemsFor(map, role).flatMap((system): readonly Fault[] => {
    const mapped = map.systems[system];
    if (mapped === undefined || mapped.engine === 'manual') return [];
    const shape = read.shapes[system];
    if (shape === undefined) {
      const problem = read.problems[system] ?? { kind: 'unreachable', sentence: 'It is not connected.', remedy: 'Connect it, or make it a manual system in the data map.' };
      return [unreachable(system, null, problem)];
    }
    const strange = shape.places.filter(({ place }) => mapped.places[place] === undefined).map(({ place }) =>
      fault('unclassified-place', { system, place }, null, true, `Nobody has said what ${place} in ${system} holds, so it would be neither shown nor erased.`, 'Classify it in the data map.'));
    const known = Object.entries(mapped.places).flatMap(([name, place]) => {
      const ref = { system, place: name };
      const live = shape.places.find((one) => one.place === name);
      const key = place.key.length > 0 ? place.key : (live?.key ?? []);
      return [
        ...placeFaults(ref, place, live), ...(place.personal ? pathFaults(map, ref, place, read) : []),
        ...(live === undefined || !place.personal ? [] : abilityFaults(ref, live, stores[system]?.atomic === true, key, right, treatments.get(`${system}/${name}`))),
        ...(live === undefined || !place.personal ? [] : markFaults(ref, place, live, key, right)),
      ];
    });
    return [...strange, ...known];
  });
}
