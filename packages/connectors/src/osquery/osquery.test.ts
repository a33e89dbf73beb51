import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entitiesOf, fileOf, handIn, problemOf } from '../intake/hand-in.ts';
import { osquery } from './osquery.ts';

const sample = readFileSync(new URL('samples/osqueryd.results.log', import.meta.url), 'utf8');
const read = (text: string) => handIn(osquery, fileOf('osqueryd.results.log', Buffer.from(text)));
type Line = { [key: string]: unknown };
const log = (...lines: Line[]): string => lines.map((line) => JSON.stringify({ hostIdentifier: 'h1', unixTime: '1763802000', ...line })).join('\n');
const user = (username: string, uid = '1000') => ({ uid, username, shell: '/bin/bash' });
const names = async (text: string) => entitiesOf((await read(text)).readings, 'account').map((one) => one.name);

test('A host is told by the queries that are known, whatever pack they come from', async () => {
  const { readings } = await read(sample);
  expect(entitiesOf(readings, 'host')).toMatchObject([
    { id: 'A1-MAC', name: 'mila-mac', os: 'macOS', osVersion: '15.1', diskEncrypted: true, firewallOn: true, screenLock: true, timeSynced: null },
    { id: 'B2-LINUX', name: 'B2-LINUX', os: 'Ubuntu', osVersion: '24.04', diskEncrypted: null, firewallOn: null, screenLock: null },
  ]);
  expect(readings[0]).toMatchObject({ sourceVersion: 'osquery 5.13.1', window: { from: '2025-11-22T09:00:00.000Z', to: '2025-11-22T10:00:04.000Z' } });
});

test('Differential results are played: who was removed is gone', async () => {
  expect(entitiesOf((await read(sample)).readings, 'account').map((one) => [one.name, one.kind, one.privileged, one.active])).toEqual([
    ['root', 'person', true, true], ['mila', 'person', null, true], ['www-data', 'service', null, false],
  ]);
});

test('Queries that are not used are counted and named', async () => {
  expect((await read(sample)).progress.at(-1)?.note).toBe('2 hosts; not used: sip_config (1, has no counterpart here), usb_devices (1)');
});

test('A log that begins after the first result of a query tells nothing by it', async () => {
  const { readings } = await read(log(
    { name: 'users', action: 'added', counter: 7, epoch: 0, columns: user('late') },
    { name: 'disk_encryption', action: 'added', counter: 7, epoch: 0, columns: { encrypted: '1' } }));
  expect(entitiesOf(readings, 'host')[0]?.diskEncrypted).toBe(null);
  expect(problemOf(readings, 'account').sentence).toContain('begins after the first result');
});

test('A new epoch, and a counter that starts again, begin anew', async () => {
  const first = [{ name: 'users', action: 'added', counter: 0, epoch: 1, columns: user('ann') }, { name: 'users', action: 'added', counter: 3, epoch: 1, columns: user('ben', '1001') }];
  expect(await names(log(...first))).toEqual(['ann', 'ben']);
  expect(await names(log(...first, { name: 'users', action: 'added', counter: 0, epoch: 2, columns: user('cem', '1002') }))).toEqual(['cem']);
  expect(await names(log(...first, { name: 'users', action: 'added', counter: 0, epoch: 1, columns: user('dia', '1003') }))).toEqual(['dia']);
  expect(problemOf((await read(log(...first, { name: 'users', action: 'added', counter: 4, epoch: 2, columns: user('eve') }))).readings, 'account').kind).toBe('unsupported');
});

test('The batch format and a host told by hostname are read, with numbers for strings', async () => {
  expect(await names(log({ name: 'users', hostIdentifier: undefined, hostname: 'old', unixTime: 1763802000, counter: '0', epoch: '3', diffResults: { added: [user('ann'), user('ben', '1001')], removed: '' } }))).toEqual(['ann', 'ben']);
});

test('A known query with other columns is not used, and an empty list of users is no list', async () => {
  const { readings, progress } = await read(log({ name: 'disk_encryption', action: 'snapshot', snapshot: [{ volume: 'C:' }] }, { name: 'users', action: 'snapshot', snapshot: [] }));
  expect(progress.at(-1)?.note).toBe('1 hosts; not used: disk_encryption (1)');
  expect(entitiesOf(readings, 'host')[0]?.diskEncrypted).toBe(null);
  expect(problemOf(readings, 'account').kind).toBe('unsupported');
});

test('Without a list of users the accounts are a problem that names the host', async () => {
  const { readings } = await read(log({ name: 'os_version', action: 'snapshot', snapshot: [{ name: 'Debian', version: '12' }] }));
  expect(entitiesOf(readings, 'host')[0]?.os).toBe('Debian');
  expect(problemOf(readings, 'account').sentence).toBe('The file osqueryd.results.log does not tell this: no query lists all users of h1.');
});

test('A status log, a line of another form and a line without a host are refused', async () => {
  expect(problemOf((await read('I1122 09:00:00 scheduler.cpp:105] Executing query')).readings).kind).toBe('malformed');
  expect(problemOf((await read(`${sample}{"name": 5}\n`)).readings).sentence).toContain('line 15 is no result line of osquery (name)');
  expect(problemOf((await read(`${sample}{"name": "users", "action": "added", "columns": {}}\n`)).readings).sentence).toContain('names no host');
});

test('Keys that name the prototype are columns like any other', async () => {
  const text = log({ name: 'constructor', action: 'added', counter: 0, columns: { a: '1' } }).replace('"a":"1"', '"__proto__":"1"');
  expect((await read(text)).progress.at(-1)?.note).toBe('1 hosts; not used: constructor (1)');
});
