import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOver, type CollectState } from '../src/collecting/run.ts';
import { account, openCompany, release, type Company } from './company.ts';

const broken = { kind: 'unauthorised', sentence: 'The world took the token back.', remedy: 'Give a new token.' } as const;

let company: Company;
beforeEach(async () => { company = await openCompany(); });
afterEach(async () => { await company.close(); });

const read = async (minutes = 60, source?: string): Promise<string> => {
  const at = company.wait(minutes);
  await company.collect(source ?? (await company.call('sources')).items[0]?.id ?? '');
  return at;
};
const rows = async (sql: string): Promise<readonly Record<string, unknown>[]> => company.context.tenant(company.org, async (tx) => (await tx.query(sql)).rows as Record<string, unknown>[]);
const ids = async (source: string, asOf?: string): Promise<readonly string[]> =>
  (await company.call('entities', { params: { source, type: 'account' }, query: asOf === undefined ? {} : { asOf } })).items.map(({ id }) => id);
const state = async (asOf?: string) => (await company.call('sources', { query: asOf === undefined ? {} : { asOf } })).items[0]?.reads[0];
const identical = async (): Promise<void> => { expect((await company.call('rebuild')).differences).toEqual([]); };

describe('connecting a source', () => {
  it('refuses settings that do not fit with one sentence that names the field, and keeps nothing', async () => {
    const body = { connector: 'world', name: 'World', settings: { place: 'x' }, secrets: { token: 'hush' } };
    await expect(company.call('sourceConnect', { body })).rejects.toMatchObject({ code: 'invalid', field: 'settings.place' });
    await expect(company.call('sourceConnect', { body: { ...body, settings: { place: 'here' }, secrets: {} } })).rejects.toMatchObject({ code: 'invalid', field: 'secrets.token' });
    await expect(company.call('sourceConnect', { body: { ...body, connector: 'nothing' } })).rejects.toMatchObject({ code: 'invalid', field: 'connector' });
    expect((await company.call('sources')).items).toEqual([]);
  });

  it('keeps its secret out of every record and entry, and enqueues its first read in the same transaction', async () => {
    const source = await company.connect();
    expect(JSON.stringify(await company.call('source', { params: { source } }))).not.toContain('hush');
    expect(JSON.stringify(await rows('select * from record_version'))).not.toContain('hush');
    expect(await company.context.secrets.read(company.org, `source:${source}`)).toEqual({ token: 'hush' });
    const { rows: jobs } = await company.context.pool.query('select key from graphile_worker.jobs');
    expect(jobs).toEqual([{ key: `collect:${company.org}:${source}` }]);
  });

  it('refuses a change of a source that somebody else changed meanwhile, and keeps secrets that are left out', async () => {
    const source = await company.connect();
    const body = { expected: 1, name: 'Renamed', settings: { place: 'there' }, everyMinutes: 30 };
    expect(await company.call('sourceChange', { params: { source }, body })).toMatchObject({ name: 'Renamed', version: 2, everyMinutes: 30 });
    expect(await company.context.secrets.read(company.org, `source:${source}`)).toEqual({ token: 'hush' });
    await expect(company.call('sourceChange', { params: { source }, body })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the secret of a source', () => {
  it('is given again when it would go elsewhere: whoever may change a source does not get what was given for it', async () => {
    const source = await company.connect();
    const body = { expected: 1, name: 'World', settings: { place: 'here', host: 'evil' }, everyMinutes: 30 };
    await expect(company.call('sourceChange', { params: { source }, body })).rejects.toMatchObject({ code: 'invalid', field: 'secrets.token' });
    expect(await company.call('sourceChange', { params: { source }, body: { ...body, secrets: { token: 'another' } } })).toMatchObject({ version: 2 });
    expect(await company.context.secrets.read(company.org, `source:${source}`)).toEqual({ token: 'another' });
  });
});

describe('reading a source', () => {
  it('stores what changed: a second read of the same world adds an entry and no entity', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann'), account('bob')];
    const first = await read();
    const second = await read();
    company.world.accounts = [account('ann', { mfa: false }), account('cec')];
    const third = await read();
    expect(await rows(`select entity_id, from_at, until_at from entity where entity_type = 'account' order by 1, 2`)).toEqual([
      { entity_id: 'ann', from_at: first, until_at: third }, { entity_id: 'ann', from_at: third, until_at: null },
      { entity_id: 'bob', from_at: first, until_at: third }, { entity_id: 'cec', from_at: third, until_at: null },
    ]);
    expect(await ids(source, second)).toEqual(['ann', 'bob']);
    expect(await ids(source)).toEqual(['ann', 'cec']);
    await identical();
  });

  it('keeps the subject of an entity that changes, goes and comes back', async () => {
    await company.connect();
    company.world.accounts = [account('ann')];
    await read();
    company.world.accounts = [account('ann', { mfa: false })];
    await read();
    company.world.accounts = [];
    await read();
    company.world.accounts = [account('ann')];
    await read();
    expect(await rows(`select count(*)::int as rows, count(distinct subject)::int as subjects from entity where entity_id = 'ann'`)).toEqual([{ rows: 3, subjects: 1 }]);
  });

  it('gives a problem when a source breaks: unknown from then on, with the reason and what was last known', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann'), account('bob', { mfa: false })];
    const whole = await read();
    company.world.problem = broken;
    const failed = await read();
    expect(await state()).toMatchObject({ state: 'problem', at: failed, lastComplete: whole, count: null, problem: { sentence: broken.sentence } });
    expect(await state(whole)).toMatchObject({ state: 'complete', at: whole, count: 2, problem: null });
    const { items } = await company.call('checkSubjects', { params: { check: 'account.second-factor' } });
    expect(items.map(({ entity, verdict }) => [entity, verdict])).toEqual([['ann', 'unknown'], ['bob', 'unknown']]);
    expect(items[1]?.reason).toContain(broken.sentence);
    expect(items[1]?.reason).toContain(`Last known: fail on ${whole.slice(0, 10)}`);
    const before = await company.call('checkSubjects', { params: { check: 'account.second-factor' }, query: { asOf: whole } });
    expect(before.items.map(({ entity, verdict }) => [entity, verdict])).toEqual([['bob', 'fail'], ['ann', 'pass']]);
    expect(await ids(source)).toEqual(['ann', 'bob']);
    expect(await rows('select from_at, until_at, pass, fail from tally where check_id = \'account.second-factor\'')).toEqual([{ from_at: whole, until_at: failed, pass: 1, fail: 1 }]);
    company.world.problem = undefined;
    await read();
    const after = await company.call('checkSubjects', { params: { check: 'account.second-factor' } });
    expect(after.items.map(({ entity, verdict }) => [entity, verdict])).toEqual([['bob', 'fail'], ['ann', 'pass']]);
    await identical();
  });

  it('is unknown while it is switched off, with the reason, and reads nothing', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann')];
    await read();
    const off = company.wait(5);
    await company.call('sourcePause', { params: { source }, body: { reason: 'It is being moved.' } });
    const entries = (await rows('select count(*)::int as n from entry'))[0]?.['n'];
    await read();
    expect((await rows('select count(*)::int as n from entry'))[0]?.['n']).toBe(entries);
    expect(await state()).toMatchObject({ state: 'problem', problem: { kind: 'paused', sentence: 'Switched off: It is being moved.' } });
    expect(await rows(`select state, from_at from coverage where entity_type = 'account' and until_at is null`)).toEqual([{ state: 'paused', from_at: off }]);
    await expect(company.call('collect', { params: { source } })).rejects.toMatchObject({ code: 'conflict' });
    await company.call('sourceResume', { params: { source } });
    await read();
    expect(await state()).toMatchObject({ state: 'complete', problem: null });
    await identical();
  });

  it('counts until it is disconnected and no longer; what it told before stays to be seen', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann')];
    await read();
    const standing = async (asOf?: string) => (await company.call('check', { params: { check: 'account.second-factor' }, query: asOf === undefined ? {} : { asOf } })).status;
    const before = company.wait(5);
    expect(await standing()).toBe('pass');
    company.wait(60 * 24 * 3);
    const { version } = await company.call('source', { params: { source } });
    await company.call('sourceDisconnect', { params: { source }, query: { expected: version } });
    expect((await company.call('sources')).items).toEqual([]);
    expect(await standing()).toBe('not-started');
    expect(await standing(before)).toBe('pass');
    company.wait(60 * 24 * 5);
    expect(await standing()).toBe('not-started');
    expect((await company.call('standing')).unknownSources).toEqual([]);
    expect(await rows('select 1 from secret')).toEqual([]);
    await expect(company.call('collect', { params: { source } })).rejects.toMatchObject({ code: 'not_found' });
    await identical();
  });

  it('records nothing of a read during which the source was switched off', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann')];
    company.world.during = async () => { await company.call('sourcePause', { params: { source }, body: { reason: 'Stop.' } }); };
    await read();
    expect(await rows('select * from entity')).toEqual([]);
    const states: CollectState[] = [];
    for await (const one of (await company.raw('progress', { params: { source } })) as AsyncIterable<CollectState>) states.push(one);
    expect(states.at(-1)?.phase).toBe('failed');
  });

  it('shows how it goes until it is done, with what came of each read', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann')];
    company.world.releases = [release('v1'), release('v2')];
    const states: CollectState[] = [];
    const following = (async () => {
      for await (const one of (await company.raw('progress', { params: { source } })) as AsyncIterable<CollectState>) states.push(one);
    })();
    await read();
    await following;
    expect(isOver(states.at(-1) as CollectState)).toBe(true);
    expect(states.at(-1)).toMatchObject({ phase: 'done', reads: [{ entityType: 'account', state: 'complete', count: 1, changed: 1 }, { entityType: 'release', count: 2, changed: 2 }] });
    expect((await company.call('source', { params: { source } })).running).toBe(false);
  });

  it('breaks off in the middle and resumes cleanly: what was recorded stays, nothing is there twice', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann')];
    company.world.releases = [release('v1')];
    company.wait(1);
    const real = company.context.ledgerOf;
    let appends = 0;
    const failing = { ...company.context, ledgerOf: async (org: string) => {
      const ledger = await real(org);
      return { ...ledger, append: (...given: Parameters<typeof ledger.append>) => (++appends === 2 ? Promise.reject(new Error('the power went')) : ledger.append(...given)) };
    } };
    const { collect } = await import('../src/collecting/collect.ts');
    const payload = { org: company.org, source, run: 'r_1' };
    await expect(collect(payload, failing, new AbortController().signal)).rejects.toThrow('the power went');
    await collect(payload, failing, new AbortController().signal);
    expect(await rows('select entity_type, count(*)::int as n from entity group by 1 order by 1')).toEqual([{ entity_type: 'account', n: 1 }, { entity_type: 'release', n: 1 }]);
    await identical();
  });

  it('says nothing about the source when the process ends in the middle', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann')];
    const ending = new AbortController();
    company.world.during = async () => ending.abort();
    const { collect } = await import('../src/collecting/collect.ts');
    await expect(collect({ org: company.org, source, run: 'r_1' }, company.context, ending.signal)).rejects.toThrow();
    expect(await rows('select * from coverage')).toEqual([]);
  });
});

