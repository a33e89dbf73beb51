import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openServices } from './services.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0)) await close(); });
const fileWith = async (change: (text: string) => string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-services-'));
  closers.push(() => rm(folder, { recursive: true }));
  const guide = await readFile(join(import.meta.dirname, '../../../../docs/guides/service-descriptions.md'), 'utf8');
  const path = join(folder, 'orchard.yaml');
  await writeFile(path, change(/```yaml\n(service: orchard[\s\S]*?)```/.exec(guide)?.[1] ?? ''));
  return path;
};

test('a file of the operator adds a service beside those that are there', async () => {
  const [one] = await openServices([await fileWith((text) => text)], ['http:stripe']);
  expect(one).toMatchObject({ id: 'http:orchard', title: 'Orchard Club', secrets: [{ key: 'key' }] });
});

test('the server does not start with a file that has faults, and says on which lines', async () => {
  const path = await fileWith((text) => text.replace('perSecond: 10 ', 'perSecond: ten'));
  await expect(openServices([path], [])).rejects.toThrow(/orchard\.yaml describes no service that can be used:\n {2}line 1\d, perSecond: /);
  await expect(openServices(['/nowhere/x.yaml'], [])).rejects.toThrow('AVOUCH_SERVICES names /nowhere/x.yaml, which cannot be read.');
});

test('a service is described once', async () => {
  const path = await fileWith((text) => text);
  await expect(openServices([path, path], [])).rejects.toThrow(/describes http:orchard, which is there already/);
});
