import type { Answer } from '@avouch/api/client';

/** How far the evidence for a criterion is: never “met”. */
export type Readiness = Answer<'standing'>['criteria'][number]['readiness'];

const kinds: Readonly<Record<Readiness, string>> = { 'no control mapped': 'none', 'control not in place': 'none', 'evidence incomplete': 'incomplete', 'deviations open': 'open', 'evidence complete – not examined': 'complete' };
const meanings: Readonly<Record<Readiness, string>> = {
  'no control mapped': 'No control of yours addresses this criterion yet.', 'control not in place': 'At least one of its controls is not started.',
  'evidence incomplete': 'For at least one of its controls the evidence is missing or too old.', 'deviations open': 'At least one of its controls fails a check.',
  'evidence complete – not examined': 'Every applicable control has fresh evidence. No auditor has examined it.',
};

/** The readiness of a criterion in its own words. */
export function ReadinessWord({ readiness }: { readonly readiness: Readiness }) {
  return <span className="readiness" data-kind={kinds[readiness]} title={meanings[readiness]}>{readiness}</span>;
}
