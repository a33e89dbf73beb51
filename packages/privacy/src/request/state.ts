import type { Day } from '../law/days.ts';
import type { GroundGiven, RequestHeader, Right } from './headers.ts';

/**
 * Where a request stands. `received` waits for proof of identity, `identifying` for an answer to a question about it, `paused`
 * with the clock standing; `surveying` looks where data lies; `planned` waits for its rule, `awaiting_approval` for a person;
 * `running` carries out; `rereading` looks at every source again; `answering` waits for the answer to go out; `forwarded` lies
 * with the controller whom we work for. `closed` is the end of all.
 */
export type RequestStatus =
  | 'received' | 'identifying' | 'paused' | 'surveying' | 'planned' | 'awaiting_approval' | 'running' | 'rereading' | 'answering' | 'forwarded'
  | 'answered' | 'partly_refused' | 'refused' | 'withdrawn' | 'closed';

/** The deadline as the facts state it; `stopped` is the instant at which the person was answered or refused, or withdrew. */
export type RequestClock = {
  readonly day: Day;
  readonly raw: Day;
  readonly due: Day;
  readonly calendar: string;
  /** The last day to tell of an extension; null once it was told. */
  readonly extendBy: Day | null;
  readonly extended: { readonly at: string; readonly reason: RequestHeader<'request.extended'>['reason'] } | null;
  readonly pausedSince: Day | null;
  readonly pauses: readonly { readonly ground: 'identity'; readonly from: Day; readonly to: Day }[];
  readonly stopped: string | null;
};

export type StepState = Omit<RequestHeader<'request.step'>, 'version'> & { readonly entry: number };

/** A fact that could not follow: it changed nothing and is shown. */
export type Irregular = { readonly entry: number; readonly kind: string; readonly why: string };

/** One request as its facts tell it. It names nobody: whoever is named stands in the sealed parts of the facts. */
export type RequestState = {
  readonly id: string;
  readonly status: RequestStatus;
  readonly received: Omit<RequestHeader<'request.received'>, 'raw' | 'due' | 'calendar' | 'extendBy' | 'day' | 'rights'> & { readonly at: string; readonly entry: number };
  /** Those of joined requests with them. */
  readonly rights: readonly Right[];
  readonly clock: RequestClock;
  readonly identity: {
    readonly asked: { readonly at: string; readonly reason: RequestHeader<'request.identity_asked'>['reason'] } | null;
    readonly proven: { readonly at: string; readonly by: RequestHeader<'request.identified'>['by']; readonly keys: number; readonly authority: boolean | null } | null;
  };
  readonly survey: (RequestHeader<'request.surveyed'> & { readonly at: string; readonly entry: number }) | null;
  readonly plan: (RequestHeader<'request.planned'> & { readonly at: string; readonly entry: number }) | null;
  /** Who reviewed the plan, and when. */
  readonly approval: { readonly at: string; readonly actor: string; readonly by: 'person' | 'rule'; readonly version: number } | null;
  /** The last deed of each step of the plan that runs, in the order of their first deeds. */
  readonly steps: readonly StepState[];
  readonly reread: (RequestHeader<'request.reread'> & { readonly at: string; readonly entry: number }) | null;
  readonly refused: readonly GroundGiven[];
  readonly answer: (RequestHeader<'request.answered'> & { readonly at: string; readonly entry: number }) | null;
  readonly forwarded: { readonly to: string; readonly at: string } | null;
  readonly told: readonly (RequestHeader<'recipient.told'> & { readonly at: string; readonly entry: number })[];
  /** What recipients said of it under verified signatures, oldest first; each goes forward only. */
  readonly reports: readonly (Pick<RequestHeader<'recipient.reported'>, 'recipient' | 'status' | 'by'> & { readonly at: string })[];
  /** How many identity values are watched for, so that they do not come back; null before that was written. */
  readonly suppressed: number | null;
  readonly joined: readonly string[];
  readonly joinedInto: string | null;
  readonly closed: string | null;
  /** The digest of the certificate that was given, hex. */
  readonly certificate: string | null;
  readonly irregular: readonly Irregular[];
  /** The last entry that was folded. */
  readonly entry: number;
};
