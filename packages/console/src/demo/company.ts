import type { Answer } from '@avouch/api/client';
import { scopeOf, type Category } from '../parts/categories.ts';
import type { SealValue } from '../parts/Seal.tsx';
import connectors from './connectors.json' with { type: 'json' };
import recordTypes from './record-types.json' with { type: 'json' };
import { openDemoLog, type DemoLog } from './log.ts';

/** One of the companies that the demo knows: at work, just begun, or with far too much of everything. */
export type Variant = 'full' | 'empty' | 'much' | 'first-run' | 'signed-out' | 'broken';
export type DemoSource = Answer<'source'>;
export type DemoRecord = Answer<'record'>;
export type DemoEvidence = Answer<'evidence'>['items'][number];
export type DemoPackage = Answer<'package'>;
type ConnectorInfo = Answer<'connectors'>['items'][number];
type Problem = NonNullable<DemoSource['reads'][number]['problem']>;

/** All that the demo company has; the answers change it as the server would. */
export type Company = {
  readonly variant: Variant; readonly now: number; readonly log: DemoLog; signedIn: boolean; needsSetup: boolean; name: string;
  sources: DemoSource[]; records: Map<string, DemoRecord[]>; evidence: DemoEvidence[]; packages: DemoPackage[];
  readonly decisions: Map<string, Answer<'control'>['decision']>; readonly edits: Map<string, { title: string; statement: string; ownerRole: string }>;
  readonly irrelevant: Map<string, string>; readonly uploads: Map<string, Answer<'upload'>>; readonly added: Answer<'controls'>['items'];
};

export const demoConnectors: readonly ConnectorInfo[] = connectors;
export const demoRecordTypes: Answer<'recordTypes'>['items'] = recordTypes;
/** The people who state things. */
export const demoMembers = { 'mem-ada': 'Ada Lindqvist', 'mem-tom': 'Tomasz Wójcik', 'collector': 'Avouch collector' };

const hour = 3_600_000;
const day = 24 * hour;
const at = (ms: number): string => new Date(ms).toISOString();
const unreachable: Problem = { kind: 'unreachable', sentence: 'The database at db-1.internal:5432 did not answer within 10 seconds.', remedy: 'See whether the host is up and lets this server in on port 5432; then read the source again.' };
const forbidden: Problem = { kind: 'forbidden', sentence: 'GitHub does not let this token read the audit log.', remedy: 'Give the token the permission “Administration: read”.' };

type Plan = { readonly id: string; readonly connector: string; readonly name: string; readonly everyMinutes: number | null; readonly age: number; readonly settings: Record<string, unknown>; readonly problems?: Readonly<Record<string, Problem>>; readonly counts: readonly number[] };
const plans: readonly Plan[] = [
  { id: 'src-git', connector: 'git', name: 'kestrel/app', everyMinutes: 60, age: 0.4 * hour, settings: { location: 'https://git.kestrel.example/app.git', windowDays: 365 }, counts: [9, 1_520, 42, 27] },
  { id: 'src-github', connector: 'github', name: 'GitHub organisation', everyMinutes: 60, age: 0.6 * hour, settings: { owner: 'kestrel-labs' }, problems: { auditEvent: forbidden }, counts: [1, 27, 9, 9, 1_520, 61, 0] },
  { id: 'src-postgres', connector: 'postgres', name: 'Production database', everyMinutes: 30, age: 51 * hour, settings: { host: 'db-1.internal', port: 5432, database: 'kestrel', user: 'avouch_reader' }, problems: { dataStore: unreachable, account: unreachable, table: unreachable }, counts: [2, 17, 86] },
  { id: 'src-endpoint', connector: 'endpoint', name: 'Public endpoints', everyMinutes: 60, age: 0.2 * hour, settings: { urls: ['https://app.kestrel.example', 'https://api.kestrel.example'] }, counts: [5] },
  { id: 'src-host', connector: 'host', name: 'This server', everyMinutes: 15, age: 0.1 * hour, settings: {}, counts: [3, 14, 6] },
  { id: 'src-dns', connector: 'dns', name: 'Domains', everyMinutes: 1440, age: 9 * hour, settings: { domains: ['kestrel.example'] }, counts: [3] },
  { id: 'src-prowler', connector: 'prowler', name: 'Prowler, October', everyMinutes: null, age: 26 * day, settings: { file: 'prowler-2026-10.ocsf.json' }, counts: [412] },
];

