import type { DataMap, KeyName } from '../datamap.ts';
import type { Candidate, IdentityDoubt } from '../identity.ts';
import { identityKeyOf } from '../ownership/roles.ts';
import { spelling, type IdentifyingRow } from './rows.ts';

type Known = ReadonlyMap<KeyName, ReadonlySet<string>>;

/** Rows of one place that are one person: they share a value of a key under which several rows are one person. */
function groupsOf(map: DataMap, rows: readonly IdentifyingRow[]): readonly (readonly IdentifyingRow[])[] {
  const groups: Set<IdentifyingRow>[] = [];
  const holder = new Map<string, Set<IdentifyingRow>>();
  for (const row of rows) {
    let group = new Set([row]);
    for (const [key, value] of row.values) {
      if (identityKeyOf(map, key)?.several !== true) continue;
      const other = holder.get(`${key} ${spelling(map, key, value)}`);
      if (other !== undefined && other !== group) group = new Set([...other, ...group]);
      for (const one of group) for (const [name, held] of one.values) if (identityKeyOf(map, name)?.several === true) holder.set(`${name} ${spelling(map, name, held)}`, group);
    }
    for (const other of groups.filter((one) => [...one].some((member) => group.has(member)))) groups.splice(groups.indexOf(other), 1);
    groups.push(group);
  }
  return groups.map((group) => [...group]);
}

const holds = (map: DataMap, known: Known, row: IdentifyingRow, keys: readonly KeyName[]): KeyName[] => keys.filter((key) => {
  const value = row.values.get(key);
  return value !== undefined && known.get(key)?.has(spelling(map, key, value)) === true;
});

/**
 * Where two rows of one place should be one person and nothing says that they are: they hold the same value of a key that
 * names one person, or one of them was only reached through other rows while another stands apart from it.
 */
export function doubtsOf(map: DataMap, rows: readonly IdentifyingRow[], proven: Known): readonly IdentityDoubt[] {
  const byPlace = new Map<string, IdentifyingRow[]>();
  for (const row of rows) byPlace.set(JSON.stringify(row.ref), [...(byPlace.get(JSON.stringify(row.ref)) ?? []), row]);
  return [...byPlace.values()].flatMap((list) => {
    const [first] = list;
    const groups = groupsOf(map, list);
    if (first === undefined || groups.length < 2) return [];
    const key = clashing(map, groups) ?? strayed(map, groups, proven);
    if (key === null) return [];
    const sentence = `${list.length} rows of ${first.ref.place} in ${first.ref.system} are found under the keys of one person, and nothing says that they are one: ${key} names one person only.`;
    return [{ key, place: first.ref, sentence, candidates: list.map((row) => candidateOf(map, row, proven)) }];
  });
}

/** The key under which rows of two groups have the same value. */
function clashing(map: DataMap, groups: readonly (readonly IdentifyingRow[])[]): KeyName | null {
  const seen = new Map<string, number>();
  for (const [at, group] of groups.entries()) {
    for (const row of group) {
      for (const [key, value] of row.values) {
        const text = `${key} ${spelling(map, key, value)}`;
        if ((seen.get(text) ?? at) !== at) return key;
        seen.set(text, at);
      }
    }
  }
  return null;
}

/** The key of a group that no proven value leads to. */
function strayed(map: DataMap, groups: readonly (readonly IdentifyingRow[])[], proven: Known): KeyName | null {
  const stray = groups.find((group) => group.every((row) => holds(map, proven, row, [...row.values.keys()]).length === 0));
  return stray?.[0] === undefined ? null : ([...stray[0].values.keys()][0] ?? null);
}

const candidateOf = (map: DataMap, row: IdentifyingRow, proven: Known): Candidate => {
  const compared = [...proven.keys()];
  const same = holds(map, proven, row, compared);
  return { ...row.ref, key: row.key, same, different: compared.filter((key) => row.values.has(key) && !same.includes(key)), absent: compared.filter((key) => !row.values.has(key)) };
};
