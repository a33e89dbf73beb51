import type { Hop, MappedPlace, OwnerPath } from '../datamap.ts';
import type { WrittenHop, WrittenPath, WrittenPlace } from './form.ts';
import { listOf, type Ground } from './ground.ts';
import { suggestion } from './nearest.ts';
import type { Path } from './position.ts';
import { parseHop, parseIdentifies, parsePath, type HopSentence, type PathSentence } from './sentences.ts';

/** Whose the rows of a place are. */
export type Roles = { readonly identifies?: NonNullable<MappedPlace['identifies']>; readonly owners: Readonly<Record<string, OwnerPath>>; readonly access: Readonly<Record<string, OwnerPath>> };

type Names = { readonly system: string; readonly place: string };
/** Reads whose the rows of a place are, following `through` to other places. */
export type RolesOf = (names: Names) => Roles;

const reserved = ['self', 'all'];
const broken: OwnerPath = { hops: [], field: '', is: '' };

/** Reads each place once; a circle of `through` is blamed where it closes. */
export function rolesReader(ground: Ground): RolesOf {
  const done = new Map<string, Roles>();
  const open: string[] = [];
  const read: RolesOf = (names) => {
    const id = `${names.system}:${names.place}`;
    const known = done.get(id);
    if (known !== undefined) return known;
    const place = ground.place(names.system, names.place);
    if (place === undefined) return { owners: {}, access: {} };
    open.push(id);
    const own = ownRoles(ground, names, place);
    const inherited = throughRoles(ground, names, place, (target, at) => {
      const seen = open.indexOf(`${target.system}:${target.place}`);
      if (seen < 0) return read(target);
      ground.blame(at, `This goes in a circle: ${[...open.slice(seen), `${target.system}:${target.place}`].map((one) => one.slice(one.indexOf(':') + 1)).join(' → ')}. One of them must say whose its rows are by a field of its own.`);
      return undefined;
    });
    open.pop();
    const at = pathOf(names, 'through');
    for (const role of Object.keys({ ...inherited.owners, ...inherited.access })) {
      if (Object.hasOwn(own.owners, role) || Object.hasOwn(own.access, role)) ground.blame(at, `The role ${role} comes both from here and through another place: give the way a name, such as through: { buyer: … }.`, 'key');
    }
    const roles = { ...own, owners: { ...inherited.owners, ...own.owners }, access: { ...inherited.access, ...own.access } };
    done.set(id, roles);
    return roles;
  };
  return read;
}

const pathOf = ({ system, place }: Names, ...more: Path): Path => ['systems', system, 'places', place, ...more];

function ownRoles(ground: Ground, names: Names, place: WrittenPlace): Roles {
  const identifies = place.identifies === undefined ? undefined : identifiesOf(ground, names, place.identifies);
  const owners: Record<string, OwnerPath> = {};
  const access: Record<string, OwnerPath> = {};
  const add = (into: Record<string, OwnerPath>, role: string, written: WrittenPath, at: Path): void => {
    if (reserved.includes(role)) ground.blame(at, `A role cannot be called ${role}: choose a word such as owner, buyer or author.`, 'key');
    else if (Object.hasOwn(owners, role) || Object.hasOwn(access, role)) ground.blame(at, `The role ${role} stands twice at this place: give one of them another name.`, 'key');
    else {
      // A path that was blamed leaves its role standing, so that the fields of the role are not blamed for it.
      into[role] = expandPath(ground, names, written, at) ?? broken;
    }
  };
  if (place.owner !== undefined) add(owners, 'owner', place.owner, pathOf(names, 'owner'));
  for (const [role, written] of Object.entries(place.owners ?? {})) add(owners, role, written, pathOf(names, 'owners', role));
  if (typeof place.access === 'string') add(access, 'access', place.access, pathOf(names, 'access'));
  else for (const [role, written] of Object.entries(place.access ?? {})) add(access, role, written, pathOf(names, 'access', role));
  return { ...(identifies === undefined ? {} : { identifies }), owners, access };
}

function identifiesOf(ground: Ground, names: Names, written: NonNullable<WrittenPlace['identifies']>): Roles['identifies'] {
  const at = pathOf(names, 'identifies');
  const read: { people: string; keys: Record<string, string>; leads?: string | string[] | undefined } | undefined = typeof written === 'string' ? parseIdentifies(written) : written;
  if (read === undefined) {
    ground.blame(at, `“${String(written)}” cannot be read: write PEOPLE by KEY = FIELD, such as customer by id, email = mail.`);
    return undefined;
  }
  const kinds = ground.written.people ?? {};
  const kind = Object.hasOwn(kinds, read.people) ? kinds[read.people] : undefined;
  if (kind === undefined) {
    ground.blame(typeof written === 'string' ? at : [...at, 'people'], `There is no kind of people ${read.people}: add it under people. ${suggestion(read.people, Object.keys(kinds))}`);
    return undefined;
  }
  for (const [key, field] of Object.entries(read.keys)) {
    const keyAt = typeof written === 'string' ? at : [...at, 'keys', key];
    if (!Object.hasOwn(kind.keys, key)) ground.blame(keyAt, `The people ${read.people} have no key ${key}: add it under people. ${suggestion(key, Object.keys(kind.keys))}`);
    ground.needField(names.system, names.place, field, keyAt);
  }
  const leads = read.leads === undefined ? Object.keys(read.keys) : listOf(read.leads);
  for (const lead of leads) if (!Object.hasOwn(read.keys, lead)) ground.blame([...at, 'leads'], `${lead} is no key of this place: leads are some of ${Object.keys(read.keys).join(', ')}.`);
  return { people: read.people, keys: read.keys, leads };
}

