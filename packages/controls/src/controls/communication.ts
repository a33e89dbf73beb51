import type { ReferenceControl } from './control.ts';

/** Communication. */
export const communicationControls: readonly ReferenceControl[] = [
  {
    id: 'COM-01', domain: 'COM', title: 'Description of service and responsibilities', ownerRole: 'Product manager',
    statement: 'An up-to-date description of the service, its boundaries and the duties of users is available to staff and customers; customers are told of important changes beforehand.',
    nature: 'manual', effect: 'preventive', frequency: ['event', 'annual'], appliesWhen: 'always',
    criteria: ['CC2.2', 'CC2.3'], gdpr: ['Art. 12'], policies: ['POL-15'],
    evidence: ['Product documentation', 'help centre', 'release notes', 'system diagram'],
    managementTest: 'Inspect documentation for date and content; for a sample of significant changes inspect the notice to customers',
    population: 'Significant releases in period',
  },
  {
    id: 'COM-02', domain: 'COM', title: 'Customer commitments in contracts', ownerRole: 'Legal counsel',
    statement: 'Security, availability, confidentiality and privacy commitments are stated in terms of service, service level agreement, data processing agreement and privacy notice, and reviewed by legal before use.',
    nature: 'manual', effect: 'preventive', frequency: ['event', 'annual'], appliesWhen: 'always',
    criteria: ['CC2.3', 'CC3.1'], gdpr: ['Art. 28(3)', 'Art. 12', 'Art. 13'], policies: ['POL-01'],
    evidence: ['Standard terms, SLA, DPA', 'review record', 'sample of signed contracts'],
    managementTest: 'Inspect standard terms for the commitments in the system description; for a sample of new customers inspect signed or accepted terms',
    population: 'New customers in period',
  },
  {
    id: 'COM-03', domain: 'COM', title: 'Security contact and vulnerability reports', ownerRole: 'Security lead',
    statement: 'A public channel takes security and vulnerability reports; each is logged, acknowledged and triaged within set times.',
    nature: 'manual', effect: 'detective', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC2.3', 'CC7.3'], gdpr: ['Art. 33'], policies: ['POL-16', 'POL-18'],
    evidence: ['security.txt or page', 'report log', 'tickets'],
    managementTest: 'Inspect the public channel; for a sample of reports inspect acknowledgement and triage times',
    population: 'Reports received in period',
  },
  {
    id: 'COM-04', domain: 'COM', title: 'Internal reporting and whistleblowing', ownerRole: 'HR lead',
    statement: 'Staff have a named way, including an anonymous or confidential one, to report security concerns, misconduct or failed controls without reprisal.',
    nature: 'manual', effect: 'detective', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC2.2', 'CC1.1'], gdpr: ['Art. 33(2)'], policies: ['POL-02'],
    evidence: ['Channel description', 'staff notice', 'case log (restricted)'],
    managementTest: 'Inspect that the channel exists and was told to staff; ask for cases and inspect handling of any',
    population: 'Cases in period',
  },
];