/** What happened, to be stated in the order in which it did. */
type Story = { readonly at: number; readonly tell: () => void }[];

function readPlan(plan: Plan, now: number, log: DemoLog, connected: () => SealValue, story: Story, put: (source: DemoSource) => void): void {
  const connector = demoConnectors.find((one) => one.id === plan.connector);
  if (connector === undefined) throw new Error(`The demo has no connector ${plan.connector}`);
  const last = at(now - plan.age);
  const reads: DemoSource['reads'] = [];
  connector.reads.forEach((read, index) => {
    const problem = plan.problems?.[read.entityType] ?? null;
    const count = plan.counts[index] ?? 3;
    const seen = now - (problem === null ? plan.age : 0.3 * hour);
    story.push({ at: seen, tell: () => {
      const seal = log.append({ kind: 'reading.taken', about: plan.id, aboutName: plan.name, captured: at(seen), header: { entityType: read.entityType, complete: problem === null, count: problem === null ? count : 0 } });
      reads.push({ entityType: read.entityType, title: read.title, state: problem === null ? 'complete' : 'problem', count: problem === null ? count : null, at: at(seen), lastComplete: problem === forbidden ? null : last, problem, seal });
    } });
  });
  story.push({ at: now, tell: () => { put({ id: plan.id, name: plan.name, connector: plan.connector, connectorTitle: connector.title, settings: plan.settings, paused: false, pausedReason: null, everyMinutes: plan.everyMinutes, running: false, reads, version: 1, seal: connected() }); } });
}

function recordsOf(now: number, log: DemoLog, story: Story): Map<string, DemoRecord[]> {
  const records = new Map<string, DemoRecord[]>();
  const write = (type: string, id: string, back: number, value: Record<string, unknown>, actor = 'mem-ada'): void => { story.push({ at: now - back * day, tell: () => {
    const key = `${type}/${id}`;
    const before = records.get(key) ?? [];
    const seal = log.append({ kind: 'record.written', about: id, aboutName: String(value['name'] ?? value['title']), captured: at(now - back * day), heldFrom: at(now - back * day - 2 * hour), actor, header: { type, version: before.length + 1 }, parts: [JSON.stringify(value)] });
    records.set(key, [{ type, id, version: before.length + 1, value, ended: false, seal }, ...before]);
  } }); };
  write('organisation', 'organisation', 91, { name: 'Kestrel Labs', categories: ['security', 'availability', 'confidentiality'], website: 'https://kestrel.example' });
  const system = { name: 'Kestrel Cloud', purpose: 'Stores and searches engineering drawings for manufacturers, and shares them with their suppliers.', services: ['Web application', 'Programming interface'], inScope: true, regions: ['eu-central-1'], components: [{ id: 'app', kind: 'software', name: 'Web application' }, { id: 'db', kind: 'infrastructure', name: 'PostgreSQL 16', region: 'eu-central-1' }], connections: [{ from: 'app', to: 'db', encrypted: true, protocol: 'TLS 1.3' }], technologies: [{ name: 'PostgreSQL', version: '16.4', purpose: 'Customers’ data' }] };
  write('system', 'kestrel-cloud', 91, { ...system, components: [], connections: [], technologies: [] });
  write('system', 'kestrel-cloud', 60, system, 'mem-tom');
  write('service-commitment', 'uptime', 84, { title: 'The application is available for 99.9 % of each month', kind: 'commitment', category: 'availability', source: 'Master service agreement § 7', text: 'Measured from outside, each minute; planned maintenance is announced five days ahead.', system: 'kestrel-cloud' });
  write('service-commitment', 'encryption', 84, { title: 'Customers’ data is encrypted in transit and at rest', kind: 'commitment', category: 'confidentiality', source: 'Data processing agreement, annex 2', text: 'TLS 1.2 or later; AES-256 on disk.', system: 'kestrel-cloud' });
  for (const [id, name, role, kind] of [['ada', 'Ada Lindqvist', 'CEO', 'employee'], ['tom', 'Tomasz Wójcik', 'Security lead', 'employee'], ['mei', 'Mei Tanaka', 'Engineering lead', 'employee'], ['sol', 'Sol Marín', 'Engineer', 'contractor']] as const) write('person', id, 83, { name, email: `${id}@kestrel.example`, role, kind, startedOn: '2024-03-01' });
  for (const [id, name, tier, service] of [['hetzner', 'Hetzner Online', 'critical', 'Servers and storage'], ['github', 'GitHub', 'high', 'Source code and pipeline'], ['postmark', 'Postmark', 'medium', 'Transactional mail']] as const) write('vendor', id, 80, { name, services: [service], tier, subserviceOrganisation: tier === 'critical', region: 'EU', data: [] });
  return records;
}

