import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { policy, proved } from './testing/proved.ts';
import type { Proved } from './testing/proved.ts';
import { verifyProof } from './verify.ts';
import type { Claim, Verification } from './verify.ts';

/** The verifying files as a browser loads them: one script, no Node anywhere. */
async function bundle(): Promise<string> {
  const here = new URL('.', import.meta.url).pathname;
  const contents = "export { verifyProof } from './verify.ts'; export { seal, opens } from './seal.ts'; export { rootOf } from './merkle.ts'; export { parseEntry, canonicalJson } from './entry.ts';";
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'avouch',
    conditions: ['@avouch/source'],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}

let script: string;
let good: Proved;
let verify: (claim: Claim) => Verification;
beforeAll(async () => {
  script = await bundle();
  good = await proved();
  // A world with what every browser has and nothing of Node: no Buffer, no process, no require.
  const world = createContext({ TextEncoder, TextDecoder, atob, btoa, Uint8Array, crypto: globalThis.crypto });
  runInContext(script, world);
  verify = runInContext('avouch.verifyProof', world) as typeof verify;
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('the verifier in a browser gives the verdict of the server, word for word', () => {
  const { verifierKey: _verifierKey, ...rest } = good;
  const claims: Claim[] = [
    good,
    { ...rest, policy, strict: true },
    { ...good, strict: true },
    { ...good, proof: good.proof.replace('index 6', 'index 5') },
    { ...good, proof: '' },
    { ...good, entry: good.entry.slice(1) },
    { ...good, openings: good.openings.toReversed() },
    { ...good, verifierKey: 'nobody' },
  ];
  for (const claim of claims) expect(plain(verify(claim))).toEqual(plain(verifyProof(claim)));
  expect(verify(good).ok).toBe(true);
});

test('the verifier in a browser is one script under 64 kB that names no module of Node', () => {
  expect(script).not.toMatch(/require\(|node:|Buffer\.from/);
  expect(script.length).toBeLessThan(64 * 1024);
});
