import type { Cell, Condition, Outcome, Session } from '@avouch/connectors/store';
import type { Json } from '@avouch/ledger/entry';
import type { OwnerPath } from '../datamap.ts';
import type { PlaceRef } from '../ownership.ts';
import { distinct, recast, textOf, tuplesIn, tupleText } from './cells.ts';
import { fieldShape, soughtType, type Draft, type Ground, type Lookup } from './drafts.ts';
import { namesNobody } from '../run/pseudonym.ts';
import { identityKeyOf } from './roles.ts';

type Tuple = readonly Cell[];

/**
 * What was read first, so that it is read once, and so that a run that goes on after a kill still finds what its own changes
 * have hidden. `tuples` by lookup; `reaches` says of a path's first tuples whether they lead to somebody else.
 */
export type Remembered = {
  readonly tuples: Map<string, readonly Tuple[]>;
  readonly reaches: Map<string, Map<string, boolean>>;
  /** Lookups that are read once more and joined to what is remembered, so that rows that came since are found too. */
  readonly stale: Set<string>;
};

/** The same, but what was looked up is looked up once more. */
export const lookedUpAgain = (remembered: Remembered): Remembered => ({ ...remembered, stale: new Set(remembered.tuples.keys()) });

/** Nothing remembered yet, or what an earlier run has kept. */
export function rememberedOf(kept?: Json): Remembered {
  const { tuples = [], reaches = [] } = (kept ?? {}) as { tuples?: [string, Tuple[]][]; reaches?: [string, [string, boolean][]][] };
  return { tuples: new Map(tuples), reaches: new Map(reaches.map(([path, pairs]) => [path, new Map(pairs)])), stale: new Set() };
}

/** What is remembered, as it is kept. */
export const formatRemembered = ({ tuples, reaches }: Remembered): Json => ({ tuples: [...tuples] as unknown as Json, reaches: [...reaches].map(([path, pairs]) => [path, [...pairs]]) as unknown as Json });

/** How many tuples go into one question. */
const batch = 1000;

/** In pieces of at most so many. */
export function pieces<T>(list: readonly T[], size: number = batch): (readonly T[])[] {
  const found: (readonly T[])[] = [];
  for (let at = 0; at < list.length; at += size) found.push(list.slice(at, at + size));
  return found;
}

/** A session that is open already. */
export type Within = { readonly system: string; readonly session: Session };

type Ask = <T>(system: string, job: (session: Session) => Promise<Outcome<T>>) => Promise<Outcome<T>>;

/** Asks a store in a session of its own, for reading; in the session that is given, where it is that of the same system. */
const askOf = (ground: Ground, within?: Within): Ask => async (system, job) => {
  if (within?.system === system) return job(within.session);
  const store = ground.stores[system];
  return store === undefined ? unreached(system) : store.work('read', job);
};

const unreached = (system: string): Outcome<never> => ({ ok: false, problem: { kind: 'unreachable', sentence: `The system ${system} is not connected, so nobody knows what it holds.`, remedy: 'Connect it, or make it a manual system in the data map.' } });

const good = <T>(value: T): Outcome<T> => ({ ok: true, value });

/** Reads what a draft still needs and gives the condition that the store can answer. */
export async function resolve(ground: Ground, remembered: Remembered, ref: PlaceRef, draft: Draft): Promise<Outcome<Condition>> {
  switch (draft.op) {
    case 'looked-up': {
      const tuples = await lookUp(ground, remembered, draft.lookup);
      if (!tuples.ok) return tuples;
      const types = draft.fields.map((field) => soughtType(ground, ref, field));
      const cast = tuples.value.flatMap((tuple) => {
        const cells = tuple.map((cell, at) => recast(cell, types[at]));
        return cells.includes(undefined) ? [] : [cells as Tuple];
      });
      return good({ op: 'in', fields: draft.fields, tuples: cast });
    }
    case 'within': {
      const where = await resolve(ground, remembered, { system: ref.system, place: draft.place }, draft.where);
      return where.ok ? good({ ...draft, where: where.value }) : where;
    }
    case 'all': case 'any': {
      const of: Condition[] = [];
      for (const one of draft.of) {
        const part = await resolve(ground, remembered, ref, one);
        if (!part.ok) return part;
        of.push(part.value);
      }
      return good({ op: draft.op, of });
    }
    case 'not': {
      const of = await resolve(ground, remembered, ref, draft.of);
      return of.ok ? good({ op: 'not', of: of.value }) : of;
    }
    default: return good(draft);
  }
}

