/**
 * The end of what an erasure has kept (Art. 5(1)(e)): rows and fields whose ground had a day go after it. Before that it is judged anew:
 * by the data map of that day, by the holds that stand, and whether the row is still this person's. Nothing else of theirs is touched,
 * so that somebody who became a customer again meanwhile stays one.
 */
import type { Problem } from '@avouch/connectors/connector';
import type { Json } from '@avouch/ledger/entry';
import type { DataMap, Identity } from './datamap.ts';
import type { PlaceRef, Stores } from './ownership.ts';
import type { Hold, RightsRule } from './plan.ts';
import type { LaterDuty } from './run.ts';

/** What must be kept to end what was kept in one system: personal, and sealed under a subject of its own until nothing is left of it. */
export type KeptRows = {
  readonly system: string;
  readonly identity: Identity;
  /** The lookups of the erasure: whose a row was can hang on rows that are gone. */
  readonly remembered: Json;
  readonly later: readonly LaterDuty[];
  /** The first day on which a ground ends. */
  readonly until: string;
};

export type EndKeptInput = {
  readonly kept: KeptRows;
  readonly map: DataMap;
  readonly stores: Stores;
  readonly holds: readonly Hold[];
  readonly rules: readonly RightsRule[];
  /** The key of the pseudonyms of the erasure. */
  readonly secret: Uint8Array;
  readonly at: string;
};

/**
 * What the second reading of one place found. `gone` rows whose day had come and that are not there any more; `ended` whose fields were
 * cleared; `kept` that another ground keeps; `held` by a legal hold; `others` that are somebody else's by now and were left alone;
 * `shells` that rows that stay still point at.
 */
export type EndedPlace = PlaceRef & { readonly gone: number; readonly ended: number; readonly kept: number; readonly held: number; readonly others: number; readonly shells: number; /** Sentences that say why something stays. */ readonly why: readonly string[] };

/** `next` is the day after which something more is to be looked at, null when nothing is left to end. With a problem nobody knows, and nothing was changed. */
export type EndedKept = { readonly places: readonly EndedPlace[]; readonly next: string | null; readonly problem: Problem | null };

export { endKept, keptIn } from './run/ended.ts';
