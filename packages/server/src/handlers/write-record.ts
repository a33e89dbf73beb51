import { Refusal } from '@avouch/api/refusal';
import type { RecordVersion } from '@avouch/records/record-type';
import { currentRecord } from '@avouch/records/store';
import { recordFact } from '@avouch/records/versions';
import type { Actor, Context } from '../context.ts';

/** A version that a route of its own writes: of a record that names nobody. `expected` is the version that was read, 0 for a new record. */
export type RecordOrder = { readonly org: string; readonly type: string; readonly id: string; readonly actor: Actor; readonly value: Readonly<Record<string, unknown>>; readonly expected: number };

/** Appends one version; of two who write at once the later one meets a conflict. Gives what then stands. */
export async function writeRecord({ org, type, id, actor, value, expected }: RecordOrder, context: Context): Promise<RecordVersion> {
  const captured = context.now().toISOString();
  const before = expected === 0 ? undefined : await context.tenant(org, (tx) => currentRecord(tx, { org, type, id }));
  if (expected !== 0 && before === undefined) throw new Refusal('not_found', 'There is no such record.');
  const fact = recordFact({ type, id, version: expected + 1, value, actor: actor.member, captured, heldFrom: captured, random: context.random, ...(before === undefined ? {} : { previous: before.entry }) });
  await (await context.ledgerOf(org)).append(fact, {
    guard: async (tx) => {
      const current = await currentRecord(tx, { org, type, id });
      if ((current?.version ?? 0) !== expected) throw new Refusal('conflict', `Somebody else wrote version ${current?.version ?? 0} meanwhile: read it, then write again.`);
      if (current?.ended === true) throw new Refusal('conflict', 'This record has ended: write a new one.');
    },
  });
  const written = await context.tenant(org, (tx) => currentRecord(tx, { org, type, id }));
  if (written === undefined) throw new Error('a record that was written is there');
  return written;
}
