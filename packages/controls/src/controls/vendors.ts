import type { ReferenceControl } from './control.ts';

/** Vendors. */
export const vendorsControls: readonly ReferenceControl[] = [
  {
    id: 'VEN-01', domain: 'VEN', title: 'Vendor inventory and tiers', ownerRole: 'Compliance manager',
    statement: 'Vendors and subservice organisations are listed with service, data, access, owner and risk tier, reviewed yearly.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC9.2', 'CC3.2'], gdpr: ['Art. 28(1)', 'Art. 30'], policies: ['POL-14'],
    evidence: ['Vendor register'],
    managementTest: 'Inspect register for completeness against payment or SSO records and for review',
    population: 'Vendor register; payables list',
  },
  {
    id: 'VEN-02', domain: 'VEN', title: 'Vendor due diligence', ownerRole: 'Compliance manager',
    statement: 'Before use, vendors that touch confidential or personal data or support the service are assessed for security and privacy in line with tier.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC9.2', 'P6.4'], gdpr: ['Art. 28(1)'], policies: ['POL-14'],
    evidence: ['Assessment, decision, date'],
    managementTest: 'For a sample of new vendors inspect assessment before first use',
    population: 'New vendors in period',
  },
  {
    id: 'VEN-03', domain: 'VEN', title: 'Yearly vendor review and exit', ownerRole: 'Compliance manager',
    statement: 'Critical vendors are reviewed yearly: assurance report period, opinion, exceptions, user controls and subservice organisations; on exit data is returned or deleted and access removed.',
    nature: 'manual', effect: 'detective', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC9.2', 'CC4.1', 'P6.4'], gdpr: ['Art. 28(1)', 'Art. 28(3)(g)', 'Art. 28(3)(h)'], policies: ['POL-14'],
    evidence: ['Review note', 'assurance report', 'exit checklist'],
    managementTest: 'For a sample of critical vendors inspect the review in the period; for ended vendors inspect exit record',
    population: 'Critical vendors; ended vendors',
  },
  {
    id: 'VEN-04', domain: 'VEN', title: 'Vendor contracts', ownerRole: 'Legal counsel',
    statement: 'Contracts with vendors that handle confidential data carry security, confidentiality, incident notice, audit and termination terms.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC9.2', 'C1.1', 'P6.5'], gdpr: ['Art. 28(3)', 'Art. 32'], policies: ['POL-14'],
    evidence: ['Signed contract'],
    managementTest: 'For a sample of vendors inspect the terms',
    population: 'In-scope vendors',
  },
  {
    id: 'VEN-05', domain: 'VEN', title: 'Data processing agreements and subprocessors', ownerRole: 'Privacy lead',
    statement: 'A data processing agreement is in force before a processor gets personal data; subprocessors are listed, customers are told of changes with time to object, and the same duties flow down.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'gdpr',
    criteria: ['P6.4', 'P6.5', 'CC9.2'], gdpr: ['Art. 28(2)', 'Art. 28(3)', 'Art. 28(4)', 'Art. 28(9)'], policies: ['POL-14'],
    evidence: ['Signed agreements', 'subprocessor page with history', 'notices'],
    managementTest: 'For a sample of processors inspect agreement and date; for subprocessor changes inspect notice before use',
    population: 'Processors; subprocessor changes in period',
  },
];
