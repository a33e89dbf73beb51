import type { Criterion } from './criterion.ts';

/** The criteria of series P1, P2, P3, P4, P5, P6, P7, P8, in our own words. */
export const privacyCriteria: readonly Criterion[] = [
  {
    id: 'P1.1', series: 'P1', seriesTitle: 'Notice and communication', category: 'privacy', cosoPrinciple: null,
    title: 'Privacy notice',
    paraphrase: 'People are told about the privacy practices, and told in time when they change.',
  },
  {
    id: 'P2.1', series: 'P2', seriesTitle: 'Choice and consent', category: 'privacy', cosoPrinciple: null,
    title: 'Choice and consent',
    paraphrase: 'People are told their choices and what follows from each; explicit consent is taken where needed, and the ground for any implied consent is written down.',
  },
  {
    id: 'P3.1', series: 'P3', seriesTitle: 'Collection', category: 'privacy', cosoPrinciple: null,
    title: 'Collection limits',
    paraphrase: 'Personal information is collected only in keeping with the stated privacy objectives.',
  },
  {
    id: 'P3.2', series: 'P3', seriesTitle: 'Collection', category: 'privacy', cosoPrinciple: null,
    title: 'Explicit consent before collection',
    paraphrase: 'Where explicit consent is needed, the need and the effect of refusing are explained and the consent is obtained before collection.',
  },
  {
    id: 'P4.1', series: 'P4', seriesTitle: 'Use, retention, disposal', category: 'privacy', cosoPrinciple: null,
    title: 'Use limits',
    paraphrase: 'Use of personal information stays within the purposes that were named.',
  },
  {
    id: 'P4.2', series: 'P4', seriesTitle: 'Use, retention, disposal', category: 'privacy', cosoPrinciple: null,
    title: 'Retention',
    paraphrase: 'Personal information is kept only as long as the privacy objectives call for.',
  },
  {
    id: 'P4.3', series: 'P4', seriesTitle: 'Use, retention, disposal', category: 'privacy', cosoPrinciple: null,
    title: 'Disposal',
    paraphrase: 'Personal information is disposed of securely.',
  },
  {
    id: 'P5.1', series: 'P5', seriesTitle: 'Access', category: 'privacy', cosoPrinciple: null,
    title: 'Access by the person',
    paraphrase: 'Identified and authenticated people can see their stored information and get a copy; a refusal is explained.',
  },
  {
    id: 'P5.2', series: 'P5', seriesTitle: 'Access', category: 'privacy', cosoPrinciple: null,
    title: 'Correction',
    paraphrase: 'Information is corrected or completed on request and recipients are told as committed; a refusal is explained.',
  },
  {
    id: 'P6.1', series: 'P6', seriesTitle: 'Disclosure and notification', category: 'privacy', cosoPrinciple: null,
    title: 'Disclosure to third parties',
    paraphrase: 'Disclosure to third parties happens with the explicit consent of the person, obtained beforehand, as the privacy objectives require.',
  },
  {
    id: 'P6.2', series: 'P6', seriesTitle: 'Disclosure and notification', category: 'privacy', cosoPrinciple: null,
    title: 'Record of authorised disclosures',
    paraphrase: 'Each permitted disclosure is logged promptly, fully and correctly, and the log is kept.',
  },
  {
    id: 'P6.3', series: 'P6', seriesTitle: 'Disclosure and notification', category: 'privacy', cosoPrinciple: null,
    title: 'Record of unauthorised disclosures',
    paraphrase: 'Each disclosure that should not have happened, breaches included, is logged promptly, fully and correctly once found or reported.',
  },
  {
    id: 'P6.4', series: 'P6', seriesTitle: 'Disclosure and notification', category: 'privacy', cosoPrinciple: null,
    title: 'Third-party privacy commitments',
    paraphrase: 'Outside parties that can reach personal information give privacy promises; whether they keep them is checked at intervals and put right where needed.',
  },
  {
    id: 'P6.5', series: 'P6', seriesTitle: 'Disclosure and notification', category: 'privacy', cosoPrinciple: null,
    title: 'Third-party incident reporting',
    paraphrase: 'Outside parties promise to report known or suspected leaks, and the company handles such reports through its incident process.',
  },
  {
    id: 'P6.6', series: 'P6', seriesTitle: 'Disclosure and notification', category: 'privacy', cosoPrinciple: null,
    title: 'Breach notification',
    paraphrase: 'Affected people, regulators and others are notified of breaches and incidents.',
  },
  {
    id: 'P6.7', series: 'P6', seriesTitle: 'Disclosure and notification', category: 'privacy', cosoPrinciple: null,
    title: 'Accounting to the person',
    paraphrase: 'On request a person gets an account of the personal information held and of its disclosures.',
  },
  {
    id: 'P7.1', series: 'P7', seriesTitle: 'Quality', category: 'privacy', cosoPrinciple: null,
    title: 'Data quality',
    paraphrase: 'Personal information is correct, current, whole and to the point.',
  },
  {
    id: 'P8.1', series: 'P8', seriesTitle: 'Monitoring and enforcement', category: 'privacy', cosoPrinciple: null,
    title: 'Complaints and compliance monitoring',
    paraphrase: 'Questions, complaints and disputes are received, resolved and answered, compliance is checked at intervals and faults are corrected.',
  },
];
