import type { ReferenceControl } from './control.ts';

/** Logging and detection. */
export const loggingControls: readonly ReferenceControl[] = [
  {
    id: 'LOG-01', domain: 'LOG', title: 'Central logging and retention', ownerRole: 'Platform lead',
    statement: 'Authentication, administration, change, data-access and security events of in-scope systems go to a central store that cannot be altered by those logged and are kept for at least 12 months.',
    nature: 'automated', effect: 'detective', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC7.2', 'CC7.3', 'CC2.1'], gdpr: ['Art. 32(1)(b)', 'Art. 33(5)', 'Art. 5(1)(f)'], policies: ['POL-17'],
    evidence: ['Source list', 'retention and immutability settings', 'sample events'],
    managementTest: 'Inspect sources against inventory and retention; generate an event and trace it to the store',
    population: 'Log sources',
  },
  {
    id: 'LOG-02', domain: 'LOG', title: 'SIEM alerts and triage', ownerRole: 'Security lead',
    statement: 'Detection rules raise alerts that are triaged within set times by severity, with outcome recorded; rules are reviewed at least yearly.',
    nature: 'hybrid', effect: 'detective', frequency: ['multiple-daily'], appliesWhen: 'always',
    criteria: ['CC7.2', 'CC7.3'], gdpr: ['Art. 32(1)(b)', 'Art. 33(1)'], policies: ['POL-17'],
    evidence: ['Rule list', 'alert queue export with times and outcome'],
    managementTest: 'For a sample of alerts compare raise time, triage time and outcome with the standard; inspect rule review',
    population: 'Alerts in period',
  },
  {
    id: 'LOG-03', domain: 'LOG', title: 'Configuration drift and change detection', ownerRole: 'Platform lead',
    statement: 'Unapproved changes to production configuration, privileged groups or critical files are detected and compared with approved changes.',
    nature: 'automated', effect: 'detective', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC7.1', 'CC6.8', 'CC8.1'], gdpr: ['Art. 32(1)(d)'], policies: ['POL-08', 'POL-17'],
    evidence: ['Drift report', 'cloud change log', 'match to tickets'],
    managementTest: 'For a sample of detected changes inspect match to an approved change or follow-up',
    population: 'Detected changes in period',
  },
];
