import { describe, expect, test } from 'vitest';
import { parseDataMap } from './datamap.ts';
import { compactPath } from './datamap/compact.ts';
import { formatIdentifies } from './datamap/sentences.ts';
import { acceptReviews, proposeMap, writeProposal, type Proposal } from './discovery.ts';
import { further } from './discovery/testing/further.ts';
import { readSchema, type Answered } from './discovery/testing/schema-text.ts';
import { tuned } from './discovery/testing/schemas.ts';
import { later } from './discovery/testing/later.ts';

const discover = (answered: Answered): Proposal => proposeMap([{ system: 'db', title: 'Database', shape: answered.shape, samples: answered.samples }]);
const schema = (name: string): Answered => {
  const text = { ...tuned, ...further, ...later }[name];
  if (text === undefined) throw new Error(`there is no schema ${name}`);
  return readSchema(text);
};

/** What was found rightly, what wrongly, what was missed. */
type Score = { readonly right: readonly string[]; readonly wrong: readonly string[]; readonly missed: readonly string[] };
const score = (found: ReadonlySet<string>, wanted: ReadonlySet<string>): Score => ({ right: [...found].filter((one) => wanted.has(one)), wrong: [...found].filter((one) => !wanted.has(one)), missed: [...wanted].filter((one) => !found.has(one)) });
const sum = (scores: readonly Score[]): Score => ({ right: scores.flatMap((one) => one.right), wrong: scores.flatMap((one) => one.wrong), missed: scores.flatMap((one) => one.missed) });
const precision = ({ right, wrong }: Score): number => (right.length + wrong.length === 0 ? 1 : right.length / (right.length + wrong.length));
const recall = ({ right, missed }: Score): number => (right.length + missed.length === 0 ? 1 : right.length / (right.length + missed.length));

function judged(answered: Answered): { categories: Score; owners: Score; identifies: Score } {
  const places = Object.entries(discover(answered).map.systems['db']?.places ?? {});
  const categories = new Set(places.flatMap(([place, one]) => Object.entries(one.fields).filter(([, field]) => field.category !== 'none').map(([field, { category }]) => `${place}.${field} ${category}`)));
  const owners = new Set(places.flatMap(([place, one]) => [...Object.values(one.owners).map((path) => `${place} owner: ${String(compactPath(path, 'db'))}`), ...Object.values(one.access).map((path) => `${place} access: ${String(compactPath(path, 'db'))}`)]));
  const identifies = new Set(places.flatMap(([place, one]) => (one.identifies === undefined ? [] : [`${place} ${formatIdentifies(one.identifies.people, { ...one.identifies.keys }) ?? ''}`.replace(/(\w+) = [^\s,]+/g, '$1')])));
  const wanted = new Set([...answered.categories].filter(([, category]) => category !== 'none').map(([field, category]) => `${field} ${category}`));
  return { categories: score(categories, wanted), owners: score(owners, answered.owners), identifies: score(identifies, answered.identifies) };
}

const all = (texts: Readonly<Record<string, string>>) => {
  const scores = Object.values(texts).map((text) => judged(readSchema(text)));
  return { categories: sum(scores.map((one) => one.categories)), owners: sum(scores.map((one) => one.owners)), identifies: sum(scores.map((one) => one.identifies)) };
};

describe('discovery is measured', () => {
  const known = all({ ...tuned, ...further });
  test('on the schemas by which it was made', () => {
    const wrong = [...known.categories.wrong, ...known.categories.missed, ...known.owners.wrong, ...known.owners.missed].join('\n');
    expect(precision(known.categories), wrong).toBeGreaterThanOrEqual(0.97);
    expect(recall(known.categories), wrong).toBeGreaterThanOrEqual(0.97);
    expect(precision(known.owners), wrong).toBeGreaterThanOrEqual(0.97);
    expect(recall(known.owners), wrong).toBeGreaterThanOrEqual(0.97);
    expect(recall(known.identifies), wrong).toBe(1);
  });

  test('on schemas that were written afterwards', () => {
    const found = all(later);
    const wrong = [...found.categories.wrong, ...found.categories.missed, ...found.owners.wrong, ...found.owners.missed].join('\n');
    expect(precision(found.categories), wrong).toBeGreaterThanOrEqual(0.95);
    expect(recall(found.categories), wrong).toBeGreaterThanOrEqual(0.9);
    expect(precision(found.owners), wrong).toBeGreaterThanOrEqual(0.9);
    expect(recall(found.owners), wrong).toBeGreaterThanOrEqual(0.9);
  });

  test.each(['contact.email', 'contact.phone', 'contact.address', 'name', 'birth', 'credential', 'payment.account', 'government-id', 'online-id', 'health', 'identifier', 'content.message'])('%s is found in nine of ten columns that hold it, and seldom elsewhere', (category) => {
    const both = sum([known.categories, all(later).categories]);
    const of = { right: both.right.filter((one) => one.endsWith(` ${category}`)), wrong: both.wrong.filter((one) => one.endsWith(` ${category}`)), missed: both.missed.filter((one) => one.endsWith(` ${category}`)) };
    expect(of.right.length).toBeGreaterThan(1);
    expect(recall(of), of.missed.join(', ')).toBeGreaterThanOrEqual(0.9);
    expect(precision(of), of.wrong.join(', ')).toBeGreaterThanOrEqual(0.9);
  });
});

