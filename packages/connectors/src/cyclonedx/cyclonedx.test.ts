import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { entitiesOf, fileOf, handIn, problemOf } from '../intake/hand-in.ts';
import { cyclonedx } from './cyclonedx.ts';

const sample = readFileSync(new URL('samples/orchard.cdx.json', import.meta.url));
type Bom = { [key: string]: unknown };
const bom = (change: Bom = {}): string => JSON.stringify({ ...JSON.parse(sample.toString()), ...change });
const read = async (text: string) => (await handIn(cyclonedx, fileOf('bom.json', Buffer.from(text)))).readings;

test('Components are told with version, package URL and licences, nested ones too', async () => {
  expect(entitiesOf(await read(bom()), 'component')).toEqual([
    { id: 'pkg:npm/left-wing@1.3.0', name: 'left-wing', version: '1.3.0', purl: 'pkg:npm/left-wing@1.3.0', kind: 'library', licences: ['MIT'] },
    { id: '@wing/tip@0.1.0', name: '@wing/tip', version: '0.1.0', purl: null, kind: 'library', licences: [] },
    { id: 'openssl', name: 'openssl', version: '3.0.11', purl: null, kind: 'library', licences: ['Apache-2.0 OR MIT'] },
  ]);
});

test('A vulnerability stands once for each part that it affects, open unless the analysis says otherwise', async () => {
  const told = entitiesOf(await read(bom()), 'vulnerability').map((one) => [one.advisory, one.where, one.severity, one.state, one.fixAvailable, one.endedAt, one.dismissReason]);
  expect(told).toEqual([
    ['CVE-2025-10001', 'openssl@3.0.11', 'high', 'open', true, null, null],
    ['CVE-2025-10002', 'left-wing@1.3.0', 'critical', 'dismissed', null, null, 'not_affected: code_not_reachable: The parser is not built in.'],
    ['CVE-2025-10002', 'openssl@3.0.11', 'critical', 'dismissed', null, null, 'not_affected: code_not_reachable: The parser is not built in.'],
    ['CVE-2025-10003', 'openssl@3.0.11', 'unknown', 'fixed', null, '2025-11-01T00:00:00.000Z', null],
  ]);
});

test('A bill that says nothing of vulnerabilities is a problem for them, and an empty list is an answer', async () => {
  const readings = await read(bom({ vulnerabilities: undefined }));
  expect(entitiesOf(readings, 'component')).toHaveLength(3);
  expect(problemOf(readings, 'vulnerability')).toMatchObject({ kind: 'unsupported' });
  expect(entitiesOf(await read(bom({ vulnerabilities: [] })), 'vulnerability')).toEqual([]);
  expect(problemOf(await read(bom({ components: undefined })), 'component')).toMatchObject({ kind: 'unsupported' });
});

test('The tool is told, in the old form and the new', async () => {
  expect((await read(bom()))[0]).toMatchObject({ sourceVersion: 'orchard-scan 0.58.1', window: { from: '2025-11-20T07:30:00.000Z' } });
  expect((await read(bom({ metadata: { tools: [{ vendor: 'npm', name: 'cli', version: '11.0.0' }] } })))[0]?.sourceVersion).toBe('cli 11.0.0');
  expect((await read(bom({ metadata: undefined })))[0]?.sourceVersion).toBe(null);
});

test('A bill in XML gives what the same bill in JSON gives', async () => {
  const xml = await read(readFileSync(new URL('samples/orchard.cdx.xml', import.meta.url), 'utf8'));
  const json = await read(bom());
  for (const type of ['component', 'vulnerability'] as const) {
    const byId = (list: readonly { id: string }[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(entitiesOf(xml, type))).toEqual(byId(entitiesOf(json, type)));
  }
  expect(xml[0]).toMatchObject({ sourceVersion: 'orchard-scan 0.58.1', window: { from: '2025-11-20T07:30:00.000Z' } });
});

test('Versions 1.6 and 1.7 are read, others are named; an empty bill and SPDX are told apart', async () => {
  expect(entitiesOf(await read(bom({ specVersion: '1.7' })), 'component')).toHaveLength(3);
  expect(problemOf(await read(bom({ specVersion: '9.0' }))).sentence).toContain('its CycloneDX version is "9.0"');
  expect(problemOf(await read('<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"/>'), 'component').sentence).toContain('it has no list of components');
  expect(problemOf(await read('<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/9.0" version="1"/>')).sentence).toContain('its CycloneDX version is "9.0"');
  expect(problemOf(await read('{"spdxVersion": "SPDX-2.3"}')).sentence).toContain('an SPDX bill of materials');
  expect(problemOf(await read('{"hello": []}')).sentence).toContain('does not call itself CycloneDX');
});

test('What npm writes for a real project is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'avouch-bom-'));
  try {
    mkdirSync(join(folder, 'node_modules/left-wing'), { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'orchard', version: '1.0.0', dependencies: { 'left-wing': '1.3.0' } }));
    writeFileSync(join(folder, 'node_modules/left-wing/package.json'), JSON.stringify({ name: 'left-wing', version: '1.3.0', license: 'MIT' }));
    const { stdout } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx'], { cwd: folder, encoding: 'utf8' });
    const readings = await read(stdout);
    expect(entitiesOf(readings, 'component')).toMatchObject([{ name: 'left-wing', version: '1.3.0', purl: 'pkg:npm/left-wing@1.3.0', licences: ['MIT'] }]);
    expect(problemOf(readings, 'vulnerability').kind).toBe('unsupported');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
