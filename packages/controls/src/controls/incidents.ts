import type { ReferenceControl } from './control.ts';

/** Incidents. */
export const incidentsControls: readonly ReferenceControl[] = [
  {
    id: 'INC-01', domain: 'INC', title: 'Incident response plan', ownerRole: 'Security lead',
    statement: 'A plan names roles, severity levels, steps, communication, evidence handling and legal duties; it is approved and reviewed yearly.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC7.3', 'CC7.4', 'CC7.5'], gdpr: ['Art. 33', 'Art. 34', 'Art. 32'], policies: ['POL-18'],
    evidence: ['Plan with version and approval', 'on-call roster'],
    managementTest: 'Inspect plan for content, approval and review in the period',
    population: null,
  },
  {
    id: 'INC-02', domain: 'INC', title: 'Event triage and classification', ownerRole: 'Security lead',
    statement: 'Reported and detected events are logged, classified by severity and personal-data impact, and escalated in set times.',
    nature: 'manual', effect: 'detective', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC7.3', 'CC7.4'], gdpr: ['Art. 33(1)'], policies: ['POL-18'],
    evidence: ['Event log with times, severity, decision'],
    managementTest: 'For a sample of events inspect classification, times and escalation',
    population: 'Security events in period',
  },
  {
    id: 'INC-03', domain: 'INC', title: 'Incident handling and customer notice', ownerRole: 'Security lead',
    statement: 'Incidents are contained, removed and documented from detection to closure, and affected customers are told as contracts require.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC7.4', 'CC2.3'], gdpr: ['Art. 33(2)', 'Art. 33(5)'], policies: ['POL-18'],
    evidence: ['Incident record with timeline, actions, notices'],
    managementTest: 'For all or a sample of incidents inspect timeline, containment, notices against contract terms',
    population: 'Incidents in period',
  },
  {
    id: 'INC-04', domain: 'INC', title: 'Post-incident review and recovery', ownerRole: 'Security lead',
    statement: 'Significant incidents get a root-cause review with actions; recovery steps are verified and lessons change the plan or controls.',
    nature: 'manual', effect: 'detective', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC7.5', 'CC7.4', 'CC4.2'], gdpr: ['Art. 33(5)', 'Art. 32(1)(d)'], policies: ['POL-18'],
    evidence: ['Review document', 'action tickets'],
    managementTest: 'For significant incidents inspect review and follow actions to closure',
    population: 'Significant incidents in period',
  },
  {
    id: 'INC-05', domain: 'INC', title: 'Incident exercise', ownerRole: 'Security lead',
    statement: 'The incident plan is exercised at least yearly and lessons are acted on.',
    nature: 'manual', effect: 'detective', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC7.4', 'CC7.5', 'CC4.1'], gdpr: ['Art. 32(1)(d)'], policies: ['POL-18'],
    evidence: ['Exercise scenario, attendance, report, actions'],
    managementTest: 'Inspect the record of the exercise in the period and follow-up of actions',
    population: null,
  },
  {
    id: 'INC-06', domain: 'INC', title: 'Personal-data breach assessment, register and notification', ownerRole: 'Privacy lead',
    statement: 'Each breach of personal data is assessed for risk, entered in the breach register, notified to the authority within 72 hours of awareness where required, and to people where high risk; as processor, to the controller without undue delay.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['P6.3', 'P6.6', 'CC7.4', 'CC2.3'], gdpr: ['Art. 33', 'Art. 34', 'Art. 28(3)(f)'], policies: ['POL-18'],
    evidence: ['Breach register', 'assessment', 'notices with times', 'reasons for any delay'],
    managementTest: 'For all breaches compare awareness time, assessment, decision and notice times; inspect content of notices',
    population: 'Personal-data breaches in period',
  },
];
