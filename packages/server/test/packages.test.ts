import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyBundle } from '@avouch/controls/bundle';
import { gatherPackage } from '../src/packages/gather.ts';
import { account, openCompany, release, type Company } from './company.ts';

let company: Company;
beforeEach(async () => { company = await openCompany(); });
afterEach(async () => { await company.close(); });

const bytesOf = async (form: string, id: string): Promise<Uint8Array> => {
  const { bytes } = await company.raw('packageFile', { params: { package: id, form } }) as { bytes: AsyncIterable<Uint8Array> };
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
};
const read = async (minutes: number): Promise<void> => {
  company.wait(minutes);
  await company.collect((await company.call('sources')).items[0]?.id ?? '');
};
const compose = async (asOf: string) => {
  const { id } = await company.call('packageCreate', { body: { kind: 'type-1', asOf } });
  company.wait(1);
  await company.run('package', { org: company.org, package: id });
  return company.call('package', { params: { package: id } });
};

describe('a readiness package', () => {
  it('is composed, issued in the ledger, and verified offline; a changed byte is found', async () => {
    await company.connect();
    company.world.accounts = [account('ann'), account('bob', { mfa: false })];
    company.world.releases = [release('v1')];
    await read(1);
    company.world.accounts = [account('ann', { mfa: false }), account('cec')];
    await read(60);
    company.wait(1);
    const made = await compose('2026-03-02');
    expect(made).toMatchObject({ state: 'ready', problem: null, asOf: '2026-03-02' });
    expect(made.files.map(({ form }) => form)).toEqual(['pdf', 'docx', 'html', 'bundle']);
    const bundle = await bytesOf('bundle', made.id);
    const verification = verifyBundle(bundle);
    expect(verification.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(verification.ok).toBe(true);
    expect(verification.readings.map(({ entityType, rows, agrees }) => [entityType, rows, agrees])).toEqual([['account', 2, true], ['release', 1, true]]);
    const changed = bundle.slice();
    const at = Math.floor(changed.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(verifyBundle(changed).ok).toBe(false);
    expect((await company.call('rebuild')).differences).toEqual([]);
  });

  it('speaks of its day alone: what came later changes no fact in it', async () => {
    await company.connect();
    company.world.accounts = [account('ann')];
    await read(1);
    company.wait(24 * 60);
    const ordered = company.context.now().toISOString();
    const first = await gatherPackage(company.context, company.org, '2026-03-02', ordered);
    company.world.accounts = [account('ann', { mfa: false })];
    await read(60);
    await company.call('evidenceFile', { body: { title: 'Late', controls: ['GOV-01'], upload: null, note: 'Later.', heldFrom: '2026-03-01T00:00:00.000Z', captured: '2026-03-01T00:00:00.000Z' } });
    expect(await gatherPackage(company.context, company.org, '2026-03-02', ordered)).toEqual(first);
  });

  it('is issued once, however often its task runs', async () => {
    const made = await compose('2026-03-02');
    expect(made.state).toBe('ready');
    const size = await (await company.context.ledgerOf(company.org)).size();
    await company.context.tenant(company.org, (tx) => tx.query(`update package_order set state = 'composing'`));
    await company.run('package', { org: company.org, package: made.id });
    expect(await (await company.context.ledgerOf(company.org)).size()).toBe(size);
    expect(verifyBundle(await bytesOf('bundle', made.id)).ok).toBe(true);
  });

  it('is not put together again from other facts than were sealed when it was issued', async () => {
    await company.connect();
    company.world.accounts = [account('ann'), account('bob')];
    await read(1);
    company.wait(1);
    const made = await compose('2026-03-02');
    expect(made.state).toBe('ready');
    await company.context.tenant(company.org, (tx) => tx.query(`update package_order set state = 'composing'`));
    const [row] = await company.context.tenant(company.org, async (tx) => (await tx.query<{ subject: string }>(`select subject from entity where entity_id = 'ann'`)).rows);
    await (await company.context.ledgerOf(company.org)).forget({ subject: row?.subject ?? '', actor: company.actor.member, basis: 'GDPR Art. 17(1)(b)', at: company.context.now().toISOString() });
    await company.run('package', { org: company.org, package: made.id });
    expect(await company.call('package', { params: { package: made.id } })).toMatchObject({ state: 'failed', problem: expect.stringContaining('compose another') as string });
    const again = await compose('2026-03-02');
    const verification = verifyBundle(await bytesOf('bundle', again.id));
    expect(verification.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(verification.readings.find(({ entityType }) => entityType === 'account')).toMatchObject({ rows: 2, judged: 1, erased: 1 });
  });

  it('is refused for a day that has not come, and fails with one sentence for a day before anything was recorded', async () => {
    await expect(company.call('packageCreate', { body: { kind: 'type-1', asOf: '2026-03-03' } })).rejects.toMatchObject({ code: 'invalid', field: 'asOf' });
    expect(await compose('2026-03-01')).toMatchObject({ state: 'failed', problem: expect.stringContaining('choose a later one') as string });
  });
});
