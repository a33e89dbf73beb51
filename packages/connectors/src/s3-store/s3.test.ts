import { afterEach, describe, expect, test } from 'vitest';
import type { OpenInput, Outcome, Store } from '../store.ts';
import { fakeKeys, openFakeBucket, signatureOf, type FakeBucket } from '../stores/testing/s3.ts';
import { changed, is, loopback, rowsOf } from '../stores/testing/services/open.ts';
import { parseAnswer, xmlText } from './answer-xml.ts';
import { signed } from './bucket.ts';
import { s3Store } from './s3.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0)) await close(); });

const patterns = { avatars: 'users/{customer_id}/{file}' };
async function openAt(bucket: FakeBucket, more: Partial<OpenInput<Record<string, unknown>>> = {}): Promise<Store> {
  const outside = loopback();
  closers.push(bucket.close, outside.close);
  const settings = s3Store.settings.parse({ bucket: 'avatars', endpoint: bucket.endpoint, region: 'eu-central-1', accessKey: fakeKeys.accessKey, ...more.settings });
  const opened = await s3Store.open({ settings, secrets: { secretKey: fakeKeys.secretKey }, outside, patterns, ...('patterns' in more ? { patterns: more.patterns ?? {} } : {}), ...('secrets' in more ? { secrets: more.secrets ?? {} } : {}) });
  if (!opened.ok) throw new Error(opened.problem.sentence);
  return opened.value;
}
const shop = async (options = {}): Promise<FakeBucket> => {
  const bucket = await openFakeBucket(options);
  bucket.put('users/4/face.png', 'old face');
  bucket.put('users/4/face.png', 'new face', { meta: { uploader: 'ann' }, tags: { kind: 'avatar & more' } });
  bucket.put('users/4/a+b c&<d>.png', 'odd');
  bucket.put('users/4/\u0001é.png', 'odder');
  bucket.put('users/42/face.png', 'someone else');
  bucket.put('users/7/gone.png', 'still there');
  bucket.hide('users/7/gone.png');
  bucket.put('imports/4/x.csv', 'not of this shape');
  return bucket;
};
const erase = (store: Store, ...keys: readonly string[]) => changed(store, { change: 'delete', rows: [{ place: 'avatars', key: ['key'], keys: keys.map((key) => [key]) }] });
const kindOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.problem.kind);
const textOf = async (content: AsyncIterable<Uint8Array>): Promise<string> => { const parts: Uint8Array[] = []; for await (const part of content) parts.push(part); return Buffer.concat(parts).toString('utf8'); };

