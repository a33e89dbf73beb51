import { randomBytes } from 'node:crypto';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { memoryShelf } from './answer/testing/shelf.ts';
import { collectShop, others, shopHead, shopMap, shopVendors } from './answer/testing/shop.ts';
import { answerWords } from './answer/words.ts';
import { type Answer, type AnswerInput, collectAnswer, composeAnswer, encryptAnswer, packAnswer, passphraseOf } from './answer.ts';

const whole = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
};
const text = async (answer: Answer, path: string): Promise<string> => {
  const file = answer.files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  return new TextDecoder().decode(await whole(file.content()));
};
const composed = async (more: Partial<AnswerInput['head']> = {}, rest: Partial<AnswerInput> = {}, visits = 3): Promise<Answer> => {
  const shelf = memoryShelf();
  await collectShop(collectAnswer(shelf), visits);
  return composeAnswer({ shelf, map: shopMap, head: { ...shopHead, ...more }, vendors: shopVendors, answers: {}, ...rest });
};
const without = (path: (map: typeof shopMap) => object, key: string): typeof shopMap => {
  const map = structuredClone(shopMap);
  delete (path(map) as Record<string, unknown>)[key];
  return map;
};

test('an access answer tells everything that Art. 15(1) and (2) ask for, from the data map alone', async () => {
  const answer = await composed();
  expect(answer.account.questions).toEqual([]);
  const page = await text(answer, 'answer.html');
  for (const told of [
    'Yes, Example Shop GmbH uses data about you', 'Selling and sending goods', 'Art. 6(1)(f) GDPR', 'not losing money to fraud', 'profile.segment', 'Cards Inc.', 'United States', 'Standard contractual clauses', 'Cloud Hosting AG', 'Germany',
    'Ten years after the order', 'From elsewhere: an address dealer, Lists Ltd', 'score is above 80', 'Art. 16', 'Art. 77', 'Berliner Beauftragte', 'withdraw a consent', 'health.allergies (special category)',
  ]) expect(page).toContain(told);
});

test('nobody else’s value stands in any file, even where a row still carried one; what is left out is counted and explained', async () => {
  const answer = await composed();
  for (const { path, content } of answer.files) for (const other of others) expect(new TextDecoder().decode(await whole(content())), path).not.toContain(other);
  const page = await text(answer, 'answer.html');
  expect(answer.account.categories.map(({ category }) => category)).not.toContain('payment.card');
  expect(page).toContain('Orders: recipient (records: 1)');
  expect(page).toContain('Messages: text (records: 1)');
  expect(page).toContain('another person’s, which was visible to you');
  expect(page).toContain('<span class="none">left out: about another person</span>');
});

test('what nobody recorded is asked, shows as a gap, keeps the answer from going out, and is told once it is stated', async () => {
  const map = without((one) => one.purposes['fraud']!, 'automated');
  delete (map.recipients['desk'] as { safeguard?: string }).safeguard;
  delete (map.systems['shop'] as { location?: string }).location;
  delete (map.systems['shop']!.places['public.customers']!.fields['segment'] as { source?: string }).source;
  (map.purposes['support'] as { recipients: readonly string[] }).recipients = ['desk'];
  delete (map.purposes['support'] as { retention?: string }).retention;
  (map.purposes['news'] as { recipients: readonly string[] }).recipients = [];
  const answer = await composed({}, { map });
  expect(answer.account.questions.map(({ id }) => id).toSorted()).toEqual(['automated:fraud', 'country:system:shop', 'recipients:news', 'retention:support', 'safeguard:desk', 'source:shop/public.customers/segment']);
  expect(answer.account.questions.find(({ id }) => id === 'retention:support')).toMatchObject({ article: 'Art. 15(1)(d)', where: 'purposes.support.retention', answer: null });
  expect(await text(answer, 'answer.html')).toContain('not stated yet');
  await expect(whole(packAnswer(answer))).rejects.toThrow(/must still tell 6 things/);
  const answers = Object.fromEntries(answer.account.questions.map(({ id }) => [id, `stated for ${id}`]));
  const again = await composed({}, { map, answers });
  const page = await text(again, 'answer.html');
  for (const id of Object.keys(answers)) expect(page).toContain(`stated for ${id}`);
  expect(page).not.toContain('not stated yet');
  expect((await whole(packAnswer(again))).length).toBeGreaterThan(1000);
});