describe('forgetting a person', () => {
  it('removes them from every projection while counts of the others and every proof stand', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann'), account('bob', { mfa: false })];
    await read();
    company.world.accounts = [account('ann', { mfa: false }), account('bob', { mfa: false })];
    await read();
    const [{ subject } = { subject: '' }] = (await rows(`select subject from entity where entity_id = 'ann' limit 1`)) as { subject: string }[];
    const ledger = await company.context.ledgerOf(company.org);
    company.wait(1);
    await ledger.forget({ subject, actor: company.actor.member, basis: 'GDPR Art. 17(1)(b)', at: company.context.now().toISOString() });
    for (const table of ['entity', 'verdict', 'tally', 'coverage']) expect(JSON.stringify(await rows(`select * from ${table}`))).not.toMatch(new RegExp(`ann|${subject}`));
    expect(await ids(source)).toEqual(['bob']);
    expect(await rows(`select pass, fail, until_at from tally where check_id = 'account.second-factor'`)).toEqual([{ pass: 0, fail: 1, until_at: null }]);
    expect(await rows('select sum(forgotten)::int as n from entry')).toEqual([{ n: 2 }]);
    for (let index = 0; index < await ledger.size(); index++) expect(await ledger.proof(index)).toContain(`index ${index}`);
    await identical();
    await read();
    await identical();
  });
});

