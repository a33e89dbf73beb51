import type { PlaceShape } from '@avouch/connectors/store';
import type { Guess } from './classify.ts';
import { bareName, singular, tokensOf } from './tokens.ts';
import { memberWords, peopleWords } from './words.ts';

/** A place with one row for each person of a kind. */
export type PeoplePlace = { readonly place: string; readonly kind: string; readonly confidence: number; readonly grounds: readonly string[]; readonly keys: Readonly<Record<string, string>> };

type Guesses = ReadonlyMap<string, ReadonlyMap<string, Guess>>;

/** What a place is called, as small words of one thing: `public.tbl_customers` → `customer`. */
export function thingOf(place: string): string {
  const tokens = tokensOf(bareName(place)).filter((token) => !/^(tbl|tab|t|app|core|crm|stg|data|stamm|tabelle|\d+)$/.test(token));
  return tokens.map((token, n) => (n === tokens.length - 1 ? singular(token) : token)).join(' ');
}

const personal = ['contact.email', 'contact.phone', 'name', 'name.user', 'birth', 'credential', 'government-id', 'gender'];

/** The places that hold people, surest first. `guesses` are those made as if each place held people. */
export function peoplePlaces(places: readonly PlaceShape[], guesses: Guesses): readonly PeoplePlace[] {
  const candidates = places.filter((place) => candidate(place, guesses.get(place.place)));
  const things = new Set(candidates.map((one) => one.place));
  return candidates.map((place) => judge(place, places, guesses.get(place.place) ?? new Map<string, Guess>(), things)).filter((one) => one !== undefined).sort((a, b) => b.confidence - a.confidence);
}

const lastWord = (thing: string): string => thing.split(' ').at(-1) ?? '';
const isCalled = (thing: string): boolean => peopleWords.includes(thing) || (peopleWords.includes(lastWord(thing)) && !['account', 'profile', 'author', 'lead', 'parent', 'client', 'visitor'].includes(lastWord(thing)) && thing.split(' ').length <= 2);

/** What speaks of a person; a column that is merely called name does not. */
function aboutOf(place: PlaceShape, guesses: ReadonlyMap<string, Guess> | undefined): readonly string[] {
  return personal.filter((category) => place.fields.some((field) => {
    const guess = guesses?.get(field.name);
    return guess?.category === category && guess.confidence >= 0.6 && !(category === 'name' && /^(name|title|label|bezeichnung|nom|nombre|nome)$/i.test(field.name) && !isCalled(thingOf(place.place)));
  }));
}

/** By its name and something personal, by three things personal, or by an address that is nobody else's beside a name. */
const candidate = (place: PlaceShape, guesses: ReadonlyMap<string, Guess> | undefined): boolean => aboutOf(place, guesses).length >= (isCalled(thingOf(place.place)) ? 1 : 3)
  || (guesses !== undefined && emailIsUnique(place, guesses) && [...guesses.values()].some((guess) => /^(name|credential|contact\.phone)/.test(guess.category) && guess.confidence >= 0.5));

function judge(place: PlaceShape, all: readonly PlaceShape[], guesses: ReadonlyMap<string, Guess>, candidates: ReadonlySet<string>): PeoplePlace | undefined {
  const thing = thingOf(place.place);
  const called = isCalled(thing);
  const about = aboutOf(place, guesses);
  const toPeople = place.references.filter((reference) => reference.to !== place.place && candidates.has(reference.to));
  // A row that points at a person with a unique key is a part of that person, not a person of its own.
  const part = toPeople.some((reference) => [place.key, ...place.uniques].some((unique) => unique.join() === reference.fields.join()));
  // An entry in somebody's address book is about another person, but belongs to whoever keeps it.
  const kept = /\b(contact|lead|person|kontakt|contacto|contatto)$/.test(thing) && toPeople.some((reference) => reference.fields.every((name) => place.fields.find((field) => field.name === name)?.nullable === false));
  const junction = place.key.length > 1 && place.references.length >= 2 && about.length === 0;
  if (part || kept || junction || (memberWords.includes(lastWord(thing)) && toPeople.length > 0 && about.length < 2)) return undefined;
  const pointedAt = all.filter((other) => other.place !== place.place && other.references.some((reference) => reference.to === place.place)).length;
  // Without a telling name it needs more: nobody whose row it is, and an identity that others use.
  if (!called && !((toPeople.length === 0 || about.length >= 4) && (pointedAt > 0 || emailIsUnique(place, guesses) || about.length >= 4))) return undefined;
  const grounds = [...(called ? [`place name “${thing}”`] : []), `holds ${about.join(', ')}`, ...(pointedAt > 0 ? [`${pointedAt} ${pointedAt === 1 ? 'place points' : 'places point'} at it`] : [])];
  return { place: place.place, kind: kindOf(thing), confidence: Math.min(0.97, (called ? 0.75 : 0.6) + about.length * 0.05 + (pointedAt > 0 ? 0.1 : 0)), grounds, keys: keysOf(place, guesses) };
}

const kindOf = (thing: string): string => thing.replaceAll(' ', '-');

const isUnique = (place: PlaceShape, field: string): boolean => [place.key, ...place.uniques].some((unique) => unique.length === 1 && unique[0] === field);
const emailIsUnique = (place: PlaceShape, guesses: ReadonlyMap<string, Guess>): boolean => place.fields.some((field) => guesses.get(field.name)?.category === 'contact.email' && isUnique(place, field.name));

/** The number of its rows, and the address at which people prove themselves. */
function keysOf(place: PlaceShape, guesses: ReadonlyMap<string, Guess>): Record<string, string> {
  const keys: Record<string, string> = {};
  const [id] = place.key;
  if (place.key.length === 1 && id !== undefined && guesses.get(id)?.category !== 'contact.email') keys['id'] = id;
  else if (place.key.length > 1) {
    // A number within a tenant names nobody alone, unless it is unique by itself.
    const alone = place.uniques.find((unique) => unique.length === 1 && /id|nr|no|number|nummer/i.test(unique[0] ?? '') && guesses.get(unique[0] ?? '')?.category !== 'contact.email');
    if (alone?.[0] !== undefined) keys['id'] = alone[0];
  }
  const emails = place.fields.filter((field) => guesses.get(field.name)?.category === 'contact.email' && (guesses.get(field.name)?.confidence ?? 0) >= 0.6);
  const email = emails.find((field) => isUnique(place, field.name)) ?? emails.find((field) => !/backup|secondary|second|work|alt|recovery|zweit/i.test(field.name)) ?? emails[0];
  if (email !== undefined) keys['email'] = email.name;
  return keys;
}
