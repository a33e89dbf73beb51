import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateSigner } from '@avouch/ledger/keys';
import { openWitness } from '@avouch/ledger/witness';
import { openTestServer, type TestServer } from '../testing/server.ts';
import { askForAttestation, attestTasks } from './attest.ts';

let served: TestServer;
let folder: string;
const signer = generateSigner('witness.example/w1', (bytes) => new Uint8Array(randomBytes(bytes)), 'witness');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'avouch-witness-'));
  served = await openTestServer({ AVOUCH_WITNESS_KEYS: signer.verifierKey });
});
afterAll(async () => {
  await served.close();
  await rm(folder, { recursive: true, force: true });
});

test('an auditor’s witness cosigns the checkpoint, the ledger’s page says so, and everybody is served its line', async () => {
  const { org, cookie } = await served.setUp();
  const state = async () => (await served.as(cookie)('GET', `/api/orgs/${org}/ledger`)).json() as { verifierKey: string; checkpoint: string; witnesses: { name: string; at: string }[] };
  const witness = await openWitness({ folder, signer, logs: [(await state()).verifierKey], now: served.server.context.now });
  const listening = await witness.serve(0);
  const tasks = attestTasks({ config: { witnessUrls: [listening.url], timestampUrl: undefined }, fetch });
  expect((await state()).witnesses).toEqual([]);
  await tasks['witness']?.({ org }, served.server.context, new AbortController().signal);
  expect((await state()).witnesses).toEqual([{ name: 'witness.example/w1', at: expect.any(String) }]);
  const published = await served.as()('GET', `/api/orgs/${org}/log/checkpoint`);
  expect(published.text).toContain('— witness.example/w1 ');
  await listening.close();
});

test('a witness or an authority that does not answer is a failed job, not a silence', async () => {
  const { context } = served.server;
  const { rows } = await context.pool.query<{ id: string }>('select id from identity.instance');
  expect(rows).toHaveLength(1);
  const org = await served.server.people.found({ company: { name: 'Second' }, system: { name: 'S', purpose: 'P' }, categories: ['security'] }, 'somebody');
  const tasks = attestTasks({ config: { witnessUrls: ['http://127.0.0.1:1'], timestampUrl: 'http://127.0.0.1:1' }, fetch });
  for (const [name, sentence] of [['witness', 'Witnesses did not cosign: http://127.0.0.1:1: '], ['timestamp', 'The checkpoint was not stamped: ']] as const) {
    await expect(tasks[name]?.({ org }, context, new AbortController().signal)).rejects.toThrow(sentence);
  }
});

test('however often a log grows, one job for the witnesses and one for the stamp wait', async () => {
  const { context } = served.server;
  const org = await served.server.people.found({ company: { name: 'Third' }, system: { name: 'S', purpose: 'P' }, categories: ['security'] }, 'somebody');
  for (let times = 0; times < 3; times += 1) await askForAttestation(org, context, { witnessUrls: ['http://w'], timestampUrl: 'http://t' });
  const { rows } = await context.pool.query('select key from graphile_worker.jobs where key like $1 order by key', [`%${org}`]);
  expect(rows).toEqual([{ key: `timestamp:${org}` }, { key: `witness:${org}` }]);
});
