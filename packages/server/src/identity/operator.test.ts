import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOperator } from './operator.ts';

const kek = { derive: (use: string) => new Uint8Array(32).fill(use.length) };

test('the operator’s token is for its account alone, also where a file stood open, and nothing else is taken for it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-operator-'));
  const file = join(folder, 'operator.token');
  await writeFile(file, 'old');
  await chmod(file, 0o644);
  const operator = openOperator(kek);
  await operator.writeToken(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const token = (await readFile(file, 'utf8')).trim();
  expect(operator.is(`Bearer ${token}`)).toBe(true);
  for (const header of [undefined, '', token, `bearer ${token}`, `Bearer ${token}x`, `Bearer ${token.slice(1)}`, 'Bearer ', `Bearer ${token} ${token}`]) expect(operator.is(header), header).toBe(false);
  await rm(folder, { recursive: true });
});
