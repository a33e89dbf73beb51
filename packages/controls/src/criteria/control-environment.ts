import type { Criterion } from './criterion.ts';

/** The criteria of series CC1, CC2, in our own words. */
export const controlEnvironmentCriteria: readonly Criterion[] = [
  {
    id: 'CC1.1', series: 'CC1', seriesTitle: 'Control environment', category: 'security', cosoPrinciple: 1,
    title: 'Integrity and ethical values',
    paraphrase: 'Leaders set, live by and enforce a standard of honest conduct, and departures from it are noticed and dealt with.',
  },
  {
    id: 'CC1.2', series: 'CC1', seriesTitle: 'Control environment', category: 'security', cosoPrinciple: 2,
    title: 'Board oversight',
    paraphrase: 'People who are independent of day-to-day management watch over how the control system is built and how well it works.',
  },
  {
    id: 'CC1.3', series: 'CC1', seriesTitle: 'Control environment', category: 'security', cosoPrinciple: 3,
    title: 'Structure, authority, responsibility',
    paraphrase: 'Management, overseen by the board, fixes who reports to whom and who may decide what.',
  },
  {
    id: 'CC1.4', series: 'CC1', seriesTitle: 'Control environment', category: 'security', cosoPrinciple: 4,
    title: 'Competence',
    paraphrase: 'The company finds, trains and keeps people whose skills fit their roles.',
  },
  {
    id: 'CC1.5', series: 'CC1', seriesTitle: 'Control environment', category: 'security', cosoPrinciple: 5,
    title: 'Accountability',
    paraphrase: 'Each person answers for the control duties given to them, backed by measures, incentives and consequences.',
  },
  {
    id: 'CC2.1', series: 'CC2', seriesTitle: 'Communication and information', category: 'security', cosoPrinciple: 13,
    title: 'Quality of information',
    paraphrase: 'Control decisions rest on information that is relevant, current, complete and correct.',
  },
  {
    id: 'CC2.2', series: 'CC2', seriesTitle: 'Communication and information', category: 'security', cosoPrinciple: 14,
    title: 'Internal communication',
    paraphrase: 'Staff know the control aims, their own part in them and how to raise a problem.',
  },
  {
    id: 'CC2.3', series: 'CC2', seriesTitle: 'Communication and information', category: 'security', cosoPrinciple: 15,
    title: 'External communication',
    paraphrase: 'Customers, suppliers and other outsiders receive, and can send, the information that matters for controls.',
  },
];
