import type { EntityOf } from '@avouch/connectors/entities';
import type { FieldShape, PlaceShape, StoreShape } from '@avouch/connectors/store';
import type { DataMap, MappedPlace } from './datamap.ts';
import type { ParsedDataMap } from './datamap/parse.ts';
import { pathText } from './datamap/position.ts';
import { unfitMark } from './run/marks.ts';
import { classifyField, type Nearness } from './discovery/classify.ts';

/**
 * One difference between the map and what is there. `fault` fails a check, `doubt` is for a person to look at. `line` is where
 * in the file to begin; `place` and `field` name what it is about.
 */
export type GuardFinding = {
  readonly kind: 'place-unclassified' | 'field-unclassified' | 'place-gone' | 'field-gone' | 'key-differs' | 'reference-unknown' | 'looks-personal' | 'to-review' | 'no-purpose' | 'not-read' | 'mark-unfit';
  readonly severity: 'fault' | 'doubt';
  readonly system: string;
  readonly place?: string;
  readonly field?: string;
  readonly line: number;
  readonly sentence: string;
};

/** The file as parsed, whose positions the findings carry. */
type Parsed = Extract<ParsedDataMap, { readonly ok: true }>;
/** The live shapes by system; a system that could not be read has its reason instead. */
export type LiveShapes = Readonly<Record<string, StoreShape | { readonly problem: string }>>;

/** Compares the map with the live shapes, system by system, in the order of the map. A system of the map without a shape is not judged; one that could not be read is a fault, never an empty store. */
export function compareWithLive(parsed: Parsed, live: LiveShapes): readonly GuardFinding[] {
  const { map, reviews, lineOf } = parsed;
  const found: GuardFinding[] = reviews.map((mark) => ({ kind: 'to-review', severity: 'fault', system: /^systems\.([\w-]+)/.exec(mark.path)?.[1] ?? '', line: mark.line, sentence: `${nameOf(mark.path)} is a proposal that nobody has looked at: correct it, then take review: true away or run \`avouch datamap accept ${nameOf(mark.path)}\`.` }));
  for (const [system, shape] of Object.entries(live)) {
    const mapped = Object.hasOwn(map.systems, system) ? map.systems[system] : undefined;
    if ('problem' in shape) found.push({ kind: 'not-read', severity: 'fault', system, line: mapped === undefined ? 1 : lineOf('systems', system), sentence: `${system} was not read, so nothing is known of it: ${shape.problem}` });
    else if (mapped === undefined) found.push({ kind: 'place-unclassified', severity: 'fault', system, line: 1, sentence: `The map has no system ${system}: run \`avouch datamap discover\` for it.` });
    else found.push(...compareSystem(parsed, system, shape));
  }
  return found;
}

/** `systems.shop.places["public.orders"].fields.note` → `public.orders.note`, as `avouch datamap accept` takes it. */
const nameOf = (path: string): string => path.replace(/^systems\.[\w-]+\.places\.?/, '').replace(/\.?\bfields\.?/, '.').replace(/\["((?:[^"\\]|\\.)*)"\]/g, '$1');

function compareSystem({ map, lineOf }: Parsed, system: string, shape: StoreShape): GuardFinding[] {
  const mapped = map.systems[system]?.places ?? {};
  const there = new Map(shape.places.map((place) => [place.place, place]));
  const gone = Object.entries(mapped).filter(([name, place]) => !there.has(name) && place.pattern === undefined).map(([name]): GuardFinding => ({
    kind: 'place-gone', severity: 'fault', system, place: name, line: lineOf('systems', system, 'places', name), sentence: `${name} stands in the map and is not there any more: take it out, or give it its new name.`,
  }));
  const present = shape.places.flatMap((live): GuardFinding[] => {
    const place = Object.hasOwn(mapped, live.place) ? mapped[live.place] : undefined;
    if (place !== undefined) return comparePlace(map, system, live, place, lineOf);
    const columns = live.fields.length === 1 ? 'its one column' : `its ${live.fields.length} columns`;
    return [{ kind: 'place-unclassified', severity: 'fault', system, place: live.place, line: lineOf('systems', system), sentence: `${live.place} is new and nobody has classified ${columns}: add it, or run \`avouch datamap discover\`.` }];
  });
  return [...present, ...gone];
}

