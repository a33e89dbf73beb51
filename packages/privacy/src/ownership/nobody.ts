import type { Outcome, Session } from '@avouch/connectors/store';
import type { PlaceRef } from '../ownership.ts';
import { namesNobody } from '../run/pseudonym.ts';
import { tuplesIn, tupleText } from './cells.ts';
import { fieldShape, othersAsked, type Ground } from './drafts.ts';
import type { LocatedRow } from './locate.ts';
import { leadElsewhere, rememberedOf } from './lookups.ts';
import { placeOf, rolesOf, rowStanding, type Role } from './roles.ts';

/** Rows of a place in which a role was said to reach others, and whether it reaches anybody at all: true for those that it does. */
async function reachSomebody(ground: Ground, session: Session, ref: PlaceRef, role: Role, rows: readonly LocatedRow[]): Promise<Outcome<readonly boolean[]>> {
  if (role.known !== null) return { ok: true, value: rows.map(({ cells }) => (role.known ?? []).some((field) => (cells[field] ?? null) !== null && !namesNobody(cells[field] ?? null, fieldShape(ground, ref, field)))) };
  const found = rows.map(() => false);
  for (const path of role.paths) {
    const start = path.hops[0]?.on.map(([here]) => here) ?? [path.field];
    const tuples = rows.map(({ cells }) => tuplesIn(cells, start));
    // What is asked in this session is of this moment: nothing that was remembered from before may answer for it.
    const reached = await leadElsewhere(ground, rememberedOf(), ref, path, tuples.flat(), { system: ref.system, session });
    if (!reached.ok) return reached;
    for (const [at, some] of tuples.entries()) found[at] ||= some.some((one) => reached.value.get(tupleText(one)) === true);
  }
  return { ok: true, value: found };
}

/**
 * Looks once more at the rows that seem to be shared: a value that an earlier erasure has put in the place of a name is not somebody.
 * When the last person who is one leaves, the row is theirs alone. Needs the fields by which roles start, and those that identify.
 */
export async function withoutNobody(ground: Ground, session: Session, ref: PlaceRef, rows: readonly LocatedRow[]): Promise<Outcome<readonly LocatedRow[]>> {
  const place = placeOf(ground.map, ref);
  if (place === undefined) return { ok: true, value: rows };
  const gone = new Map<LocatedRow, string[]>();
  for (const role of rolesOf(place)) {
    // Roles that were found out forward have been asked this already.
    const shared = othersAsked(ground, ref, role) ? rows.filter(({ standing, others }) => standing === 'shared' && others.includes(role.name)) : [];
    if (shared.length === 0) continue;
    const reached = await reachSomebody(ground, session, ref, role, shared);
    if (!reached.ok) return reached;
    for (const [at, row] of shared.entries()) if (reached.value[at] !== true) gone.set(row, [...(gone.get(row) ?? []), role.name]);
  }
  return { ok: true, value: rows.map((row) => {
    const names = gone.get(row);
    if (names === undefined) return row;
    const roles = { mine: row.mine, others: row.others.filter((name) => !names.includes(name)) };
    const standing = rowStanding(place, roles);
    return { ...row, ...roles, standing: standing === 'foreign' ? 'accessible' : standing };
  }) };
}
