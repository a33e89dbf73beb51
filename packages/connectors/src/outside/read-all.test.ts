import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Connector, Reading } from '../connector.ts';
import { HttpProblem } from '../http.ts';
import { openOutside } from '../outside.ts';
import { readAll } from './read-all.ts';
import { wholeReading } from './reading.ts';

const look = { captured: '2026-01-05T10:00:00.000Z', query: 'ask', sourceVersion: null };
const release = (id: string) => ({ id, name: id, repository: 'r', at: null, signed: null, annotated: null });

const read = async (give: () => AsyncIterable<Reading>) => {
  const connector: Connector = {
    id: 'one', version: '1', title: 'One', summary: 'One.', guide: 'One.', settings: z.object({}), secrets: [],
    reads: [{ entityType: 'release', title: 'Releases', scopes: [] }, { entityType: 'repository', title: 'Repositories', scopes: [] }], read: give,
  };
  const outside = openOutside({ now: () => new Date(look.captured), userAgent: 't', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
  const readings = await readAll(connector, { settings: {}, secrets: {}, outside, progress: () => undefined });
  await outside.close();
  return readings.map((reading) => [reading.entityType, reading.complete ? reading.entities.length : reading.problem.kind]);
};

describe('reading all that a connector promises', () => {
  it('keeps valid readings, and gives a problem for each promise that was not kept', async () => {
    expect(await read(async function* () { yield wholeReading('release', look, [release('a'), release('b')]); })).toEqual([['release', 2], ['repository', 'failed']]);
  });

  it('lets no entity pass that is not valid', async () => {
    expect(await read(async function* () { yield wholeReading('release', look, [release('')]); yield wholeReading('repository', look, []); })).toEqual([['release', 'malformed'], ['repository', 0]]);
  });

  it('holds what a source says that nothing can hold, with a sign for it, so that the reading is recorded', async () => {
    const connector: Connector = {
      id: 'one', version: '1', title: 'One', summary: 'One.', guide: 'One.', settings: z.object({}), secrets: [], reads: [{ entityType: 'release', title: 'Releases', scopes: [] }],
      read: async function* () { yield wholeReading('release', look, [release('plain'), { ...release('a\0b'), name: 'half \uD83D whole \u{1F600}' }]); },
    };
    const outside = openOutside({ now: () => new Date(look.captured), userAgent: 't', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
    const [reading] = await readAll(connector, { settings: {}, secrets: {}, outside, progress: () => undefined });
    expect(reading).toMatchObject({ complete: true, entities: [{ id: 'plain' }, { id: 'a\uFFFDb', name: 'half \uFFFD whole \u{1F600}' }] });
    await outside.close();
  });

  it('lets no id pass twice, and no second reading for one promise', async () => {
    expect((await read(async function* () { yield wholeReading('release', look, [release('a'), release('a')]); }))[0]).toEqual(['release', 'malformed']);
    expect((await read(async function* () { yield wholeReading('release', look, []); yield wholeReading('release', look, []); }))[0]).toEqual(['release', 'malformed']);
  });

  it('turns an exception into a problem for what is missing, and keeps what came before', async () => {
    expect(await read(async function* () { yield wholeReading('release', look, []); throw new Error('secret'); })).toEqual([['release', 0], ['repository', 'failed']]);
    expect(await read(async function* () { yield* []; throw new HttpProblem({ kind: 'rate-limited', sentence: 's', remedy: 'r' }); })).toEqual([['release', 'rate-limited'], ['repository', 'rate-limited']]);
  });

  it('takes no reading that was not promised', async () => {
    expect(await read(async function* () { yield wholeReading('listener', look, []); })).toEqual([['release', 'failed'], ['repository', 'failed']]);
  });
});
