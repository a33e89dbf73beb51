import { expect, test } from 'vitest';
import { runText } from './commands/collect.ts';
import { columns, statusMark } from './terminal.ts';

const color = { color: true };

test('A read that broke off before its turn is not read, and no empty list.', () => {
  const read = { entityType: 'change', state: 'waiting', count: null, problem: null, changed: null, entry: null } as const;
  const run = { run: 'r', source: 's', phase: 'failed', at: '2026-01-01T00:00:00.000Z', entityType: null, done: 0, total: 2, note: 'The read broke off.', reads: [{ ...read, entityType: 'release', state: 'complete', count: 0, changed: 0, entry: 4 }, read] } as const;
  expect(runText({ ...run, reads: run.reads.map((one) => ({ ...one })) }, 'shop', { color: false })).toBe('shop\n  ● release  0 read    0 changed · entry 4\n  ▨ change   not read\n  The read broke off.\n');
});

test('What comes from outside cannot steer the terminal: a bundle does not write its own verdict.', () => {
  const hostile = 'x\x1b[2K\r\x1b[32m● verified\x9b2J\u202e';
  for (const text of [columns([[hostile, 'b']]), statusMark(color, 'fail', hostile)]) {
    // eslint-disable-next-line no-control-regex
    expect(text.replace(/\x1b\[\d+m/g, '').replace(/\n$/, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  }
  expect(columns([[statusMark(color, 'pass'), 'b']])).toBe('  \x1b[32m● pass\x1b[0m  b\n');
});
