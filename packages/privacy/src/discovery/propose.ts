import type { FieldSample, FieldShape, PlaceShape, StoreShape } from '@avouch/connectors/store';
import type { DataMap, IdentityKey, MappedField, MappedPlace, MappedSystem, OwnerPath, People } from '../datamap.ts';
import { categoryOf } from '../datamap/categories.ts';
import type { Path } from '../datamap/position.ts';
import { classifyField, sureEnough, type Guess, type Nearness } from './classify.ts';
import { ownersReader, type ProposedOwners } from './ownership.ts';
import { peoplePlaces, thingOf, type PeoplePlace } from './people.ts';
import { linksOf, type Link } from './references.ts';
import { bareName, tokensOf } from './tokens.ts';
import { peopleWords } from './words.ts';

/** A store as discovery sees it: its shape and a bounded sample of each place. The values are judged and forgotten. */
export type Seen = { readonly system: string; readonly title: string; readonly shape: StoreShape; readonly samples: Readonly<Record<string, readonly FieldSample[]>> };

/** Why something was proposed. `mark`: a person must look at exactly this. Never holds a value of the store. */
export type Note = { readonly path: Path; readonly text: string; readonly confidence: number; readonly mark: boolean };

/** A map that nobody has accepted yet. */
export type Proposal = { readonly map: DataMap; readonly notes: readonly Note[] };

/** Proposes places, categories, owners and identity keys for what the stores hold. What `accepted` already says is left as it is. */
export function proposeMap(stores: readonly Seen[], accepted?: DataMap): Proposal {
  const notes: Note[] = [];
  const people: Record<string, People> = { ...accepted?.people };
  const systems: Record<string, MappedSystem> = { ...accepted?.systems };
  for (const store of stores) {
    const view = viewOf(store, people);
    for (const person of view.people) addPeople(people, person, notes);
    const before = systems[store.system];
    const places: Record<string, MappedPlace> = { ...before?.places };
    for (const shape of store.shape.places) {
      const known = Object.hasOwn(places, shape.place) ? places[shape.place] : undefined;
      if (known === undefined) places[shape.place] = proposePlace(store, shape, view, notes);
      else places[shape.place] = withNewFields(store, shape, known, notes);
    }
    systems[store.system] = before === undefined ? { title: store.title, role: 'controller', engine: store.shape.engine, places } : { ...before, places };
  }
  return { map: { version: 1, people, purposes: accepted?.purposes ?? {}, recipients: accepted?.recipients ?? {}, systems }, notes };
}

type View = { readonly people: readonly PeoplePlace[]; readonly links: ReadonlyMap<string, readonly Link[]>; readonly ownersOf: (place: PlaceShape) => ProposedOwners };

function viewOf(store: Seen, known: Readonly<Record<string, People>>): View {
  const { places } = store.shape;
  const guessesAs = (nearness: (place: PlaceShape) => Nearness) => new Map(places.map((place) => [place.place, new Map(place.fields.map((field) => [field.name, classifyField(field, sampleOf(store, place, field), nearness(place))]))]));
  const people = peoplePlaces(places, guessesAs(() => 'people')).map((one) => ({ ...one, kind: Object.keys(known).find((kind) => kind === one.kind) ?? one.kind }));
  const held = new Set(people.map((one) => one.place));
  const guesses = guessesAs((place) => (held.has(place.place) ? 'people' : firstNearness(place)));
  const links = linksOf(places, people);
  return { people, links, ownersOf: ownersReader({ system: store.system, places, people, links, guesses }) };
}

const firstNearness = (place: PlaceShape): Nearness => {
  const words = thingOf(place.place).split(' ');
  return words.some((word) => peopleWords.includes(word)) ? 'people' : /adress|anschrift|indirizz|direccion/.test(words.join(' ')) ? 'owned' : 'other';
};
const sampleOf = (store: Seen, place: PlaceShape, field: FieldShape): FieldSample | undefined => (Object.hasOwn(store.samples, place.place) ? store.samples[place.place]?.find((one) => one.field === field.name) : undefined);

