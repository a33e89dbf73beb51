import { readReading } from '@avouch/controls/readings';
import type { Recorded } from '@avouch/ledger/ledger';
import type { Said } from './coverage.ts';
import { forgottenName, type Place, type SeenEntity } from './entities.ts';

/** What a recorded reading tells the projections: what it put, and which rows before it stand no more. */
export type Seen = { readonly said: Said; readonly entities: readonly SeenEntity[]; readonly gone: readonly Place[] };

/** The commitments by place. A forgotten part's is not there to be had and never needed: its row is replaced by what comes next. */
function commitmentsOf({ fact, forgotten = [] }: Recorded): readonly Uint8Array[] {
  const gone = new Set(forgotten);
  const left = fact.parts.values();
  return Array.from({ length: gone.size + fact.parts.length }, (_, place) =>
    (gone.has(place) ? new Uint8Array() : left.next().value?.commitment ?? new Uint8Array()));
}

const nameIn = (entity: unknown): string | null =>
  typeof entity === 'object' && entity !== null && 'name' in entity && typeof entity.name === 'string' ? entity.name : null;

/** What a recorded reading saw; undefined for an entry that is no reading. */
export function seenIn(recorded: Recorded): Seen | undefined {
  const reading = readReading(recorded, commitmentsOf(recorded), recorded);
  if (reading === undefined) return undefined;
  const place = { source: reading.source, entityType: reading.entityType, at: reading.captured, entry: reading.entry };
  if (!reading.complete) return { said: { ...place, state: 'problem', reason: reading.problem.sentence, problem: reading.problem }, entities: [], gone: [] };
  return {
    said: { ...place, state: 'complete', count: reading.count },
    entities: reading.put.map(({ position: [index, part], commitment, subject, id, entity }) => ({
      id: id ?? forgottenName(index, part), part, subject, name: nameIn(entity), body: entity,
      commitment: id === null ? null : `\\x${Buffer.from(commitment).toString('hex')}`,
    })),
    gone: reading.gone.map(([index, part]) => ({ index, part })),
  };
}
