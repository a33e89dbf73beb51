import { expect, test } from 'vitest';
import { readXml } from '../test/reading.ts';
import { sampleYear } from '../test/sample.ts';
import { drawStrip } from './strip.ts';

test('a strip is a well-formed drawing without ids, the same each time', () => {
  const svg = drawStrip(sampleYear, { label: 'AC-001' });
  expect(() => readXml(svg, 'text')).not.toThrow();
  expect(svg).not.toMatch(/\bid=/);
  expect(drawStrip(sampleYear.toReversed(), { label: 'AC-001' })).toBe(svg);
});

test('a day that has no state is counted and drawn as no data', () => {
  const days = [{ date: '2026-01-01', state: 'pass' }, { date: '2026-01-04', state: 'pass' }] as const;
  expect(readXml(drawStrip(days, { label: 'AC-001' }), 'title')).toEqual(['AC-001: of 4 days, pass on 2, no data on 2.']);
  expect(readXml(drawStrip([], { label: 'AC-001', from: '2026-01-01', to: '2026-01-31' }), 'title')).toEqual(['AC-001: of 31 days, no data on 31.']);
});

test('a strip names the months that it covers', () => {
  const texts = readXml(drawStrip(sampleYear, { label: 'AC-001' }), 'text');
  expect(texts).toEqual(['Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec', 'Jan 2026', 'Feb', 'Mar', 'Apr', 'May', 'Jun']);
});

test('a label with markup is shown as it is', () => {
  const svg = drawStrip([{ date: '2026-01-01', state: 'fail' }], { label: '<script>"&' });
  expect(readXml(svg, 'title')).toEqual(['<script>"&: of 1 day, fail on 1.']);
});

test('what is no day, and a range without days, is refused', () => {
  expect(() => drawStrip([{ date: '2026-13-01', state: 'pass' }], { label: 'x' })).toThrow(RangeError);
  expect(() => drawStrip([], { label: 'x' })).toThrow(RangeError);
  expect(() => drawStrip([], { label: 'x', from: '2026-01-02', to: '2026-01-01' })).toThrow(RangeError);
});