function addPeople(people: Record<string, People>, person: PeoplePlace, notes: Note[]): void {
  const keys: Record<string, IdentityKey> = { ...(Object.hasOwn(people, person.kind) ? people[person.kind]?.keys : undefined) };
  if (person.keys['id'] !== undefined) keys['id'] ??= { title: 'Number', several: false };
  if (person.keys['email'] !== undefined) keys['email'] ??= { title: 'E-mail address', fold: 'case', proof: 'mail', several: false };
  if (Object.hasOwn(people, person.kind) && Object.keys(keys).length === Object.keys(people[person.kind]?.keys ?? {}).length) return;
  people[person.kind] = { title: people[person.kind]?.title ?? titleOf(bareName(person.place)), keys };
  notes.push({ path: ['people', person.kind], text: because(person.confidence, person.grounds), confidence: person.confidence, mark: true });
}

/** `order_lines` → `Order lines`. */
export const titleOf = (name: string): string => {
  const words = tokensOf(name).join(' ');
  return words === '' ? name : `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
};

const because = (confidence: number, grounds: readonly string[]): string => `confidence ${confidence.toFixed(2)}; ${grounds.join(', ')}`;

const noneField: MappedField = { category: 'none', of: 'all', special: false, provenance: 'derived', purposes: [], erasure: 'keep', loosens: false };

function proposePlace(store: Seen, shape: PlaceShape, view: View, notes: Note[]): MappedPlace {
  const at: Path = ['systems', store.system, 'places', shape.place];
  const person = view.people.find((one) => one.place === shape.place);
  const roles = view.ownersOf(shape);
  const owned = roles.owners.length + roles.access.length > 0;
  const nearness: Nearness = person !== undefined ? 'people' : owned ? 'owned' : firstNearness(shape) === 'people' ? 'people' : 'other';
  const ownerNames = [...(person === undefined ? [] : ['self']), ...roles.owners.map((one) => one.role)];
  const fields: Record<string, MappedField> = {};
  const alone = shape.fields.map((field) => ({ field, guess: pointerGuess(field, shape, view, person) ?? classifyField(field, sampleOf(store, shape, field), nearness) }));
  for (const { field, guess } of besideOthers(alone)) {
    fields[field.name] = fieldOf(field, guess, shape, view, roles, ownerNames);
    const mark = guess.confidence < sureEnough;
    if (guess.category !== 'none' || mark) notes.push({ path: [...at, 'fields', field.name], text: `proposed: ${guess.category} (${because(guess.confidence, guess.grounds)})`, confidence: guess.confidence, mark });
  }
  const personal = owned || person !== undefined || Object.values(fields).some((field) => field.category !== 'none');
  for (const role of [...roles.owners, ...roles.access]) {
    const group = roles.owners.includes(role) ? (role.role === 'owner' ? ['owner'] : ['owners', role.role]) : ['access', role.role];
    notes.push({ path: [...at, ...group], text: `proposed (${because(role.confidence, [role.ground])})`, confidence: role.confidence, mark: false });
  }
  if (person !== undefined) notes.push({ path: [...at, 'identifies'], text: `proposed (${because(person.confidence, person.grounds)})`, confidence: person.confidence, mark: false });
  notes.push({ path: at, text: placeNote(shape, personal, ownerNames.length + roles.access.length), confidence: 0, mark: true });
  const paths = (list: ProposedOwners['owners']): Record<string, OwnerPath> => Object.fromEntries(list.map((one) => [one.role, one.path]));
  return {
    title: titleOf(bareName(shape.place)), personal, key: [],
    ...(person === undefined || Object.keys(person.keys).length === 0 ? {} : { identifies: { people: person.kind, keys: person.keys, leads: Object.keys(person.keys) } }),
    owners: paths(roles.owners), access: paths(roles.access), purposes: [], rows: 'delete', fields,
  };
}

function placeNote(shape: PlaceShape, personal: boolean, roles: number): string {
  const soft = shape.fields.find((field) => /^(deleted_?at|is_?deleted|deleted|removed_?at|geloescht(_am)?|supprime_le)$/i.test(field.name));
  return [
    personal ? roles === 0 ? 'proposed: personal, but nobody is known to own its rows: add owner, or say “not personal”' : 'proposed: personal' : 'proposed: not personal',
    ...(soft === undefined ? [] : [`rows that the app calls deleted stay here (${soft.name}): they are found and erased like others`]),
  ].join('; ');
}

/** A town beside a street is a part of an address. */
function besideOthers(guesses: readonly { readonly field: FieldShape; readonly guess: Guess }[]): readonly { readonly field: FieldShape; readonly guess: Guess }[] {
  const street = guesses.find(({ guess }) => guess.category === 'contact.address' && guess.confidence >= sureEnough)?.field.name;
  return guesses.map(({ field, guess }) => (street === undefined || field.name === street || guess.category !== 'contact.address' || guess.confidence >= 0.9 ? { field, guess } : { field, guess: { ...guess, confidence: 0.9, grounds: [...guess.grounds, `stands beside ${street}`] } }));
}

/** What constraints say of a field: it names a person, or another row. */
function pointerGuess(field: FieldShape, shape: PlaceShape, view: View, person: PeoplePlace | undefined): Guess | undefined {
  if (person !== undefined && person.keys['id'] === field.name) return { category: 'identifier', confidence: 0.9, grounds: ['constraint: names the person'] };
  const link = view.links.get(shape.place)?.find((one) => one.fields.includes(field.name));
  if (link === undefined) return shape.key.length === 1 && shape.key[0] === field.name && field.type !== 'text' ? { category: 'none', confidence: 0.95, grounds: ['constraint: key of the row'] } : undefined;
  const target = view.people.find((one) => one.place === link.to);
  // Of a composite key that leads to a person, the last part names the person and the others a tenant.
  if (target !== undefined && link.fields.at(-1) === field.name) return { category: Object.values(target.keys)[0] !== undefined && link.toFields.at(-1) === target.keys['email'] && target.keys['id'] !== link.toFields.at(-1) ? 'contact.email' : 'identifier', confidence: link.confidence, grounds: [link.said ? 'constraint: points at a person' : 'column name points at a person'] };
  return { category: 'none', confidence: link.confidence, grounds: [link.said ? 'constraint: points at another row' : 'column name points at another row'] };
}

function fieldOf(field: FieldShape, guess: Guess, shape: PlaceShape, view: View, roles: ProposedOwners, owners: readonly string[]): MappedField {
  if (guess.category === 'none') return noneField;
  const category = categoryOf(guess.category);
  const role = [...roles.owners, ...roles.access].find((one) => one.path.hops.length <= 1 && one.fields.includes(field.name) && view.links.get(shape.place)?.some((link) => link.fields.includes(field.name)) === true);
  return {
    category: guess.category, of: role !== undefined && (!roles.alike || roles.access.includes(role)) ? role.role : roleFor(field.name, roles, owners), special: category?.article !== undefined,
    provenance: category?.provenance ?? 'given', purposes: [], erasure: category?.erasure ?? 'clear', loosens: role?.loosens === true && owners.length !== 1,
  };
}

/** The role that the name begins like; else the first, or all where they are probably one person. */
function roleFor(name: string, roles: ProposedOwners, owners: readonly string[]): string {
  if (owners.length === 0) return roles.access.length === 1 ? roles.access[0]?.role ?? 'all' : 'all';
  if (owners.length === 1) return owners[0] ?? 'all';
  const tokens = tokensOf(name);
  const called = roles.owners.find((one) => tokens[0] !== undefined && one.role.split('-')[0] === tokens[0]);
  return called !== undefined && !roles.alike ? called.role : roles.alike ? 'all' : owners[0] ?? 'all';
}

/** New columns of a place that people have already looked at. */
function withNewFields(store: Seen, shape: PlaceShape, place: MappedPlace, notes: Note[]): MappedPlace {
  const owners = [...(place.identifies === undefined ? [] : ['self']), ...Object.keys(place.owners)];
  const all = [...owners, ...Object.keys(place.access)];
  const nearness: Nearness = place.identifies !== undefined ? 'people' : all.length > 0 ? 'owned' : 'other';
  const listed = Object.keys(place.fields).length > 0 || place.personal;
  const fresh = listed ? shape.fields.filter((field) => !Object.hasOwn(place.fields, field.name)) : [];
  if (fresh.length === 0) return place;
  const added = fresh.map((field): [string, MappedField] => {
    const guess = classifyField(field, sampleOf(store, shape, field), nearness);
    notes.push({ path: ['systems', store.system, 'places', shape.place, 'fields', field.name], text: `proposed: ${guess.category} (${because(guess.confidence, guess.grounds)})`, confidence: guess.confidence, mark: true });
    if (guess.category === 'none' || !place.personal) return [field.name, noneField];
    const category = categoryOf(guess.category);
    return [field.name, { ...noneField, category: guess.category, of: owners[0] ?? (all.length === 1 ? all[0] ?? 'all' : 'all'), special: category?.article !== undefined, provenance: category?.provenance ?? 'given', erasure: category?.erasure ?? 'clear' }];
  });
  return { ...place, fields: { ...place.fields, ...Object.fromEntries(added) } };
}
