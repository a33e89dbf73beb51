import { controlSet, type EffectiveControl } from '@avouch/controls/controls';
import { evidenceSpan } from '@avouch/controls/evidence';
import type { EvidenceSpan } from '@avouch/controls/status';
import type { RecordVersion } from '@avouch/records/record-type';

/** A control as it stands for the company. */
export type Control = EffectiveControl;

/** The controls that serve the categories in scope, as the company's records change them. */
export const controlsIn = (records: readonly RecordVersion[], categories: readonly string[]): readonly Control[] =>
  controlSet({ companyControls: records, categories }).controls;

/**
 * When a piece of evidence supports a control. It never does before it was filed, so that the page as of a day says the same of
 * that day as the strip of days does later.
 */
function spanOf(record: RecordVersion, control: Control): EvidenceSpan {
  const span = evidenceSpan(record, control);
  return { ...span, from: span.from > record.recorded ? span.from : record.recorded };
}

const controlsOf = (record: RecordVersion): readonly string[] => record.value['controls'] as readonly string[];

/** The evidence of each control that has some. */
export function evidenceSpansOf(evidence: readonly RecordVersion[], controls: readonly Control[]): ReadonlyMap<string, readonly EvidenceSpan[]> {
  const spans = new Map<string, EvidenceSpan[]>();
  const byId = new Map(controls.map((control) => [control.id, control]));
  for (const record of evidence) {
    for (const id of controlsOf(record)) {
      const control = byId.get(id);
      if (control === undefined) continue;
      const own = spans.get(id);
      if (own === undefined) spans.set(id, [spanOf(record, control)]);
      else own.push(spanOf(record, control));
    }
  }
  return spans;
}

/** Until when a piece of evidence counts for at least one of its controls. */
export function freshUntilOf(record: RecordVersion, controls: readonly Control[]): string {
  const ends = controls.filter(({ id }) => controlsOf(record).includes(id)).map((control) => evidenceSpan(record, control).freshUntil);
  return ends.toSorted().at(-1) ?? record.captured;
}
