import { z } from 'zod';
import type { Recorded } from '@avouch/ledger/ledger';
import type { Place } from './entities.ts';

const erasure = z.object({ emptied: z.array(z.object({ index: z.number().int(), part: z.number().int() })) });

/** The places that a `subject.forgotten` fact emptied, as its own part tells. */
export function emptiedBy({ fact, index }: Recorded): readonly Place[] {
  const part = fact.parts[0];
  if (part === undefined) throw new Error(`entry ${index} is an erasure without its list of places`);
  return erasure.parse(JSON.parse(new TextDecoder().decode(part.payload))).emptied;
}
