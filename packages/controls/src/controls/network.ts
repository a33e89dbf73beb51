import type { ReferenceControl } from './control.ts';

/** Network. */
export const networkControls: readonly ReferenceControl[] = [
  {
    id: 'NET-01', domain: 'NET', title: 'Firewall rules', ownerRole: 'Platform lead',
    statement: 'Network firewalls or security groups deny by default and allow only approved ports and sources; rules change only through change control and are reviewed at least yearly.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.6', 'CC6.1'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-08'],
    evidence: ['Rule export', 'review record', 'change tickets'],
    managementTest: 'Inspect rules for open administrative ports and any-source rules; inspect review; for a sample of rule changes inspect approval',
    population: 'Rule changes in period',
  },
  {
    id: 'NET-02', domain: 'NET', title: 'Network segmentation', ownerRole: 'Platform lead',
    statement: 'Databases and internal services sit in private networks, production is separate from other environments and from the office network.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.1', 'CC6.6'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-08'],
    evidence: ['Network diagram', 'subnet and routing export'],
    managementTest: 'Inspect diagram and configuration; confirm no database has a public address',
    population: null,
  },
  {
    id: 'NET-03', domain: 'NET', title: 'VPN or zero-trust remote administration', ownerRole: 'Platform lead',
    statement: 'Administration of production is possible only through VPN, bastion or identity-aware proxy with multi-factor authentication and session logging.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.6', 'CC6.7', 'CC6.1'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-04', 'POL-08'],
    evidence: ['Proxy or VPN settings', 'user list', 'session log'],
    managementTest: 'Inspect settings; compare user list with approved users; observe that direct access fails',
    population: 'Remote access users',
  },
  {
    id: 'NET-04', domain: 'NET', title: 'Web application firewall and denial-of-service protection', ownerRole: 'Platform lead',
    statement: 'Public endpoints are behind a web application firewall, rate limits and denial-of-service protection.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.6', 'A1.2'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-08'],
    evidence: ['Service configuration', 'rule set', 'attack report'],
    managementTest: 'Inspect configuration for all public endpoints in the inventory',
    population: 'Public endpoints',
  },
  {
    id: 'NET-05', domain: 'NET', title: 'Intrusion and threat detection', ownerRole: 'Security lead',
    statement: 'Threat detection runs on cloud accounts, hosts or network and sends findings to the alert queue.',
    nature: 'automated', effect: 'detective', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.6', 'CC6.8', 'CC7.2'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-08', 'POL-17'],
    evidence: ['Service status per account and region', 'finding list'],
    managementTest: 'Inspect that detection is on for all in-scope accounts and regions; for a sample of findings inspect triage',
    population: 'Findings in period',
  },
  {
    id: 'NET-06', domain: 'NET', title: 'No unintended public exposure', ownerRole: 'Platform lead',
    statement: 'Storage, snapshots, databases and consoles are not public unless approved; a daily check reports deviations.',
    nature: 'automated', effect: 'detective', frequency: ['daily'], appliesWhen: 'always',
    criteria: ['CC6.1', 'CC6.6', 'C1.1'], gdpr: ['Art. 25(2)', 'Art. 32(1)(b)'], policies: ['POL-08'],
    evidence: ['Check result history', 'approved public list'],
    managementTest: 'Inspect check results for sampled days; compare public resources with the approved list',
    population: 'Check runs; public resources',
  },
];
