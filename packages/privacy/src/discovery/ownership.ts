import type { PlaceShape } from '@avouch/connectors/store';
import type { Hop, OwnerPath } from '../datamap.ts';
import type { Guess } from './classify.ts';
import { thingOf, type PeoplePlace } from './people.ts';
import { pointerOf, type Link } from './references.ts';
import { tokensOf } from './tokens.ts';
import { actorWords, memberWords } from './words.ts';

/** A role with its path, and why. `fields` are the place's own fields in which the path starts. */
export type ProposedRole = { readonly role: string; readonly path: OwnerPath; readonly confidence: number; readonly ground: string; readonly fields: readonly string[]; readonly loosens: boolean };
export type ProposedOwners = { readonly owners: readonly ProposedRole[]; readonly access: readonly ProposedRole[]; /** Whether all owners are probably one person. */ readonly alike: boolean };

export type Known = {
  readonly system: string;
  readonly places: readonly PlaceShape[];
  readonly people: readonly PeoplePlace[];
  readonly links: ReadonlyMap<string, readonly Link[]>;
  /** First guesses, made before it is known whose rows are. */
  readonly guesses: ReadonlyMap<string, ReadonlyMap<string, Guess>>;
};

const staff = /^(employee|staff|agent|doctor|physician|nurse|practitioner|teacher|mitarbeiter|personal|arzt|admin|driver|worker|empleado|dipendente|medewerker|salarie|employe)$/;
const groups = /\b(room|conversation|channel|chat|group|thread|dialog|familie|family|gruppe|kanal|unterhaltung)\b/;

const hopTo = (known: Known, link: Link): Hop => ({ system: known.system, place: link.to, on: link.fields.map((field, n) => [field, link.toFields[n] ?? ''] as const) });

/** From a link to people to who they are. */
function pathTo(known: Known, link: Link): OwnerPath | undefined {
  const person = known.people.find((one) => one.place === link.to);
  if (person === undefined) return undefined;
  const key = Object.entries(person.keys).find(([, field]) => link.toFields.length === 1 && link.toFields[0] === field);
  if (key !== undefined) return { hops: [], field: link.fields[0] ?? '', is: `${person.kind}.${key[0]}` };
  const [name, field] = Object.entries(person.keys)[0] ?? [];
  return name === undefined || field === undefined ? undefined : { hops: [hopTo(known, link)], field, is: `${person.kind}.${name}` };
}

const isActor = (link: Link): boolean => {
  const pointer = pointerOf(link.fields.at(-1) ?? '');
  return actorWords.includes(pointer.join(' ')) || pointer.at(-1) === 'by' || actorWords.includes(pointer.at(-1) ?? '');
};

const roleName = (known: Known, link: Link): string => {
  const pointer = pointerOf(link.fields.at(-1) ?? '').filter((token) => !['id', 'user'].includes(token));
  const kind = known.people.find((one) => one.place === link.to)?.kind ?? '';
  const name = pointer.join('-').replace(/[^a-z\d-]/g, '');
  return name === '' || name === kind || thingOf(link.to).endsWith(name) || ['self', 'all'].includes(name) || !/^[a-z]/.test(name) ? 'owner' : name;
};

const ground = (link: Link): string => (link.said ? 'foreign key' : 'column name');

/** Reads whose the rows of each place are; a place that is reached again while it is read gives nobody. */
export function ownersReader(known: Known): (place: PlaceShape) => ProposedOwners {
  const nobody: ProposedOwners = { owners: [], access: [], alike: false };
  const done = new Map<string, ProposedOwners>();
  const read = (place: PlaceShape): ProposedOwners => {
    const before = done.get(place.place);
    if (before !== undefined) return before;
    done.set(place.place, nobody);
    const found = known.people.some((one) => one.place === place.place) ? ofPeople(known, place) : ofRows(known, place, read);
    done.set(place.place, found);
    return found;
  };
  return read;
}

function rolesOf(known: Known, links: readonly Link[]): ProposedRole[] {
  const roles: ProposedRole[] = [];
  for (const link of links) {
    const path = pathTo(known, link);
    if (path === undefined) continue;
    const wanted = roleName(known, link);
    const role = roles.some((one) => one.role === wanted) ? tokensOf(link.fields.at(-1) ?? '').join('-') : wanted;
    roles.push({ role, path, confidence: link.confidence, ground: ground(link), fields: link.fields, loosens: link.clears && link.nullable });
  }
  return roles;
}

