import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { entitiesOf, fileOf, handIn, problemOf } from '../intake/hand-in.ts';
import { sarif } from './sarif.ts';

const sample = readFileSync(new URL('samples/orchard.sarif', import.meta.url));
type Log = { version: string; runs: { results?: { [key: string]: unknown }[] | null; tool: { driver: { name: string; rules: { [key: string]: unknown }[] } }; invocations?: { executionSuccessful: boolean }[] }[] };
const log = (change: (log: Log) => void = () => undefined): string => {
  const copy: Log = JSON.parse(sample.toString());
  change(copy);
  return JSON.stringify(copy);
};
const read = async (text: string) => (await handIn(sarif, fileOf('scan.sarif', Buffer.from(text)))).readings;

test('Failing results of security rules are vulnerabilities, all others findings, and none is both', async () => {
  const readings = await read(log());
  const vulnerabilities = entitiesOf(readings, 'vulnerability');
  const findings = entitiesOf(readings, 'finding');
  expect(vulnerabilities.map((one) => [one.where, one.severity, one.state, one.dismissReason])).toEqual([
    ['src/orders.js:14', 'critical', 'open', null],
    ['src/etag.js:3', 'high', 'suppressed', 'No secret is hashed here.'],
    ['src/login.js:8', 'medium', 'open', null],
    ['src/old.js:1', 'critical', 'fixed', null],
  ]);
  expect(findings.map((one) => [one.rule, one.state])).toEqual([
    ['style.long-line', 'fail'], ['policy.licence', 'pass'], ['policy.review', 'manual'], ['policy.docker', 'not-applicable'], ['policy.open', 'not-checked'],
  ]);
  expect(vulnerabilities.length + findings.length).toBe(9);
});

test('A result without a level has the default of its rule, else warning; one that is no failure has none', async () => {
  const findings = entitiesOf(await read(log((copy) => { copy.runs[0]!.tool.driver.rules[2] = { id: 'style.long-line', defaultConfiguration: { level: 'note' } }; })), 'finding');
  expect(findings.find((one) => one.rule === 'style.long-line')?.severity).toBe('low');
  expect(entitiesOf(await read(log()), 'finding').find((one) => one.rule === 'style.long-line')?.severity).toBe('medium');
  expect(findings.find((one) => one.rule === 'policy.licence')?.severity).toBe('info');
});

test('A suppression that is under review or rejected does not suppress', async () => {
  for (const status of ['underReview', 'rejected']) {
    const readings = await read(log((copy) => { copy.runs[0]!.results![1]!['suppressions'] = [{ kind: 'inSource' }, { kind: 'external', status }]; }));
    expect(entitiesOf(readings, 'vulnerability')[1]?.state).toBe('open');
  }
});

test('The reading tells the tool and when it looked', async () => {
  expect((await read(log()))[0]).toMatchObject({ sourceVersion: 'Orchard Scanner 2.3.1', window: { from: '2025-11-22T10:00:00.000Z', to: '2025-11-22T10:01:30.500Z' } });
});

test('A log without results, a failed run and another version are problems; an empty list of results is an answer', async () => {
  expect(problemOf(await read(log((copy) => { delete copy.runs[0]!.results; }))).sentence).toContain('holds no results');
  expect(problemOf(await read(log((copy) => { copy.runs[0]!.results = null; }))).sentence).toContain('holds no results');
  expect(problemOf(await read(log((copy) => { copy.runs[0]!.invocations = [{ executionSuccessful: false }]; })))).toMatchObject({ kind: 'failed' });
  expect(problemOf(await read(log((copy) => { copy.runs = []; }))).sentence).toContain('no tool has looked');
  expect(problemOf(await read(log((copy) => { copy.version = '2.0.0'; }))).sentence).toContain('only 2.1.0 is read');
  expect(problemOf(await read(log((copy) => { copy.runs[0]!.results![0]!['kind'] = 'great'; }))).sentence).toContain('result 1 of run 1');
  expect(entitiesOf(await read(log((copy) => { copy.runs[0]!.results = []; })), 'vulnerability')).toEqual([]);
});

test('What a real linter writes is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'avouch-sarif-'));
  try {
    writeFileSync(join(folder, 'a.js'), 'var unused = 1; debugger;');
    const oxlint = join(dirname(createRequire(import.meta.url).resolve('oxlint/package.json')), 'bin', 'oxlint');
    const { stdout } = spawnSync(process.execPath, [oxlint, '--format=sarif', 'a.js'], { cwd: folder, encoding: 'utf8' });
    const readings = await read(stdout);
    expect(entitiesOf(readings, 'finding').map((one) => one.rule).sort()).toEqual(['eslint(no-debugger)', 'eslint(no-unused-vars)']);
    expect(readings[0]?.sourceVersion).toMatch(/^oxlint \d/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
