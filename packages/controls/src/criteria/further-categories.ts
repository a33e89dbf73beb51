import type { Criterion } from './criterion.ts';

/** The criteria of series A1, C1, PI1, in our own words. */
export const furtherCategoriesCriteria: readonly Criterion[] = [
  {
    id: 'A1.1', series: 'A1', seriesTitle: 'Availability', category: 'availability', cosoPrinciple: null,
    title: 'Capacity',
    paraphrase: 'Usage and capacity are measured and forecast so that more can be added in time.',
  },
  {
    id: 'A1.2', series: 'A1', seriesTitle: 'Availability', category: 'availability', cosoPrinciple: null,
    title: 'Environment, backup and recovery infrastructure',
    paraphrase: 'Environmental protection, backup processes and recovery infrastructure are designed, run, maintained and monitored.',
  },
  {
    id: 'A1.3', series: 'A1', seriesTitle: 'Availability', category: 'availability', cosoPrinciple: null,
    title: 'Recovery testing',
    paraphrase: 'The procedures for recovering the system are tested.',
  },
  {
    id: 'PI1.1', series: 'PI1', seriesTitle: 'Processing integrity', category: 'processing-integrity', cosoPrinciple: null,
    title: 'Processing specifications',
    paraphrase: 'Definitions of the data and specifications of the product are obtained or written and made known so that it can be used correctly.',
  },
  {
    id: 'PI1.2', series: 'PI1', seriesTitle: 'Processing integrity', category: 'processing-integrity', cosoPrinciple: null,
    title: 'Inputs',
    paraphrase: 'Rules and checks make sure what goes in is complete and accurate.',
  },
  {
    id: 'PI1.3', series: 'PI1', seriesTitle: 'Processing integrity', category: 'processing-integrity', cosoPrinciple: null,
    title: 'Processing',
    paraphrase: 'Rules and checks make sure processing gives results that match the specification, and errors are found and corrected.',
  },
  {
    id: 'PI1.4', series: 'PI1', seriesTitle: 'Processing integrity', category: 'processing-integrity', cosoPrinciple: null,
    title: 'Outputs',
    paraphrase: 'Results reach the intended recipient complete, accurate and on time.',
  },
  {
    id: 'PI1.5', series: 'PI1', seriesTitle: 'Processing integrity', category: 'processing-integrity', cosoPrinciple: null,
    title: 'Storage',
    paraphrase: 'Inputs, work in progress and outputs are stored complete, accurate and for as long as specified.',
  },
  {
    id: 'C1.1', series: 'C1', seriesTitle: 'Confidentiality', category: 'confidentiality', cosoPrinciple: null,
    title: 'Identify and protect confidential information',
    paraphrase: 'Confidential information is recognised, marked out and protected for as long as it must be kept.',
  },
  {
    id: 'C1.2', series: 'C1', seriesTitle: 'Confidentiality', category: 'confidentiality', cosoPrinciple: null,
    title: 'Dispose of confidential information',
    paraphrase: 'Confidential information is destroyed or erased when it is due.',
  },
];
