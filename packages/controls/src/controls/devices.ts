import type { ReferenceControl } from './control.ts';

/** Endpoints. */
export const devicesControls: readonly ReferenceControl[] = [
  {
    id: 'END-01', domain: 'END', title: 'Device management', ownerRole: 'IT admin',
    statement: 'Laptops and mobiles that reach in-scope systems are enrolled in device management that enforces the security baseline and allows remote lock or wipe.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.7', 'CC6.8', 'CC6.1'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-05', 'POL-09'],
    evidence: ['Enrolment list', 'profile settings'],
    managementTest: 'Compare enrolment list with staff and asset list; inspect profile settings',
    population: 'Devices of active staff',
  },
  {
    id: 'END-02', domain: 'END', title: 'Laptop disk encryption', ownerRole: 'IT admin',
    statement: 'Full-disk encryption is enforced and recovery keys are held by the company.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.7', 'CC6.1'], gdpr: ['Art. 32(1)(a)', 'Art. 34(3)(a)'], policies: ['POL-07', 'POL-09'],
    evidence: ['Device report with encryption state'],
    managementTest: 'Inspect encryption state for the full device population; inspect handling of exceptions',
    population: 'Devices of active staff',
  },
  {
    id: 'END-03', domain: 'END', title: 'Endpoint detection and malware protection', ownerRole: 'Security lead',
    statement: 'Endpoint detection or anti-malware runs, updates itself and reports to a console on all company devices and, where suitable, servers.',
    nature: 'automated', effect: 'detective', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.8', 'CC7.1', 'CC7.2'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-09'],
    evidence: ['Console coverage and version report', 'alert list'],
    managementTest: 'Compare console coverage with device inventory; for a sample of alerts inspect response',
    population: 'Devices; alerts in period',
  },
  {
    id: 'END-04', domain: 'END', title: 'Laptop compliance monitoring', ownerRole: 'IT admin',
    statement: 'Device posture (screen lock, firewall, OS updates, encryption, protection agent) is checked at least daily and failures are chased within set time.',
    nature: 'automated', effect: 'detective', frequency: ['daily'], appliesWhen: 'always',
    criteria: ['CC6.8', 'CC7.1', 'CC4.1'], gdpr: ['Art. 32(1)(d)'], policies: ['POL-09'],
    evidence: ['Posture history per device', 'tickets'],
    managementTest: 'For sampled days inspect that posture was collected; for a sample of failures inspect follow-up',
    population: 'Devices x days; failures',
  },
  {
    id: 'END-05', domain: 'END', title: 'Removable media and data transfer', ownerRole: 'Security lead',
    statement: 'Copying confidential data to removable media, personal storage or unapproved services is blocked or limited, and transfers use approved encrypted channels.',
    nature: 'hybrid', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.7', 'C1.1'], gdpr: ['Art. 32(1)(b)', 'Art. 5(1)(f)'], policies: ['POL-03', 'POL-06', 'POL-09'],
    evidence: ['Settings', 'approved-tools list', 'alerts'],
    managementTest: 'Inspect settings; for a sample of alerts inspect follow-up',
    population: 'Alerts in period',
  },
  {
    id: 'END-06', domain: 'END', title: 'Email protection', ownerRole: 'IT admin',
    statement: 'Mail is filtered for malware and phishing, and SPF, DKIM and an enforcing DMARC policy protect the company domain.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.8', 'CC6.6'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-03', 'POL-09'],
    evidence: ['Filter settings', 'DNS records'],
    managementTest: 'Inspect settings; reperform DNS look-ups',
    population: 'Sending domains',
  },
];
