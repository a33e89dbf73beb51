import type { Criterion } from './criterion.ts';

/** The criteria of series CC6, CC7, CC8, CC9, in our own words. */
export const accessAndOperationsCriteria: readonly Criterion[] = [
  {
    id: 'CC6.1', series: 'CC6', seriesTitle: 'Logical and physical access', category: 'security', cosoPrinciple: null,
    title: 'Logical access protection',
    paraphrase: 'Software, architecture and settings (identity, authentication, segmentation, encryption, keys) let only the right parties reach information assets.',
  },
  {
    id: 'CC6.2', series: 'CC6', seriesTitle: 'Logical and physical access', category: 'security', cosoPrinciple: null,
    title: 'User registration and removal',
    paraphrase: 'Users are registered and approved before they get credentials, and lose them when access is no longer justified.',
  },
  {
    id: 'CC6.3', series: 'CC6', seriesTitle: 'Logical and physical access', category: 'security', cosoPrinciple: null,
    title: 'Role-based rights',
    paraphrase: 'Rights to data, software and functions are given, changed and taken away by role, with least privilege and separated duties.',
  },
  {
    id: 'CC6.4', series: 'CC6', seriesTitle: 'Logical and physical access', category: 'security', cosoPrinciple: null,
    title: 'Physical access',
    paraphrase: 'Only authorised people can physically reach facilities, equipment and media that hold protected assets.',
  },
  {
    id: 'CC6.5', series: 'CC6', seriesTitle: 'Logical and physical access', category: 'security', cosoPrinciple: null,
    title: 'Disposal of physical assets',
    paraphrase: 'Protection of hardware and media ends only after the data on them can no longer be read or recovered.',
  },
  {
    id: 'CC6.6', series: 'CC6', seriesTitle: 'Logical and physical access', category: 'security', cosoPrinciple: null,
    title: 'Boundary protection',
    paraphrase: 'Defences hold off threats that come from outside the system boundary.',
  },
  {
    id: 'CC6.7', series: 'CC6', seriesTitle: 'Logical and physical access', category: 'security', cosoPrinciple: null,
    title: 'Movement of information',
    paraphrase: 'Sending, moving and removing information is limited to approved people and processes and is protected on the way.',
  },
  {
    id: 'CC6.8', series: 'CC6', seriesTitle: 'Logical and physical access', category: 'security', cosoPrinciple: null,
    title: 'Unauthorised and malicious software',
    paraphrase: 'Unauthorised or harmful software is kept out, or found and dealt with.',
  },
  {
    id: 'CC7.1', series: 'CC7', seriesTitle: 'System operations', category: 'security', cosoPrinciple: null,
    title: 'Configuration and vulnerability detection',
    paraphrase: 'The company looks for setting changes that open weaknesses and for newly known vulnerabilities.',
  },
  {
    id: 'CC7.2', series: 'CC7', seriesTitle: 'System operations', category: 'security', cosoPrinciple: null,
    title: 'Anomaly monitoring',
    paraphrase: 'System behaviour is watched for signs of attack, disaster or error, and oddities are analysed.',
  },
  {
    id: 'CC7.3', series: 'CC7', seriesTitle: 'System operations', category: 'security', cosoPrinciple: null,
    title: 'Event evaluation',
    paraphrase: 'Security events are assessed to decide whether they are incidents, and action follows.',
  },
  {
    id: 'CC7.4', series: 'CC7', seriesTitle: 'System operations', category: 'security', cosoPrinciple: null,
    title: 'Incident response',
    paraphrase: 'Incidents are run through a defined programme: understand, contain, fix, communicate.',
  },
  {
    id: 'CC7.5', series: 'CC7', seriesTitle: 'System operations', category: 'security', cosoPrinciple: null,
    title: 'Incident recovery',
    paraphrase: 'The company restores operations after incidents and makes the changes that help recovery and prevent a repeat.',
  },
  {
    id: 'CC8.1', series: 'CC8', seriesTitle: 'Change management', category: 'security', cosoPrinciple: null,
    title: 'Change management',
    paraphrase: 'Every change to code, platforms, data or working procedures passes through authorisation, design, build, documentation, test, approval and controlled release.',
  },
  {
    id: 'CC9.1', series: 'CC9', seriesTitle: 'Risk mitigation', category: 'security', cosoPrinciple: null,
    title: 'Business disruption risk',
    paraphrase: 'Measures are chosen and prepared against the risk of business disruption.',
  },
  {
    id: 'CC9.2', series: 'CC9', seriesTitle: 'Risk mitigation', category: 'security', cosoPrinciple: null,
    title: 'Vendor and partner risk',
    paraphrase: 'Risks that come with suppliers and business partners are assessed and managed through the relationship.',
  },
];