describe('A signature', () => {
  // The examples of AWS's own documentation: "Signature Calculations for the Authorization Header" of Amazon S3, and the suite of Signature Version 4.
  const published = { accessKey: ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join(''), secretKey: ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYEXAMPLEKEY'].join('/'), region: 'us-east-1' };
  const at = new Date('2013-05-24T00:00:00Z');
  test.each([
    ['https://examplebucket.s3.amazonaws.com/?lifecycle', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'],
    ['https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  ])('of %s is the one that AWS publishes, by our signer and by the check of the stand-in', async (url, signature) => {
    const request = await signed({ url }, published, at);
    expect(request.headers?.['authorization']).toContain(`Signature=${signature}`);
    const headers = { host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z', 'x-amz-content-sha256': request.headers?.['x-amz-content-sha256'] ?? '' };
    expect(signatureOf(published.secretKey, { method: 'GET', path: '/', query: new URL(url).search.slice(1), headers, signedHeaders: ['host', 'x-amz-content-sha256', 'x-amz-date'], hash: headers['x-amz-content-sha256'], stamp: '20130524T000000Z', scope: '20130524/us-east-1/s3/aws4_request' })).toBe(signature);
  });

  test('of the suite\'s plainest request is the published one', async () => {
    const suite = { accessKey: ['AKID', 'EXAMPLE'].join(''), secretKey: ['wJalrXUtnFEMI', 'K7MDENG+bPxRfiCYEXAMPLEKEY'].join('/'), region: 'us-east-1', service: 'service' };
    const request = await signed({ url: 'https://example.amazonaws.com/' }, suite, new Date('2015-08-30T12:36:00Z'));
    expect(request.headers?.['authorization']).toContain('Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31');
  });
});

describe('A bucket', () => {
  test('gives the objects of a person by listing what begins with their value, over all pages, and nobody else\'s', async () => {
    const bucket = await shop();
    const store = await openAt(bucket);
    const outcome = await rowsOf(store, 'avatars', is('customer_id', '4'), ['key'], ['customer_id', 'file', 'bytes', 'versions', 'hidden'], { face: is('file', 'face.png') });
    expect(outcome.ok ? outcome.value.map((row) => [row.cells['file'], row.cells['versions'], row.marks['face']]) : outcome.problem).toEqual([['\u0001é.png', 1, false], ['a+b c&<d>.png', 1, false], ['face.png', 2, true]]);
    expect(new Set(bucket.asked.map((line) => /[?&]prefix=([^&]*)/.exec(line)?.[1]))).toEqual(new Set(['users%2F4%2F']));
  });

  test('shows what a delete marker hides: it is still there', async () => {
    const outcome = await rowsOf(await openAt(await shop()), 'avatars', is('customer_id', '7'), ['key'], ['hidden', 'versions', 'bytes']);
    expect(outcome).toEqual({ ok: true, value: [{ key: ['users/7/gone.png'], marks: {}, cells: { hidden: true, versions: 1, bytes: 11 } }] });
  });

  test('asks for media types, metadata and tags only where they are wanted', async () => {
    const bucket = await shop();
    const store = await openAt(bucket);
    const outcome = await rowsOf(store, 'avatars', is('key', 'users/4/face.png'), ['key'], ['type', 'metadata', 'tags']);
    expect(outcome.ok ? outcome.value[0]?.cells : {}).toEqual({ type: 'image/png', metadata: { uploader: 'ann' }, tags: { kind: 'avatar & more' } });
    expect(bucket.asked.filter((line) => line.startsWith('HEAD')).length).toBe(1);
  });

  test('looks through everything only within its bound, and says so', async () => {
    const found = await rowsOf(await openAt(await shop()), 'avatars', is('file', 'FACE.png', 'case'), ['key'], ['key']);
    expect(found.ok ? found.value.length : 0).toBe(2);
    const bounded = await rowsOf(await openAt(await shop(), { settings: { objectsMax: 2 } }), 'avatars', is('file', 'face.png'), ['key'], ['key']);
    expect(bounded.ok ? '' : bounded.problem).toMatchObject({ kind: 'too-large', sentence: expect.stringMatching(/more than 2 names/) });
  });

  test('gives every version as a file, in pieces, as it was stored', async () => {
    const bucket = await shop();
    bucket.put('users/9/packed.txt', 'not really packed', { encoding: 'gzip' });
    const store = await openAt(bucket);
    const files = await store.files('avatars', ['users/4/face.png']);
    expect(files.ok ? await Promise.all(files.value.map(async (file) => [file.name, file.type, await textOf(file.content())])) : []).toEqual([['face.png', 'image/png', 'new face'], [expect.stringMatching(/^face.png \(version of 2026-/), 'image/png', 'old face']]);
    const packed = await store.files('avatars', ['users/9/packed.txt']);
    expect(packed.ok && packed.value[0] !== undefined ? await textOf(packed.value[0].content()) : '').toBe('not really packed');
    bucket.disturb((line) => (line.includes('response-content-encoding') ? { status: 206, body: 'x' } : undefined));
    const broken = files.ok ? files.value[0] : undefined;
    await expect(textOf(broken?.content() ?? (async function* () { /* nothing */ })())).rejects.toThrow(/gave 1 of 8 bytes/);
  });

  test('deletes all versions and markers of an object, odd names too, and does so once', async () => {
    const bucket = await shop();
    const store = await openAt(bucket);
    const keys = ['users/4/face.png', 'users/4/a+b c&<d>.png', 'users/4/\u0001é.png', 'users/7/gone.png', 'users/4/never.png'];
    expect(await erase(store, ...keys)).toEqual({ ok: true, value: [{ rows: 4 }] });
    expect(bucket.left()).toEqual(['users/42/face.png', 'imports/4/x.csv']);
    expect(await erase(store, ...keys)).toEqual({ ok: true, value: [{ rows: 0 }] });
  });

  test('tells until when a lock keeps a version, deletes the others, and names no object', async () => {
    const bucket = await shop();
    bucket.put('users/4/contract.pdf', 'signed', { lock: { mode: 'COMPLIANCE', until: '2031-01-31T00:00:00Z' } });
    bucket.put('users/5/held.pdf', 'held', { lock: { hold: true } });
    const store = await openAt(bucket);
    const outcome = await erase(store, 'users/4/contract.pdf', 'users/4/face.png');
    expect(outcome.ok ? '' : outcome.problem).toMatchObject({ kind: 'forbidden', sentence: 'A version of an object in the bucket avatars could not be deleted: it is locked until 2031-01-31 (compliance mode).' });
    expect(bucket.left()).not.toContain('users/4/face.png');
    const held = await erase(store, 'users/5/held.pdf');
    expect(held.ok ? '' : held.problem.sentence).toMatch(/under a legal hold/);
    expect(JSON.stringify([outcome, held])).not.toContain('users/');
  });

  test('that keeps no versions is listed in the plain way', async () => {
    const bucket = await shop({ versioned: false });
    const store = await openAt(bucket);
    expect(await erase(store, 'users/4/face.png')).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await store.work('read', (session) => session.count('avatars', is('customer_id', '4')))).toEqual({ ok: true, value: 2 });
  });

  test('gives a problem for a list that breaks off, and for a deletion that is told of in part', async () => {
    const bucket = await shop();
    const store = await openAt(bucket);
    const all = { op: 'all', of: [] } as const;
    const after = async (reply: { readonly status: number; readonly body: string }): Promise<string> => {
      bucket.disturb((line) => (line.includes('key-marker') ? reply : undefined));
      return kindOf(await rowsOf(store, 'avatars', all, ['key'], ['key']));
    };
    expect(await after({ status: 500, body: '' })).toBe('failed');
    expect(await after({ status: 200, body: '<ListVersionsResult><IsTruncated>false</IsTruncated>' })).toBe('malformed');
    expect(await after({ status: 200, body: '<html><body>proxy</body></html>' })).toBe('malformed');
    expect(await after({ status: 200, body: '<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker></ListVersionsResult>' })).toBe('cut-short');
    bucket.disturb((line) => (line.startsWith('POST') ? { status: 200, body: '<DeleteResult></DeleteResult>' } : undefined));
    expect(kindOf(await erase(store, 'users/4/face.png'))).toBe('cut-short');
  });

  test('says what is wrong with a key, and shows neither it nor an object', async () => {
    const bucket = await shop();
    const store = await openAt(bucket, { secrets: { secretKey: 'fake-wrong-secret' } });
    const outcome = await rowsOf(store, 'avatars', is('customer_id', '4'), ['key'], ['key']);
    expect(outcome.ok ? '' : outcome.problem).toMatchObject({ kind: 'unauthorised', sentence: 'The bucket avatars answered 403 (SignatureDoesNotMatch): the key is not accepted.' });
    expect(JSON.stringify(outcome)).not.toMatch(/fake-wrong-secret|users\//);
  });

  test('asks nothing about a field that the names do not have, and changes nothing in part', async () => {
    const store = await openAt(await shop());
    expect(kindOf(await rowsOf(store, 'avatars', is('customer', '4'), ['key'], ['key']))).toBe('unsupported');
    expect(kindOf(await changed(store, { change: 'set', place: 'avatars', keyFields: ['key'], key: ['users/4/face.png'], cells: { file: 'x' } }))).toBe('unsupported');
    expect(kindOf(await store.work('read', (session) => session.change([{ change: 'delete', rows: [{ place: 'avatars', key: ['key'], keys: [['users/4/face.png']] }] }])))).toBe('failed');
  });
});

describe('An answer in XML', () => {
  test('is read without entities of its own, whole or not at all', () => {
    expect(parseAnswer('<a><b>x &amp; y</b><b><![CDATA[<z>]]></b></a>')?.children.map((one) => one.text)).toEqual(['x & y', '<z>']);
    for (const text of ['<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', '<a><b></a>', '', '<a>'.repeat(30)]) expect(parseAnswer(text), text.slice(0, 20)).toBeUndefined();
    expect([xmlText('a<b>&\r'), xmlText('\u0001')]).toEqual(['a&lt;b&gt;&amp;&#13;', undefined]);
  });
});
