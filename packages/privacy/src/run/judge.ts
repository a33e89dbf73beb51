import type { Outcome, Session } from '@avouch/connectors/store';
import { eachAtOnce } from '../ownership/at-once.ts';
import { shapeOf, type Ground } from '../ownership/drafts.ts';
import { locatorsOf } from '../ownership/locate.ts';
import type { Remembered } from '../ownership/lookups.ts';
import { personalPlaces } from '../ownership/roles.ts';
import type { Treatment } from '../plan.ts';
import { edgesOf, lettingGo, type Edge, type Loosened } from './edges.ts';
import { locatePlace, type JudgedRow, type PlaceSide } from './judged.ts';

/** What becomes of every row of this person in one system, and of the loose pointers of others. Nothing is changed yet. */
export type JudgedSystem = { readonly system: string; readonly sides: ReadonlyMap<string, PlaceSide>; readonly loosened: readonly Loosened[] };

/** `treatments` by place: one without is left out, and its rows stay as those of others do. */
export type JudgeOrder = { readonly system: string; readonly treatments: ReadonlyMap<string, Treatment>; readonly at: string };

/** Judges one system inside one session: finds the rows, then which of them rows that stay still point at. */
export async function judgeSystem(ground: Ground, remembered: Remembered, session: Session, { system, treatments, at }: JudgeOrder): Promise<Outcome<JudgedSystem>> {
  const treated = personalPlaces(ground.map).flatMap(({ ref }) => (ref.system === system && treatments.has(ref.place) && shapeOf(ground, ref) !== undefined ? [ref.place] : []));
  const found = await locatorsOf(ground, remembered, system, treated);
  if (!found.ok) return found;
  const sides = await eachAtOnce(found.value.locators, found.value.atOnce, async (locator): Promise<Outcome<PlaceSide | null>> => {
    const treatment = treatments.get(locator.ref.place);
    return treatment === undefined ? { ok: true, value: null } : locatePlace(ground, remembered, session, locator, treatment, at);
  });
  if (!sides.ok) return sides;
  return judgeRows(ground, session, system, new Map(sides.value.flatMap((side) => (side === null ? [] : [[side.ref.place, side] as const]))));
}

/** Judges rows that are at hand: which of them rows that stay still point at. Sets the status of each. */
export async function judgeRows(ground: Ground, session: Session, system: string, sides: ReadonlyMap<string, PlaceSide>): Promise<Outcome<JudgedSystem>> {
  const found = await edgesOf(ground, session, system, sides);
  if (!found.ok) return found;
  settle(ground, sides, found.value.edges);
  return { ok: true, value: { system, sides, loosened: found.value.loosened.filter(({ target }) => target.status === 'delete') } };
}

/**
 * Takes back deletions until no row that stays points at a row that goes. Rows only ever turn from deleted to shell, and fields from
 * free to pinned, so it ends.
 */
function settle(ground: Ground, sides: ReadonlyMap<string, PlaceSide>, edges: readonly Edge[]): void {
  const bySource = new Map<JudgedRow, Edge[]>();
  for (const edge of edges) if (edge.row !== null) bySource.set(edge.row, [...(bySource.get(edge.row) ?? []), edge]);
  const letsGo = ({ row, loose, reference }: Edge): { readonly field: string; readonly already: boolean } | null => {
    if (row === null) return loose === null ? null : { field: loose, already: false };
    const side = sides.get(row.place);
    return side === undefined ? null : lettingGo(ground, side, row, reference);
  };
  const stays = ({ row }: Edge): boolean => row === null || row.status !== 'delete';
  let again = true;
  while (again) {
    again = false;
    const queue = edges.filter(stays);
    for (let edge = queue.pop(); edge !== undefined; edge = queue.pop()) {
      if (edge.target.status !== 'delete' || !stays(edge) || letsGo(edge) !== null) continue;
      edge.target.status = 'shell';
      queue.push(...(bySource.get(edge.target) ?? []));
    }
    for (const edge of edges) {
      if (edge.target.status === 'delete' || !stays(edge) || letsGo(edge)?.already === true) continue;
      for (const field of edge.reference.toFields) {
        if (edge.target.pinned.has(field)) continue;
        edge.target.pinned.add(field);
        again = true;
      }
    }
  }
  for (const edge of edges) {
    if (!stays(edge)) continue;
    const way = letsGo(edge);
    if (edge.target.status === 'delete' && edge.row !== null && way !== null) edge.row.nulled.add(way.field);
    else if (edge.target.status === 'shell' && way === null) edge.target.heldBy.add(edge.from.place);
  }
}