function evidenceOf(now: number, log: DemoLog, story: Story): DemoEvidence[] {
  const filed: DemoEvidence[] = [];
  const item = (id: string, title: string, controls: string[], back: number, freshDays: number, name: string | null, note: string | null): void => { story.push({ at: now - Math.min(back - 1, 86) * day, tell: () => {
    const captured = at(now - back * day);
    const seal = log.append({ kind: 'evidence.filed', about: id, aboutName: title, captured, heldFrom: at(now - (back + 2) * day), recorded: at(now - Math.min(back - 1, 86) * day), actor: 'mem-tom', header: { controls: controls.join(' ') }, parts: [title] });
    filed.unshift({ id, title, kind: name === null ? 'statement' : 'document', controls, heldFrom: at(now - (back + 2) * day), captured, freshUntil: at(now + (freshDays - back) * day), fresh: freshDays > back, file: name === null ? null : { name, bytes: 184_220 + back * 977, type: 'application/pdf', sha256: '9f2b1c6e0d7a44f3b8a1c0e95d2f7361a4be08c7d92f15e6b3047a8cd1f62e90' }, note, seal });
  } }); };
  item('ev-coc', 'Code of conduct, version 3, approved', ['GOV-01'], 70, 365, 'code-of-conduct-v3.pdf', null);
  item('ev-policies', 'Policy set approved by the CEO', ['GOV-04', 'GOV-05'], 64, 365, 'policy-approval-2026.pdf', 'Approved in the meeting of the management.');
  item('ev-org', 'Organisation chart', ['GOV-03'], 62, 365, 'organisation-chart.pdf', null);
  item('ev-risk', 'Risk assessment 2026', ['RSK-02', 'RSK-01'], 48, 365, 'risk-assessment-2026.pdf', null);
  item('ev-review', 'Access review, third quarter', ['IAM-06', 'IAM-03'], 128, 92, 'access-review-q3.pdf', null);
  item('ev-restore', 'Restore test of the production database', ['AVL-03'], 40, 270, 'restore-test.pdf', 'Restored in 41 minutes; counts compared.');
  item('ev-train', 'Security training, completion list', ['HRS-05'], 30, 365, 'training-2026.pdf', null);
  item('ev-plan', 'Incident response plan', ['INC-01', 'INC-02'], 22, 365, 'incident-response-plan.pdf', null);
  return filed;
}

/** What the company's own record says on that day, as on a server that has one. */
const organisationOf = (company: Pick<Company, 'records'>, asOf?: string): DemoRecord | undefined => {
  const versions = company.records.get('organisation/organisation') ?? [];
  return versions.find(({ seal }) => asOf === undefined || seal.recorded <= asOf) ?? versions.at(-1);
};
/** The company's name as recorded. */
export const nameOf = (company: Pick<Company, 'records' | 'name'>): string => String(organisationOf(company)?.value['name'] ?? company.name);
/** The categories in scope on that day, as recorded. */
export const categoriesOf = (company: Pick<Company, 'records'>, asOf?: string): Category[] => {
  const chosen = organisationOf(company, asOf)?.value['categories'];
  return scopeOf(Array.isArray(chosen) ? chosen.map(String) : []);
};

