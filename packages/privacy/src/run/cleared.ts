import type { FieldShape } from '@avouch/connectors/store';
import type { MappedField } from '../datamap.ts';
import { ownPositions } from '../ownership/elements.ts';
import { onwardOf, rolesOf, startOf, type Role } from '../ownership/roles.ts';
import type { JudgedRow, PlaceSide } from './judged.ts';
import { endOf } from './judged.ts';

/** What is done to a value: emptied, given a pseudonym, or given a blank value because it cannot be empty. */
export type ValueChange = 'null' | 'pseudonym' | 'blank';

/** What is done to one field: to all of it, or to those of a list's values alone that are the person's. */
export type FieldChange = ValueChange | { readonly only: ReadonlySet<number>; readonly change: ValueChange };

const shapeIn = (side: PlaceSide, field: string): FieldShape | undefined => side.shape.fields.find(({ name }) => name === field);
const pointsOn = (side: PlaceSide, field: string): boolean => side.shape.references.some(({ fields }) => fields.includes(field));

/** Roles that are this person's alone in this row. A role that several people have at once is nobody's to clear. */
const rolesAlone = (row: JudgedRow): ReadonlySet<string> => new Set(row.mine.filter((role) => !row.others.includes(role)));

/**
 * The local fields by which the person's roles start; and those without which somebody else would lose a row: by which their roles
 * start, or by which paths come here from other places and go on to them. Where it is not known to whom, they count as somebody else's.
 */
function startsIn(side: PlaceSide, row: JudgedRow): { readonly mine: ReadonlySet<string>; readonly theirs: ReadonlySet<string>; readonly arriving: ReadonlySet<string> } {
  const alone = rolesAlone(row);
  const roles = rolesOf(side.place);
  const isTheirs = ({ name, kind }: Role): boolean => row.others.includes(name) || (kind === 'access' && !row.mine.includes(name));
  const onward = new Set(roles.filter((role) => !isTheirs(role)).flatMap(({ paths }) => paths.map(onwardOf)));
  const arriving = side.arrivals.filter((arrival) => !onward.has(arrival.onward)).flatMap(({ fields }) => fields);
  return { mine: new Set(roles.filter(({ name, kind }) => kind === 'owner' && alone.has(name)).flatMap(startOf)), theirs: new Set([...roles.filter(isTheirs).flatMap(startOf), ...arriving]), arriving: new Set(arriving) };
}

const stillKept = ({ keep, category, erasure }: MappedField, row: JudgedRow, at: string): boolean => {
  if (erasure !== 'keep') return false;
  if (category === 'none' || keep === undefined) return true;
  const end = endOf(keep.until, row.cells);
  return end === null || end >= at.slice(0, 10);
};

/** What goes of lists in which people stand one by one: this person's own values, and nobody else's. Null where none of them are theirs, or may go. */
function* ownOfLists(side: PlaceSide, row: JudgedRow, arriving: ReadonlySet<string>): Generator<readonly [string, FieldChange | null]> {
  for (const role of rolesOf(side.place).filter(({ name, kind }) => kind === 'owner' && row.mine.includes(name))) {
    const starts = new Set(startOf(role));
    for (const field of new Set([...Object.keys(side.place.fields), ...starts])) {
      const mapped = side.place.fields[field];
      const only = starts.has(field) || mapped?.of === role.name ? ownPositions(side.locator.marks[`mine ${role.name}`], field, row.cells) : null;
      if (only === null) continue;
      const goes = only.size > 0 && !arriving.has(field) && !side.key.includes(field) && !row.pinned.has(field) && (starts.has(field) ? mapped?.keep === undefined : mapped?.category !== 'none' && (mapped === undefined || !stillKept(mapped, row, side.at)));
      yield [field, goes ? { only, change: mapped?.erasure === 'pseudonym' && !starts.has(field) ? 'pseudonym' : 'null' } : null];
    }
  }
}

/** The fields that this row loses, and how: without those that its key needs, that the store fills, or that rows that stay point at. */
export function changesIn(side: PlaceSide, row: JudgedRow): ReadonlyMap<string, FieldChange> {
  const { at } = side;
  const changes = new Map<string, FieldChange>();
  const put = (field: string, wish: 'clear' | 'pseudonym'): void => {
    const shape = shapeIn(side, field);
    if (shape === undefined || shape.generated || side.key.includes(field) || row.pinned.has(field)) return;
    // A pointer must point at something that is there: another value of the same kind would not.
    if (pointsOn(side, field)) {
      if (shape.nullable) changes.set(field, 'null');
      return;
    }
    changes.set(field, wish === 'pseudonym' ? 'pseudonym' : shape.nullable ? 'null' : 'blank');
  };
  if (row.status === 'empty' || row.status === 'shell') {
    for (const [field, mapped] of Object.entries(side.place.fields)) if (!stillKept(mapped, row, at)) put(field, mapped.erasure === 'pseudonym' ? 'pseudonym' : 'clear');
  }
  if (row.status === 'shared') {
    const alone = rolesAlone(row);
    const { mine, theirs, arriving } = startsIn(side, row);
    const lists = new Map(ownOfLists(side, row, arriving));
    for (const [field, change] of lists) if (change !== null) changes.set(field, change);
    for (const [field, mapped] of Object.entries(side.place.fields)) if (!lists.has(field) && alone.has(mapped.of) && !theirs.has(field) && mapped.category !== 'none' && !stillKept(mapped, row, at)) put(field, mapped.erasure === 'pseudonym' ? 'pseudonym' : 'clear');
    for (const field of mine) if (!lists.has(field) && !theirs.has(field) && side.place.fields[field]?.keep === undefined && !changes.has(field)) put(field, 'clear');
  }
  for (const field of row.nulled) changes.set(field, 'null');
  return changes;
}