/** Other people whom a row about a person names: they may see it, but it is not theirs. */
function ofPeople(known: Known, place: PlaceShape): ProposedOwners {
  const links = (known.links.get(place.place) ?? []).filter((link) => known.people.some((one) => one.place === link.to));
  return { owners: [], access: rolesOf(known, links).map((one) => (one.role === 'owner' ? { ...one, role: 'keeper' } : one)), alike: false };
}

function ofRows(known: Known, place: PlaceShape, read: (place: PlaceShape) => ProposedOwners): ProposedOwners {
  const links = known.links.get(place.place) ?? [];
  const toPeople = links.filter((link) => known.people.some((one) => one.place === link.to));
  const kindOf = (link: Link): string => known.people.find((one) => one.place === link.to)?.kind ?? '';
  const isStaff = (link: Link): boolean => staff.test(kindOf(link));
  const members = membership(known, place, links);
  const parent = bestParent(known, place, links, read);
  let subjects = toPeople.filter((link) => !isActor(link));
  // Where a row is about a customer, the employee on it only works on it.
  if (subjects.some((link) => !isStaff(link))) subjects = subjects.filter((link) => !isStaff(link));
  else if (parent !== undefined && parent.owners.length > 0 && subjects.every(isStaff) && subjects.length > 0) subjects = [];
  const mailed = subjects.length === 0 && parent === undefined ? byMail(known, place) : undefined;
  // Who made a row owns it, where it is about nobody else.
  if (subjects.length === 0 && mailed === undefined && (parent === undefined || parent.owners.length === 0)) subjects = toPeople.filter(isActor).slice(0, 1);
  const access = [...rolesOf(known, toPeople.filter((link) => !subjects.includes(link))), ...members];
  if (subjects.length > 0) return withGuest(known, place, subjects, distinct(rolesOf(known, subjects), access));
  if (parent !== undefined) return { ...distinct(parent.owners, [...access, ...parent.access]), alike: parent.alike };
  if (mailed !== undefined) return { ...distinct([mailed], access), alike: false };
  const backward = fromOthers(known, place, read);
  return { ...distinct(backward, access), alike: backward.length > 1 };
}

/** Roles with names of their own. */
function distinct(owners: readonly ProposedRole[], access: readonly ProposedRole[]): { owners: readonly ProposedRole[]; access: readonly ProposedRole[] } {
  const names = owners.map((one) => one.role);
  return { owners, access: access.map((one, n) => (names.includes(one.role) || access.findIndex((other) => other.role === one.role) !== n ? { ...one, role: `${one.role === 'owner' ? 'other' : one.role}-${n + 1}` } : one)) };
}

/** Orders of guests and of deleted users have an address only. */
function withGuest(known: Known, place: PlaceShape, subjects: readonly Link[], roles: { owners: readonly ProposedRole[]; access: readonly ProposedRole[] }): ProposedOwners {
  const [only, ...others] = subjects;
  const mail = only?.nullable === true && others.length === 0 ? byMail(known, place) : undefined;
  return mail === undefined ? { ...roles, alike: false } : { ...roles, owners: [...roles.owners, { ...mail, role: 'guest' }], alike: true };
}

function byMail(known: Known, place: PlaceShape): ProposedRole | undefined {
  const guesses = known.guesses.get(place.place);
  const email = place.fields.find((field) => guesses?.get(field.name)?.category === 'contact.email' && (guesses.get(field.name)?.confidence ?? 0) >= 0.6);
  const withMail = known.people.filter((one) => one.keys['email'] !== undefined);
  const person = withMail.find((one) => !staff.test(one.kind)) ?? withMail[0];
  if (email === undefined || person === undefined) return undefined;
  return { role: 'owner', path: { hops: [], field: email.name, is: `${person.kind}.email` }, confidence: 0.6, ground: 'e-mail column', fields: [email.name], loosens: false };
}

/** The place of which this one is a part: by a cascade, a key, or a name. */
function bestParent(known: Known, place: PlaceShape, links: readonly Link[], read: (place: PlaceShape) => ProposedOwners): ProposedOwners | undefined {
  const thing = thingOf(place.place);
  const ranked = links.filter((link) => link.to !== place.place && !known.people.some((one) => one.place === link.to)).map((link) => {
    const there = known.places.find((one) => one.place === link.to);
    const roles = there === undefined ? undefined : read(there);
    const named = thing.startsWith(thingOf(link.to)) ? 2 : 0;
    return { link, roles, score: (link.cascade ? 2 : 0) + (link.nullable ? 0 : 1) + named + (link.fields.every((field) => place.key.includes(field)) ? 1 : 0) + ((roles?.owners.length ?? 0) > 0 ? 3 : 0) };
  }).filter(({ roles }) => roles !== undefined && roles.owners.length + roles.access.length > 0).sort((a, b) => b.score - a.score);
  const [best] = ranked;
  if (best?.roles === undefined) return undefined;
  const further = (role: ProposedRole): ProposedRole => ({ ...role, path: { ...role.path, hops: [hopTo(known, best.link), ...role.path.hops] }, fields: best.link.fields, loosens: false, confidence: Math.min(role.confidence, best.link.confidence) - 0.03, ground: ground(best.link) });
  // Who worked on the whole need not see each part.
  return { owners: best.roles.owners.map(further), access: best.roles.access.filter((one) => one.role === 'member' || best.roles?.owners.length === 0).map(further), alike: best.roles.alike };
}

