import { createHmac } from 'node:crypto';
import type { Outcome, Session } from '@avouch/connectors/store';
import type { DataMap, Identity, KeyName } from '../datamap.ts';
import type { Who } from '../extract.ts';
import { textOf } from '../ownership/cells.ts';
import { fieldShape, type Ground } from '../ownership/drafts.ts';
import { identityKeyOf, keysOf, leadsOf, personalPlaces } from '../ownership/roles.ts';
import { namesNobody } from '../run/pseudonym.ts';

/** All chosen people as one: what is theirs is what belongs to any of them. */
export type Chosen = { readonly identity: Identity; readonly people: number };

type Names = readonly (readonly [KeyName, string])[];
type Known = { readonly people: string; readonly names: Names; readonly leads: Names };

/** More rows that identify people are not held in memory. */
const rowsMost = 1_000_000;

const folded = (map: DataMap, key: KeyName, value: string): string => (identityKeyOf(map, key)?.fold === 'case' ? value.toLowerCase() : value);
const nodeOf = (map: DataMap, [key, value]: Names[number]): string => `${key}\n${folded(map, key, value)}`;

async function readKnown(session: Session, ground: Ground, system: string): Promise<Outcome<readonly Known[]>> {
  const known: Known[] = [];
  for (const { ref, place } of personalPlaces(ground.map)) {
    if (ref.system !== system || place.identifies === undefined) continue;
    const { people } = place.identifies;
    const [keys, leads] = [keysOf(place.identifies), leadsOf(place.identifies)];
    const counted = await session.count(ref.place, { op: 'all', of: [] });
    if (!counted.ok) return counted;
    if (known.length + counted.value > rowsMost) return { ok: false, problem: { kind: 'too-large', sentence: `${system} knows more than ${rowsMost} people, which are not sampled at once.`, remedy: 'Name the people instead.' } };
    const read = await session.read({ place: ref.place, key: [], fields: [...new Set(keys.map(([, field]) => field))], where: { op: 'all', of: [] } }, (rows) => {
      for (const { cells } of rows) {
        const namesIn = (list: typeof keys): Names => list.flatMap(([key, field]) => {
          const [cell, text] = [cells[field] ?? null, textOf(cells[field] ?? null)];
          return text === null || namesNobody(cell, fieldShape(ground, ref, field)) ? [] : [[key, text] as const];
        });
        known.push({ people, names: namesIn(keys), leads: namesIn(leads) });
      }
    });
    if (!read.ok) return read;
  }
  return { ok: true, value: known };
}

/**
 * Chooses people and follows their keys to all of theirs. A sample orders people by a keyed hash of the first key by which they are
 * found, so that the same key chooses the same people wherever they are known by the same value.
 */
export async function choosePeople(session: Session, ground: Ground, system: string, who: Who, secret: Uint8Array): Promise<Outcome<Chosen>> {
  const read = await readKnown(session, ground, system);
  if (!read.ok) return read;
  const { map } = ground;
  const byLead = new Map<string, Known[]>();
  for (const one of read.value) {
    for (const node of one.leads.map((lead) => nodeOf(map, lead))) {
      const there = byLead.get(node);
      if (there === undefined) byLead.set(node, [one]);
      else there.push(one);
    }
  }
  const taken = new Set<Known>();
  const identity = new Map<KeyName, Set<string>>();
  const take = (names: Names): void => {
    const queue = [...names];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      identity.set(next[0], (identity.get(next[0]) ?? new Set()).add(next[1]));
      for (const one of byLead.get(nodeOf(map, next)) ?? []) {
        if (taken.has(one)) continue;
        taken.add(one);
        queue.push(...one.names);
      }
    }
  };
  let people = 0;
  if (who.kind === 'named') {
    for (const [key, values] of Object.entries(who.identity)) {
      for (const value of values) {
        const rows = byLead.get(nodeOf(map, [key, value]));
        if (rows === undefined) return { ok: false, problem: { kind: 'not-found', sentence: `Nobody in ${system} is known by one of the given values of ${key}.`, remedy: 'Look at the value, and at which keys lead to people in the data map.' } };
        if (rows.some((one) => !taken.has(one))) people += 1;
        take([[key, value]]);
      }
    }
  } else {
    const ranked = read.value.flatMap((one) => (one.leads[0] === undefined ? [] : [{ one, lead: one.leads[0], rank: createHmac('sha256', secret).update(`avouch/extract/who/v1\n${nodeOf(map, one.leads[0])}`).digest('hex') }]));
    ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
    const left = new Map<string, number>();
    for (const { one, lead } of ranked) {
      const open = left.get(one.people) ?? who.people;
      if (open === 0 || taken.has(one)) continue;
      left.set(one.people, open - 1);
      people += 1;
      take([lead]);
    }
  }
  return { ok: true, value: { identity: Object.fromEntries([...identity].map(([key, values]) => [key, [...values]])), people } };
}
