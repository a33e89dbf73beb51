import { z } from 'zod';
import { categories } from './categories.ts';
import { suggestion } from './nearest.ts';

// The form of avouch.datamap.yaml: what may stand where. Each message finishes the sentence "this should be …", so that one
// wording serves what is wrong and what is missing. What names mean is judged afterwards, by expand.ts.

const text = (about: string) => z.string({ error: about }).trim().min(1, { error: about }).max(4000, { error: `${about}, of at most 4,000 characters` }).describe(about);
const oneOf = <const V extends readonly [string, ...string[]]>(values: V, about: string) =>
  z.enum(values, { error: (issue) => (typeof issue.input === 'string' ? `one of ${values.join(', ')}. ${suggestion(issue.input, values).replace(/^There are.*/, '')}`.trim() : `one of ${values.join(', ')}`) }).describe(about);
const flag = (about: string) => z.boolean({ error: 'true or false' }).describe(about);
const days = (about: string) => z.int({ error: about }).min(0, { error: about }).max(36_500, { error: about }).describe(about);
/** A map that takes these keys alone; the message carries them for whoever explains the fault. */
const keyed = <S extends z.ZodRawShape>(about: string, shape: S) =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : about) }).describe(about);
const named = <T extends z.ZodType>(about: string, value: T, key: z.ZodType<string, string> = id) => z.record(key, value, { error: about }).describe(about);
const either = <A extends z.ZodType, B extends z.ZodType>(about: string, one: A, other: B) => z.union([one, other], { error: about }).describe(about);
const list = (about: string) => either(about, text(about), z.array(text(about), { error: about }));

const idAbout = 'a short name of letters, digits, - and _';
const id = z.string().regex(/^[A-Za-z][\w-]{0,63}$/, { error: idAbout });
const anyName = z.string().min(1).max(500);
const country = z.string({ error: 'a country as two letters: DE' }).regex(/^[A-Z]{2}$/, { error: 'a country as two capital letters: DE' }).describe('Country as ISO 3166 code of two letters');
const review = flag('Proposed by discovery and not yet looked at by a person. Remove the line when it is right; `avouch datamap check` fails while it stands').optional();

/** Art. 6(1), as code or in a word. */
export const basisWords = { 'consent': '6(1)(a)', 'contract': '6(1)(b)', 'legal-obligation': '6(1)(c)', 'vital-interests': '6(1)(d)', 'public-task': '6(1)(e)', 'legitimate-interests': '6(1)(f)' } as const;
const basis = oneOf(['6(1)(a)', '6(1)(b)', '6(1)(c)', '6(1)(d)', '6(1)(e)', '6(1)(f)', 'consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task', 'legitimate-interests'],
  'The lawful basis, Art. 6(1): consent, contract, legal-obligation, vital-interests, public-task or legitimate-interests');
const provenance = oneOf(['given', 'observed', 'derived', 'elsewhere'], 'How the data came: given by the person, observed, derived from other data, or from elsewhere. Art. 20 covers what was given and observed');

const keyMap = keyed('a title, or a map', {
  title: text('how people call it: E-mail address').optional(),
  fold: oneOf(['case'], 'case: compared in lower case').optional(),
  proof: oneOf(['mail', 'account'], 'How somebody shows that it is theirs: a code by mail, or being signed in at your app').optional(),
  several: flag('Whether several accounts with the same value are one person. Otherwise two rows with it are a doubt that a person settles').optional(),
});
const people = keyed('a map with title and keys', {
  title: text('how you call these people: Customers').optional(),
  keys: named('a map of the ways in which these people are known: email, id', either('a title, or a map with title, fold, proof, several', text('a title'), keyMap)),
  review,
});

