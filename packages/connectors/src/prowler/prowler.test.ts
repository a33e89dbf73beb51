import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entitiesOf, fileOf, handIn, problemOf } from '../intake/hand-in.ts';
import { prowler } from './prowler.ts';

const sample = readFileSync(new URL('samples/orchard.ocsf.json', import.meta.url));
type Event = { [key: string]: unknown };
const events = (): Event[] => JSON.parse(sample.toString());
const read = (value: unknown) => handIn(prowler, fileOf('scan.ocsf.json', Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))));
const findings = async (value: unknown) => entitiesOf((await read(value)).readings, 'finding');

test('PASS is the only pass, MANUAL stays manual, and a muted finding keeps its state', async () => {
  expect((await findings(events())).map((one) => [one.rule, one.state, one.muted])).toEqual([
    ['iam_root_mfa_enabled', 'pass', false],
    ['s3_bucket_level_public_access_block', 'fail', false],
    ['s3_bucket_level_public_access_block', 'fail', true],
    ['iam_support_role_created', 'manual', false],
    ['ec2_securitygroup_default_restrict_traffic', 'fail', false],
    ['ec2_securitygroup_default_restrict_traffic', 'pass', false],
    ['apiserver_anonymous_requests', 'pass', false],
  ]);
});

test('A finding keeps its account, resource, severity and the moment of the scan', async () => {
  const { readings } = await read(events());
  expect(entitiesOf(readings, 'finding')[1]).toMatchObject({
    id: 's3_bucket_level_public_access_block · 210987654321 · eu-central-1 · arn:aws:s3:::orchard-invoices', tool: 'Prowler', account: '210987654321',
    resource: 'arn:aws:s3:::orchard-invoices', severity: 'medium', at: '2025-11-23T08:00:00.000Z',
  });
  expect(readings[0]).toMatchObject({ sourceVersion: 'Prowler 5.4.0', captured: '2025-11-23T12:00:00.000Z', window: { from: '2025-11-23T08:00:00.000Z', to: '2025-11-23T08:00:00.000Z' } });
});

test('A cluster of Kubernetes has no cloud account, and its namespace stands for the region', async () => {
  expect((await findings(events())).at(-1)).toMatchObject({ account: 'cluster-blue', id: 'apiserver_anonymous_requests · cluster-blue · kube-system · kube-apiserver-1' });
});

test('Findings with the same uid, check and resource stay two, with ids that do not depend on their order', async () => {
  const ids = async (list: Event[]) => (await findings(list)).map((one) => [one.id, one.detail]).sort();
  const forward = await ids(events());
  expect(new Set(forward.map(([id]) => id)).size).toBe(7);
  expect(await ids(events().toReversed())).toEqual(forward);
});

test('Time is read in seconds and in milliseconds; a time without a zone tells no moment', async () => {
  const at = async (change: Event) => (await findings([{ ...events()[0], finding_info: {}, ...change }]))[0]?.at;
  expect(await at({ time: 1763884800 })).toBe('2025-11-23T08:00:00.000Z');
  expect(await at({ time: 1763884800123 })).toBe('2025-11-23T08:00:00.123Z');
  expect(await at({ time: undefined, time_dt: '2025-11-23T08:00:00.000000' })).toBe(null);
  expect(await at({ time: undefined, time_dt: '2025-11-23T09:00:00.000000+01:00' })).toBe('2025-11-23T08:00:00.000Z');
});

test('Compliance Findings (class 2003) are read by their compliance status', async () => {
  const finding = (status_id: number) => ({
    class_uid: 2003, metadata: { product: { name: 'Gate', version: '1' } }, severity_id: 4, time: 1763884800123, finding_info: { uid: `f${status_id}`, title: 'Logs are kept' },
    compliance: { control: 'LOG.1', status_id, requirements: ['3.1'], standards: ['Own'] }, resource: { uid: 'bucket-1' }, status_code: 'PASS',
  });
  expect((await findings([1, 2, 3, 0, 99].map(finding))).map((one) => one.state).sort()).toEqual(['fail', 'manual', 'not-checked', 'not-checked', 'pass']);
});

test('One finding that cannot be read makes the file a problem, so that none is left out unseen', async () => {
  const sentence = async (change: Event) => problemOf((await read([...events(), { ...events()[0], ...change }])).readings).sentence;
  expect(await sentence({ status_code: 'MAYBE' })).toBe('The file scan.ocsf.json cannot be used: of its findings number 8 cannot be read: its status code is "MAYBE", and only PASS, FAIL and MANUAL are known.');
  expect(await sentence({ class_uid: 2001 })).toContain('its OCSF class is 2001');
  expect(await sentence({ metadata: { event_code: '' }, finding_info: {} })).toContain('it names no check');
  expect(await sentence({ resources: 'none' })).toContain('resources is not as OCSF has it');
});

test('A file without any finding is a problem, not an empty scan', async () => {
  expect(problemOf((await read([])).readings).sentence).toContain('it holds no finding at all');
  expect(problemOf((await read({ class_uid: 2004 })).readings).sentence).toContain('it is no array of findings');
  expect(problemOf((await read('AUTH_METHOD;TIMESTAMP;ACCOUNT_UID\n')).readings).sentence).toContain('looks like a CSV file of Prowler');
  expect(problemOf((await read([{ AssessmentStartTime: '2023-01-01', FindingUniqueId: 'x', Status: 'PASS' }])).readings).sentence).toContain('the JSON format of Prowler 2 and 3');
});

test('Keys that name the prototype change nothing', async () => {
  const hostile = `[{"__proto__": {"status_code": "PASS", "class_uid": 2004}, "constructor": {"prototype": {"muted": true}}, ${JSON.stringify({ ...events()[1] }).slice(1)}]`;
  expect((await findings(hostile))[0]?.state).toBe('fail');
  expect(problemOf((await read('[{"__proto__": {"class_uid": 2004, "status_code": "PASS", "metadata": {"event_code": "x"}}}]')).readings).kind).toBe('malformed');
  expect(({} as { muted?: boolean }).muted).toBe(undefined);
});