test('a place that was not read to its end gives no answer', async () => {
  const shelf = memoryShelf();
  const sink = collectAnswer(shelf);
  await collectShop(sink);
  await sink.begin({ system: 'shop', place: 'public.visits' });
  await expect(composeAnswer({ shelf, map: shopMap, head: shopHead, vendors: {}, answers: {} })).rejects.toThrow(/shop\/public.visits did not come to its end/);
});

test('a place that is collected again after a killed run holds each row once', async () => {
  const shelf = memoryShelf();
  for (let time = 0; time < 2; time += 1) await collectShop(collectAnswer(shelf));
  const answer = await composeAnswer({ shelf, map: shopMap, head: shopHead, vendors: shopVendors, answers: {} });
  expect([answer.account.rows, answer.account.places.find(({ place }) => place === 'uploads')?.files.length]).toEqual([9, 1]);
});

test('nobody’s data gives a plain no, without an empty list that looks like data', async () => {
  const shelf = memoryShelf();
  const sink = collectAnswer(shelf);
  await sink.begin({ system: 'shop', place: 'public.visits' });
  await sink.end({ system: 'shop', place: 'public.visits' });
  const answer = await composeAnswer({ shelf, map: shopMap, head: shopHead, vendors: {}, answers: {} });
  expect(answer.files.map(({ path }) => path)).toEqual(['answer.html', 'answer.json']);
  const page = await text(answer, 'answer.html');
  expect(page).toContain('No. In none of the places');
  expect(page).not.toContain('<table');
});

test('portability holds what the person gave or what was observed, on consent or contract, and nothing derived, from elsewhere, or of others', async () => {
  const answer = await composed({ kind: 'portability' });
  expect(answer.files.map(({ path }) => path)).toEqual([
    'answer.html', ...['shop/public.customers', 'shop/public.orders', 'shop/public.messages', 'files/uploads'].flatMap((place) => ['.csv', '.csv-metadata.json', '.json', '.schema.json'].map((end) => `data/${place}${end}`)), 'files/files/uploads/Rechnung März.txt',
  ]);
  expect(JSON.parse(await text(answer, 'data/shop/public.customers.json'))).toEqual([{ id: 7, name: 'Ada Łovelace-Müller', email: 'ada@example.org', born: '1990-12-10' }]);
  expect(JSON.parse(await text(answer, 'data/shop/public.messages.json'))).toEqual([{ id: 1, text: 'Where is my parcel?', sent: '2026-02-03T09:00:00.000Z' }]);
  for (const { path, content } of answer.files) for (const other of [...others, 'likes books', '192.0.2.7']) expect(new TextDecoder().decode(await whole(content())), path).not.toContain(other);
});

test('CSV escapes formulas and keeps numbers, JSON holds the text as it was, both are described', async () => {
  const answer = await composed();
  const csv = await text(answer, 'data/shop/public.orders.csv');
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""x"")"`);
  expect(csv).toContain(',-5.00,');
  expect(csv.split('\r\n')[0]).toContain('id,placed,total,address,note,allergies,paid_by,recipient,status,_standing,_left_out');
  expect(JSON.parse(await text(answer, 'data/shop/public.orders.json'))).toMatchObject([{ id: 9, _standing: 'shared', _left_out: ['paid_by'] }, { id: 102, note: '=HYPERLINK("https://evil.example","x")' }]);
  expect(JSON.parse(await text(answer, 'data/shop/public.orders.schema.json'))).toMatchObject({ items: { properties: { address: { type: ['null', 'string'], description: 'contact.address; given' } } } });
  expect(JSON.parse(await text(answer, 'data/shop/public.orders.csv-metadata.json'))).toMatchObject({ url: 'public.orders.csv', dialect: { header: true } });
});