const purpose = keyed('a map with title and basis', {
  title: text('what you do, as people read it: Delivering what was ordered'), basis,
  special: z.string({ error: 'a letter of Art. 9(2): 9(2)(a)' }).regex(/^9\(2\)\([a-j]\)$/, { error: 'a letter of Art. 9(2): 9(2)(a)' }).describe('Which letter of Art. 9(2) allows special categories here: 9(2)(a)').optional(),
  ground: text('the interest, with 6(1)(f); the law, with 6(1)(c) or (e)').optional(),
  recipients: list('the ids of recipients').optional(),
  retention: text('how long the data stays, or what decides it').optional(),
  automated: z.string().nullable().describe('Decisions by machine alone: logic, significance and consequences; `none` when there are none').optional(),
  marketing: flag('Whether this is direct marketing: an objection then ends it at once').optional(), review,
});

const recipient = keyed('a map with title and role', {
  title: text('the name of the recipient'), role: oneOf(['processor', 'controller', 'joint'], 'What the recipient is: processor, controller or joint controller'),
  country: country.optional(), safeguard: text('the safeguard of a transfer outside the EEA, and how to get a copy').optional(),
  told: keyed('a map with by and to', { by: oneOf(['opendsr', 'webhook', 'mail', 'person'], 'How it is told of erasures, corrections and restrictions (Art. 19)'), to: text('an address or a name') }).optional(),
  vendor: text('the id of the vendor').optional(),
});

const until = either('FIELD + PERIOD, such as placed_at + P10Y', text('FIELD + PERIOD, such as placed_at + P10Y'), keyed('a map with after and period', { after: text('a field with a day'), period: text('a period: P10Y') })).describe('It ends so long after the day in a field: placed_at + P10Y');
const keep = keyed('a map with reason and exemption', {
  reason: text('why this is kept although erasure was asked'), exemption: oneOf(['17(3)(a)', '17(3)(b)', '17(3)(c)', '17(3)(d)', '17(3)(e)'], 'Which exemption of Art. 17(3) allows it'),
  law: text('the law or contract that says so').optional(), until: until.optional(),
});

const pairs = named('a map of fields here to fields there: { order_id: id }', text('a field there'), anyName);
const hop = either('PLACE on HERE = THERE, or a map with place and on', text('PLACE on HERE = THERE'), keyed('a map with place and on', { system: text('the id of another system').optional(), place: text('a place'), on: pairs }));
const path = either('FIELD is PEOPLE.KEY, or a map with path, field and is', text('FIELD is PEOPLE.KEY'), keyed('a map with path, field and is', {
  path: either('a hop, or a list of hops', text('PLACE on HERE = THERE'), z.array(hop)).describe('From place to place: PLACE on HERE = THERE').optional(),
  field: text('the field that holds who it is, in the last place'), is: text('PEOPLE.KEY, such as customer.email'), review,
})).describe('From a row to who it belongs to: `customer_id is customer.id`, or `orders on order_id = id > customer_id is customer.id`');

const fieldMap = keyed('a map with category', {
  category: z.union([z.enum(categories.map((one) => one.id)), text('a category')], { error: 'a category, such as contact.email or none' }).describe('What kind of data it is; none for what says nothing about a person'),
  of: text('the role whose data it is, or all').describe('The role whose data it is; all for what all owners may see').optional(),
  special: flag('Special category (Art. 9) or criminal (Art. 10), where the category does not already say so').optional(),
  provenance: provenance.optional(), source: text('from whom it came').optional(), purposes: list('the ids of purposes').optional(),
  erasure: oneOf(['clear', 'pseudonym', 'keep'], 'What erasure does to it in a row that stays').optional(), keep: keep.optional(),
  loosens: flag('Whether it may be cleared in rows of others when what it points at is erased; otherwise the erased row stays as an empty shell').optional(), review,
});
const field = either('a category, or a map with category', z.union([z.enum(categories.map((one) => one.id)), text('a category')]), fieldMap).describe('A category, `CATEGORY of ROLE`, or a map');

