import type { DataMap, Keep, MappedField, MappedPlace, MappedSystem, People, Purpose, Recipient, Retention } from '../datamap.ts';
import { categories, categoryOf } from './categories.ts';
import type { WrittenField, WrittenKeep, WrittenMap, WrittenPlace, WrittenSystem } from './form.ts';
import { groundOf, listOf, type Ground } from './ground.ts';
import type { Blame } from './faults.ts';
import { suggestion } from './nearest.ts';
import { rolesReader, type Roles, type RolesOf } from './owners.ts';
import type { Path } from './position.ts';
import { basisOf, isPeriod, meantPeriod, parseField, parseUntil } from './sentences.ts';

/** A part without those keys whose value is undefined. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
const defined = <T extends object>(part: T): Partial<Defined<T>> => Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Partial<Defined<T>>;
const each = <A, B>(all: Readonly<Record<string, A>> | undefined, make: (one: A, id: string) => B): Record<string, B> => Object.fromEntries(Object.entries(all ?? {}).map(([id, one]) => [id, make(one, id)]));

/** The map with all defaults filled in and all short forms spelt out. Only good when nothing was blamed. */
export function expandMap(written: WrittenMap, blame: Blame): DataMap {
  const ground = groundOf(written, blame);
  const rolesOf = rolesReader(ground);
  return {
    version: 1,
    people: each(written.people, (one, id): People => ({ title: one.title ?? id, keys: each(one.keys, (key, name) => (typeof key === 'string' ? { title: key, several: false } : { several: key.several ?? false, title: key.title ?? name, ...defined({ fold: key.fold, proof: key.proof }) })) })),
    purposes: each(written.purposes, (one, id) => purposeOf(ground, one, ['purposes', id])),
    recipients: each(written.recipients, ({ title, role, ...more }): Recipient => ({ title, role, ...defined(more) })),
    systems: each(written.systems, (one, id) => systemOf(ground, rolesOf, one, id)),
  };
}

function purposeOf(ground: Ground, written: NonNullable<WrittenMap['purposes']>[string], at: Path): Purpose {
  const basis = basisOf(written.basis);
  if (written.ground === undefined && ['6(1)(c)', '6(1)(e)', '6(1)(f)'].includes(basis)) {
    ground.blame([...at, 'basis'], basis === '6(1)(f)' ? 'With 6(1)(f) people are told which interest it is: add ground: with the interest in a sentence.' : `With ${basis} the law that says so belongs here: add ground: with the law.`);
  }
  return {
    title: written.title, basis, recipients: ground.known(written.recipients, 'recipients', [...at, 'recipients']), marketing: written.marketing ?? false,
    ...defined({ special: written.special, ground: written.ground, retention: written.retention, automated: written.automated === 'none' ? null : written.automated }),
  };
}

const engines = ['postgres', 'mariadb', 'mongodb', 'sqlite', 'csv', 's3', 'folder', 'memory', 'avouch', 'manual'];

function systemOf(ground: Ground, rolesOf: RolesOf, written: WrittenSystem, id: string): MappedSystem {
  const at: Path = ['systems', id];
  if (!engines.includes(written.engine) && !/^http:[a-z][\w-]*$/.test(written.engine)) ground.blame([...at, 'engine'], `“${written.engine}” is no engine. ${written.engine === 'mysql' ? 'MySQL is read by mariadb: write mariadb.' : suggestion(written.engine, [...engines, 'http:SERVICE'])}`);
  if (written.engine === 'manual' && written.task === undefined) ground.blame(at, 'A manual system needs somebody who does what is asked: add task: { owner: …, days: …, how: … }.', 'key');
  return {
    title: written.title ?? id, role: written.role ?? 'controller', engine: written.engine,
    ...defined({ location: written.location, vendor: written.vendor, task: written.task }),
    ...(written.backups === undefined ? {} : { backups: typeof written.backups === 'number' ? { days: written.backups } : { days: written.backups.days, ...defined({ note: written.backups.note }) } }),
    places: each(written.places, (_, place) => placeOf(ground, rolesOf, { system: id, place })),
  };
}

