import { describe, expect, it } from 'vitest';
import { openMemoryStore } from './memory-store.ts';
import { shopOf } from './stores/testing/shop.ts';
import { contentOf, kindOf, storeSuite } from './stores/testing/suite.ts';

describe('a store in memory', () => {
  storeSuite({ at: (name) => name, overlaps: true, open: async (shop) => ({ store: openMemoryStore(shop.shape, shop.rows), close: async () => undefined }) });

  const shop = shopOf((name) => name);
  const remove = { change: 'delete' as const, rows: [{ place: 'lines', key: ['id'], keys: [[1]] }] };

  it.each(['lost', 'late'] as const)('can fail at every call (%s): nothing is done but by a commit that was only said to have failed', async (fault) => {
    for (let failing = 0; failing < 4; failing += 1) {
      const store = openMemoryStore(shop.shape, shop.rows, { fault: ({ number }) => (number === failing ? fault : undefined) });
      const outcome = await store.work('write', async (session) => {
        const counted = await session.count('lines', { op: 'all', of: [] });
        const read = await session.read({ place: 'lines', key: ['id'], fields: [], where: { op: 'all', of: [] } }, () => undefined);
        const changed = await session.change([remove]);
        return [counted, read, changed].find((one) => !one.ok) ?? changed;
      });
      expect(kindOf(outcome)).toBe('cut-short');
      expect(store.rows()['lines']?.length).toBe(failing === 3 && fault === 'late' ? 4 : 5);
    }
  });

  it('keeps each change at once where it is to be without transactions', async () => {
    const store = openMemoryStore(shop.shape, shop.rows, { atomic: false, fault: ({ op }) => (op === 'change' ? 'late' : undefined) });
    expect(kindOf(await store.work('write', (session) => session.change([remove])))).toBe('cut-short');
    expect(store.rows()['lines']?.length).toBe(4);
  });

  it('tries a work again when another came between, and sees what that did', async () => {
    const store = openMemoryStore(shop.shape, shop.rows);
    const counts: number[] = [];
    await store.work('write', async (session) => {
      const counted = await session.count('lines', { op: 'all', of: [] });
      if (counted.ok) counts.push(counted.value);
      if (counts.length === 1) await store.work('write', (other) => other.change([remove]));
      return session.change([{ change: 'set', place: 'lines', keyFields: ['id'], key: [2], cells: { what: null } }]);
    });
    expect(counts).toEqual([5, 4]);
    expect((await contentOf(store, shop))['lines']?.length).toBe(4);
  });
});
