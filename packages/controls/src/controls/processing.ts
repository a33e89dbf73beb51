import type { ReferenceControl } from './control.ts';

/** Processing integrity. */
export const processingControls: readonly ReferenceControl[] = [
  {
    id: 'PIN-01', domain: 'PIN', title: 'Product and data specifications', ownerRole: 'Product manager',
    statement: 'Definitions of data, processing rules, limits and error handling are documented, versioned and available to users.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'processing-integrity',
    criteria: ['PI1.1', 'CC2.3'], gdpr: ['Art. 12'], policies: ['POL-24'],
    evidence: ['API and product specifications with versions'],
    managementTest: 'Inspect specifications; for a sample of changes inspect update',
    population: 'Specification changes in period',
  },
  {
    id: 'PIN-02', domain: 'PIN', title: 'Input validation', ownerRole: 'Engineering manager',
    statement: 'Inputs are checked for type, range, format, completeness, duplication and authority; rejected inputs are reported.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'processing-integrity',
    criteria: ['PI1.2'], gdpr: ['Art. 5(1)(d)'], policies: ['POL-24'],
    evidence: ['Validation rules', 'tests', 'rejection log'],
    managementTest: 'Inspect rules; reperform with valid and invalid inputs in a test environment',
    population: null,
  },
  {
    id: 'PIN-03', domain: 'PIN', title: 'Processing monitoring and error correction', ownerRole: 'Engineering manager',
    statement: 'Jobs and queues are monitored; failed or partial processing alerts, is corrected and rerun without duplication.',
    nature: 'automated', effect: 'detective', frequency: ['continuous'], appliesWhen: 'processing-integrity',
    criteria: ['PI1.3'], gdpr: ['Art. 5(1)(d)'], policies: ['POL-24'],
    evidence: ['Job log', 'alert and correction tickets'],
    managementTest: 'For a sample of failures inspect correction and rerun',
    population: 'Failed jobs in period',
  },
  {
    id: 'PIN-04', domain: 'PIN', title: 'Reconciliation', ownerRole: 'Engineering manager',
    statement: 'Counts or totals of inputs, processed items and outputs are compared at least daily for critical flows and differences resolved.',
    nature: 'hybrid', effect: 'detective', frequency: ['daily'], appliesWhen: 'processing-integrity',
    criteria: ['PI1.3', 'PI1.4'], gdpr: ['Art. 5(1)(d)'], policies: ['POL-24'],
    evidence: ['Reconciliation report', 'tickets'],
    managementTest: 'For sampled days inspect reconciliation and follow-up',
    population: 'Days in period',
  },
  {
    id: 'PIN-05', domain: 'PIN', title: 'Output delivery', ownerRole: 'Engineering manager',
    statement: 'Outputs go only to authorised recipients, complete and on time, with delivery logged and failures retried.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'processing-integrity',
    criteria: ['PI1.4'], gdpr: ['Art. 5(1)(f)'], policies: ['POL-24'],
    evidence: ['Delivery log', 'retry settings'],
    managementTest: 'For a sample of outputs compare recipient, time and content with the request',
    population: 'Outputs in period',
  },
  {
    id: 'PIN-06', domain: 'PIN', title: 'Storage integrity', ownerRole: 'Engineering manager',
    statement: 'Stored inputs, interim items and outputs are protected from unrecorded change and kept for the specified time, with integrity checks.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'processing-integrity',
    criteria: ['PI1.5'], gdpr: ['Art. 5(1)(e)', 'Art. 5(1)(f)'], policies: ['POL-24'],
    evidence: ['Constraints, checksums, history', 'retention settings'],
    managementTest: 'Inspect constraints and retention; reperform an integrity check',
    population: null,
  },
];