/** From the sentence or map of a path to the path; blames what it cannot follow. */
export function expandPath(ground: Ground, names: Names, written: WrittenPath, at: Path): OwnerPath | undefined {
  const sentence: PathSentence | undefined = typeof written === 'string' ? parsePath(written) : hopsOf(written);
  if (sentence === undefined) {
    ground.blame(at, `${typeof written === 'string' ? `“${written}”` : 'This path'} cannot be read: write FIELD is PEOPLE.KEY, with the places on the way before it: orders on order_id = id > customer_id is customer.id.`);
    return undefined;
  }
  const inside = (...more: Path): Path => (typeof written === 'string' ? at : [...at, ...more]);
  let here: Names = names;
  const hops: Hop[] = [];
  for (const [n, hop] of sentence.hops.entries()) {
    const next = expandHop(ground, here, hop, inside('path', ...(typeof written !== 'string' && Array.isArray(written.path) ? [n] : [])));
    if (next === undefined) return undefined;
    hops.push(next);
    here = next;
  }
  ground.needField(here.system, here.place, sentence.field, inside('field'));
  if (!ground.keys.includes(sentence.is)) {
    ground.blame(inside('is'), `There is no key ${sentence.is}: a path ends in a field that holds a key of people, as PEOPLE.KEY. ${suggestion(sentence.is, ground.keys)}`);
    return undefined;
  }
  return { hops, field: sentence.field, is: sentence.is };
}

function hopsOf(written: Exclude<WrittenPath, string>): PathSentence | undefined {
  const hops = (written.path === undefined ? [] : typeof written.path === 'string' ? [written.path] : written.path).map(parseHop);
  return hops.includes(undefined) ? undefined : { hops: hops.filter((one) => one !== undefined), field: written.field, is: written.is };
}

function expandHop(ground: Ground, here: Names, hop: HopSentence, at: Path): Hop | undefined {
  const there = ground.resolve(hop.system ?? here.system, hop.place, at);
  if (there === undefined) return undefined;
  for (const [from, to] of hop.on) {
    ground.needField(here.system, here.place, from, at);
    ground.needField(there.system, there.place, to, at);
  }
  return { ...there, on: hop.on };
}

function throughRoles(ground: Ground, names: Names, place: WrittenPlace, rolesOf: (target: Names, at: Path) => Roles | undefined): Pick<Roles, 'owners' | 'access'> {
  const owners: Record<string, OwnerPath> = {};
  const access: Record<string, OwnerPath> = {};
  const ways: readonly (readonly [string | undefined, WrittenHop, Path])[] = place.through === undefined ? []
    : typeof place.through === 'string' ? [[undefined, place.through, pathOf(names, 'through')]]
    : Object.entries(place.through).map(([name, hop]) => [name, hop, pathOf(names, 'through', name)] as const);
  for (const [name, written, at] of ways) {
    const sentence = parseHop(written);
    if (sentence === undefined) {
      ground.blame(at, `“${String(written)}” cannot be read: write PLACE on HERE = THERE, such as orders on order_id = id.`);
      continue;
    }
    const hop = expandHop(ground, names, sentence, at);
    const roles = hop === undefined ? undefined : rolesOf(hop, at);
    if (hop === undefined || roles === undefined) {
      owners[name ?? 'owner'] = broken;
      continue;
    }
    const further = (path: OwnerPath): OwnerPath => ({ ...path, hops: [hop, ...path.hops] });
    const theirs = Object.entries({ ...(roles.identifies === undefined ? {} : { owner: selfPath(hop, roles.identifies) }), ...mapped(roles.owners, further) });
    const readers = Object.entries(mapped(roles.access, further));
    if (theirs.length + readers.length === 0) ground.blame(at, `Nobody owns the rows of ${hop.place}, so nothing comes through it: say there whose its rows are.`);
    const called = (role: string, only: boolean): string => (name === undefined ? role : only ? name : `${name}-${role}`);
    for (const [role, path] of theirs) owners[called(role, theirs.length === 1)] = path;
    for (const [role, path] of readers) access[called(role, theirs.length === 0 && readers.length === 1)] = path;
  }
  return { owners, access };
}

const mapped = (paths: Readonly<Record<string, OwnerPath>>, by: (path: OwnerPath) => OwnerPath): Record<string, OwnerPath> => Object.fromEntries(Object.entries(paths).map(([role, path]) => [role, by(path)]));

/** The way to the people whom the other place identifies; without a hop where the field here already holds their key. */
function selfPath(hop: Hop, identifies: NonNullable<Roles['identifies']>): OwnerPath {
  const [only] = hop.on;
  const held = hop.on.length === 1 ? Object.entries(identifies.keys).find(([, field]) => field === only?.[1]) : undefined;
  if (held !== undefined && only !== undefined) return { hops: [], field: only[0], is: `${identifies.people}.${held[0]}` };
  const lead = identifies.leads[0] ?? '';
  return { hops: [hop], field: identifies.keys[lead] ?? '', is: `${identifies.people}.${lead}` };
}
