import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessOf } from './oracle.ts';
import { access, answerText, dumpOf, erase, openWorld } from './request.ts';
import { wrongsOf } from './laws.ts';
import { personOf, worldOf, type Size, type World } from './world.ts';

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

test('people who are erased one after the other, in any order, each leave to the others what is the others\', and the last takes what nobody else is left to share', async () => {
  await fc.assert(fc.asyncProperty(worlds, fc.infiniteStream(fc.nat()), async (size, chance) => {
    const first = worldIn(size);
    const stores = openWorld(first);
    const untouched = dumpOf(stores);
    const order = Array.from({ length: size.people }, (_, n) => ({ n, at: chance.next().value })).sort((one, other) => one.at - other.at);
    for (const { n } of order) {
      const world = { ...first, person: personOf(n) };
      const before = dumpOf(stores);
      const { outcome, reread } = await erase(world.map, identityIn(world), stores);
      expect(outcome).toMatchObject({ status: 'done' });
      const after = dumpOf(stores);
      expect(wrongsOf(world, before, after, untouched)).toEqual([]);
      expect(reread.places.flatMap(({ place, remainders }) => remainders.filter(({ why }) => why === 'unexplained').map((one) => [place, one]))).toEqual([]);
    }
  }), { numRuns: runs });
});
