import type { ReferenceControl } from './control.ts';

/** Encryption and secrets. */
export const encryptionControls: readonly ReferenceControl[] = [
  {
    id: 'CRY-01', domain: 'CRY', title: 'Encryption in transit', ownerRole: 'Platform lead',
    statement: 'Traffic over public networks, and between services where data is sensitive, uses TLS 1.2 or newer with valid certificates that renew automatically.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.7', 'CC6.1'], gdpr: ['Art. 32(1)(a)'], policies: ['POL-07'],
    evidence: ['TLS scan', 'load balancer policy', 'certificate list'],
    managementTest: 'Inspect policy; reperform a TLS scan of public endpoints; inspect certificate expiry',
    population: 'Public endpoints',
  },
  {
    id: 'CRY-02', domain: 'CRY', title: 'Encryption at rest', ownerRole: 'Platform lead',
    statement: 'Databases, object storage, disks, backups and logs with customer data are encrypted with strong algorithms (AES-256 or equal).',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.1', 'CC6.7', 'C1.1'], gdpr: ['Art. 32(1)(a)', 'Art. 34(3)(a)'], policies: ['POL-07'],
    evidence: ['Configuration export per store'],
    managementTest: 'Inspect the encryption setting of every data store in the inventory (full population)',
    population: 'Data stores',
  },
  {
    id: 'CRY-03', domain: 'CRY', title: 'Key management', ownerRole: 'Platform lead',
    statement: 'Encryption keys are held in a key service, use is limited and logged, and keys are rotated at least yearly or by the provider\'s automatic rotation.',
    nature: 'automated', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC6.1'], gdpr: ['Art. 32(1)(a)'], policies: ['POL-07'],
    evidence: ['Key list, key policy, rotation status'],
    managementTest: 'Inspect key policy and rotation for the keys in use; inspect who may use or delete keys',
    population: 'Keys in use',
  },
  {
    id: 'CRY-04', domain: 'CRY', title: 'Secrets management', ownerRole: 'Engineering manager',
    statement: 'Secrets are kept in a vault, not in code, tickets or images; repositories are scanned and found secrets are revoked.',
    nature: 'automated', effect: 'preventive', frequency: ['continuous'], appliesWhen: 'always',
    criteria: ['CC6.1', 'CC8.1'], gdpr: ['Art. 32(1)(b)'], policies: ['POL-07'],
    evidence: ['Vault configuration', 'scan results', 'revocation tickets'],
    managementTest: 'Inspect vault access and scan settings; for a sample of findings inspect revocation',
    population: 'Secret-scan findings in period',
  },
];