/** Members of a room see what is in it: `room_members on room_id = room_id > user_id is user.id`. */
function membership(known: Known, place: PlaceShape, links: readonly Link[]): ProposedRole[] {
  if (isMembers(known, place)) return [];
  const rooms = [{ place: place.place, here: place.key, there: place.key }, ...links.map((link) => ({ place: link.to, here: link.fields, there: link.toFields }))].filter((one) => groups.test(thingOf(one.place)));
  return rooms.slice(0, 1).flatMap((room) => known.places.filter((one) => isMembers(known, one)).flatMap((members): ProposedRole[] => {
    const inward = (known.links.get(members.place) ?? []).find((link) => link.to === room.place && link.toFields.join() === room.there.join());
    const person = (known.links.get(members.place) ?? []).find((link) => known.people.some((one) => one.place === link.to) && !isActor(link));
    const path = person === undefined ? undefined : pathTo(known, person);
    if (inward === undefined || path === undefined) return [];
    const hop: Hop = { system: known.system, place: members.place, on: room.here.map((field, n) => [field, inward.fields[n] ?? ''] as const) };
    return [{ role: 'member', path: { ...path, hops: [hop, ...path.hops] }, confidence: 0.85, ground: 'membership table', fields: room.here, loosens: false }];
  })).slice(0, 1);
}

/** A table that says who is in which group. */
function isMembers(known: Known, place: PlaceShape): boolean {
  const links = known.links.get(place.place) ?? [];
  const things = thingOf(place.place).split(' ');
  return links.some((link) => known.people.some((one) => one.place === link.to)) && links.some((link) => groups.test(thingOf(link.to)))
    && (things.some((word) => memberWords.includes(word)) || (links.length === 2 && place.fields.length <= 6 && [place.key, ...place.uniques].some((unique) => links.every((link) => link.fields.every((field) => unique.includes(field))))));
}

/** An address that customers point at is theirs, whoever shares it. */
function fromOthers(known: Known, place: PlaceShape, read: (place: PlaceShape) => ProposedOwners): ProposedRole[] {
  const guesses = [...(known.guesses.get(place.place)?.values() ?? [])];
  if (!guesses.some((guess) => /^(contact|payment\.(card|account)|government-id|health|birth|location)/.test(guess.category) && guess.confidence >= 0.6)) return [];
  const pointers = known.places.flatMap((other) => (known.links.get(other.place) ?? []).filter((link) => link.to === place.place && other.place !== place.place).map((link) => ({ other, link })));
  const back = ({ other, link }: { other: PlaceShape; link: Link }): Hop => ({ system: known.system, place: other.place, on: link.toFields.map((field, n) => [field, link.fields[n] ?? ''] as const) });
  const roles = pointers.flatMap(({ other, link }): ProposedRole[] => {
    const person = known.people.find((one) => one.place === other.place);
    const [key, field] = Object.entries(person?.keys ?? {})[0] ?? [];
    const common = { confidence: 0.65, ground: `${other.place} points at it`, fields: link.toFields, loosens: false };
    if (person !== undefined && key !== undefined && field !== undefined) return [{ role: 'owner', path: { hops: [back({ other, link })], field, is: `${person.kind}.${key}` }, ...common }];
    return read(other).owners.slice(0, 1).map((one) => ({ ...common, role: pointerOf(link.fields.at(-1) ?? '').join('-') || 'owner', path: { ...one.path, hops: [back({ other, link }), ...one.path.hops] } }));
  });
  const ofPeopleAlone = roles.filter((one) => one.path.hops.length === 1);
  const chosen = ofPeopleAlone.length > 0 ? ofPeopleAlone : roles;
  return chosen.slice(0, 2).map((one, n) => (n > 0 && one.role === chosen[0]?.role ? { ...one, role: `${one.role}-${n + 1}` } : one));
}
