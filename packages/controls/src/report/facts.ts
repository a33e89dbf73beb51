import type { RecordVersion } from '@avouch/records/record-type';
import type { Status } from '../status.ts';

/** One subject for which a check found a deviation, or could not tell. */
export type SubjectFact = { readonly name: string; readonly source: string; readonly reason: string; readonly since: string; readonly entry: number };

/** What one check gave on the day: counts over the whole population, and those that did not pass. */
export type CheckFact = {
  readonly id: string; readonly title: string; readonly population: string;
  readonly pass: number; readonly fail: number; readonly notApplicable: number; readonly unknown: number;
  readonly status: Status; readonly reason: string;
  /** The readings that it was judged from. */
  readonly entries: readonly number[];
  /** Failing and unknown subjects in order of name; at most as many as the package prints. */
  readonly failing: readonly SubjectFact[];
  readonly unknownSubjects: readonly SubjectFact[];
};

export type EvidenceFact = { readonly id: string; readonly title: string; readonly heldFrom: string; readonly captured: string; readonly recorded: string; readonly freshUntil: string; readonly file: { readonly name: string; readonly sha256: string } | null; readonly entry: number };

export type GapFact = { readonly from: string; readonly to: string | null; readonly source: string; readonly reason: string };

/** A control as it stood on the day. */
export type ControlFact = {
  readonly id: string; readonly title: string; readonly statement: string; readonly ownerRole: string; readonly nature: 'automated' | 'manual' | 'hybrid'; readonly frequency: readonly string[];
  readonly criteria: readonly string[]; readonly reference: boolean; readonly edited: boolean;
  readonly decision: { readonly decision: 'applicable' | 'not-applicable' | 'excluded'; readonly reason: string; readonly approver: string; readonly entry: number } | null;
  readonly status: Status; readonly reason: string;
  readonly coverage: { readonly fresh: number; readonly days: number } | null;
  readonly checks: readonly string[];
  readonly evidence: readonly EvidenceFact[];
  readonly gaps: readonly GapFact[];
};

export type SourceFact = { readonly id: string; readonly name: string; readonly connector: string; readonly reads: readonly { readonly entityType: string; readonly state: 'complete' | 'problem' | 'never'; readonly at: string | null; readonly reason: string | null; readonly count: number | null; readonly entry: number | null }[]; readonly entry: number };

/** An entry that the package cites: where it stands and its three times. */
export type CitedEntry = { readonly index: number; readonly kind: string; readonly about: string; readonly heldFrom: string | null; readonly captured: string; readonly recorded: string };

/**
 * Everything recorded that a Type I readiness package may say, as of one date, gathered from the ledger's projections in a
 * fixed order. The same facts give the same document.
 */
export type PackageFacts = {
  /** The date of the package, `YYYY-MM-DD`, UTC; the package speaks of its end. */
  readonly asOf: string;
  /** The recorded time of the last entry that was considered. */
  readonly preparedAt: string;
  readonly ledger: { readonly origin: string; readonly size: number; readonly verifierKey: string };
  readonly categories: readonly string[];
  readonly organisation: RecordVersion;
  readonly systems: readonly RecordVersion[];
  readonly commitments: readonly RecordVersion[];
  readonly people: readonly RecordVersion[];
  readonly vendors: readonly RecordVersion[];
  readonly userControls: readonly RecordVersion[];
  readonly incidents: readonly RecordVersion[];
  /** Criteria declared not relevant. */
  readonly notRelevant: readonly RecordVersion[];
  readonly controls: readonly ControlFact[];
  readonly checks: readonly CheckFact[];
  readonly sources: readonly SourceFact[];
  readonly entries: readonly CitedEntry[];
};