const nearnessOf = (place: MappedPlace): Nearness => (place.identifies !== undefined ? 'people' : Object.keys(place.owners).length + Object.keys(place.access).length > 0 ? 'owned' : 'other');
/** How sure a name and a type must be before they speak against a person's word. */
const speaksAgainst = 0.85;

function comparePlace(map: DataMap, system: string, live: PlaceShape, place: MappedPlace, lineOf: Parsed['lineOf']): GuardFinding[] {
  const at = (...more: string[]): number => lineOf('systems', system, 'places', live.place, ...more);
  const finding = (kind: GuardFinding['kind'], severity: GuardFinding['severity'], line: number, sentence: string, field?: string): GuardFinding => ({ kind, severity, system, place: live.place, ...(field === undefined ? {} : { field }), line, sentence });
  // “not personal” without a list speaks of the whole place: only what looks personal all the same is told.
  const whole = !place.personal && Object.keys(place.fields).length === 0;
  const columns = live.fields.flatMap((field): GuardFinding[] => {
    const mapped = Object.hasOwn(place.fields, field.name) ? place.fields[field.name] : undefined;
    const looks = personalLook(field, nearnessOf(place));
    if (mapped === undefined && !whole) return [finding('field-unclassified', 'fault', at(), `${live.place}.${field.name} is new and nobody has classified it: add it under fields${looks === undefined ? ', or under none' : ` (it looks like ${looks})`}.`, field.name)];
    if ((mapped === undefined || mapped.category === 'none') && looks !== undefined && !isPointer(live, field.name)) return [finding('looks-personal', mapped === undefined ? 'fault' : 'doubt', at(...(mapped === undefined ? [] : ['fields', field.name])), `${live.place}.${field.name} is said to hold nothing personal, but is called like ${looks}: correct the map, or leave it if that is right.`, field.name)];
    return [];
  });
  const names = new Set(live.fields.map((field) => field.name));
  const gone = live.kind === 'collection' ? [] : Object.keys(place.fields).filter((name) => !names.has(name)).map((name) => finding('field-gone', 'fault', at('fields', name), `${live.place}.${name} stands in the map and is not there any more: take it out, or give it its new name.`, name));
  const key = place.key.length > 0 && ![live.key, ...live.uniques].some((unique) => [...unique].sort().join() === [...place.key].sort().join()) ? [finding('key-differs', 'fault', at('key'), `The map says that ${place.key.join(', ')} names a row of ${live.place}, but the store does not keep it unique: use ${live.key.length > 0 ? live.key.join(', ') : 'a key that is'}.`)] : [];
  const purpose = place.personal && place.purposes.length === 0 && Object.values(place.fields).some((field) => field.category !== 'none' && field.purposes.length === 0)
    ? [finding('no-purpose', 'doubt', at(), `${live.place} holds personal data and names no purpose: people are told why their data is kept. Add purposes.`)] : [];
  const marks = Object.entries(place.marks ?? {}).flatMap(([mark, field]) => {
    const why = names.has(field) ? unfitMark(live.fields.find((one) => one.name === field), place.key.length > 0 ? place.key : live.key) : null;
    return why === null ? [] : [finding('mark-unfit', 'fault', at('marks', mark), `${live.place}.${field} cannot hold the mark ${mark}: ${why}. Name another field.`, field)];
  });
  return [...columns, ...gone, ...key, ...marks, ...unknownReferences(map, system, live, place, finding, at), ...purpose];
}

const isPointer = (live: PlaceShape, field: string): boolean => live.key.includes(field) || live.references.some((reference) => reference.fields.includes(field));

function personalLook(field: FieldShape, nearness: Nearness): string | undefined {
  const guess = classifyField(field, undefined, nearness);
  return guess.category !== 'none' && guess.confidence >= speaksAgainst ? guess.category : undefined;
}

