import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entitiesOf, fileOf, handIn, problemOf } from '../intake/hand-in.ts';
import { openscap } from './openscap.ts';

const sample = readFileSync(new URL('samples/orchard-arf.xml', import.meta.url), 'utf8');
const read = async (text: string) => (await handIn(openscap, fileOf('arf.xml', Buffer.from(text)))).readings;
const testResult = /<TestResult[^]*<\/TestResult>/.exec(sample)?.[0] ?? '';

test('Only pass is a pass', async () => {
  expect(entitiesOf(await read(sample), 'finding').map((one) => [one.rule.replace(/.*rule_/, ''), one.state])).toEqual([
    ['pass', 'pass'], ['fail', 'fail'], ['notapplicable', 'not-applicable'], ['notchecked', 'not-checked'], ['notselected', 'not-checked'],
    ['informational', 'manual'], ['error', 'error'], ['unknown', 'error'], ['fixed', 'not-checked'],
  ]);
});

test('A rule keeps its title, severity, host, message and moment, and the reading the version', async () => {
  const readings = await read(sample);
  expect(entitiesOf(readings, 'finding')[1]).toMatchObject({ name: 'Rule about fail', severity: 'high', resource: 'web-1.orchard.example', at: '2025-11-21T05:01:00.000Z', muted: false });
  expect(entitiesOf(readings, 'finding')[6]?.detail).toBe('The file is missing.');
  expect(readings[0]).toMatchObject({ sourceVersion: 'OpenSCAP 1.3.6', window: { from: '2025-11-21T05:00:00.000Z', to: '2025-11-21T05:02:10.000Z' } });
});

test('XCCDF results alone are read as those within ARF, by rule id where no benchmark gives titles', async () => {
  expect(entitiesOf(await read(`<?xml version="1.0"?>${testResult}`), 'finding')[1]?.name).toBe('xccdf_example.orchard_rule_fail');
});

test('Of several results for one host the last counts; those of two hosts stay apart', async () => {
  const later = testResult.replace('end-time="2025-11-21T06', 'end-time="2025-11-22T06').replace('<result>fail<', '<result>pass<');
  const both = (second: string) => read(`<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2">${second}${testResult}</Benchmark>`);
  expect(entitiesOf(await both(later), 'finding').map((one) => one.state).filter((state) => state === 'pass')).toHaveLength(2);
  expect(entitiesOf(await both(later.replace('web-1', 'web-2')), 'finding')).toHaveLength(18);
});

test('An unknown result, a benchmark that was never run and a document type are problems', async () => {
  expect(problemOf(await read(sample.replace('<result>error<', '<result>great<'))).sentence).toContain('has the result "great"');
  expect(problemOf(await read('<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2"><Rule id="a"/></Benchmark>')).sentence).toContain('it holds no test result');
  expect(problemOf(await read(sample.replace('<arf:asset', '<!DOCTYPE a [<!ENTITY b "c">]><arf:asset'))).sentence).toContain('it declares a document type');
  expect(problemOf(await read('<svg xmlns="http://www.w3.org/2000/svg"/>')).kind).toBe('malformed');
});
