import type { Entry } from '@avouch/ledger/entry';
import type { Shown } from '@avouch/ledger/verify';
import { z } from 'zod';
import type { DisclosedPart } from './disclosure.ts';
import { parseCanonical } from './manifest.ts';

const place = z.strictObject({ index: z.number().int().min(0), part: z.number().int().min(0) });
const orders = z.strictObject({ emptied: z.array(place) });

/** Whether a part that is said to be erased was: by an entry of the bundle that lists its place and was recorded then. */
export type Erasures = (position: readonly [entry: number, part: number], shown: Shown) => boolean;

/** The erasures among the entries of a bundle. Without its entry an erasure is only a word: whoever hides a row could say it. */
export function erasuresIn(entries: ReadonlyMap<number, Entry>, partsOf: (index: number) => readonly DisclosedPart[]): Erasures {
  const emptied = new Map<number, ReadonlySet<string>>();
  for (const [index, { kind }] of entries) {
    if (kind !== 'subject.forgotten') continue;
    const shown = partsOf(index)[0]?.shown;
    const told = orders.safeParse(shown !== undefined && shown !== null && 'payload' in shown ? parseCanonical(shown.payload) : undefined);
    emptied.set(index, new Set(told.success ? told.data.emptied.map((one) => `${one.index}/${one.part}`) : []));
  }
  return ([index, part], shown) => shown !== null && 'forgotten' in shown
    && emptied.get(shown.entry)?.has(`${index}/${part}`) === true && entries.get(shown.entry)?.recorded === shown.at;
}