/** A foreign key to a place of people that no path of the map follows. */
function unknownReferences(map: DataMap, system: string, live: PlaceShape, place: MappedPlace, finding: (kind: GuardFinding['kind'], severity: GuardFinding['severity'], line: number, sentence: string) => GuardFinding, at: (...more: string[]) => number): GuardFinding[] {
  const places = map.systems[system]?.places ?? {};
  const paths = [...Object.values(place.owners), ...Object.values(place.access)];
  return live.references.filter((reference) => places[reference.to]?.identifies !== undefined && reference.to !== live.place).filter((reference) => !paths.some((path) => {
    const first = path.hops[0];
    return first === undefined ? reference.fields.includes(path.field) : reference.fields.every((field) => first.on.some(([here]) => here === field));
  })).map((reference) => finding('reference-unknown', 'doubt', at(), `${live.place}.${reference.fields.join(', ')} points at ${reference.to}, and no owner or access of the map follows it: say whose these rows are, or add access.`));
}

/**
 * What the map says of each live column, and of each that it names and the store has no more, for checks to judge: one entity a column,
 * never with a value. A column counts as classified when a person said so: a proposal that still waits for its review does not.
 */
export function personalFields({ map, reviews, lineOf }: Parsed, system: string, shape: StoreShape): readonly EntityOf<'personalField'>[] {
  const places = Object.hasOwn(map.systems, system) ? map.systems[system]?.places ?? {} : {};
  const waiting = new Set(reviews.map(({ path }) => path));
  const waits = (place: string, field: string): boolean => [['places', place], ['places', place, 'fields', field]].some((path) => waiting.has(pathText(['systems', system, ...path])));
  const live = shape.places.flatMap((there) => there.fields.map((field): EntityOf<'personalField'> => {
    const place = Object.hasOwn(places, there.place) ? places[there.place] : undefined;
    const mapped = place !== undefined && Object.hasOwn(place.fields, field.name) ? place.fields[field.name] : undefined;
    const whole = place !== undefined && !place.personal && Object.keys(place.fields).length === 0;
    const classified = (mapped !== undefined || whole) && !waits(there.place, field.name);
    const purposes = mapped === undefined ? null : mapped.category === 'none' ? 0 : (mapped.purposes.length > 0 ? mapped.purposes : place?.purposes ?? []).length;
    return {
      ...nameOfField(system, there.place, field.name), classified, category: mapped?.category ?? (whole ? 'none' : null), looksLike: personalLook(field, place === undefined ? 'other' : nearnessOf(place)) ?? null,
      purposes, present: true, line: classified && (mapped === undefined || mapped.category === 'none' || purposes !== 0) ? null : lineOf(...(place === undefined ? ['systems', system] : ['systems', system, 'places', there.place, ...(mapped === undefined ? [] : ['fields', field.name])])),
    };
  }));
  return [...live, ...goneFields({ map, lineOf }, system, shape)];
}

const nameOfField = (system: string, place: string, field: string) => ({ id: `${system}/${place}/${field}`, name: `${place}.${field}`, system, place, field });

/** Columns that the map names and the store has no more. Where rows have no fixed columns, or places are found by a pattern, nothing is missed. */
function goneFields({ map, lineOf }: Pick<Parsed, 'map' | 'lineOf'>, system: string, shape: StoreShape): EntityOf<'personalField'>[] {
  const there = new Map(shape.places.map((place) => [place.place, place]));
  return Object.entries(Object.hasOwn(map.systems, system) ? map.systems[system]?.places ?? {} : {}).filter(([name, place]) => place.pattern === undefined && there.get(name)?.kind !== 'collection').flatMap(([name, place]) => {
    const names = new Set(there.get(name)?.fields.map((field) => field.name));
    return Object.entries(place.fields).filter(([field]) => !names.has(field)).map(([field, mapped]): EntityOf<'personalField'> => ({
      ...nameOfField(system, name, field), classified: true, category: mapped.category, looksLike: null, purposes: mapped.category === 'none' ? 0 : (mapped.purposes.length > 0 ? mapped.purposes : place.purposes).length,
      present: false, line: lineOf('systems', system, 'places', name, 'fields', field),
    }));
  });
}
