import type { ReferenceControl } from './control.ts';

/** Risk. */
export const riskControls: readonly ReferenceControl[] = [
  {
    id: 'RSK-01', domain: 'RSK', title: 'Objectives, commitments and legal requirements register', ownerRole: 'Compliance manager',
    statement: 'Business objectives, service commitments, system requirements and applicable laws are listed, owned and reviewed yearly as the base of the risk assessment.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC3.1', 'CC5.1'], gdpr: ['Art. 5(2)', 'Art. 24'], policies: ['POL-01', 'POL-13'],
    evidence: ['Register with owner and review date'],
    managementTest: 'Inspect the register for review in the period and for agreement with contracts and the system description',
    population: null,
  },
  {
    id: 'RSK-02', domain: 'RSK', title: 'Risk assessment and risk register', ownerRole: 'Security lead',
    statement: 'At least yearly the company identifies threats, scores likelihood and impact, assigns owners, chooses a treatment with controls and due date, and gets management approval.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC3.1', 'CC3.2', 'CC5.1', 'CC9.1'], gdpr: ['Art. 24', 'Art. 25', 'Art. 32(1)', 'Art. 32(2)'], policies: ['POL-13'],
    evidence: ['Method', 'dated register with history', 'treatment plan', 'approval'],
    managementTest: 'Inspect the assessment performed in the period for scope, scores, owners, treatments and approval; follow a sample of treatments to evidence',
    population: 'Risks with open treatment',
  },
  {
    id: 'RSK-03', domain: 'RSK', title: 'Fraud risk assessment', ownerRole: 'Security lead',
    statement: 'The yearly assessment covers fraud and misuse: insider theft of data, payment fraud, override of controls, bribery and false reporting.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC3.3'], gdpr: ['Art. 32(2)'], policies: ['POL-13'],
    evidence: ['Fraud section of risk register'],
    managementTest: 'Inspect that fraud scenarios were identified, scored and treated in the period',
    population: null,
  },
  {
    id: 'RSK-04', domain: 'RSK', title: 'Assessment of significant change', ownerRole: 'Security lead',
    statement: 'New products, regions, acquisitions, key suppliers, leadership changes or major architecture changes trigger a risk review before go-live.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC3.4', 'CC5.1'], gdpr: ['Art. 25', 'Art. 35(11)'], policies: ['POL-13'],
    evidence: ['Change-risk form or ticket', 'decision'],
    managementTest: 'For a sample of significant changes inspect the risk review and date before go-live',
    population: 'Significant changes in period',
  },
  {
    id: 'RSK-05', domain: 'RSK', title: 'Insurance and risk transfer', ownerRole: 'CFO',
    statement: 'Cyber and business insurance, sized against assessed risk, is kept in force.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC9.1'], gdpr: [], policies: ['POL-13'],
    evidence: ['Certificate of insurance with dates and limits'],
    managementTest: 'Inspect that cover was in force throughout the period',
    population: null,
  },
];
