import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessOf } from './oracle.ts';
import { access, answerText, dumpOf, erase, openWorld } from './request.ts';
import { wrongsOf } from './laws.ts';
import { worldOf, type Size, type World } from './world.ts';

const worlds = fc.record({ seed: fc.integer({ min: 0, max: 0x7fffffff }), places: fc.integer({ min: 1, max: 7 }), rows: fc.integer({ min: 1, max: 7 }), people: fc.integer({ min: 1, max: 4 }), twoSystems: fc.boolean() });
const identityIn = ({ person }: World): Record<string, readonly string[]> => ({ 'person.id': [person.id], 'person.email': [person.email] });
const runs = 1000;

const worldIn = ({ seed, ...size }: Size & { readonly seed: number }): World => worldOf(seed, size);

test('an access request gives exactly the rows and columns that are the person\'s, in any database', async () => {
  await fc.assert(fc.asyncProperty(worlds, async (size) => {
    const world = worldIn(size);
    const stores = openWorld(world);
    const answer = answerText(await access(world.map, identityIn(world), stores));
    expect(answer).toEqual(accessOf(world, dumpOf(stores)));
  }), { numRuns: runs });
});

test('an erasure leaves everybody else\'s data as it was, takes all that is the person\'s, explains the rest, and has nothing to do a second time', async () => {
  await fc.assert(fc.asyncProperty(worlds, async (size) => {
    const world = worldIn(size);
    const stores = openWorld(world);
    const before = dumpOf(stores);
    const { outcome, reread } = await erase(world.map, identityIn(world), stores);
    expect(outcome).toMatchObject({ status: 'done' });
    const after = dumpOf(stores);
    expect(wrongsOf(world, before, after)).toEqual([]);
    expect(reread.places.flatMap(({ place, remainders }) => remainders.filter(({ why }) => why === 'unexplained').map((one) => [place, one]))).toEqual([]);
    expect(reread.clean).toBe(true);
    await erase(world.map, identityIn(world), stores);
    expect(dumpOf(stores)).toEqual(after);
  }), { numRuns: runs });
});
