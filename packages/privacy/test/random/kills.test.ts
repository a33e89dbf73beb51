import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MemoryStore } from '@avouch/connectors/memory-store';
import { runPlan, type Deed } from '../../src/run.ts';
import { dumpOf, openWorld, planned, runInput } from './request.ts';
import { worldOf, type World } from './world.ts';

const worlds = fc.record({ seed: fc.integer({ min: 0, max: 0x7fffffff }), places: fc.integer({ min: 2, max: 7 }), rows: fc.integer({ min: 1, max: 6 }), people: fc.integer({ min: 1, max: 4 }), twoSystems: fc.boolean() });

type Death = { readonly at: number; readonly how: 'lost' | 'late' };

/** Thrown where the process ends: nothing after it happens. */
class Killed extends Error {}

const identityIn = ({ person }: World): Record<string, readonly string[]> => ({ 'person.id': [person.id], 'person.email': [person.email] });

/** Runs a plan until the process dies at some call of some store, before or after the call did its work; then again from what was recorded. */
async function dyingOnce(world: World, death: Death): Promise<{ readonly stores: Readonly<Record<string, MemoryStore>>; readonly died: boolean }> {
  let calls = -1;
  let counting = false;
  const fault = (): 'lost' | 'late' | undefined => {
    calls += counting ? 1 : 0;
    return counting && calls === death.at ? death.how : undefined;
  };
  const stores = openWorld(world, () => ({ fault }));
  const identity = identityIn(world);
  const plan = await planned(world.map, identity, stores, 'erasure');
  const deeds: Deed[] = [];
  counting = true;
  // After a call that failed, a process that is dead records nothing: neither that deed nor any other.
  const dying = { ...runInput(plan, world.map, identity, stores, deeds), record: async (deed: Deed): Promise<void> => {
    if (calls >= death.at) throw new Killed('the process is gone');
    deeds.push(deed);
  } };
  let died = false;
  const outcome = await runPlan(dying).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
    died = true;
    return undefined;
  });
  counting = false;
  died ||= outcome?.status !== 'done';
  const again = await runPlan(runInput(plan, world.map, identity, stores, deeds));
  expect(again).toMatchObject({ status: 'done' });
  return { stores, died };
}

test('an erasure that is killed at any call of a store, before or after it did its work, and started again ends as one that was not', async () => {
  let deaths = 0;
  await fc.assert(fc.asyncProperty(worlds, fc.integer({ min: 0, max: 40 }), fc.constantFrom('lost' as const, 'late' as const), async ({ seed, ...size }, at, how) => {
    const world = worldOf(seed, size);
    const whole = await dyingOnce(world, { at: Number.POSITIVE_INFINITY, how });
    const killed = await dyingOnce(world, { at, how });
    if (killed.died) deaths += 1;
    expect(dumpOf(killed.stores)).toEqual(dumpOf(whole.stores));
  }), { numRuns: 250 });
  expect(deaths).toBeGreaterThan(60);
});