test('the page asks nothing of a network, runs nothing, and shows markup of others as text', async () => {
  const page = await text(await composed(), 'answer.html');
  expect(page).not.toMatch(/<script|<img|<link|<iframe|src=|@import|url\(| on\w+="/i);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('href="files/files/uploads/Rechnung%20M%C3%A4rz.txt"');
});

test('a page bears a thousand rows of a place and says where the others are, and the CSV has them all', async () => {
  const answer = await composed({}, {}, 2500);
  const page = await text(answer, 'answer.html');
  expect(page).toContain('Shown are the first 1000 of 2500 records. All of them are in data/shop/public.visits.csv.');
  expect((await text(answer, 'data/shop/public.visits.csv')).trim().split('\r\n')).toHaveLength(2501);
});

test('the same answer gives the same bytes, in whatever order the rows came', async () => {
  const first = await whole(packAnswer(await composed()));
  expect(Buffer.from(await whole(packAnswer(await composed()))).equals(Buffer.from(first))).toBe(true);
});

test('what is packed and encrypted opens again with the passphrase and with the person’s own key, whole, and without a word of others', async () => {
  const answer = await composed({ language: 'de' });
  const packed = await whole(packAnswer(answer));
  const passphrase = passphraseOf((bytes) => randomBytes(bytes));
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  for (const lock of [{ passphrase, workFactor: 4 }, { recipient }]) {
    const locked = await whole(encryptAnswer(packAnswer(answer), lock));
    expect(Buffer.from(locked).includes('ada@example.org')).toBe(false);
    const decrypter = new Decrypter();
    if ('recipient' in lock) decrypter.addIdentity(identity);
    else decrypter.addPassphrase(passphrase);
    const opened = await decrypter.decrypt(locked);
    expect(Buffer.from(opened).equals(Buffer.from(packed))).toBe(true);
    const files = unzipSync(opened);
    expect(Object.keys(files)).toEqual(answer.files.map(({ path }) => path));
    for (const [path, bytes] of Object.entries(files)) for (const other of others) expect(new TextDecoder().decode(bytes), path).not.toContain(other);
    expect(new TextDecoder().decode(files['answer.html'])).toContain('Ja, Example Shop GmbH verarbeitet Daten über Sie');
    expect(new TextDecoder().decode(files['files/files/uploads/Rechnung März.txt'])).toBe('Hallo, Ada!\n');
  }
});

test('a passphrase that could be guessed and what is no recipient are refused', async () => {
  const nothing = async function* nothing(): AsyncGenerator<Uint8Array> { /* no bytes */ };
  await expect(whole(encryptAnswer(nothing(), { passphrase: 'password' }))).rejects.toThrow(/at least 16/);
  await expect(whole(encryptAnswer(nothing(), { recipient: 'ada@example.org' }))).rejects.toThrow(/no age recipient/);
  expect(passphraseOf((bytes) => new Uint8Array(bytes).fill(255))).toBe('zzzzz-zzzzz-zzzzz-zzzzz-zzzzz');
});

test('an answer of many rows passes through piece by piece', async () => {
  const shelf = memoryShelf();
  const sink = collectAnswer(shelf);
  const ref = { system: 'shop', place: 'public.visits' };
  await sink.begin(ref);
  for (let batch = 0; batch < 40; batch += 1) await sink.rows(ref, Array.from({ length: 500 }, (_, n) => ({ standing: 'own', key: [batch * 500 + n], cells: { at: '2026-01-01T00:00:00.000Z', page: `/${'x'.repeat(200)}`, address: '192.0.2.7' }, leftOut: [] })));
  await sink.end(ref);
  const answer = await composeAnswer({ shelf, map: shopMap, head: shopHead, vendors: shopVendors, answers: {} });
  const json = answer.files.find(({ path }) => path.endsWith('visits.json'));
  let largest = 0;
  let count = 0;
  for await (const chunk of json!.content()) {
    largest = Math.max(largest, chunk.length);
    count += 1;
  }
  expect(largest).toBeLessThan(70_000);
  expect(count).toBeGreaterThan(50);
});

test('every language has every word, with the same places for what is filled in', () => {
  const flat = (value: unknown, path = ''): readonly string[] => (typeof value === 'string' ? [`${path} ${(value.match(/\{\w+\}/g) ?? []).toSorted().join('')}`] : Object.entries(value as object).flatMap(([key, one]) => flat(one, `${path}.${key}`)));
  for (const [language, words] of Object.entries(answerWords)) {
    expect(words.language).toBe(language);
    expect(flat(words)).toEqual(flat(answerWords['en']));
  }
});
