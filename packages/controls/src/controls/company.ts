import type { RecordVersion } from '@avouch/records/record-type';
import type { Frequency } from './control.ts';

/** As much of a control's record as is needed. */
export type CompanyControl = Pick<RecordVersion, 'id' | 'value' | 'ended' | 'recorded' | 'entry'>;

/** What the company decided about a control, with the entry that says so. */
export type ControlDecision = {
  readonly decision: 'applicable' | 'not-applicable' | 'excluded';
  readonly reason: string;
  /** The opaque id of who approved it; empty when nobody is named, as an applicable control needs no approval. */
  readonly approver: string;
  readonly reviewOn: string | null;
  /** When it was recorded: it holds from then on and never earlier. */
  readonly from: string;
  readonly entry: number;
};

/** The fields of a control's record; its schema has checked them. */
export type ControlFields = {
  readonly reference?: string; readonly title?: string; readonly statement?: string; readonly ownerRole?: string; readonly owner?: string;
  readonly nature?: 'automated' | 'manual' | 'hybrid'; readonly effect?: 'preventive' | 'detective'; readonly frequency?: readonly Frequency[];
  readonly decision?: ControlDecision['decision']; readonly reason?: string; readonly approver?: string; readonly reviewOn?: string;
  readonly criteria?: readonly string[]; readonly checks?: readonly string[]; readonly freshDays?: number;
};

export const fieldsOf = (record: CompanyControl): ControlFields => record.value as ControlFields;

/** The decision of a record; null when the control was merely worded. */
export const decisionOf = (record: CompanyControl): ControlDecision | null => {
  const { decision, reason, approver, reviewOn } = fieldsOf(record);
  if (decision === undefined) return null;
  return { decision, reason: reason ?? '', approver: approver ?? '', reviewOn: reviewOn ?? null, from: record.recorded, entry: record.entry };
};

/** The records that stand, one for each control: of several about one, the newest. */
export const standingControls = (records: readonly CompanyControl[]): ReadonlyMap<string, CompanyControl> => {
  const standing = new Map<string, CompanyControl>();
  for (const record of [...records].sort((a, b) => a.entry - b.entry)) {
    const id = fieldsOf(record).reference ?? record.id;
    if (record.ended) standing.delete(id);
    else standing.set(id, record);
  }
  return standing;
};
