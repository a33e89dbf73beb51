import type { ReferenceControl } from './control.ts';

/** Monitoring of controls. */
export const monitoringControls: readonly ReferenceControl[] = [
  {
    id: 'MON-01', domain: 'MON', title: 'Continuous control monitoring', ownerRole: 'Compliance manager',
    statement: 'Automated checks compare system settings with the control set at least daily, store each result with time and source, and alert owners on failure.',
    nature: 'automated', effect: 'detective', frequency: ['daily'], appliesWhen: 'always',
    criteria: ['CC4.1', 'CC2.1', 'CC7.1'], gdpr: ['Art. 32(1)(d)', 'Art. 5(2)'], policies: ['POL-25'],
    evidence: ['Check definitions', 'result history', 'alert and ticket'],
    managementTest: 'Inspect definitions and result history; for a sample of days inspect that checks ran; for a sample of failures inspect alert and resolution',
    population: 'Check runs in period; failed checks',
  },
  {
    id: 'MON-02', domain: 'MON', title: 'Coverage gaps in monitoring', ownerRole: 'Compliance manager',
    statement: 'When a connector or check stops delivering results, the gap is shown, logged, alerted and closed, and other evidence for the gap is obtained; no result is assumed for it.',
    nature: 'automated', effect: 'detective', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC4.1', 'CC2.1'], gdpr: ['Art. 32(1)(d)'], policies: ['POL-25'],
    evidence: ['Gap log with start, end, cause, replacement evidence'],
    managementTest: 'Inspect the gap log; for a sample of gaps inspect cause, replacement evidence and that reports show the gap',
    population: 'Gaps in period',
  },
  {
    id: 'MON-03', domain: 'MON', title: 'Internal control review', ownerRole: 'Compliance manager',
    statement: 'At least yearly someone who does not run the controls tests a selection for design and operation and reports to management.',
    nature: 'manual', effect: 'detective', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC4.1', 'CC2.1'], gdpr: ['Art. 32(1)(d)', 'Art. 39(1)(b)'], policies: ['POL-25'],
    evidence: ['Review plan, working papers, report'],
    managementTest: 'Inspect the plan, the reviewer\'s independence from the controls and the report',
    population: null,
  },
  {
    id: 'MON-04', domain: 'MON', title: 'Deficiency and corrective action tracking', ownerRole: 'Compliance manager',
    statement: 'Control failures, audit findings and policy breaches are logged with severity, owner and due date, reported to management and followed to closure.',
    nature: 'manual', effect: 'detective', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC4.2', 'CC5.3'], gdpr: ['Art. 24', 'Art. 32(1)(d)'], policies: ['POL-25'],
    evidence: ['Issue log with dates', 'closure evidence'],
    managementTest: 'For a sample of issues inspect owner, severity, due date and closure evidence; inspect reporting of overdue items',
    population: 'Issues raised in period',
  },
  {
    id: 'MON-05', domain: 'MON', title: 'Penetration test', ownerRole: 'Security lead',
    statement: 'An independent, competent party tests the application and its exposed infrastructure at least yearly and after major change; findings are ranked, fixed in set times and retested.',
    nature: 'manual', effect: 'detective', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC4.1', 'CC7.1', 'CC3.2'], gdpr: ['Art. 32(1)(d)'], policies: ['POL-16'],
    evidence: ['Report with tester, scope, dates, method', 'remediation tickets', 'retest letter'],
    managementTest: 'Inspect the report for scope and date in the period; for high and critical findings inspect remediation and retest',
    population: 'Findings of the test',
  },
];
