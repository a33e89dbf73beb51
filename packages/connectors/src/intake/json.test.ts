import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openJsonScan, type JsonEvent } from './json.ts';
import { FileProblem } from './problem.ts';

const scanOf = (pieces: readonly string[], wanted: Parameters<typeof openJsonScan>[2], limits?: Parameters<typeof openJsonScan>[4]): JsonEvent[] => {
  const events: JsonEvent[] = [];
  const scan = openJsonScan('a.json', 'Hand in another.', wanted, (event) => events.push(event), limits);
  for (const piece of pieces) scan.push(piece);
  scan.end();
  return events;
};
const kindOf = (run: () => unknown): string => {
  try { run(); } catch (error) { if (error instanceof FileProblem) return error.problem.kind; throw error; }
  return 'fine';
};
const cut = (text: string, cuts: readonly number[]): string[] => {
  const at = [0, ...cuts.map((one) => one % (text.length + 1)).sort((a, b) => a - b), text.length];
  return at.slice(1).map((end, index) => text.slice(at[index], end));
};

test('Any JSON in any pieces is taken whole as JSON.parse reads it', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 5 }), fc.array(fc.nat(500), { maxLength: 8 }), fc.constantFrom(undefined, 2), (value, cuts, space) => {
    const text = JSON.stringify(value, null, space);
    expect(scanOf(cut(text, cuts), () => 'take')).toEqual([{ kind: 'value', path: [], value: JSON.parse(text) }]);
  }));
});

test('Any array is handed out element by element, and what is skipped is followed to its end', () => {
  fc.assert(fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 6 }), fc.array(fc.nat(500), { maxLength: 8 }), (values, cuts) => {
    const text = JSON.stringify({ skipped: { values }, wanted: values, more: values });
    const events = scanOf(cut(text, cuts), (path) => (path.join('/') === 'wanted/*' ? 'take' : path.join('/') === 'wanted' ? 'enter' : 'skip'));
    expect(events.filter((event) => event.kind === 'value').map((event) => event.value)).toEqual(JSON.parse(JSON.stringify(values)));
    expect(events.filter((event) => event.kind !== 'value').map((event) => event.kind)).toEqual(['open', 'close']);
  }));
});

test('Any JSON container that is cut anywhere is cut short, and never finished', () => {
  fc.assert(fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), fc.nat(10_000), fc.constantFrom('take' as const, 'skip' as const), (value, at, wish) => {
    const text = JSON.stringify(value);
    expect(kindOf(() => scanOf([text.slice(0, at % text.length)], () => wish))).toBe('cut-short');
  }));
});

test.each(['[1,]', '[,1]', '{"a":1,}', '{"a" 1}', '{a:1}', '{"a":}', '[1 2]', '[tru]', '[01]', ']', '[}', '{]', '[1]x', '[1][2]', '{"a":1:2}', '[nul]', '[\'a\']', '[-]', '{1:2}', '["\\x"]'])('%s is malformed', (text) => {
  expect(kindOf(() => scanOf([text], (path) => (path.length === 1 ? 'take' : 'enter')))).toBe('malformed');
});

test('Nesting, one value and one word have limits', () => {
  const limits = { depthMax: 10, valueLengthMax: 50 };
  expect(kindOf(() => scanOf(['['.repeat(100_000)], () => 'take', limits))).toBe('malformed');
  expect(kindOf(() => scanOf(['['.repeat(100_000)], () => 'skip', limits))).toBe('malformed');
  expect(kindOf(() => scanOf([`["${'a'.repeat(40)}`, 'a'.repeat(40)], () => 'take', limits))).toBe('too-large');
  expect(kindOf(() => scanOf([`{"${'a'.repeat(80)}`], () => 'skip', limits))).toBe('too-large');
  expect(kindOf(() => scanOf([`[${'1'.repeat(500)}`], () => 'skip'))).toBe('too-large');
});