const placeMap = keyed('a map, or the words “not personal”', {
  title: text('how people call it: Orders').optional(), personal: flag('false: looked at, holds no personal data').optional(), review,
  key: list('the fields that name a row').describe('The fields that name a row; the store’s own key when left out').optional(),
  identifies: either('PEOPLE by KEY = FIELD, …, or a map with people and keys', text('PEOPLE by KEY = FIELD, …'), keyed('a map with people and keys', {
    people: text('the id of a kind of people'), keys: named('a map of keys to fields: { email: mail }', text('a field')), leads: list('the keys from which a row is followed to the others').optional(),
  })).describe('Each row is one of these people: `customer by id, email = mail`').optional(),
  owner: path.optional(), owners: named('a map of roles to paths', path).describe('Whose the rows are, when there are several: role → path').optional(),
  access: either('a path, or a map of roles to paths', text('a path'), named('a map of roles to paths', path)).describe('Who may see a row whose it is not: role → path').optional(),
  through: either('PLACE on HERE = THERE, or a map of names to such', text('PLACE on HERE = THERE'), named('a map of names to PLACE on HERE = THERE', hop)).describe('Rows belong to whom the rows of another place belong: `orders on order_id = id`').optional(),
  pattern: text('the shape of names: users/{customer_id}/{file}').describe('For buckets and folders: users/{customer_id}/{file}').optional(),
  purposes: list('the ids of purposes').optional(), rows: oneOf(['delete', 'empty', 'keep'], 'What erasure does to a row that is somebody’s own').optional(), keep: keep.optional(),
  retention: keyed('a map with after, period and reason', { after: text('a field with a day'), period: text('a period: P3Y'), action: oneOf(['delete', 'empty'], 'What happens to the rows then').optional(), reason: text('why so long'), start: oneOf(['person', 'automatic'], 'Who has overdue rows go: a person who starts it, or the daily look by itself').optional() }).optional(),
  marks: keyed('a map of marks to fields', { restricted: text('a field').describe('Says that the use of the row is restricted: Art. 18').optional(), objected: text('a field').describe('Says that the person objected: Art. 21').optional() }).describe('Fields by which your own programs see what a request asked of a row: { restricted: is_blocked }').optional(),
  provenance: provenance.optional(), source: text('from whom it came').optional(),
  none: list('fields that say nothing about a person').describe('Fields that say nothing about a person: [id, created_at]').optional(),
  fields: named('a map of fields to categories', field, anyName).optional(),
});
const place = either('a map, or the words “not personal”', z.literal('not personal'), placeMap).describe('Where data lies: a table, a collection, a bucket');

const system = keyed('a map with engine and places', {
  title: text('how you call it: Shop database').optional(), role: oneOf(['controller', 'processor'], 'Whether you decide over this data or work for others').optional(),
  engine: text('postgres, mariadb, mongodb, sqlite, csv, s3, folder, http:SERVICE or manual').describe('postgres, mariadb, mongodb, sqlite, csv, s3, folder, http:SERVICE, or manual for a system without connector'),
  location: country.optional(), vendor: text('the id of the vendor').optional(),
  backups: either('a number of days, or a map with days', days('days after which a backup is gone'), keyed('a map with days', { days: days('days after which a backup is gone'), note: text('how that is said to people').optional() })).optional(),
  task: keyed('a map with owner, days and how', { owner: text('who does it'), days: days('in how many days'), how: text('what is to be done') }).optional(),
  places: named('a map of places', place, anyName),
});

/** The whole file. */
export const dataMapForm = keyed('a data map: version, people, purposes, recipients, systems', {
  version: z.literal(1, { error: '1' }).describe('1'),
  people: named('a map of kinds of people', people).describe('Whose data it is: kinds of people, and how each is known').optional(),
  purposes: named('a map of purposes', purpose).describe('What the data is for, and on which ground').optional(),
  recipients: named('a map of recipients', recipient).describe('Who gets data').optional(),
  systems: named('a map of systems', system).describe('Where data lies'),
});

export type WrittenMap = z.infer<typeof dataMapForm>;
export type WrittenSystem = z.infer<typeof system>;
export type WrittenPlace = z.infer<typeof placeMap>;
export type WrittenField = z.infer<typeof fieldMap>;
export type WrittenPath = z.infer<typeof path>;
export type WrittenHop = z.infer<typeof hop>;
export type WrittenKeep = z.infer<typeof keep>;
