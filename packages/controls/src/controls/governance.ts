import type { ReferenceControl } from './control.ts';

/** Governance. */
export const governanceControls: readonly ReferenceControl[] = [
  {
    id: 'GOV-01', domain: 'GOV', title: 'Code of conduct', ownerRole: 'HR lead',
    statement: 'All staff and contractors accept a code of conduct when they start and once a year; breaches go through a written disciplinary process.',
    nature: 'manual', effect: 'preventive', frequency: ['event', 'annual'], appliesWhen: 'always',
    criteria: ['CC1.1', 'CC1.5'], gdpr: ['Art. 5(2)', 'Art. 24'], policies: ['POL-02', 'POL-11'],
    evidence: ['Code of conduct with version and approval', 'acknowledgement records', 'disciplinary procedure'],
    managementTest: 'Inspect the code and its approval; for a sample of hires and current staff inspect dated acknowledgements; ask HR about breaches and inspect how any were handled',
    population: 'New hires in period; active staff list',
  },
  {
    id: 'GOV-02', domain: 'GOV', title: 'Board or owner oversight', ownerRole: 'CEO',
    statement: 'A board, or where there is none an oversight body with at least one member independent of daily management, meets at least once a year on security, risk and control results and records its decisions.',
    nature: 'manual', effect: 'detective', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC1.2', 'CC4.2'], gdpr: ['Art. 5(2)', 'Art. 24'], policies: ['POL-01'],
    evidence: ['Charter or bylaws', 'list of members with independence noted', 'agenda and minutes', 'papers shown'],
    managementTest: 'Inspect charter, membership and minutes for evidence that risk and control results were discussed by members independent of management',
    population: 'Meetings held in period',
  },
  {
    id: 'GOV-03', domain: 'GOV', title: 'Organisation chart and security roles', ownerRole: 'CEO',
    statement: 'An organisation chart shows reporting lines, and security, privacy and control duties are assigned in writing to named roles; both are reviewed yearly.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC1.3', 'CC1.5', 'CC5.3'], gdpr: ['Art. 24', 'Art. 32'], policies: ['POL-01'],
    evidence: ['Dated organisation chart', 'role and responsibility matrix', 'appointment of security lead'],
    managementTest: 'Inspect chart and matrix for date, named roles and review in the period; compare with HR list',
    population: null,
  },
  {
    id: 'GOV-04', domain: 'GOV', title: 'Policy approval and yearly review', ownerRole: 'Security lead',
    statement: 'The policy set is approved by a named approver, reviewed at least once a year and after major change, versioned and published to staff; exceptions are time-limited, approved and logged.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC5.3', 'CC2.2', 'CC1.3'], gdpr: ['Art. 24(2)', 'Art. 32'], policies: ['POL-01'],
    evidence: ['Policy documents with version history and approval', 'publication place', 'exception register'],
    managementTest: 'For each in-scope policy inspect version, approver, approval date and review within the period; inspect exceptions for approval and expiry',
    population: 'Policy register; exception register',
  },
  {
    id: 'GOV-05', domain: 'GOV', title: 'Policy acknowledgement', ownerRole: 'HR lead',
    statement: 'Staff acknowledge the policies that apply to them when they join and whenever a material version is issued.',
    nature: 'hybrid', effect: 'preventive', frequency: ['event', 'annual'], appliesWhen: 'always',
    criteria: ['CC2.2', 'CC5.3', 'CC1.5'], gdpr: ['Art. 24(2)', 'Art. 29', 'Art. 32(4)'], policies: ['POL-03', 'POL-11'],
    evidence: ['Acknowledgement log with person, policy version and time'],
    managementTest: 'For a sample of hires and of current staff inspect acknowledgement of the version in force within the set time',
    population: 'New hires in period; active staff list',
  },
  {
    id: 'GOV-06', domain: 'GOV', title: 'Management security review', ownerRole: 'Security lead',
    statement: 'Management meets at least quarterly on risks, incidents, control failures, audit findings, resources and open actions, and records decisions.',
    nature: 'manual', effect: 'detective', frequency: ['quarterly'], appliesWhen: 'always',
    criteria: ['CC2.1', 'CC2.2', 'CC4.2', 'CC1.2'], gdpr: ['Art. 24', 'Art. 32(1)(d)'], policies: ['POL-01', 'POL-25'],
    evidence: ['Agenda, minutes, action list'],
    managementTest: 'For the sampled quarters inspect minutes and follow one action to closure',
    population: 'Quarters in period',
  },
];
