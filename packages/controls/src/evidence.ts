import type { RecordVersion } from '@avouch/records/record-type';
import type { EvidenceSpan } from './status.ts';

export { contentTypeOf } from './evidence/content-type.ts';
export type { ContentType } from './evidence/content-type.ts';
export { freshness } from './evidence/freshness.ts';

/** The largest file that may be filed. */
export const evidenceBytesMax = 50 * 1024 * 1024;

const dayMs = 86_400_000;

/**
 * The time in which a piece of filed evidence supports a control. It begins when it was captured: what is filed late
 * fills no gap before. It ends by the age of what it shows, counted from when that was true, after the control's limit
 * or the evidence's own, whichever is shorter. Evidence that is older than its limit when filed supports nothing.
 */
export function evidenceSpan(evidence: Pick<RecordVersion, 'id' | 'value' | 'captured' | 'heldFrom'>, control: { readonly freshDays: number }): EvidenceSpan {
  const { heldFrom, freshDays } = evidence.value;
  const held = typeof heldFrom === 'string' ? heldFrom : evidence.heldFrom;
  const limit = typeof freshDays === 'number' ? Math.min(freshDays, control.freshDays) : control.freshDays;
  return {
    id: evidence.id,
    from: held > evidence.captured ? held : evidence.captured,
    freshUntil: new Date(Date.parse(held) + limit * dayMs).toISOString(),
  };
}
