import { createHash } from 'node:crypto';
import type { Fact, Instant, Json } from '../entry.ts';
import { openSigner } from '../keys.ts';
import type { Ledger, LedgerOptions, LedgerStorage } from '../ledger.ts';
import { openLedger } from '../ledger.ts';
import { seal } from '../seal.ts';

/** What the tests of this package build on: facts, chance and clocks that give the same on every run. */

export const ORIGIN = 'avouch.example/log';
export const CAPTURED: Instant = '2026-01-31T09:30:00.000Z';

/** A reproducible stream of bytes that never repeats: SHA-256 in counter mode. */
export function chance(label: string): (bytes: number) => Uint8Array {
  let counter = 0;
  return (bytes) => {
    const pieces: Buffer[] = [];
    for (let have = 0; have < bytes; have += 32) pieces.push(createHash('sha256').update(`${label}/${counter++}`).digest());
    return Uint8Array.from(Buffer.concat(pieces).subarray(0, bytes));
  };
}

export const kek: Uint8Array = chance('kek')(32);
export const logSigner = openSigner(chance('log')(32), ORIGIN);

/** A clock that the test sets, and that moves a millisecond each time it is read. */
export function clock(start: Instant): { readonly now: () => Date; readonly set: (instant: Instant) => void } {
  let ms = Date.parse(start);
  return { now: () => new Date(ms++), set: (instant) => void (ms = Date.parse(instant)) };
}

type FactOptions = { readonly subject?: string | null; readonly payload?: Json; readonly kind?: string };

/** A fact about source `n`; with a part when a payload is given. */
export function factOf(n: number, { subject = null, payload, kind = 'reading.taken' }: FactOptions = {}): Fact {
  return {
    kind,
    about: `source-${n}`,
    actor: 'system',
    captured: CAPTURED,
    origin: { name: 'test', version: '0.1.0' },
    header: { n },
    parts: payload === undefined ? [] : [seal(payload, subject, chance(`part ${n} ${subject}`))],
  };
}

/** A ledger on the storage with everything fixed but what the test changes. */
export const ledgerOn = <Tx>(storage: LedgerStorage<Tx>, options: Partial<LedgerOptions<Tx>> = {}): Promise<Ledger<Tx>> =>
  openLedger(storage, {
    origin: ORIGIN,
    signer: logSigner,
    now: clock('2026-02-01T00:00:00.000Z').now,
    random: chance('ledger'),
    checkpointEveryMs: 0,
    ...options,
  });

/** All that a scan gives. */
export async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const row of rows) list.push(row);
  return list;
}
