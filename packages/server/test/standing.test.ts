import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { received } from '../src/tenancy/uploads.ts';
import { account, openCompany, release, type Company } from './company.ts';

const broken = { kind: 'unauthorised', sentence: 'The world took the token back.', remedy: 'Give a new token.' } as const;
const mfa = 'account.second-factor';

let company: Company;
beforeEach(async () => { company = await openCompany(); });
afterEach(async () => { await company.close(); });

const read = async (minutes: number): Promise<string> => {
  const at = company.wait(minutes);
  await company.collect((await company.call('sources')).items[0]?.id ?? '');
  return at;
};
const control = async (id: string, asOf?: string) => company.call('control', { params: { control: id }, query: asOf === undefined ? {} : { asOf } });
const count = async (): Promise<number> => (await company.context.ledgerOf(company.org)).size();
const queriesOf = async (work: () => Promise<unknown>): Promise<number> => {
  const { tenant } = company.context;
  let queries = 0;
  const counted = { ...company.context, tenant: <T>(org: string, use: (tx: never) => Promise<T>) => tenant(org, (tx) => use(new Proxy(tx, {
    get: (target, key) => (key === 'query' ? (...given: [never]) => { queries += 1; return target.query(...given); } : Reflect.get(target, key) as unknown),
  }) as never)) };
  await company.with(counted as never, work);
  return queries;
};

describe('where the company stands', () => {
  it('names the company, its 33 criteria, no control in place, and the first step', async () => {
    const standing = await company.call('standing');
    expect(standing).toMatchObject({ company: 'Example Ltd', system: 'Example', categories: ['security'], sources: 0, unknownSources: [] });
    expect(standing.criteria).toHaveLength(33);
    expect(standing.criteria.map(({ readiness }) => readiness)).not.toContain('evidence complete – not examined');
    expect(standing.controls.pass + standing.controls.fail).toBe(0);
    expect(standing.next[0]).toMatchObject({ kind: 'start', href: '/sources/connect' });
  });

  it('counts a source that was switched off before its first read among the unknown', async () => {
    const source = await company.connect();
    await company.call('sourcePause', { params: { source }, body: { reason: 'Wrong tenant.' } });
    expect((await company.call('standing')).unknownSources).toEqual([{ source, name: 'The world', reason: 'Switched off: Wrong tenant.', since: company.context.now().toISOString(), lastComplete: null }]);
  });

  it('says nothing of a time that has not come, even where filed evidence will still be fresh', async () => {
    const now = company.wait(1);
    await company.call('evidenceFile', { body: { title: 'Minutes', controls: ['GOV-01'], upload: null, note: 'The board met.', heldFrom: now, captured: now, freshDays: null } });
    const standing = await company.call('standing', { query: { asOf: '2999-01-01T00:00:00.000Z' } });
    expect(standing.asOf).toBe(now);
    expect(standing).toEqual(await company.call('standing'));
    expect((await company.call('standing', { query: { asOf: '9999-12-31T23:59:59.999Z' } })).asOf).toBe(now);
  });

  it('shows real verdicts after a read, and unknown with its reason everywhere when the source breaks, with what was last known', async () => {
    await company.connect();
    company.world.accounts = [account('ann'), account('bob', { mfa: false })];
    const whole = await read(1);
    expect((await company.call('check', { params: { check: mfa } })).counts).toEqual({ pass: 1, fail: 1, notApplicable: 0, unknown: 0 });
    expect(await control('IAM-02')).toMatchObject({ status: 'fail', lastKnown: null });
    company.world.problem = broken;
    company.wait(24 * 60);
    const failed = await read(60);
    const check = await company.call('check', { params: { check: mfa } });
    expect(check).toMatchObject({ status: 'no-data', reason: broken.sentence, counts: { pass: 0, fail: 0, notApplicable: 0, unknown: 2 }, lastRead: whole });
    expect(await control('IAM-02')).toMatchObject({ status: 'no-data', reason: broken.sentence, lastKnown: { status: 'fail', at: whole } });
    const standing = await company.call('standing');
    expect(standing.unknownSources).toMatchObject([{ name: 'The world', reason: broken.sentence, since: failed, lastComplete: whole }]);
    expect(standing.verdicts.fail).toBe(0);
    expect(standing.next.some(({ kind, why }) => kind === 'unknown' && why === broken.sentence)).toBe(true);
    const before = await company.call('standing', { query: { asOf: whole } });
    expect(before.unknownSources).toEqual([]);
    expect(before.verdicts.fail).toBeGreaterThan(0);
    expect(await control('IAM-02', whole)).toMatchObject({ status: 'fail' });
  });

  it('says no-data with the reason when a source is switched off', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann')];
    await read(1);
    expect(await company.call('check', { params: { check: mfa } })).toMatchObject({ status: 'pass' });
    company.wait(10);
    await company.call('sourcePause', { params: { source }, body: { reason: 'It moves.' } });
    company.wait(10);
    expect(await company.call('check', { params: { check: mfa } })).toMatchObject({ status: 'no-data', reason: 'Switched off: It moves.', counts: { pass: 0, unknown: 1 } });
    expect((await company.call('standing')).unknownSources).toMatchObject([{ reason: 'Switched off: It moves.' }]);
  });

  it('takes a reading that is too old for no reading, and lists the gap', async () => {
    await company.connect();
    company.world.accounts = [account('ann')];
    const first = await read(1);
    company.wait(72 * 60);
    expect(await company.call('check', { params: { check: mfa } })).toMatchObject({ status: 'stale', counts: { pass: 0, unknown: 1 } });
    const again = await read(60);
    expect(await company.call('check', { params: { check: mfa } })).toMatchObject({ status: 'pass', counts: { pass: 1, unknown: 0 } });
    const { gaps, history } = await control('IAM-02');
    expect(gaps).toMatchObject([{ from: first, to: again, sourceName: 'The world', reason: 'Nobody looked.' }]);
    expect(history.map(({ status }) => status)).toContain('stale');
  });

  it('costs as many queries a page whatever it holds', async () => {
    await company.connect();
    company.world.releases = [release('v1')];
    await read(1);
    const few = [await queriesOf(() => company.call('standing')), await queriesOf(() => company.call('controls')), await queriesOf(() => control('IAM-02'))];
    company.world.accounts = Array.from({ length: 50 }, (_, at) => account(`a${at}`, { mfa: at % 2 === 0 }));
    for (let day = 0; day < 5; day++) {
      company.world.problem = day % 2 === 0 ? broken : undefined;
      await read(60);
    }
    const many = [await queriesOf(() => company.call('standing')), await queriesOf(() => company.call('controls')), await queriesOf(() => control('IAM-02'))];
    expect(many).toEqual(few);
    expect(Math.max(...many)).toBeLessThan(20);
  });
});

