import type { ReferenceControl } from './control.ts';

/** Vulnerabilities and hardening. */
export const vulnerabilitiesControls: readonly ReferenceControl[] = [
  {
    id: 'VUL-01', domain: 'VUL', title: 'Vulnerability scanning', ownerRole: 'Security lead',
    statement: 'Hosts, images, cloud settings and external endpoints are scanned at least weekly; code dependencies on each build and daily.',
    nature: 'automated', effect: 'detective', frequency: ['weekly'], appliesWhen: 'always',
    criteria: ['CC7.1'], gdpr: ['Art. 32(1)(d)'], policies: ['POL-16'],
    evidence: ['Scan schedule, coverage, reports'],
    managementTest: 'For sampled weeks inspect that scans ran on all in-scope assets',
    population: 'Weeks in period; assets',
  },
  {
    id: 'VUL-02', domain: 'VUL', title: 'Remediation and patching in set times', ownerRole: 'Engineering manager',
    statement: 'Vulnerabilities are fixed by severity (for example critical 7, high 30, medium 90 days); overdue ones have an approved exception; operating systems and services are kept patched.',
    nature: 'hybrid', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['CC7.1', 'CC6.8'], gdpr: ['Art. 32(1)(b)', 'Art. 32(1)(d)'], policies: ['POL-16'],
    evidence: ['Finding list with first-seen and fixed dates', 'exceptions'],
    managementTest: 'For a sample of findings compare time to fix with the standard and inspect exceptions',
    population: 'Findings opened or closed in period',
  },
  {
    id: 'VUL-03', domain: 'VUL', title: 'Hardening baselines', ownerRole: 'Platform lead',
    statement: 'Servers, containers, cloud accounts and devices are built from approved baselines, defaults are changed and unused services off.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC5.2', 'CC6.8', 'CC7.1'], gdpr: ['Art. 25', 'Art. 32'], policies: ['POL-08'],
    evidence: ['Baseline document', 'templates', 'benchmark scan'],
    managementTest: 'Inspect baseline and a benchmark scan for a sample of assets',
    population: 'Asset types',
  },
  {
    id: 'VUL-04', domain: 'VUL', title: 'Threat and advisory intake', ownerRole: 'Security lead',
    statement: 'Security advisories for the technology in use are followed, and relevant ones raise a ticket.',
    nature: 'manual', effect: 'detective', frequency: ['weekly'], appliesWhen: 'always',
    criteria: ['CC3.2', 'CC7.1'], gdpr: ['Art. 32(2)'], policies: ['POL-16'],
    evidence: ['Subscription list', 'tickets'],
    managementTest: 'Inspect subscriptions; for a sample of relevant advisories inspect the ticket',
    population: 'Relevant advisories in period',
  },
];