describe('a proposal', () => {
  const shop = schema('shop');
  const proposal = discover(shop);
  const text = writeProposal(proposal);

  test('reads as a data map that waits for a person', async () => {
    const parsed = parseDataMap(text, 'm');
    expect(parsed.ok ? [] : parsed.faults).toEqual([]);
    expect(parsed.ok && parsed.map).toEqual(proposal.map);
    expect(parsed.ok ? parsed.reviews.filter((one) => /\.places\["[^"]+"\]$/.test(one.path)) : []).toHaveLength(shop.shape.places.length);
    await expect(text).toMatchFileSnapshot('discovery/testing/shop-proposal.yaml');
  });

  test('holds no value of any sample', () => {
    const values = Object.values(shop.samples).flat().flatMap((one) => one.values).filter((one) => typeof one === 'string').filter((one) => one.length >= 6);
    expect(values.length).toBeGreaterThan(500);
    expect(values.filter((one) => text.includes(one) || JSON.stringify(proposal).includes(one))).toEqual([]);
  });

  test('names the ground of each personal column', () => {
    expect(text).toContain('email: contact.email # proposed: contact.email (confidence 0.99; column name, 50 of 50 sampled values look like e-mail addresses)');
    expect(text).toContain('rows that the app calls deleted stay here (deleted_at)');
  });

  test('is accepted place by place, or whole', () => {
    const one = acceptReviews(text, ['public.gifts']);
    const marks = (written: string): number => { const parsed = parseDataMap(written, 'm'); return parsed.ok ? parsed.reviews.length : -1; };
    expect([one.accepted, one.unmatched, marks(text) - marks(one.text)]).toEqual([2, [], 2]);
    const whole = acceptReviews(text, 'all');
    expect([whole.accepted, marks(whole.text)]).toEqual([marks(text), 0]);
    expect(whole.text).not.toMatch(/review: |confidence/);
    expect(acceptReviews(text, ['public.gift']).unmatched).toEqual(['public.gift']);
  });

  test('over a map that people wrote adds what is new, marked, and leaves the rest to the byte', () => {
    const accepted = acceptReviews(text, 'all').text.replace('title: Gifts', 'title: Gifts # asked in March');
    const parsed = parseDataMap(accepted, 'm');
    if (!parsed.ok) throw new Error('the accepted map reads');
    expect(writeProposal(proposeMap([{ system: 'db', title: 'Database', shape: shop.shape, samples: shop.samples }], parsed.map), accepted)).toBe(accepted);
    const places = shop.shape.places.map((place) => (place.place === 'public.gifts' ? { ...place, fields: [...place.fields, { name: 'giver_phone', type: 'text' as const, native: 'text', nullable: true, lengthMax: null, generated: false, comment: null }] } : place));
    const again = writeProposal(proposeMap([{ system: 'db', title: 'Database', shape: { ...shop.shape, places }, samples: shop.samples }], parsed.map), accepted);
    expect(again.split('\n').filter((line) => !accepted.split('\n').includes(line)).map((line) => line.trim())).toEqual(['giver_phone: { category: contact.phone, of: giver, review: true } # proposed: contact.phone (confidence 0.88; column name)']);
  });
});

test('a place of personal data that nobody is known to own waits for a person, and is a fault once accepted so', () => {
  const text = writeProposal(discover(readSchema('visitors_log\n  id integer pk = none\n  iban text = payment.account ~ iban\n  phone text = contact.phone ~ phone')));
  const parsed = parseDataMap(text, 'm');
  expect(parsed.ok ? [] : parsed.faults).toEqual([]);
  const accepted = parseDataMap(acceptReviews(text, 'all').text, 'm');
  expect(accepted.ok ? [] : accepted.faults.map((one) => one.reason)).toEqual(['Nobody owns the rows of visitors_log: add owner (customer_id is customer.id), through, access or identifies; or write “not personal”.']);
});

test('values speak against a name that says otherwise', () => {
  const { map } = discover(readSchema('users\n  id integer pk = identifier\n  login text unique = name.user ~ user\n  mail text = none ~ status\n  remark text = contact.email ~ email'));
  const fields = map.systems['db']?.places['users']?.fields;
  expect([fields?.['mail']?.category, fields?.['remark']?.category]).toEqual(['none', 'contact.email']);
});
