import type { LaterDuty } from '../run.ts';
import type { JudgedSystem } from './judge.ts';
import { endOf } from './judged.ts';

/** What the kept rows and fields of a system owe later: to be deleted or cleared when their ground has ended, or when nothing points at them any more. One duty for each place, fields and day. */
export function laterOf({ sides }: JudgedSystem): readonly LaterDuty[] {
  const duties = new Map<string, LaterDuty & { readonly keys: (LaterDuty['keys'][number])[] }>();
  for (const { ref, rows, place, treatment, at } of sides.values()) {
    const owe = (key: LaterDuty['keys'][number], fields: readonly string[] | null, until: string | null, reason: string): void => {
      const name = JSON.stringify([ref.place, fields, until]);
      const duty = duties.get(name) ?? { ...ref, keys: [], fields, until, reason };
      duty.keys.push(key);
      duties.set(name, duty);
    };
    const shells = rows.filter(({ status }) => status === 'shell').map(({ key }) => key);
    if (shells.length > 0) duties.set(JSON.stringify([ref.place, 'shell']), { ...ref, keys: shells, fields: null, until: null, reason: 'Rows that stay point at it.', shell: true });
    for (const row of rows) {
      if (row.status === 'keep' && treatment.rows === 'keep') owe(row.key, null, row.until, treatment.keep.reason);
      if (row.status !== 'empty' && row.status !== 'shell') continue;
      for (const [field, { keep, erasure, category }] of Object.entries(place.fields)) {
        if (erasure !== 'keep' || keep === undefined || category === 'none') continue;
        const until = endOf(keep.until, row.cells);
        if (until === null || until >= at.slice(0, 10)) owe(row.key, [field], until, keep.reason);
      }
    }
  }
  return [...duties.values()];
}