describe('what the company decides', () => {
  it('excludes a control only with a reason, records who and when, and does not change the days before', async () => {
    const before = company.wait(60);
    company.wait(24 * 60);
    const decide = (body: object) => company.call('controlDecide', { params: { control: 'PHY-01' }, body });
    await expect(decide({ decision: 'excluded', reason: '', approver: 'p_1' })).rejects.toMatchObject({ code: 'invalid', field: 'reason' });
    expect(await decide({ decision: 'excluded', reason: 'There is no office.', approver: 'p_1' })).toMatchObject({ status: 'excluded', reason: 'There is no office.' });
    expect((await control('PHY-01')).decision).toMatchObject({ decision: 'excluded', approver: 'p_1', seal: { actor: company.actor.member, kind: 'record.written' } });
    expect((await control('PHY-01', before)).status).toBe('not-started');
  });

  it('rewords a reference control and adds one of its own, mapped to criteria that exist', async () => {
    const body = { title: 'Second factor', statement: 'Everybody uses a second factor.', ownerRole: 'CTO', criteria: ['CC6.1'] };
    expect(await company.call('controlEdit', { params: { control: 'IAM-02' }, body })).toMatchObject({ title: 'Second factor', edited: true, reference: true, criteria: ['CC6.1'] });
    await expect(company.call('controlEdit', { params: { control: 'IAM-02' }, body: { ...body, criteria: ['CC9.9'] } })).rejects.toMatchObject({ code: 'invalid', field: 'criteria' });
    const own = { ...body, id: 'OWN-01', nature: 'manual', effect: 'preventive', frequency: ['annual'], checks: [] };
    expect(await company.call('controlAdd', { body: own })).toMatchObject({ id: 'OWN-01', reference: false, status: 'not-started' });
    await expect(company.call('controlAdd', { body: own })).rejects.toMatchObject({ code: 'conflict' });
    await expect(company.call('controlAdd', { body: { ...own, id: 'IAM-02' } })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('declares a criterion not relevant only with the reason that is disclosed', async () => {
    const declare = (body: object) => company.call('criterionRelevance', { params: { criterion: 'CC6.4' }, body });
    await expect(declare({ relevant: false, reason: ' ', approver: 'p_1' })).rejects.toMatchObject({ code: 'invalid' });
    expect(await declare({ relevant: false, reason: 'No premises.', approver: 'p_1' })).toMatchObject({ inScope: false, notRelevantReason: 'No premises.' });
    expect(await declare({ relevant: true, reason: '', approver: 'p_1' })).toMatchObject({ inScope: true, notRelevantReason: null });
  });
});

describe('filing evidence', () => {
  const body = { title: 'Minutes', controls: ['GOV-01'], upload: null, note: 'The board met.', heldFrom: '2026-02-01T00:00:00.000Z', captured: '2026-02-02T00:00:00.000Z' };

  it('keeps the three times apart, and supports from its filing on, never before', async () => {
    const before = company.wait(60);
    const filedAt = company.wait(24 * 60);
    const filed = await company.call('evidenceFile', { body });
    expect(filed).toMatchObject({ kind: 'statement', heldFrom: body.heldFrom, captured: body.captured, fresh: true, file: null, seal: { captured: body.captured, recorded: filedAt } });
    company.wait(1);
    expect(await control('GOV-01')).toMatchObject({ status: 'pass', evidence: [{ id: filed.id }] });
    expect((await control('GOV-01')).history.filter(({ status }) => status === 'pass')).toMatchObject([{ from: filedAt.slice(0, 10) }]);
    expect((await control('GOV-01', before)).status).toBe('not-started');
  });

  it('refuses what would be dated ahead or names no control, and records nothing', async () => {
    const size = await count();
    await expect(company.call('evidenceFile', { body: { ...body, captured: '2026-09-01T00:00:00.000Z' } })).rejects.toMatchObject({ code: 'invalid', field: 'captured' });
    await expect(company.call('evidenceFile', { body: { ...body, heldFrom: '2026-02-03T00:00:00.000Z' } })).rejects.toMatchObject({ code: 'invalid', field: 'heldFrom' });
    await expect(company.call('evidenceFile', { body: { ...body, controls: ['GOV-99'] } })).rejects.toMatchObject({ code: 'invalid', field: 'controls' });
    await expect(company.call('evidenceFile', { body: { ...body, note: null } })).rejects.toMatchObject({ code: 'invalid', field: 'note' });
    await expect(company.call('evidenceFile', { body: { ...body, upload: 'file_none' } })).rejects.toMatchObject({ code: 'invalid', field: 'upload' });
    expect(await count()).toBe(size);
  });

  it('gives back the very bytes that were handed in, under their own digest', async () => {
    const { context, org } = company;
    const bytes = Buffer.from('%PDF-1.7 minutes');
    const { sha256 } = await context.objects.put(org, 'file_1', (async function* () { yield bytes; })(), 1000);
    const upload = { id: 'file_1', name: 'minutes.pdf', bytes: bytes.length, type: 'application/pdf', sha256 };
    await (await context.ledgerOf(org)).append(received(upload, { actor: company.actor.member, at: context.now(), version: '1' }, context.random));
    const filed = await company.call('evidenceFile', { body: { ...body, upload: 'file_1' } });
    expect(filed).toMatchObject({ kind: 'document', file: { name: 'minutes.pdf', type: 'application/pdf', sha256 } });
    const download = await company.raw('evidenceContent', { params: { evidence: filed.id } }) as { bytes: AsyncIterable<Uint8Array> };
    const got: Uint8Array[] = [];
    for await (const chunk of download.bytes) got.push(chunk);
    expect(Buffer.concat(got).toString()).toBe('%PDF-1.7 minutes');
    expect((await company.call('evidence', { query: { control: 'GOV-01' } })).items).toHaveLength(1);
    expect((await company.call('evidence', { query: { control: 'GOV-02' } })).items).toEqual([]);
  });

  it('is a document: markup that a browser would run, an archive and a program are not filed, whatever they are called', async () => {
    const { context, org } = company;
    const contents = { file_html: '<!doctype html><script>1</script>', file_svg: '<svg onload="x"/>', file_zip: 'PK\u0003\u0004 things', file_program: '\u007fELF\u0000' };
    for (const [id, content] of Object.entries(contents)) {
      const bytes = Buffer.from(content);
      const { sha256 } = await context.objects.put(org, id, (async function* () { yield bytes; })(), 1000);
      await (await context.ledgerOf(org)).append(received({ id, name: 'minutes.pdf', bytes: bytes.length, type: 'application/pdf', sha256 }, { actor: company.actor.member, at: context.now(), version: '1' }, context.random));
      await expect(company.call('evidenceFile', { body: { ...body, upload: id } }), id).rejects.toMatchObject({ code: 'invalid', field: 'upload' });
    }
    expect((await company.call('evidence')).items).toEqual([]);
  });

  it('lists what was filed page by page, the newest first', async () => {
    const filed: string[] = [];
    for (const title of ['First', 'Second', 'Third']) filed.unshift((await company.call('evidenceFile', { body: { ...body, title } })).id);
    const first = await company.call('evidence', { query: { limit: 2 } });
    const rest = await company.call('evidence', { query: { limit: 2, cursor: first.next ?? '' } });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(filed);
    expect([first.total, rest.total, rest.next]).toEqual([3, 3, null]);
  });
});
