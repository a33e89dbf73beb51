import type { RecordVersion } from '@avouch/records/record-type';
import { referenceControls } from '../controls.ts';
import type { CheckFact, ControlFact, PackageFacts } from '../report.ts';
import type { Status } from '../status.ts';

const recorded = '2026-10-31T16:00:00.000Z';
const record = (type: string, id: string, entry: number, value: Record<string, unknown>): RecordVersion => ({
  type, id, version: 1, value, ended: false, actor: 'member-1', heldFrom: recorded, captured: recorded, recorded, entry,
});

const statuses: readonly Status[] = ['pass', 'fail', 'no-data', 'not-started', 'stale', 'pass', 'not-started'];

function controlFacts(): readonly ControlFact[] {
  return referenceControls.map((control, n): ControlFact => {
    const status = statuses[n % statuses.length] ?? 'not-started';
    return {
      id: control.id, title: control.title, statement: control.statement, ownerRole: control.ownerRole, nature: control.nature, frequency: control.frequency, criteria: control.criteria, reference: true, edited: false,
      decision: control.id === 'PHY-01' ? { decision: 'not-applicable', reason: 'The company is fully remote; no office holds equipment in scope.', approver: 'member-1', entry: 40 } : null,
      status: control.id === 'PHY-01' ? 'not-applicable' : status, reason: status === 'pass' ? 'Every check passed on fresh readings.' : status === 'fail' ? 'The check Second factor found 2 deviations.' : status === 'no-data' ? 'The source GitHub could not be read: the token was refused.' : 'Nothing supports it yet.',
      coverage: status === 'not-started' ? null : { fresh: 41, days: 61 }, checks: [],
      evidence: n % 9 === 0 ? [{ id: `evidence-${n}`, title: 'Minutes of the security review', heldFrom: recorded, captured: recorded, recorded, freshUntil: '2027-10-31T16:00:00.000Z', file: { name: 'minutes.pdf', sha256: 'ab'.repeat(32) }, entry: 50 + n }] : [],
      gaps: status === 'no-data' ? [{ from: '2026-10-12T08:00:00.000Z', to: null, source: 'GitHub', reason: 'The token was refused: give the source a new one.' }] : [],
    };
  });
}

const check: CheckFact = {
  id: 'account.second-factor', title: 'People sign in with a second factor', population: 'accounts', pass: 40, fail: 2, notApplicable: 3, unknown: 1, status: 'fail', reason: '2 accounts have no second factor.', entries: [12],
  failing: [{ name: 'Žofie Ďuríčková', source: 'GitHub', reason: 'The account has no second factor.', since: '2026-10-02T08:00:00.000Z', entry: 12 }, { name: '山田 太郎', source: 'GitHub', reason: 'The account has no second factor.', since: '2026-10-09T08:00:00.000Z', entry: 14 }],
  unknownSubjects: [{ name: 'bot-deploy', source: 'GitHub', reason: 'The source does not tell whether a second factor is set.', since: '2026-10-09T08:00:00.000Z', entry: 14 }],
};

