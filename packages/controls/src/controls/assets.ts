import type { ReferenceControl } from './control.ts';

/** Assets and data maps. */
export const assetsControls: readonly ReferenceControl[] = [
  {
    id: 'AST-01', domain: 'AST', title: 'Asset inventory', ownerRole: 'IT admin',
    statement: 'Hardware, cloud resources, software, repositories and services in scope are inventoried with owner and criticality and reconciled at least quarterly.',
    nature: 'hybrid', effect: 'preventive', frequency: ['quarterly'], appliesWhen: 'always',
    criteria: ['CC6.1', 'CC2.1', 'CC3.2'], gdpr: ['Art. 30', 'Art. 32'], policies: ['POL-05'],
    evidence: ['Inventory export', 'reconciliation record'],
    managementTest: 'For sampled quarters inspect reconciliation; trace a sample both ways between inventory and systems',
    population: 'Quarters; inventory items',
  },
  {
    id: 'AST-02', domain: 'AST', title: 'Architecture, network and data-flow diagrams', ownerRole: 'Engineering manager',
    statement: 'Diagrams and a data inventory show where customer and personal data enter, are stored, move and leave, and are reviewed yearly and on major change.',
    nature: 'manual', effect: 'preventive', frequency: ['annual'], appliesWhen: 'always',
    criteria: ['CC2.1', 'CC3.2', 'C1.1'], gdpr: ['Art. 30', 'Art. 5(2)', 'Art. 35(7)(a)'], policies: ['POL-05'],
    evidence: ['Dated diagrams', 'data inventory'],
    managementTest: 'Inspect diagrams for review in the period and compare with the system description and cloud export',
    population: null,
  },
];