describe('a source that says what no database can hold', () => {
  it('is recorded with a sign for it: an older reading would go on standing for it', async () => {
    await company.connect();
    company.world.accounts = [account('ann')];
    await read();
    company.world.accounts = [account('ann', { name: 'nul \u0000 half \uD83D', mfa: false })];
    await read();
    expect(await rows(`select name from entity where entity_type = 'account' and until_at is null`)).toEqual([{ name: 'nul \uFFFD half \uFFFD' }]);
    expect((await company.call('check', { params: { check: 'account.second-factor' } })).counts).toMatchObject({ pass: 0, fail: 1 });
    await identical();
  });
});

describe('a fold that throws', () => {
  it('refuses the fact and loses nothing that stood', async () => {
    const source = await company.connect();
    company.world.accounts = [account('ann')];
    await read();
    const before = await rows('select * from entity');
    const ledger = await company.context.ledgerOf(company.org);
    const size = await ledger.size();
    await expect(ledger.append({ kind: 'member.joined', about: 'ann', actor: 'system', captured: company.wait(1), origin: { name: 'test', version: '1' }, header: { role: 'king' }, parts: [] })).rejects.toThrow('names no role');
    expect(await rows('select * from entity')).toEqual(before);
    expect(await ledger.size()).toBe(size);
    company.world.accounts = [account('ann', { mfa: false })];
    await read(60, source);
    await identical();
  });
});
