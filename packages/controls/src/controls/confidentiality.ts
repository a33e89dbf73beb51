import type { ReferenceControl } from './control.ts';

/** Confidentiality. */
export const confidentialityControls: readonly ReferenceControl[] = [
  {
    id: 'CON-01', domain: 'CON', title: 'Data classification and handling', ownerRole: 'Security lead',
    statement: 'Data is classified (for example public, internal, confidential, restricted) and each class has rules for access, storage, sharing and disposal; systems and stores carry the class.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['C1.1', 'CC6.1', 'CC6.7'], gdpr: ['Art. 5(1)(f)', 'Art. 9', 'Art. 32'], policies: ['POL-06'],
    evidence: ['Policy', 'inventory with class', 'labels'],
    managementTest: 'Inspect classification of a sample of stores and documents against the rules',
    population: 'Data inventory',
  },
  {
    id: 'CON-02', domain: 'CON', title: 'Retention schedule', ownerRole: 'Privacy lead',
    statement: 'A schedule states how long each class of data is kept, why, and how it is deleted; deletion runs automatically or by task and is logged.',
    nature: 'hybrid', effect: 'preventive', frequency: ['monthly'], appliesWhen: 'always',
    criteria: ['C1.1', 'C1.2', 'P4.2'], gdpr: ['Art. 5(1)(e)', 'Art. 13(2)(a)', 'Art. 30(1)(f)'], policies: ['POL-20'],
    evidence: ['Schedule', 'job settings', 'deletion log'],
    managementTest: 'Inspect schedule; for sampled months inspect deletion runs; test that no item is older than its limit',
    population: 'Deletion runs; stores',
  },
  {
    id: 'CON-03', domain: 'CON', title: 'Staff access to customer data', ownerRole: 'Support lead',
    statement: 'Staff see customer data only for an approved reason, for limited time, and each access is logged and reviewed.',
    nature: 'hybrid', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['C1.1', 'CC6.3', 'P4.1'], gdpr: ['Art. 5(1)(b)', 'Art. 5(1)(f)', 'Art. 29', 'Art. 32(4)'], policies: ['POL-04', 'POL-06'],
    evidence: ['Access request and log', 'review'],
    managementTest: 'For a sample of accesses inspect reason, approval and expiry',
    population: 'Staff accesses to customer data in period',
  },
  {
    id: 'CON-04', domain: 'CON', title: 'Deletion at end of contract', ownerRole: 'Support lead',
    statement: 'Customer data is returned on request and deleted, backups included, within the contract time after termination, with confirmation.',
    nature: 'hybrid', effect: 'preventive', frequency: ['event'], appliesWhen: 'always',
    criteria: ['C1.2', 'P4.3'], gdpr: ['Art. 28(3)(g)', 'Art. 5(1)(e)'], policies: ['POL-20'],
    evidence: ['Termination list', 'deletion log', 'confirmation'],
    managementTest: 'For a sample of ended customers compare end date, deletion date and scope',
    population: 'Terminated customers in period',
  },
];
