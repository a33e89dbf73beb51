import { drawDiagram, type Diagram } from '../src/diagram.ts';
import type { Block, Cell, Document, StateMark } from '../src/document.ts';
import { drawStrip, type StripDay } from '../src/strip.ts';

const states: readonly StateMark[] = ['pass', 'pass', 'pass', 'fail', 'pass', 'no-data', 'pass', 'stale', 'not-applicable', 'not-started', 'pass', 'excluded'];

/** A system of the size that a small company has. */
export const sampleDiagram: Diagram = {
  title: 'Architecture of Ledgerly as recorded on 2026-06-30',
  groups: [
    { id: 'cloud', label: 'Production, eu-central-1' },
    { id: 'office', label: 'Engineering' },
  ],
  nodes: [
    { id: 'customer', label: 'Customer', sublabel: 'browser, mobile', kind: 'user' },
    { id: 'edge', label: 'Load balancer', sublabel: 'TLS 1.2 and 1.3', kind: 'service', group: 'cloud' },
    { id: 'web', label: 'Web application', sublabel: 'Node 24, 4 instances', kind: 'service', group: 'cloud' },
    { id: 'jobs', label: 'Background workers', kind: 'service', group: 'cloud' },
    { id: 'db', label: 'Customer database', sublabel: 'PostgreSQL 18, encrypted', kind: 'store', group: 'cloud' },
    { id: 'files', label: 'Document store with a long descriptive name', sublabel: 'versioned', kind: 'store', group: 'cloud' },
    { id: 'git', label: 'Source repository', sublabel: 'protected main', kind: 'service', group: 'office' },
    { id: 'laptop', label: 'Managed laptops', sublabel: '14 devices', kind: 'host', group: 'office' },
    { id: 'mail', label: 'Mail provider', sublabel: 'subprocessor', kind: 'external' },
    { id: 'pay', label: 'Payment provider', sublabel: 'PCI DSS level 1', kind: 'external' },
  ],
  edges: [
    { from: 'customer', to: 'edge', label: 'HTTPS' },
    { from: 'edge', to: 'web' },
    { from: 'web', to: 'db', label: 'TLS, row security' },
    { from: 'web', to: 'files' },
    { from: 'web', to: 'jobs', label: 'queue' },
    { from: 'jobs', to: 'mail', label: 'SMTP with TLS' },
    { from: 'jobs', to: 'pay', label: 'API' },
    { from: 'laptop', to: 'git', label: 'signed commits' },
    { from: 'git', to: 'web', label: 'deploy after review' },
  ],
};

/** A year of days with every state in it; the days 200 to 203 are missing. */
export const sampleYear: readonly StripDay[] = Array.from({ length: 365 }, (_, index): StripDay => {
  const date = new Date(Date.UTC(2025, 6, 1 + index)).toISOString().slice(0, 10);
  const state: StateMark =
    index < 24 ? 'not-started' : index >= 96 && index < 101 ? 'fail' : index >= 150 && index < 163 ? 'no-data' : index >= 230 && index < 244 ? 'stale' : index >= 290 && index < 300 ? 'not-applicable' : index >= 330 && index < 336 ? 'excluded' : index === 261 ? 'fail' : 'pass';
  return { date, state };
}).filter((_, index) => index < 200 || index > 203);

const controlRows: readonly (readonly Cell[])[] = Array.from({ length: 120 }, (_, index): readonly Cell[] => {
  const state = states[index % states.length] ?? 'no-data';
  return [
    [{ kind: 'code', text: `AC-${String(index + 1).padStart(3, '0')}` }],
    index % 7 === 0
      ? 'Access to production systems is granted on the basis of a recorded approval by the owner of the system, is limited to what the role needs, and is withdrawn within one working day of the end of the engagement.'
      : 'Changes to the main branch are reviewed by somebody other than their author before they are merged.',
    { kind: 'state', state },
    String((index * 37) % 1200),
    index % 5 === 4 ? [{ kind: 'blank', what: 'owner' }] : ['Priya Sharma ', { kind: 'cite', entries: [1200 + index, 1201 + index, 1202 + index] }],
  ];
});

const prose = 'Ledgerly runs the service from one region of one cloud provider. The production account is separate from the accounts for testing and for the office, and nobody signs in to it with a password alone. ';