/** What a young company might have recorded: full where it has done its work, empty where it has not. */
export function fullFacts(): PackageFacts {
  return {
    asOf: '2026-10-31', preparedAt: '2026-10-31T18:20:11.402Z', ledger: { origin: 'avouch.example/acme', size: 180, verifierKey: 'avouch.example/acme+1a2b3c4d+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh' },
    categories: ['security', 'availability', 'confidentiality'],
    organisation: record('organisation', 'organisation', 0, { name: 'Acme', legalName: 'Acme Robotics GmbH', description: 'Acme builds scheduling software for hospitals.', categories: ['security', 'availability', 'confidentiality'] }),
    systems: [record('system', 'shift', 1, {
      name: 'Shift', purpose: 'Plans the shifts of hospital staff and shows each person their own.', services: ['Web application for planners', 'Mobile application for staff', 'Interface for payroll systems'], users: 'Planners and staff of hospitals.', boundary: 'From the load balancer to the database and its backups.', regions: ['Frankfurt'],
      components: [
        { id: 'people', kind: 'people', name: 'Hospital staff', description: 'Use the web and mobile applications.' },
        { id: 'lb', kind: 'infrastructure', name: 'Load balancer', description: 'Ends TLS and spreads the load.', region: 'Frankfurt', vendor: 'hetzner' },
        { id: 'api', kind: 'software', name: 'Shift API', description: 'Serves the applications.', region: 'Frankfurt' },
        { id: 'worker', kind: 'software', name: 'Planner', description: 'Computes the plans.', region: 'Frankfurt' },
        { id: 'db', kind: 'data', name: 'Shift database', description: 'Plans, people and their wishes.', region: 'Frankfurt', classification: 'confidential', personalData: true },
        { id: 'backup', kind: 'data', name: 'Backups', description: 'Encrypted, kept for 35 days.', region: 'Helsinki', vendor: 'hetzner' },
      ],
      connections: [{ from: 'people', to: 'lb', protocol: 'HTTPS', encrypted: true }, { from: 'lb', to: 'api', protocol: 'HTTP', encrypted: false }, { from: 'api', to: 'db', protocol: 'PostgreSQL', encrypted: true }, { from: 'worker', to: 'db', protocol: 'PostgreSQL', encrypted: true }, { from: 'db', to: 'backup', encrypted: true }],
      technologies: [{ name: 'PostgreSQL', version: '17.2', purpose: 'Database' }, { name: 'Node.js', version: '24.9', purpose: 'API and planner' }, { name: 'React', version: '19', purpose: 'Web application' }],
    })],
    commitments: [record('service-commitment', 'c1', 2, { title: 'Available', kind: 'commitment', category: 'availability', source: 'Service level agreement, 3.1', text: 'The service is available 99.5 % of each month.' }), record('service-commitment', 'c2', 3, { title: 'Data stays in the EU', kind: 'requirement', category: 'confidentiality', source: 'Data processing agreement, 7', text: 'Customer data is stored in the European Union.' })],
    people: [record('person', 'p1', 4, { name: 'Ada', role: 'Engineer' }), record('person', 'p2', 5, { name: 'Bob', role: 'Engineer' }), record('person', 'p3', 6, { name: 'Cyd', role: 'Chief executive' })],
    vendors: [record('vendor', 'hetzner', 7, { name: 'Hetzner', services: ['Hosting'], subserviceOrganisation: true, method: 'carve-out', criteria: ['CC6.4', 'A1.2'], monitoring: 'Its assurance report is reviewed each year.', assumedControls: [{ text: 'Data centres are protected against entry and environmental damage.', criteria: ['CC6.4', 'A1.2'] }] })],
    userControls: [record('user-control', 'u1', 8, { title: 'Leavers', text: 'Customers remove the accounts of people who left.', criteria: ['CC6.2'], why: 'Only the customer knows who left.' })],
    incidents: [record('system-incident', 'i1', 9, { title: 'Planner stopped', nature: 'The planner ran out of memory and plans came late.', startedAt: '2026-09-01T04:00:00.000Z', endedAt: '2026-09-01T09:30:00.000Z', extent: 'Four hospitals got their plans five hours late.', outcome: 'Memory limits were raised and an alert was added.', causedByControl: true, commitmentFailed: true, disclosureRequired: false, materialEffect: false, sanction: false, contractLost: false, misleadingWithout: true })],
    notRelevant: [record('criterion-relevance', 'r1', 10, { criterion: 'CC6.4', relevant: false, reason: 'The company has no premises.' })],
    controls: controlFacts(), checks: [check, { ...check, id: 'endpoint.tls', title: 'Endpoints accept TLS 1.2 or newer only', population: 'endpoints', pass: 3, fail: 0, notApplicable: 0, unknown: 0, status: 'pass', failing: [], unknownSubjects: [], entries: [15] }],
    sources: [{ id: 's1', name: 'GitHub', connector: 'github', entry: 11, reads: [{ entityType: 'account', state: 'complete', at: recorded, reason: null, count: 46, entry: 12 }, { entityType: 'vulnerability', state: 'problem', at: null, reason: 'Alerts are switched off for the repository.', count: null, entry: 13 }] }],
    entries: Array.from({ length: 180 }, (_, index) => ({ index, kind: index < 11 ? 'record.written' : 'reading.taken', about: `about-${index}`, heldFrom: index < 11 ? recorded : null, captured: recorded, recorded })),
  };
}

/** A company on its first day: nothing but its name and the name of its system. */
export function emptyFacts(): PackageFacts {
  const full = fullFacts();
  const none = { services: [], components: [], connections: [], technologies: [], regions: [] };
  return {
    ...full, ledger: { ...full.ledger, size: 2 }, categories: ['security'], organisation: record('organisation', 'organisation', 0, { name: 'Acme', categories: ['security'] }), systems: [record('system', 'shift', 1, { name: 'Shift', purpose: 'Plans shifts.', ...none })],
    commitments: [], people: [], vendors: [], userControls: [], incidents: [], notRelevant: [], checks: [], sources: [],
    controls: full.controls.map((control) => ({ ...control, decision: null, status: 'not-started', reason: 'Nothing supports it yet.', evidence: [], gaps: [], coverage: null })), entries: full.entries.slice(0, 2),
  };
}
