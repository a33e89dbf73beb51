import type { ReferenceControl } from './control.ts';

/** Physical and media. */
export const physicalControls: readonly ReferenceControl[] = [
  {
    id: 'PHY-01', domain: 'PHY', title: 'Office access and visitors', ownerRole: 'Office manager',
    statement: 'Office entry is limited to authorised people by key, badge or code; visitors sign in and are escorted; access is removed when people leave and reviewed half-yearly. (Fully remote companies record that no in-scope equipment is in an office.)',
    nature: 'manual', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'office',
    criteria: ['CC6.4'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-10'],
    evidence: ['Badge list', 'visitor log', 'review record', 'or statement of remote work'],
    managementTest: 'Observe entry controls; inspect visitor log; compare badge list with active staff',
    population: 'Badge holders; visitor days',
  },
  {
    id: 'PHY-02', domain: 'PHY', title: 'Data centre protection by provider', ownerRole: 'Compliance manager',
    statement: 'Physical and environmental protection of hosting sites is the provider\'s duty; its assurance report is obtained and reviewed yearly for scope, period and exceptions.',
    nature: 'manual', effect: 'detective', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC6.4', 'A1.2', 'CC9.2'], gdpr: ['Art. 28(1)', 'Art. 32'], policies: ['POL-10', 'POL-14'],
    evidence: ['Provider report', 'review note with gaps and user controls'],
    managementTest: 'Inspect the review for report period, opinion, exceptions and mapping of user controls',
    population: 'Hosting providers',
  },
  {
    id: 'PHY-03', domain: 'PHY', title: 'Sanitising and disposal of media', ownerRole: 'IT admin',
    statement: 'Devices and media are wiped or destroyed by a recognised method before reuse or disposal, with a record per item.',
    nature: 'manual', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC6.5', 'C1.2', 'P4.3'], gdpr: ['Art. 5(1)(e)', 'Art. 5(1)(f)', 'Art. 32'], policies: ['POL-05', 'POL-20'],
    evidence: ['Wipe log or destruction certificate with serial number'],
    managementTest: 'For a sample of retired devices inspect wipe or destruction record dated before disposal',
    population: 'Devices retired in period (asset inventory)',
  },
];