const opening = (): readonly Block[] => [
  { kind: 'heading', level: 1, text: 'Contents' },
  { kind: 'contents' },
  { kind: 'page-break' },
  { kind: 'heading', level: 1, text: 'Section I: report of the independent service auditor' },
  { kind: 'notice', tone: 'placeholder', title: 'To be provided by the independent service auditor', text: 'This section is a placeholder. Nothing in this document is an opinion of an auditor.' },
  { kind: 'heading', level: 1, text: 'Section II: management’s assertion (draft)', id: 'assertion' },
  { kind: 'paragraph', text: ['We have prepared the description of the system of ', { kind: 'strong', text: 'Ledgerly GmbH' }, ' as of 30 June 2026. It was written for ', { kind: 'emphasis', text: 'customers and their auditors' }, ', is based on recorded facts ', { kind: 'cite', entries: [17] }, ' and has not been examined. Contact: ', { kind: 'link', text: 'security@ledgerly.example', href: 'mailto:security@ledgerly.example' }, '.'] },
  { kind: 'signature', lines: ['Name and title', 'Date and place', 'Signature'] },
  { kind: 'heading', level: 1, text: 'Section III: description of the system' },
  { kind: 'heading', level: 2, text: 'DC 1: the services provided' },
  { kind: 'paragraph', text: [prose.repeat(3), { kind: 'cite', entries: [41, 42, 43, 44, 57] }] },
  { kind: 'paragraph', text: ['The availability target is ', { kind: 'blank', what: 'service commitment for availability' }, '. The commit that was deployed is ', { kind: 'code', text: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' }, ', and the address is https://status.ledgerly.example/incidents/2026/06/very-long-path-without-any-space-in-it/index.html.'] },
  { kind: 'notice', tone: 'missing', title: 'Not recorded', text: ['No service commitment for recovery time is recorded. See ', { kind: 'link', text: 'management’s assertion', href: '#assertion' }, '.'] },
  { kind: 'notice', tone: 'plain', text: 'Times are in UTC. Days begin at midnight.' },
];

const system = async (): Promise<readonly Block[]> => {
  const { svg, alt } = await drawDiagram(sampleDiagram);
  return [
    { kind: 'heading', level: 2, text: 'DC 3: the components of the system' },
    { kind: 'figure', svg, alt, caption: 'The recorded systems and how they are connected' },
    { kind: 'heading', level: 3, text: 'Infrastructure and people' },
    { kind: 'terms', items: [
      { term: 'Cloud provider', text: ['Example Cloud, eu-central-1 ', { kind: 'cite', entries: [71] }] },
      { term: 'Data', text: 'Names, addresses and invoices of customers’ customers; no payment cards.' },
      { term: 'People', text: '14 employees in Lisbon, Kraków and Αθήνα' },
      { term: 'Names in other scripts', text: 'Мария Иванова, Γιώργος Παπαδόπουλος, 王小明, 田中さくら, 김민수, محمد علي, דוד כהן, प्रिया शर्मा, สมชาย, ნინო, Արամ' },
    ] },
    { kind: 'heading', level: 4, text: 'Complementary user entity controls' },
    { kind: 'list', items: ['Customers protect the credentials that they are given.', ['Customers tell Ledgerly within ', { kind: 'strong', text: 'one day' }, ' when an administrator leaves.'], prose] },
    { kind: 'list', ordered: true, items: ['Open the bundle.', 'Verify the checkpoint.', 'Judge the readings again.'] },
  ];
};

const results = (): readonly Block[] => {
  const strip = drawStrip(sampleYear, { label: 'Control AC-001' });
  return [
    { kind: 'heading', level: 1, text: 'Section IV: criteria, controls and management’s own tests' },
    { kind: 'figure', svg: strip, alt: 'Control AC-001: a year of days.', caption: 'Control AC-001 from 1 July 2025 to 30 June 2026' },
    { kind: 'table', caption: 'Controls and their standing on 30 June 2026', columns: [
      { title: 'Control', width: 1.1 }, { title: 'What the company does', width: 4.6 }, { title: 'Status', width: 1.9 }, { title: 'Items', width: 0.8, align: 'right' }, { title: 'Owner', width: 2.2 },
    ], rows: controlRows },
    { kind: 'heading', level: 2, text: 'Open gaps' },
    { kind: 'table', caption: 'Incidents in the period', columns: [{ title: 'Date', width: 1 }, { title: 'Incident', width: 4 }], rows: [], empty: 'No incident is recorded in the period.' },
    { kind: 'table', columns: [{ title: 'Subject', width: 2 }, { title: 'Hash', width: 3 }], rows: [['arn:aws:iam::123456789012:role/service-role/ProductionDeploymentRoleWithAVeryLongName', [{ kind: 'code', text: 'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae' }]]] },
  ];
};

/** A readiness package with every kind of block. */
export const sampleDocument = async (): Promise<Document> => ({
  title: 'SOC 2 Type I readiness package',
  subtitle: 'Security and Availability',
  cover: ['Company: Ledgerly GmbH, Lisbon', 'As of: 30 June 2026, 24:00 UTC', 'Ledger checkpoint: size 18,204 · 4f3c…a91e', 'Not an examination report; Section I is a placeholder.'],
  language: 'en',
  author: 'Ledgerly GmbH',
  date: '2026-07-01T08:30:00Z',
  runningNotice: 'Prepared by management – not an examination report',
  blocks: [...opening(), ...(await system()), ...results()],
});