const decided: readonly (readonly [control: string, decision: 'not-applicable' | 'excluded', reason: string])[] = [
  ['PHY-01', 'not-applicable', 'The company has no office; everybody works from home.'],
  ['PHY-02', 'excluded', 'Carved out: carried by the hosting provider, whose report is reviewed each year.'],
  ['RSK-05', 'excluded', 'Insurance is negotiated; it is not part of this year’s scope.'],
];

/** Before the first run there is nothing; right after it the company has its own record. */
const bareRecords = (seal: SealValue, variant: Variant): [string, DemoRecord[]][] => (variant === 'empty' ? [['organisation/organisation', [{ type: 'organisation', id: 'organisation', version: 1, value: { name: 'Kestrel Labs', categories: ['security', 'availability', 'confidentiality'] }, ended: false, seal }]]] : []);

/** Makes the company as it is at that instant, with a real log behind it. */
export function foundCompany(variant: Variant, now: number): Company {
  const log = openDemoLog('kestrel.example/log', demoMembers);
  const begun = log.append({ kind: 'organisation.created', about: 'org-kestrel', aboutName: 'Kestrel Labs', captured: at(now - 92 * day), actor: 'mem-ada', header: { categories: 'security availability confidentiality' } });
  const bare = variant === 'empty' || variant === 'first-run';
  const story: Story = [];
  const records = bare ? new Map<string, DemoRecord[]>(bareRecords(begun, variant)) : recordsOf(now, log, story);
  const evidence = bare ? [] : evidenceOf(now, log, story);
  const sources: DemoSource[] = [];
  const decisions: Company['decisions'] = new Map();
  if (!bare) {
    for (let back = 88; back > 0; back -= 2) story.push({ at: now - back * day + 3 * hour, tell: () => { log.append({ kind: 'reading.taken', about: 'src-git', aboutName: 'kestrel/app', captured: at(now - back * day + 3 * hour), header: { entityType: 'change', complete: true, count: 1_520 - back * 4 } }); } });
    for (const plan of plans) readPlan(plan, now, log, () => begun, story, (source) => { sources.push(source); });
    for (const [control, decision, reason] of decided) story.push({ at: now - 70 * day, tell: () => {
      const seal = log.append({ kind: 'control.decided', about: control, captured: at(now - 70 * day), actor: 'mem-ada', header: { decision } });
      decisions.set(control, { decision, reason, approver: 'Ada Lindqvist', reviewOn: null, seal });
    } });
  }
  for (const event of story.toSorted((a, b) => a.at - b.at)) event.tell();
  if (variant === 'much') for (let entry = 0; entry < 20_000; entry += 1) log.append({ kind: 'reading.taken', about: 'src-git', aboutName: 'kestrel/app', captured: at(now - 10 * hour + entry * 100), header: { entityType: 'change', complete: true, count: entry } });
  const packages: DemoPackage[] = bare ? [] : [{ id: 'pkg-1', kind: 'type-1', asOf: at(now - 20 * day).slice(0, 10), title: 'Readiness package, Type I', state: 'ready', progress: null, problem: null, ledgerSize: log.size() - 30, files: [{ form: 'pdf', bytes: 1_204_233, sha256: 'a41f7c' }, { form: 'docx', bytes: 412_880, sha256: 'b7' }, { form: 'html', bytes: 688_120, sha256: 'c2' }, { form: 'bundle', bytes: 5_820_144, sha256: 'd9' }], createdAt: at(now - 20 * day), warnings: ['The Production database was not read in the 51 hours before the date.'], openItems: 14 }];
  return { variant, now, log, signedIn: variant !== 'signed-out' && variant !== 'first-run', needsSetup: variant === 'first-run', name: 'Kestrel Labs', sources, records, evidence, packages, decisions, edits: new Map(), irrelevant: new Map(), uploads: new Map(), added: [] };
}
