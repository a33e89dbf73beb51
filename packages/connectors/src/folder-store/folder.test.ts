import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome, Store } from '../store.ts';
import { changed, is, loopback, rowsOf } from '../stores/testing/services/open.ts';
import { folderStore } from './folder.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0)) await close(); });

/** `uploads` with three people's files, beside a folder that is nobody's business. */
async function folders(): Promise<{ readonly top: string; readonly uploads: string }> {
  const top = await mkdtemp(join(tmpdir(), 'avouch-folder-'));
  closers.push(() => rm(top, { recursive: true }));
  const uploads = join(top, 'uploads');
  await mkdir(join(uploads, 'users/4/deep'), { recursive: true });
  await mkdir(join(uploads, 'users/42'), { recursive: true });
  await mkdir(join(top, 'private'));
  await writeFile(join(top, 'private/key.pem'), 'private');
  await writeFile(join(uploads, 'users/4/face.png'), 'face');
  await writeFile(join(uploads, 'users/4/ü b.txt'), 'text');
  await writeFile(join(uploads, 'users/4/deep/other.txt'), 'other');
  await writeFile(join(uploads, 'users/42/face.png'), 'else');
  return { top, uploads };
}
async function openAt(path: string, allowed: readonly string[], more: Readonly<Record<string, unknown>> = {}): Promise<Outcome<Store>> {
  const outside = loopback();
  closers.push(outside.close);
  return folderStore.open({ settings: folderStore.settings.parse({ path, ...more }), secrets: {}, outside: { ...outside, folders: allowed }, patterns: { uploads: 'users/{customer_id}/{file}' } });
}
const storeAt = async (path: string, allowed: readonly string[], more = {}): Promise<Store> => { const opened = await openAt(path, allowed, more); if (!opened.ok) throw new Error(opened.problem.sentence); return opened.value; };
const kindOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.problem.kind);
const erase = (store: Store, ...keys: readonly string[]) => changed(store, { change: 'delete', rows: [{ place: 'uploads', key: ['key'], keys: keys.map((key) => [key]) }] });

describe('A folder', () => {
  test('is opened only below what the operator allowed, whatever links say', async () => {
    const { top, uploads } = await folders();
    await symlink(join(top, 'private'), join(uploads, 'out'));
    expect(await Promise.all([openAt(uploads, []), openAt(uploads, [uploads]), openAt(join(uploads, 'users'), [uploads]), openAt(join(uploads, 'out'), [uploads]), openAt(join(uploads, '../private'), [uploads]), openAt(`${uploads}-not`, [uploads]), openAt(top, [uploads])].map(async (one) => kindOf(await one))))
      .toEqual(['forbidden', 'ok', 'ok', 'forbidden', 'forbidden', 'forbidden', 'forbidden']);
  });

  test('in which somebody deletes meanwhile is read on to its end, and one that is gone itself is a problem', async () => {
    const { uploads } = await folders();
    const names = Array.from({ length: 6 }, (_, at) => `users/many-${at}`);
    for (const name of names) {
      await mkdir(join(uploads, name));
      for (let at = 0; at < 500; at += 1) await writeFile(join(uploads, name, String(at)), '');
    }
    const store = await storeAt(uploads, [uploads]);
    const seen = new Set<string>();
    let gone: readonly string[] | undefined;
    const read = () => store.work('read', (session) => session.read({ place: 'uploads', key: ['key'], fields: ['customer_id'], where: { op: 'known', fields: ['customer_id'] } }, async (rows) => {
      for (const { cells } of rows) seen.add(`users/${String(cells['customer_id'])}`);
      gone ??= names.filter((name) => !seen.has(name)).slice(0, 3);
      for (const name of gone) await rm(join(uploads, name), { recursive: true, force: true });
    }));
    expect(kindOf(await read())).toBe('ok');
    expect(names.filter((name) => !seen.has(name)).toSorted()).toEqual([...gone ?? []].toSorted());
    await rm(uploads, { recursive: true });
    expect(kindOf(await read())).not.toBe('ok');
    expect(kindOf(await rowsOf(store, 'uploads', is('customer_id', '4'), ['key'], ['file']))).not.toBe('ok');
  });

  test('gives a person\'s files by their path, with their content', async () => {
    const { uploads } = await folders();
    const store = await storeAt(uploads, [uploads]);
    const outcome = await rowsOf(store, 'uploads', is('customer_id', '4'), ['key'], ['file', 'bytes', 'link']);
    expect(outcome.ok ? [...outcome.value].sort((one, other) => String(one.key[0]).localeCompare(String(other.key[0]))) : []).toEqual([
      { key: ['users/4/face.png'], marks: {}, cells: { file: 'face.png', bytes: 4, link: false } }, { key: ['users/4/ü b.txt'], marks: {}, cells: { file: 'ü b.txt', bytes: 4, link: false } },
    ]);
    const files = await store.files('uploads', ['users/4/face.png']);
    const parts: Uint8Array[] = [];
    for await (const part of (files.ok ? files.value[0]?.content() : undefined) ?? []) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe('face');
    expect(await store.work('read', (session) => session.count('uploads', { op: 'all', of: [] }))).toEqual({ ok: true, value: 3 });
  });

  test('deletes files once and nothing else', async () => {
    const { uploads } = await folders();
    const store = await storeAt(uploads, [uploads]);
    expect(await erase(store, 'users/4/face.png', 'users/4/ü b.txt', 'users/9/none.png')).toEqual({ ok: true, value: [{ rows: 2 }] });
    expect(await erase(store, 'users/4/face.png')).toEqual({ ok: true, value: [{ rows: 0 }] });
    expect(await readdir(join(uploads, 'users/4'))).toEqual(['deep']);
  });

  test('never follows a link: it lists it as one, reads nothing behind it, and deletes the link alone', async () => {
    const { top, uploads } = await folders();
    await symlink(join(top, 'private/key.pem'), join(uploads, 'users/4/link.pem'));
    await symlink(join(top, 'private'), join(uploads, 'users/out'));
    const store = await storeAt(uploads, [uploads]);
    const outcome = await rowsOf(store, 'uploads', is('link', true), ['key'], ['bytes']);
    expect(outcome.ok ? outcome.value : outcome.problem).toEqual([{ key: ['users/4/link.pem'], marks: {}, cells: { bytes: 0 } }]);
    expect(await store.files('uploads', ['users/4/link.pem'])).toEqual({ ok: true, value: [] });
    expect(await rowsOf(store, 'uploads', is('customer_id', 'out'), ['key'], ['key'])).toEqual({ ok: true, value: [] });
    expect(kindOf(await erase(store, 'users/out/key.pem'))).toBe('unsupported');
    expect(kindOf(await erase(store, '../private/key.pem'))).toBe('unsupported');
    expect(await erase(store, 'users/4/link.pem')).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await readFile(join(top, 'private/key.pem'), 'utf8')).toBe('private');
    const behind = await store.files('uploads', ['users/out/key.pem']);
    const read = async () => { for await (const part of (behind.ok ? behind.value[0]?.content() : undefined) ?? []) expect(part).toBeUndefined(); };
    await expect(read()).rejects.toThrow(/behind a link/);
  });

  test('is looked through within a bound, and says when it is larger', async () => {
    const { uploads } = await folders();
    const store = await storeAt(uploads, [uploads], { filesMax: 1 });
    expect(kindOf(await rowsOf(store, 'uploads', is('file', 'face.png'), ['key'], ['key']))).toBe('too-large');
    expect(kindOf(await rowsOf(store, 'uploads', is('customer_id', '42'), ['key'], ['key']))).toBe('ok');
  });
});
