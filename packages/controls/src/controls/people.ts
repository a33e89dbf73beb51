import type { ReferenceControl } from './control.ts';

/** People. */
export const peopleControls: readonly ReferenceControl[] = [
  {
    id: 'HRS-01', domain: 'HRS', title: 'Background checks', ownerRole: 'HR lead',
    statement: 'Candidates for roles with access to in-scope systems pass a background check allowed by local law before access is given.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC1.4', 'CC1.1'], gdpr: ['Art. 6', 'Art. 10', 'Art. 88'], policies: ['POL-11'],
    evidence: ['Check completion record (result only), date, start date', 'note where local law forbids a check'],
    managementTest: 'For a sample of hires inspect that the check was completed before access was granted, or that a lawful exception was approved',
    population: 'New hires in period (HR system)',
  },
  {
    id: 'HRS-02', domain: 'HRS', title: 'Job descriptions and performance review', ownerRole: 'HR lead',
    statement: 'Roles have written descriptions with skills and control duties; each employee\'s performance is reviewed at least yearly.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC1.3', 'CC1.4', 'CC1.5'], gdpr: ['Art. 32'], policies: ['POL-11'],
    evidence: ['Job descriptions', 'review records (completion, not content)'],
    managementTest: 'Inspect descriptions for a sample of roles; for a sample of employees inspect completed review in the period',
    population: 'Active staff list; roles',
  },
  {
    id: 'HRS-03', domain: 'HRS', title: 'Confidentiality agreements', ownerRole: 'HR lead',
    statement: 'Staff and contractors sign confidentiality terms before they receive access to confidential information.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC1.1', 'CC2.2', 'C1.1'], gdpr: ['Art. 28(3)(b)', 'Art. 29', 'Art. 32(4)'], policies: ['POL-11'],
    evidence: ['Signed agreement with date'],
    managementTest: 'For a sample of hires and contractors inspect signature on or before the first access date',
    population: 'New hires and contractors in period',
  },
  {
    id: 'HRS-04', domain: 'HRS', title: 'Onboarding checklist', ownerRole: 'HR lead',
    statement: 'Each new starter goes through a checklist: agreements, policy acceptance, training, device setup and role-based access request.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC1.4', 'CC6.2', 'CC2.2'], gdpr: ['Art. 32(4)'], policies: ['POL-11'],
    evidence: ['Completed checklist or ticket per starter'],
    managementTest: 'For a sample of starters inspect that all steps were completed within the set time',
    population: 'New hires in period',
  },
  {
    id: 'HRS-05', domain: 'HRS', title: 'Security and privacy training', ownerRole: 'Security lead',
    statement: 'Staff complete security and privacy awareness training within 30 days of starting and yearly; developers and privileged users also complete role training.',
    nature: 'hybrid', effect: 'preventive', frequency: ['event', 'annual'], appliesWhen: 'always',
    criteria: ['CC1.4', 'CC2.2'], gdpr: ['Art. 32(4)', 'Art. 39(1)(b)', 'Art. 24'], policies: ['POL-12'],
    evidence: ['Training content', 'completion log with person, course version, date, score'],
    managementTest: 'For a sample of starters and of current staff inspect completion within the set time; inspect content for relevance',
    population: 'New hires; active staff list; developers list',
  },
  {
    id: 'HRS-06', domain: 'HRS', title: 'Off-boarding and return of assets', ownerRole: 'HR lead',
    statement: 'When someone leaves, HR opens a leaver record that triggers access removal and return of devices and badges; completion is recorded.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC6.2', 'CC6.3', 'CC6.4'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-04', 'POL-11'],
    evidence: ['Leaver ticket with last day, removal time per system, asset return'],
    managementTest: 'For a sample of leavers compare last day with removal time and asset return; compare leaver list to HR system for completeness',
    population: 'Terminations in period (HR system)',
  },
];