function placeOf(ground: Ground, rolesOf: RolesOf, names: { system: string; place: string }): MappedPlace {
  const at: Path = ['systems', names.system, 'places', names.place];
  const written = ground.place(names.system, names.place) ?? {};
  const roles = rolesOf(names);
  const personal = written.personal ?? true;
  // What discovery proposes may leave open whose the rows are: the mark for review says so.
  if (personal && written.review !== true && roles.identifies === undefined && Object.keys(roles.owners).length + Object.keys(roles.access).length === 0 && written.owner === undefined && written.owners === undefined && written.access === undefined && written.through === undefined && written.identifies === undefined) {
    ground.blame(at, `Nobody owns the rows of ${names.place}: add owner (customer_id is customer.id), through, access or identifies; or write “not personal”.`, 'key');
  }
  for (const key of listOf(written.key)) ground.needField(names.system, names.place, key, [...at, 'key']);
  const rows = written.rows ?? 'delete';
  if (rows === 'keep' && written.keep === undefined) ground.blame([...at, 'rows'], 'Rows that are kept although erasure is asked need a reason: add keep: { reason: …, exemption: 17(3)(b), until: … }.');
  if (rows === 'delete' && written.keep !== undefined) ground.blame([...at, 'keep'], 'This keeps rows that erasure deletes: write rows: keep (whole) or rows: empty (what is not kept is cleared).', 'key');
  const keep = written.keep === undefined ? undefined : keepOf(ground, names, written.keep, [...at, 'keep']);
  return {
    title: written.title ?? names.place, personal, key: listOf(written.key), ...roles, purposes: ground.known(written.purposes, 'purposes', [...at, 'purposes']), rows,
    ...defined({ pattern: written.pattern, keep, marks: marksIn(ground, names, written, at), retention: written.retention === undefined ? undefined : retentionOf(ground, names, written.retention, [...at, 'retention']) }),
    fields: fieldsOfPlace(ground, names, written, roles, at),
  };
}

function keepOf(ground: Ground, names: { system: string; place: string }, written: WrittenKeep, at: Path): Keep {
  const until = written.until === undefined ? undefined : parseUntil(written.until);
  if (written.until !== undefined && until === undefined) ground.blame([...at, 'until'], `“${String(written.until)}” cannot be read: write FIELD + PERIOD, such as placed_at + P10Y.`);
  if (until !== undefined) {
    ground.needField(names.system, names.place, until.after, [...at, 'until']);
    needPeriod(ground, until.period, typeof written.until === 'string' ? [...at, 'until'] : [...at, 'until', 'period']);
  }
  return { reason: written.reason, exemption: written.exemption, ...defined({ law: written.law, until }) };
}

function retentionOf(ground: Ground, names: { system: string; place: string }, written: NonNullable<WrittenPlace['retention']>, at: Path): Retention {
  ground.needField(names.system, names.place, written.after, [...at, 'after']);
  needPeriod(ground, written.period, [...at, 'period']);
  return { after: written.after, period: written.period, action: written.action ?? 'delete', reason: written.reason, ...(written.start === 'automatic' ? { start: written.start } : {}) };
}

function marksIn(ground: Ground, names: { system: string; place: string }, { marks }: WrittenPlace, at: Path): MappedPlace['marks'] {
  if (marks === undefined) return undefined;
  for (const [mark, field] of Object.entries(marks)) if (field !== undefined) ground.needField(names.system, names.place, field, [...at, 'marks', mark]);
  if (Object.values(marks).every((field) => field === undefined)) ground.blame([...at, 'marks'], 'Name the field of a mark: marks: { restricted: FIELD }, or objected.', 'key');
  return defined(marks);
}

function needPeriod(ground: Ground, period: string, at: Path): void {
  const meant = meantPeriod(period);
  if (!isPeriod(period)) ground.blame(at, `“${period}” is no period: write years, months or days as P10Y, P6M or P30D.${meant === undefined ? '' : ` Did you mean ${meant}?`}`);
}

