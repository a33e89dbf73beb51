import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entitiesOf, fileOf, handIn, problemOf } from '../intake/hand-in.ts';
import { lynis } from './lynis.ts';

const sample = readFileSync(new URL('samples/lynis-report.dat', import.meta.url), 'utf8');
const read = async (text: string) => (await handIn(lynis, fileOf('lynis-report.dat', Buffer.from(text)))).readings;
const without = (key: string): string => sample.split('\n').filter((line) => !line.startsWith(`${key}=`)).join('\n');

test('The host is told as far as the report tells, and the rest is unknown', async () => {
  const readings = await read(sample);
  expect(entitiesOf(readings, 'host')).toEqual([{
    id: '7f9d2c2ce41b0c33a5dd81e0', name: 'web-1', os: 'Debian', osVersion: '12', endOfLife: null, diskEncrypted: null, firewallOn: true, timeSynced: true,
    updatesPending: null, securityUpdatesPending: 2, updatesAutomatic: false, screenLock: null, protectionAgent: null,
    sshRootLogin: true, sshPasswords: null, rebootRequired: true, hardeningIndex: 64,
  }]);
  expect(readings[0]?.sourceVersion).toBe('Lynis 3.0.9');
});

test('A key that is missing is unknown, not off', async () => {
  expect(entitiesOf(await read(without('firewall_active')), 'host')[0]?.firewallOn).toBe(null);
  expect(entitiesOf(await read(without('vulnerable_packages_found')), 'host')[0]?.securityUpdatesPending).toBe(null);
  expect(entitiesOf(await read(sample.replace('packages_found=1', 'packages_found=0')), 'host')[0]?.securityUpdatesPending).toBe(0);
  expect(entitiesOf(await read(sample.replace('hardening_index=64', 'hardening_index=')), 'host')[0]?.hardeningIndex).toBe(null);
});

test('Warnings fail and suggestions are for a person; nothing is called a pass', async () => {
  expect(entitiesOf(await read(sample), 'finding').map((one) => [one.rule, one.state, one.detail])).toEqual([
    ['PKGS-7392', 'fail', null], ['KRNL-5830', 'fail', 'text:reboot'],
    ['SSH-7408', 'manual', 'PermitRootLogin (set YES to NO)'], ['SSH-7408', 'manual', 'MaxAuthTries (set 6 to 3)'],
  ]);
});

test('A report without its end is cut short, and a line of another form is refused', async () => {
  expect(problemOf(await read(without('finish'))).sentence).toContain('the line finish=true is missing');
  expect(problemOf(await read(sample.replace('os=Linux', 'a line of prose'))).sentence).toContain('line 7 is not of the form key=value');
});
