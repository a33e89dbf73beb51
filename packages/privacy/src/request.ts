import type { Fact, JsonObject } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';
import { RecordInvalid } from '@avouch/records/versions';
import { type Day, dayIn, daysBetween } from './law/days.ts';
import { concerns, followRequest } from './request/fold.ts';
import { type GroundGiven, headers, type RequestHeader, type RequestKind, type Right } from './request/headers.ts';
import { obstacleTo } from './request/order.ts';
import type { Irregular, RequestClock, RequestState, RequestStatus, StepState } from './request/state.ts';

export { concerns, followRequest, obstacleTo };
export type { GroundGiven, Irregular, RequestClock, RequestHeader, RequestKind, RequestState, RequestStatus, Right, StepState };

/** A fact about a request, about to be appended. */
export type RequestDraft<Kind extends RequestKind> = {
  readonly kind: Kind;
  /** What it is about: the request's id; the id of the restriction for a restriction's facts. */
  readonly about: string;
  readonly header: RequestHeader<Kind>;
  /** Whatever names the person, or could: words, addresses, rows, plans. Forgotten with the subject's key. */
  readonly sealed?: JsonObject;
  /** Under whose key it is sealed; the request's own, which is its id, when absent. */
  readonly subject?: string;
  readonly actor: string;
  readonly captured: string;
  /** When it was true from, where that is earlier: a letter that came two days ago. Never after `captured`. */
  readonly heldFrom?: string;
  readonly random: (bytes: number) => Uint8Array;
};

/**
 * The fact as the ledger takes it: the header public, all else one part under the request's subject. Throws `RecordInvalid`
 * for a header that is not of its kind's form. Whether it may follow is `obstacleTo`'s to say; ask it first.
 */
export function requestFact<Kind extends RequestKind>(draft: RequestDraft<Kind>): Fact {
  const parsed = headers[draft.kind].safeParse(draft.header);
  if (!parsed.success) throw new RecordInvalid(draft.kind, parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })));
  if (draft.heldFrom !== undefined && draft.heldFrom > draft.captured) throw new RecordInvalid(draft.kind, [{ path: 'heldFrom', message: 'cannot be later than now' }]);
  return {
    kind: draft.kind,
    about: draft.about,
    actor: draft.actor,
    captured: draft.captured,
    ...(draft.heldFrom === undefined || draft.heldFrom === draft.captured ? {} : { held: { from: draft.heldFrom } }),
    origin: { name: 'requests', version: '1' },
    header: parsed.data as JsonObject,
    parts: draft.sealed === undefined ? [] : [seal(draft.sealed, draft.subject ?? draft.about, draft.random)],
  };
}

/** How a request stands on its deadline on a day. `late` counts from the day after `due`; a stopped clock is late when it stopped late. */
export type ClockStanding = { readonly clock: 'running' | 'paused' | 'stopped'; readonly late: boolean; /** Days until `due` from that day, or from the day on which it stands still or stopped; negative when past. */ readonly daysLeft: number };

/** How the clock of a request stands on a day of the company's zone. */
export function clockStandingOf({ clock, received }: Pick<RequestState, 'clock' | 'received'>, today: Day): ClockStanding {
  const on = clock.stopped === null ? (clock.pausedSince ?? today) : dayIn(clock.stopped, received.zone);
  const daysLeft = daysBetween(on, clock.due);
  return { clock: clock.stopped !== null ? 'stopped' : clock.pausedSince !== null ? 'paused' : 'running', late: daysLeft < 0, daysLeft };
}
