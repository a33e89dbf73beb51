import type { Change, Outcome, Session } from '@avouch/connectors/store';
import type { MappedPlace } from '../datamap.ts';
import { keyOf, type Ground } from '../ownership/drafts.ts';
import { locate, locatorOf, type LocatedRow } from '../ownership/locate.ts';
import { pieces, type Remembered } from '../ownership/lookups.ts';
import { placeOf } from '../ownership/roles.ts';
import type { Correction } from '../plan.ts';
import type { Deed } from '../run.ts';
import { correctionWhere } from './corrections.ts';

/** Whether a field of a row is this person's to have put right: theirs by its role, or everybody's in a row that is theirs alone. */
export function isTheirs(place: MappedPlace, field: string, { mine, others, standing }: LocatedRow): boolean {
  const of = place.fields[field]?.of;
  if (of === undefined) return false;
  return standing === 'own' || (of !== 'all' && mine.includes(of) && !others.includes(of));
}

/** Writes the right value into rows of this person that hold the wrong one, and only into those. */
async function correct(ground: Ground, remembered: Remembered, session: Session, correction: Correction): Promise<Outcome<number>> {
  const ref = { system: correction.system, place: correction.place };
  const place = placeOf(ground.map, ref);
  if (place === undefined) return { ok: true, value: 0 };
  const locator = await locatorOf(ground, remembered, ref);
  if (!locator.ok) return locator;
  const key = keyOf(ground, ref);
  const changes: Change[] = [];
  const read = await locate(ground, remembered, session, { ...locator.value, ...correctionWhere(ground, locator.value, correction) }, { fields: [], ownedOnly: true }, (rows) => {
    for (const row of rows) if (isTheirs(place, correction.field, row)) changes.push({ change: 'set', place: ref.place, keyFields: key, key: row.key, cells: { [correction.field]: correction.to }, expect: { [correction.field]: correction.from } });
  });
  if (!read.ok) return read;
  for (const some of pieces(changes, 200)) {
    const outcome = await session.change(some);
    if (!outcome.ok) return outcome;
  }
  return { ok: true, value: changes.length };
}

/** Carries out the corrections of one system, each value once. */
export async function rectifyIn(ground: Ground, remembered: Remembered, system: string, corrections: readonly Correction[], planned: number): Promise<Deed> {
  const step = { step: `change:${system}`, system, place: null, does: 'change' as const, planned };
  const counts: Record<string, { corrected: number }> = {};
  const outcome = await ground.stores[system]?.work('write', async (session): Promise<Outcome<number>> => {
    let done = 0;
    for (const correction of corrections.filter((one) => one.system === system)) {
      const corrected = await correct(ground, remembered, session, correction);
      if (!corrected.ok) return corrected;
      counts[correction.place] = { corrected: (counts[correction.place]?.corrected ?? 0) + corrected.value };
      done += corrected.value;
    }
    return { ok: true, value: done };
  });
  if (outcome === undefined) return { ...step, done: 0, problem: { kind: 'unreachable', sentence: `The system ${system} is not connected.`, remedy: 'Connect it and start the run again.' } };
  return outcome.ok ? { ...step, done: outcome.value, counts } : { ...step, done: 0, problem: outcome.problem };
}
