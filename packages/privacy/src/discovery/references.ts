import type { PlaceShape } from '@avouch/connectors/store';
import { thingOf, type PeoplePlace } from './people.ts';
import { singular, tokensOf } from './tokens.ts';
import { actorWords } from './words.ts';

/** That fields here name a row there: said by the store, or concluded from names where the store knows no constraints. */
export type Link = {
  readonly fields: readonly string[]; readonly to: string; readonly toFields: readonly string[];
  readonly said: boolean; readonly cascade: boolean; readonly clears: boolean; readonly nullable: boolean; readonly confidence: number;
};

const endings = ['id', 'nr', 'no', 'number', 'ref', 'key', 'uuid', 'fk', 'num', 'nummer', 'guid'];
/** What a column calls the row that it points at: `sender_id` → `sender`. */
export const pointerOf = (field: string): readonly string[] => {
  const tokens = tokensOf(field).filter((token) => token !== 'fk');
  const last = tokens.at(-1) ?? '';
  if (endings.includes(last) || endings.includes(singular(last))) return tokens.slice(0, -1);
  return tokens[0] === 'id' ? tokens.slice(1) : tokens;
};

/** All links of all places. */
export function linksOf(places: readonly PlaceShape[], people: readonly PeoplePlace[]): ReadonlyMap<string, readonly Link[]> {
  const constrained = places.some((place) => place.references.length > 0);
  return new Map(places.map((place) => {
    const nullable = (fields: readonly string[]): boolean => fields.some((name) => place.fields.find((field) => field.name === name)?.nullable === true);
    const said = place.references.map((one): Link => ({ fields: one.fields, to: one.to, toFields: one.toFields, said: true, cascade: one.onDelete === 'cascade', clears: one.onDelete === 'clear', nullable: nullable(one.fields), confidence: 0.95 }));
    return [place.place, [...said, ...inferred(place, places, people, constrained, new Set(said.flatMap((one) => one.fields)))]] as const;
  }));
}

function inferred(place: PlaceShape, places: readonly PlaceShape[], people: readonly PeoplePlace[], constrained: boolean, taken: ReadonlySet<string>): Link[] {
  return place.fields.flatMap((field): Link[] => {
    if (taken.has(field.name) || !['integer', 'uuid', 'text', 'other'].includes(field.type) || (place.key.length === 1 && place.key[0] === field.name)) return [];
    const pointer = pointerOf(field.name);
    const ends = pointer.length < tokensOf(field.name).length;
    const called = pointer.map((token, n) => (n === pointer.length - 1 ? singular(token) : token)).join(' ');
    const link = (to: PlaceShape, confidence: number): Link[] => (to.key.length === 1 && typeOf(to, to.key[0]) === field.type
      ? [{ fields: [field.name], to: to.place, toFields: to.key, said: false, cascade: false, clears: false, nullable: field.nullable, confidence }] : []);
    const target = ends ? places.find((one) => one.place !== place.place && (thingOf(one.place) === called || called.endsWith(` ${thingOf(one.place)}`))) : undefined;
    if (target !== undefined) return link(target, constrained ? 0.7 : 0.8);
    // `author_id` where no table is called author, and one table holds all people.
    const [only, ...others] = people;
    if (constrained || only === undefined || others.length > 0 || !(actorWords.includes(pointer.join(' ')) || (ends && roleWords.includes(called)))) return [];
    const there = places.find((one) => one.place === only.place);
    return there === undefined ? [] : link(there, 0.65);
  });
}

const roleWords = ['author', 'sender', 'recipient', 'receiver', 'owner', 'creator', 'giver', 'buyer', 'seller', 'member', 'user', 'customer', 'from user', 'to user', 'uploader', 'follower', 'reporter', 'requester', 'poster'];
const typeOf = (place: PlaceShape, name: string | undefined): string | undefined => place.fields.find((field) => field.name === name)?.type;
