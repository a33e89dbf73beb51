import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatBase64, parseBase64 } from './encodings/bytes.ts';
import type { Ledger } from './ledger.ts';
import { parseCheckpoint } from './notes/checkpoint.ts';
import type { TreeHead } from './notes/checkpoint.ts';
import { parseNote } from './notes/note.ts';
import { postgresStorage } from './postgres.ts';
import { openLedgerDatabase } from './testing/databases.ts';
import type { LedgerDatabase } from './testing/databases.ts';
import { all, chance, kek, ledgerOn } from './testing/facts.ts';
import { leafHash } from './trees/hashes.ts';
import { isConsistent } from './trees/proofs.ts';

let database: LedgerDatabase;
let folder: string;
let program: string;
beforeAll(async () => {
  database = await openLedgerDatabase();
  folder = await mkdtemp(join(tmpdir(), 'avouch-appender-'));
  program = join(folder, 'appender.mjs');
  await build({
    entryPoints: [new URL('./testing/appender.ts', import.meta.url).pathname],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@avouch/source'],
    external: ['pg-native'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

type Acknowledged = { readonly label: string; readonly own: number; readonly index: number; readonly leaf: string };

/** Runs an appender; kills it without warning once it has said `killAfter` receipts. Gives everything that it said. */
async function append(org: string, label: string, count: number, killAfter = Infinity): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [program, database.url, org, label, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const said: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [name = '', own, index, leaf] = line.split(' ');
    // A line that the kill cut short was not said.
    if (leaf?.length === 44) said.push({ label: name, own: Number(own), index: Number(index), leaf });
    if (said.length >= killAfter) child.kill('SIGKILL');
  }
  expect(await ended).toBe(killAfter === Infinity ? 0 : null);
  return said;
}

async function headOf(ledger: Ledger<never>): Promise<TreeHead> {
  const head = parseCheckpoint(parseNote(await ledger.checkpoint())?.text ?? '');
  if (head === undefined) throw new Error('the checkpoint is well formed');
  return head;
}

/** Every receipt that was ever said names an entry that is there, at its place, with its leaf. */
async function expectKept(ledger: Ledger<never>, said: readonly Acknowledged[]): Promise<void> {
  const kept = await all(ledger.scan(0));
  expect(kept.map(({ index }) => index)).toEqual(kept.map((_, place) => place));
  const at = (index: number) => kept[index];
  const lost = said.filter(({ index, leaf, label }) => {
    const found = at(index);
    return found === undefined || formatBase64(leafHash(found.bytes)) !== leaf || found.entry.actor !== label;
  });
  expect(lost).toEqual([]);
  expect(new Set(said.map(({ index }) => index)).size).toBe(said.length);
  const wishes = kept.map(({ entry }) => `${entry.actor} ${JSON.stringify(entry.header)}`);
  expect(new Set(wishes).size).toBe(wishes.length);
}

const open = async (org: string, label: string): Promise<Ledger<never>> =>
  (await ledgerOn(postgresStorage({ pool: database.pool, org, kek }), { random: chance(label) })) as Ledger<never>;

test('a process killed in the middle of appending loses nothing that it acknowledged, and the log never forks', async () => {
  const said: Acknowledged[] = [];
  let before: TreeHead | undefined;
  for (let round = 0; round < 4; round++) {
    said.push(...(await append('killed', `round-${round}`, 1_000_000, 150 + 400 * round)));
    const ledger = await open('killed', `check ${round}`);
    await expectKept(ledger, said);
    const head = await headOf(ledger);
    if (before !== undefined) {
      const proof = (await ledger.consistency(before.size, head.size)).map((hash) => parseBase64(hash) as Uint8Array);
      expect(isConsistent({ oldSize: before.size, oldRoot: before.root, size: head.size, root: head.root, proof })).toBe(true);
      expect(head.size).toBeGreaterThan(before.size);
    }
    before = head;
  }
});

test('two processes append to one log at once: one order, nothing lost, nothing twice', async () => {
  const said = (await Promise.all([append('shared', 'left', 700), append('shared', 'right', 700)])).flat();
  expect(said.length).toBe(1400);
  const ledger = await open('shared', 'check');
  expect(await ledger.size()).toBe(1400);
  await expectKept(ledger, said);
});