/** The same question about fewer tuples at a time, where it is one about tuples. */
const divided = (where: Condition): readonly Condition[] => (where.op === 'in' && where.tuples.length > batch ? pieces(where.tuples).map((tuples) => ({ ...where, tuples })) : [where]);

async function lookUp(ground: Ground, remembered: Remembered, lookup: Lookup): Promise<Outcome<readonly Tuple[]>> {
  const name = JSON.stringify(lookup);
  const known = remembered.tuples.get(name);
  if (known !== undefined && !remembered.stale.has(name)) return good(known);
  const where = await resolve(ground, remembered, lookup, lookup.where);
  if (!where.ok) return where;
  const found = new Map<string, Tuple>((known ?? []).map((tuple) => [tupleText(tuple), tuple]));
  const read = await askOf(ground)(lookup.system, async (session) => {
    for (const part of divided(where.value)) {
      const outcome = await session.read({ place: lookup.place, key: [], fields: lookup.fields, where: part }, (rows) => {
        for (const { cells } of rows) {
          for (const tuple of tuplesIn(cells, lookup.fields)) found.set(tupleText(tuple), tuple);
        }
      });
      if (!outcome.ok) return outcome;
    }
    return good(null);
  });
  if (!read.ok) return read;
  const tuples = [...found.values()];
  remembered.tuples.set(name, tuples);
  remembered.stale.delete(name);
  return good(tuples);
}

/**
 * Which of these tuples, at the start of a path, lead to somebody who is not this person. Goes forward from the tuples alone, so
 * that it costs what this person's rows cost and never looks at everybody else's.
 */
export async function leadElsewhere(ground: Ground, remembered: Remembered, from: PlaceRef, path: OwnerPath, tuples: readonly Tuple[], within?: Within): Promise<Outcome<ReadonlyMap<string, boolean>>> {
  const name = JSON.stringify([from.system, from.place, path]);
  const known = remembered.reaches.get(name) ?? new Map<string, boolean>();
  remembered.reaches.set(name, known);
  const open = distinct(tuples).filter((tuple) => !known.has(tupleText(tuple)));
  const [hop, ...rest] = path.hops;
  if (hop === undefined) {
    const end = fieldShape(ground, from, path.field);
    const mine = new Set((ground.identity[path.is] ?? []).map((text) => folded(ground, path, text)));
    for (const tuple of open) known.set(tupleText(tuple), !mine.has(folded(ground, path, textOf(tuple[0] ?? null) ?? '')) && !namesNobody(tuple[0] ?? null, end));
    return good(known);
  }
  const [there, onward] = [hop.on.map(([, field]) => field), rest[0] === undefined ? [path.field] : rest[0].on.map(([field]) => field)];
  const pairs: { readonly start: string; readonly next: Tuple }[] = [];
  const asWritten = new Map<string, string>();
  for (const some of pieces(open)) {
    const cast = some.flatMap((tuple) => {
      const cells = tuple.map((cell, at) => recast(cell, soughtType(ground, hop, there[at] ?? '')));
      if (cells.includes(undefined)) return [];
      asWritten.set(tupleText(cells as Tuple), tupleText(tuple));
      return [cells as Tuple];
    });
    const read = await askOf(ground, within)(hop.system, (session) => session.read({ place: hop.place, key: [], fields: [...new Set([...there, ...onward])], where: { op: 'in', fields: there, tuples: cast } }, (rows) => {
      for (const { cells } of rows) {
        const nexts = tuplesIn(cells, onward);
        for (const start of tuplesIn(cells, there)) for (const next of nexts) pairs.push({ start: asWritten.get(tupleText(start)) ?? tupleText(start), next });
      }
    }));
    if (!read.ok) return read;
  }
  const further = await leadElsewhere(ground, remembered, hop, { ...path, hops: rest }, pairs.map(({ next }) => next), within);
  if (!further.ok) return further;
  for (const tuple of open) known.set(tupleText(tuple), false);
  for (const { start, next } of pairs) if (further.value.get(tupleText(next)) === true) known.set(start, true);
  return good(known);
}

const folded = (ground: Ground, path: OwnerPath, text: string): string => (identityKeyOf(ground.map, path.is)?.fold === 'case' ? text.toLowerCase() : text);

