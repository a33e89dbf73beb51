import type { Projection } from '../context.ts';
import type { Recorded } from '@avouch/ledger/ledger';
import { eachStep, insertRows } from './rows.ts';
import { emptiedBy } from './forgotten.ts';

const columns = {
  idx: 'bigint', kind: 'text', about: 'text', actor: 'text', captured: 'text', recorded: 'text', held_from: 'text', held_to: 'text', origin: 'text', parts: 'integer',
};

const rowOf = ({ index, entry }: Recorded) => ({
  idx: index, kind: entry.kind, about: entry.about, actor: entry.actor, captured: entry.captured, recorded: entry.recorded,
  held_from: entry.held?.from ?? null, held_to: entry.held?.to ?? null,
  origin: `${entry.origin.name} ${entry.origin.version}`, parts: entry.seals?.count ?? 0,
});

/** What the ledger page lists: one row an entry, and how many of its parts were forgotten. */
export const entryIndex: Projection = {
  name: 'entries',
  byItself: true,
  tables: ['entry'],
  fold: async (tx, org, recorded) => {
    await insertRows(tx, 'entry', columns, org, recorded.map(rowOf), { name: 'entries' });
    const erasures = recorded.filter(({ entry }) => entry.kind === 'subject.forgotten');
    if (erasures.length === 0) return;
    const emptied = erasures.flatMap(emptiedBy);
    const counts = new Map<number, number>();
    for (const { index } of emptied) counts.set(index, (counts.get(index) ?? 0) + 1);
    await eachStep(tx, org, { idx: 'bigint', n: 'integer' }, [...counts].map(([idx, n]) => ({ idx, n })),
      (set) => `update entry e set forgotten = e.forgotten + r.n from ${set} where e.org = $1 and e.idx = r.idx`);
  },
};