function fieldsOfPlace(ground: Ground, names: { system: string; place: string }, place: WrittenPlace, roles: Roles, at: Path): Record<string, MappedField> {
  const fields: Record<string, MappedField> = {};
  for (const [name, written] of Object.entries(place.fields ?? {})) fields[name] = fieldOf(ground, names, { place, roles }, written, [...at, 'fields', name]);
  for (const [n, name] of listOf(place.none).entries()) {
    if (Object.hasOwn(fields, name)) ground.blame([...at, 'none', ...(typeof place.none === 'string' ? [] : [n])], `${name} stands under fields too: say it once.`);
    else fields[name] = { category: 'none', of: 'all', special: false, provenance: 'derived', purposes: [], erasure: 'keep', loosens: false };
  }
  return fields;
}

function fieldOf(ground: Ground, names: { system: string; place: string }, { place, roles }: { place: WrittenPlace; roles: Roles }, given: WrittenField | string, at: Path): MappedField {
  const short = typeof given === 'string';
  const written: WrittenField = short ? parseField(given) : { ...given, ...parseField(given.category), ...(given.of === undefined ? {} : { of: given.of }) };
  const inside = (key: string): Path => (short ? at : [...at, key]);
  const category = categoryOf(written.category);
  if (category === undefined) ground.blame(inside('category'), `There is no category ${written.category}. ${suggestion(written.category, categories.map((one) => one.id))}`);
  const none = written.category === 'none';
  if (place.personal === false && !none && category !== undefined) ground.blame(inside('category'), `${category.title} is personal, but the place says that it is not: take the “personal: false” away, or write none.`);
  if (written.special === false && category?.article !== undefined) ground.blame(inside('special'), `${category.title} always falls under Art. ${category.article}: take this line away.`);
  const special = written.special === true || category?.article !== undefined;
  const purposes = ground.known(written.purposes, 'purposes', inside('purposes'));
  const used = purposes.length > 0 ? purposes : listOf(place.purposes);
  if (special && category?.article !== 10 && used.length > 0 && !used.some((id) => ground.written.purposes?.[id]?.special !== undefined)) {
    ground.blame(inside('category'), `Data under Art. 9 needs an exception of Art. 9(2) as well, and none of its purposes (${used.join(', ')}) has one: add special: 9(2)(…) to the purpose that needs it.`);
  }
  const erasure = written.erasure ?? category?.erasure ?? 'clear';
  if (erasure === 'keep' && !none && written.keep === undefined && place.keep === undefined) ground.blame(inside('erasure'), 'Personal data that is kept although erasure is asked needs a reason: add keep: { reason: …, exemption: 17(3)(b), until: … }.');
  const provenance = written.provenance ?? place.provenance ?? category?.provenance ?? 'given';
  return {
    category: written.category, of: roleOf(ground, written, place, roles, at, inside), special, provenance, purposes, erasure, loosens: written.loosens ?? false,
    ...defined({ source: written.source ?? (provenance === 'elsewhere' ? place.source : undefined), keep: written.keep === undefined ? undefined : keepOf(ground, names, written.keep, inside('keep')) }),
  };
}

/** Whose a field is: as written, else the place's only role. */
function roleOf(ground: Ground, written: WrittenField, place: WrittenPlace, roles: Roles, at: Path, inside: (key: string) => Path): string {
  const owners = [...(roles.identifies === undefined ? [] : ['self']), ...Object.keys(roles.owners)];
  const all = [...owners, ...Object.keys(roles.access)];
  if (written.of !== undefined) {
    if (written.of !== 'all' && !all.includes(written.of)) ground.blame(inside('of'), `This place has no role ${written.of}. ${suggestion(written.of, [...all, 'all'])}`);
    return written.of;
  }
  if (written.category === 'none' || place.personal === false) return 'all';
  const only = owners.length > 0 ? owners : all;
  if (only.length > 1) ground.blame(at, `Whose data is this? The rows have several roles: say CATEGORY of ${only.join(' or ')}, or “of all” for what all of them may see.`);
  return only[0] ?? 'all';
}
