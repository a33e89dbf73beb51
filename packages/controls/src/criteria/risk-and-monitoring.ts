import type { Criterion } from './criterion.ts';

/** The criteria of series CC3, CC4, CC5, in our own words. */
export const riskAndMonitoringCriteria: readonly Criterion[] = [
  {
    id: 'CC3.1', series: 'CC3', seriesTitle: 'Risk assessment', category: 'security', cosoPrinciple: 6,
    title: 'Clear objectives',
    paraphrase: 'Goals are written precisely enough for the risks to them to be named and judged.',
  },
  {
    id: 'CC3.2', series: 'CC3', seriesTitle: 'Risk assessment', category: 'security', cosoPrinciple: 7,
    title: 'Risk identification and analysis',
    paraphrase: 'Risks across the whole entity are found and analysed so that a response to each can be chosen.',
  },
  {
    id: 'CC3.3', series: 'CC3', seriesTitle: 'Risk assessment', category: 'security', cosoPrinciple: 8,
    title: 'Fraud risk',
    paraphrase: 'The risk assessment asks explicitly how someone could cheat: motive, opportunity, override, misuse of systems or assets.',
  },
  {
    id: 'CC3.4', series: 'CC3', seriesTitle: 'Risk assessment', category: 'security', cosoPrinciple: 9,
    title: 'Change risk',
    paraphrase: 'Changes in the business, its leaders, technology, suppliers or surroundings that could upset controls are spotted and assessed.',
  },
  {
    id: 'CC4.1', series: 'CC4', seriesTitle: 'Monitoring activities', category: 'security', cosoPrinciple: 16,
    title: 'Ongoing and separate evaluations',
    paraphrase: 'The company checks, continuously or at intervals, that its controls are in place and work.',
  },
  {
    id: 'CC4.2', series: 'CC4', seriesTitle: 'Monitoring activities', category: 'security', cosoPrinciple: 17,
    title: 'Deficiency follow-up',
    paraphrase: 'Weaknesses are judged, reported in good time to those who must act (up to the board where fitting) and tracked until fixed.',
  },
  {
    id: 'CC5.1', series: 'CC5', seriesTitle: 'Control activities', category: 'security', cosoPrinciple: 10,
    title: 'Choosing controls against risks',
    paraphrase: 'Controls, including separated duties, are picked and shaped so that identified risks fall to a tolerable level.',
  },
  {
    id: 'CC5.2', series: 'CC5', seriesTitle: 'Control activities', category: 'security', cosoPrinciple: 11,
    title: 'General controls over technology',
    paraphrase: 'General controls over infrastructure, security and the buying or building of technology are chosen and put in place.',
  },
  {
    id: 'CC5.3', series: 'CC5', seriesTitle: 'Control activities', category: 'security', cosoPrinciple: 12,
    title: 'Policies and procedures',
    paraphrase: 'Written policies say what is expected and procedures carry it out, with named owners and timely corrections.',
  },
];
