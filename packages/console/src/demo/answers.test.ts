import { expect, test } from 'vitest';
import { createClient } from '@avouch/api/client';
import { contract } from '@avouch/api/contract';
import { verifyEntry } from '../calls/verify.ts';
import { answersOf } from './answers.ts';
import { foundCompany } from './company.ts';
import { fetchOf } from './fetch.ts';

const now = Date.parse('2026-11-23T07:00:00.000Z');
const org = { org: 'org-kestrel' };
const open = (variant: Parameters<typeof foundCompany>[0]) => createClient({ base: '', fetch: fetchOf(answersOf(foundCompany(variant, now), async () => undefined)) });

test.each(['full', 'empty'] as const)('the company in memory (%s) answers as the contract says', async (variant) => {
  const client = open(variant);
  const standing = await client.standing({ params: org });
  expect(contract.standing.output.parse(standing)).toEqual(standing);
  expect(standing.criteria).toHaveLength(61);
  for (const name of ['controls', 'checks', 'connectors', 'sources', 'recordTypes', 'evidence', 'ledger', 'entries', 'packages', 'organisation'] as const) {
    const answer = await client[name]({ params: org });
    expect(contract[name].output.safeParse(answer).error?.issues ?? [], name).toEqual([]);
  }
});

test('every control, check and source can be opened', async () => {
  const client = open('full');
  const { items: controls } = await client.controls({ params: org });
  for (const { id } of controls) expect(contract.control.output.safeParse(await client.control({ params: { ...org, control: id } })).error?.issues ?? [], id).toEqual([]);
  const { items: checks } = await client.checks({ params: org });
  for (const { id } of checks) {
    expect(contract.check.output.safeParse(await client.check({ params: { ...org, check: id } })).success, id).toBe(true);
    expect(contract.checkSubjects.output.safeParse(await client.checkSubjects({ params: { ...org, check: id } })).success, id).toBe(true);
  }
});

test('the demo’s entries verify, and stop verifying when one byte of the entry is changed', async () => {
  const client = open('full');
  const { size } = await client.ledger({ params: org });
  for (const index of [0, 1, 17, size - 1]) {
    const entry = await client.entry({ params: { ...org, index } });
    expect(contract.entry.output.safeParse(entry).success).toBe(true);
    expect(verifyEntry(entry).findings.filter((finding) => !finding.ok)).toEqual([]);
    const bytes = Uint8Array.from(atob(entry.bytes), (one) => one.charCodeAt(0));
    const at = new TextDecoder().decode(bytes).indexOf('"captured":"2026') + 12;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(verifyEntry({ ...entry, bytes: btoa(String.fromCharCode(...bytes)) }).ok).toBe(false);
  }
});

test('the ledger of the demo never goes back in time', async () => {
  const client = open('full');
  const { items } = await client.entries({ params: org, query: { limit: 500 } });
  const recorded = items.map((entry) => entry.recorded).toReversed();
  expect(recorded).toEqual(recorded.toSorted());
});

test('a read is told step by step and ends', async () => {
  const client = open('full');
  const phases: string[] = [];
  for await (const step of client.follow('progress', { params: { ...org, source: 'src-git' } })) {
    expect(contract.progress.output.safeParse(step).success).toBe(true);
    phases.push(step.phase);
  }
  expect([phases[0], phases.at(-1)]).toEqual(['queued', 'done']);
});
