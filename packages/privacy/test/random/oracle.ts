import type { Cell } from '@avouch/connectors/store';
import type { MappedPlace, OwnerPath } from '../../src/datamap.ts';
import type { Rows, World } from './world.ts';

/**
 * Whose each row is, found out the slow way: by walking the rows themselves. It shares nothing with the code under test but the
 * data map's types.
 */
export type Whose = { readonly standing: 'own' | 'shared' | 'accessible' | 'foreign'; readonly mine: ReadonlySet<string>; readonly others: ReadonlySet<string> };

type Row = Readonly<Record<string, Cell>>;
export type Dump = Readonly<Record<string, Rows>>;

const same = (one: Cell | undefined, other: Cell | undefined): boolean => one !== null && one !== undefined && String(one) === String(other);

/** Every value that a path reaches from a row. */
function reached(dump: Dump, row: Row, { hops, field }: OwnerPath): Cell[] {
  const [hop, ...rest] = hops;
  if (hop === undefined) return (row[field] ?? null) === null ? [] : [row[field] ?? null];
  const onward = (dump[hop.system]?.[hop.place] ?? []).filter((other) => hop.on.every(([here, there]) => same(row[here], other[there])));
  return onward.flatMap((other) => reached(dump, other, { hops: rest, field, is: '' }));
}

/** Whether a value is the name of one of a world's people: what an erasure has put in the place of one is not. */
const isSomebody = (cell: Cell): boolean => (typeof cell === 'number' ? cell > 0 : /^person\d+@example\.com$/i.test(String(cell)));

export function whose(world: World, dump: Dump, place: MappedPlace, row: Row): Whose {
  const isMine = (cell: Cell, is: string): boolean => (is === 'person.id' ? String(cell) === world.person.id : String(cell).toLowerCase() === world.person.email.toLowerCase());
  const mine = new Set<string>();
  const others = new Set<string>();
  if (place.identifies !== undefined) {
    const names = [row['id'] ?? null, row['email'] ?? null];
    if (isMine(row['id'] ?? null, 'person.id') || isMine(row['email'] ?? null, 'person.email')) mine.add('self');
    else if (names.some((name) => name !== null && isSomebody(name))) others.add('self');
  }
  for (const [role, path] of Object.entries(place.owners)) for (const value of reached(dump, row, path)) if (isMine(value, path.is)) mine.add(role); else if (isSomebody(value)) others.add(role);
  const owns = mine.size > 0;
  for (const [role, path] of Object.entries(place.access)) if (reached(dump, row, path).some((value) => isMine(value, path.is))) mine.add(role);
  return { mine, others, standing: owns ? (others.size > 0 ? 'shared' : 'own') : mine.size > 0 ? 'accessible' : 'foreign' };
}

/** What an access answer must be, and nothing else: rows with their cells, by place. */
export function accessOf(world: World, dump: Dump): Readonly<Record<string, readonly string[]>> {
  const answer: Record<string, string[]> = {};
  for (const [system, { places }] of Object.entries(world.map.systems)) {
    for (const [name, place] of Object.entries(places)) {
      const rows = (dump[system]?.[name] ?? []).flatMap((row) => {
        const { mine, standing } = whose(world, dump, place, row);
        if (standing === 'foreign') return [];
        const cells = Object.entries(place.fields).filter(([, { category, of }]) => category === 'none' || of === 'all' || mine.has(of)).map(([field]) => [field, row[field] ?? null] as const);
        return [JSON.stringify([standing, Object.fromEntries(cells.sort(([one], [other]) => (one < other ? -1 : 1)))])];
      });
      if (rows.length > 0) answer[`${system}/${name}`] = rows.sort();
    }
  }
  return answer;
}
