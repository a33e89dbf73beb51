import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from '@avouch/ledger/entry';
import type { Plan, PlacePlan } from '../plan.ts';
import type { RequestState } from '../request/state.ts';
import type { PlaceReread, Reread } from '../reread.ts';

/** Rows that stay although erasure was asked, with the reason; `until` is the last day on which a ground ends, null where it has none. */
export type CertifiedKept = { readonly rows: number; readonly reason: string; readonly exemption: string | null; readonly law: string | null; readonly until: string | null; readonly hold: boolean };

/** What became of one place: counts only. `done` is what the run reported (`deleted`, `emptied`, `cleared` …), `remaining` what the second reading still found, by reason. */
export type CertifiedPlace = {
  readonly system: string;
  readonly place: string;
  readonly title: string;
  /** Not read and not changed, because a person decided to go on without it. */
  readonly leftOut: boolean;
  readonly done: Readonly<Record<string, number>>;
  readonly kept: readonly CertifiedKept[];
  readonly remaining: Readonly<Record<string, number>>;
};

/** What a company states about an erasure. It names nobody: ids, counts, days and the company's own reasons. */
export type CertificateStatement = {
  readonly v: 1;
  readonly kind: 'avouch/erasure-certificate';
  readonly request: string;
  /** Opens with the request's id and the reference that the person keeps. */
  readonly reference: string;
  readonly right: 'erasure';
  readonly controller: string;
  readonly jurisdiction: string;
  readonly times: { readonly received: string; readonly due: string; readonly identified: string; readonly approved: string; readonly reread: string; readonly answered: string };
  /** Hex SHA-256 of the data map and of the plan that was approved. */
  readonly map: string;
  readonly plan: string;
  readonly places: readonly CertifiedPlace[];
  /** Systems without connector, where people did it and said so. */
  readonly attested: readonly { readonly system: string; readonly title: string }[];
  readonly reread: { readonly places: number; readonly remaining: number; readonly explained: number };
  readonly recipients: readonly { readonly recipient: string; readonly title: string; readonly by: string; readonly outcome: string; readonly at: string }[];
  /** How many identity values are watched for, so that an import or an old backup does not bring them back. */
  readonly suppressed: number | null;
  /** Copies that outlive the erasure in backups, and for how long. */
  readonly backups: readonly { readonly system: string; readonly days: number; readonly note: string | null }[];
};

export type StatementInput = {
  /** As it stands once it was answered and before it is closed. */
  readonly request: RequestState;
  readonly controller: string;
  readonly plan: Plan;
  /** What the run did, by `system/place`: the counts of its deeds added up. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly reread: Reread;
};

/**
 * The statement of an erasure that was carried out and answered. Throws RangeError while something is missing that a
 * certificate must rest on: proof of identity, approval, a second reading in which every row is explained, the answer.
 */
export function statementOf({ request, controller, plan, counts, reread }: StatementInput): CertificateStatement {
  const { identity, approval, answer, received, clock, told } = request;
  if (!request.rights.includes('erasure') || plan.right !== 'erasure') throw new RangeError('a certificate of erasure is about a request for erasure');
  if (identity.proven === null || approval === null || answer === null || request.reread === null) throw new RangeError('the request was not identified, approved, read again and answered yet');
  if (!reread.clean || request.reread.unexplained + request.reread.problems > 0) throw new RangeError('the second reading left something that nothing explains');
  const titled = (id: string): string => plan.recipients.find((one) => one.id === id)?.title ?? id;
  return {
    v: 1, kind: 'avouch/erasure-certificate', request: request.id, reference: received.reference, right: 'erasure', controller, jurisdiction: received.jurisdiction,
    times: { received: received.at, due: clock.due, identified: identity.proven.at, approved: approval.at, reread: request.reread.at, answered: answer.at },
    map: plan.map, plan: plan.digest,
    places: plan.places.filter(({ does }) => does !== 'nothing').map((place) => certified(place, counts[`${place.system}/${place.place}`] ?? {}, reread.places.find((one) => one.system === place.system && one.place === place.place))),
    attested: plan.tasks.map(({ system, title }) => ({ system, title })),
    reread: { places: request.reread.places, remaining: request.reread.remaining, explained: request.reread.explained },
    recipients: told.map(({ recipient, by, outcome, at }) => ({ recipient, title: titled(recipient), by, outcome, at })),
    suppressed: request.suppressed, backups: plan.backups,
  };
}

const certified = (place: PlacePlan, done: Readonly<Record<string, number>>, left: PlaceReread | undefined): CertifiedPlace => ({
  system: place.system, place: place.place, title: place.title, leftOut: place.does === 'left-out', done: Object.fromEntries(Object.entries(done).filter(([, rows]) => rows > 0)),
  kept: place.kept.map(({ rows, reason, exemption, law, until, hold }) => ({ rows, reason, exemption, law, until: until === null || until.open > 0 ? null : until.last, hold: hold !== null })),
  remaining: left?.counts ?? {},
});

/** Hex SHA-256 of the statement's canonical JSON (RFC 8785): what the fact `request.closed` pins. */
export const statementDigest = (statement: CertificateStatement): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(statement as unknown as Json))));
