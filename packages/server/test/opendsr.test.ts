import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { createServer as createHttp } from 'node:http';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '@avouch/api/client';
import { unzipSync } from 'fflate';
import { isSignedBy, signatureOver } from '../src/opendsr/certificates.ts';

import { openAuthority } from '../src/testing/certificates.ts';
import { openShop, shopMap, type Shop } from './privacy-shop.ts';

const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer();
  server.listen(0, () => {
    const address = server.address();
    server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
  });
});
const open = async (): Promise<Shop & { readonly origin: string }> => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  return { ...(await openShop({ AVOUCH_PORT: String(port), AVOUCH_ORIGIN: origin }, { listen: true })), origin };
};

const authority = openAuthority();
const issued = authority.issue('localhost');
let company: Shop & { readonly origin: string };
let processor: Shop & { readonly origin: string };
let controller: string;
let secret: string;

const written = async <Name extends 'openDsr' | 'openDsrControllerSecret'>(shop: Shop, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<Answer<Name>> => {
  const asked = await shop.owner(method, `/api/orgs/${shop.org}/privacy/opendsr${path}`, body);
  if (asked.status !== 200) throw new Error(asked.text);
  return asked.json() as Answer<Name>;
};
const base = (): string => `${processor.origin}/opendsr/${processor.org}/v2`;
const settings = (more: object = {}) => ({ name: 'Shop Ltd', contact: 'Carla Controller', active: true, types: ['erasure', 'access'], identities: [{ type: 'email', key: 'customer.email' }], callbacks: [company.origin], publicKey: null, ...more });
const orderOf = (ref: string, more: object = {}): string => JSON.stringify({
  regulation: 'gdpr', subject_request_id: ref, subject_request_type: 'access', subject_identities: [{ identity_type: 'email', identity_value: 'bob@example.com', identity_format: 'raw' }], submitted_time: processor.server.server.context.now().toISOString(), api_version: '2.0', ...more,
});
const call = async (method: string, path: string, body?: string, token = secret) => {
  const answer = await fetch(`${base()}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body }) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const verified = isSignedBy(bytes, answer.headers.get('x-opendsr-signature') ?? '', [new X509Certificate(issued.certificate)]);
  return { status: answer.status, verified, domain: answer.headers.get('x-opendsr-processor-domain'), bytes, json: () => JSON.parse(bytes.toString()) as Record<string, unknown> };
};
const requestOf = async (shop: Shop, ref: string): Promise<Answer<'request'>> => {
  const { items } = (await shop.owner('GET', `/api/orgs/${shop.org}/privacy/requests`)).json() as Answer<'requests'>;
  return shop.detail(items.find((one) => one.controller?.order === ref)?.id ?? '');
};
const carryOut = async (shop: Shop, id: string): Promise<void> => {
  const planned = await shop.detail(id);
  for (const fault of planned.plan?.faults.filter(({ stops }) => stops) ?? []) throw new Error(fault.sentence);
  await shop.ask('POST', `/requests/${id}/approve`, { digest: planned.plan?.digest });
  await shop.work();
};

beforeAll(async () => {
  [company, processor] = [await open(), await open()];
  await processor.ask('PUT', '/data-map', { text: shopMap().replace('    engine: postgres', '    role: processor\n    engine: postgres'), note: 'What we hold for others', expected: 1 });
  await written(processor, 'PUT', '/processor', { expected: 0, settings: { open: true, domain: 'localhost', certificate: issued.certificate }, key: issued.key });
  controller = (await written<'openDsr'>(processor, 'POST', '/controllers', { settings: settings() })).controllers[0]?.id ?? '';
  secret = (await written<'openDsrControllerSecret'>(processor, 'POST', `/controllers/${controller}/secret`, {})).secret;
  await company.ask('PUT', '/data-map', { text: shopMap().replace('{ by: mail, to: privacy@parcel.example }', `{ by: opendsr, to: '${base()}' }`), note: 'Parcel takes OpenDSR', expected: 1 });
});
afterAll(async () => {
  await company.close();
  await processor.close();
});

describe('a processor', () => {
  test('is set up with a key and a certificate that an authority issued for its host, and with no other', async () => {
    const write = async (certificate: string, key: string, domain = 'localhost'): Promise<unknown> => {
      const asked = await processor.owner('PUT', `/api/orgs/${processor.org}/privacy/opendsr/processor`, { expected: 1, settings: { open: true, domain, certificate }, key });
      return [asked.status, (asked.json() as { field?: string }).field];
    };
    const [own, far, old] = [authority.selfSigned('localhost'), authority.issue('elsewhere.example'), authority.issue('localhost', { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2021-01-01T00:00:00Z') })];
    expect(await write(own.certificate, own.key)).toEqual([400, 'settings.certificate']);
    expect(await write(far.certificate, far.key)).toEqual([400, 'settings.certificate']);
    expect(await write(far.certificate, far.key, 'elsewhere.example')).toEqual([400, 'settings.domain']);
    expect(await write(old.certificate, old.key)).toEqual([400, 'settings.certificate']);
    expect(await write(issued.certificate, far.key)).toEqual([400, 'key']);
    expect(await write('no certificate', issued.key)).toEqual([400, 'settings.certificate']);
    const shown = await processor.owner('GET', `/api/orgs/${processor.org}/privacy/opendsr`);
    expect(shown.text).not.toContain('PRIVATE KEY');
    expect(shown.text).not.toContain(secret);
  });

  test('says what it takes, under which certificate, and signs every answer', async () => {
    const found = await call('GET', '/discovery');
    expect([found.status, found.verified, found.domain]).toEqual([200, true, 'localhost']);
    expect(found.json()).toEqual({
      api_version: '2.0', supported_identities: [{ identity_type: 'email', identity_format: 'raw' }], supported_subject_request_types: ['access', 'erasure'], processor_certificate: `${base()}/certificate.pem`,
    });
    expect((await call('GET', '/certificate.pem')).bytes.toString().trim()).toBe(issued.certificate.trim());
    expect((await call('GET', '/requests/unknown')).verified).toBe(true);
  });

  test('takes an order for access once, plans it, answers the controller by a link that ends, and maps its states', async () => {
    const ref = '3f0c5b52-6f6e-4d0e-9c7d-0d6f0a2d9e11';
    const body = orderOf(ref, { submitted_time: '2026-01-02T10:00:00Z' });
    const first = await call('POST', '/requests', body);
    expect([first.status, first.verified]).toEqual([201, true]);
    const { processor_signature: signature, ...rest } = first.json();
    expect(rest).toMatchObject({ controller_id: controller, subject_request_id: ref, encoded_request: Buffer.from(body).toString('base64') });
    expect(isSignedBy(Buffer.from(JSON.stringify(rest)), String(signature), [new X509Certificate(issued.certificate)])).toBe(true);
    const again = await call('POST', '/requests', body);
    expect([again.status, again.json()['received_time']]).toEqual([201, rest['received_time']]);
    expect((await call('POST', '/requests', orderOf(ref))).status).toBe(400);
    await processor.work();
    const request = await requestOf(processor, ref);
    expect([request.channel, request.role, request.proven, request.controller?.name, request.clock.day]).toEqual(['opendsr', 'processor', 'controller', 'Shop Ltd', '2026-01-02']);
    const status = async () => { const asked = await call('GET', `/requests/${ref}`); return [asked.status, asked.verified, asked.json()['request_status']]; };
    expect([request.status, await status()]).toEqual(['awaiting_approval', [200, true, 'pending']]);
    await carryOut(processor, request.id);
    expect([(await processor.detail(request.id)).status, await status()]).toEqual(['answering', [200, true, 'in_progress']]);
    expect((await call('DELETE', `/requests/${ref}`)).status).toBe(400);
    await processor.ask('POST', `/requests/${request.id}/release`, { by: 'link', days: 3 });
    const done = (await call('GET', `/requests/${ref}`)).json();
    expect(done).toMatchObject({ request_status: 'completed', results_count: 3 });
    const link = new URL(String(done['results_url'])).pathname.replace(/^.*\/v2/, '');
    const files = unzipSync((await call('GET', link)).bytes);
    expect(Buffer.from(files['answer.html'] ?? []).toString()).toContain('Bob Road 2');
    expect((await fetch(String(done['results_url']))).status).toBe(401);
    processor.server.advance(4 * 86_400_000);
    expect((await call('GET', link)).status).toBe(404);
    expect((await call('GET', `/requests/${ref}`)).json()).not.toHaveProperty('results_url');
    processor.server.advance(-4 * 86_400_000);
  });

  test('makes one request of an order that comes twice at once', async () => {
    const ref = 'dddddddd-2222-4333-8444-555555555555';
    const body = orderOf(ref);
    expect((await Promise.all([1, 2, 3].map(() => call('POST', '/requests', body)))).map(({ status }) => status)).toEqual([201, 201, 201]);
    const { items } = (await processor.owner('GET', `/api/orgs/${processor.org}/privacy/requests`)).json() as Answer<'requests'>;
    expect(items.filter(({ controller: by }) => by?.order === ref)).toHaveLength(1);
    const extended = await processor.ask<'request'>('POST', `/requests/${(await requestOf(processor, ref)).id}/extend`, { reason: 'number', text: 'Many asked at once.' });
    expect((await call('GET', `/requests/${ref}`)).json()['expected_completion_time']).toBe(`${extended.clock.raw}T23:59:59.000Z`);
  });

  test('takes a pending order back when the controller cancels it, and refuses what it cannot do whole', async () => {
    const ref = '11111111-2222-4333-8444-555555555555';
    expect((await call('POST', '/requests', orderOf(ref))).status).toBe(201);
    const cancelled = await call('DELETE', `/requests/${ref}`);
    expect([cancelled.status, cancelled.verified, cancelled.json()['subject_request_id']]).toEqual([202, true, ref]);
    expect((await call('GET', `/requests/${ref}`)).json()['request_status']).toBe('cancelled');
    const refused = async (more: object): Promise<unknown> => { const { status, json } = await call('POST', '/requests', orderOf('aaaaaaaa-2222-4333-8444-555555555555', more)); return [status, (json()['error'] as { message: string }).message.split(':')[0]]; };
    expect(await refused({ subject_request_type: 'portability' })).toEqual([400, 'subject_request_type']);
    expect(await refused({ subject_identities: [{ identity_type: 'email', identity_value: 'bob@example.com', identity_format: 'sha256' }] })).toEqual([400, 'subject_identities.0.identity_format']);
    expect(await refused({ subject_identities: [{ identity_type: 'email', identity_value: 'bob@example.com', identity_format: 'raw' }, { identity_type: 'ios_vendor_id', identity_value: 'x', identity_format: 'raw' }] })).toEqual([400, 'subject_identities']);
    expect(await refused({ status_callback_urls: ['https://elsewhere.example/callback'] })).toEqual([400, 'status_callback_urls']);
    expect(await refused({ submitted_time: '2100-01-01T00:00:00Z' })).toEqual([400, 'submitted_time']);
  });

  test('knows controllers by secret or key, lets an old secret open for a day, and shows nobody another’s order', async () => {
    const refOfOther = '3f0c5b52-6f6e-4d0e-9c7d-0d6f0a2d9e11';
    const before = secret;
    secret = (await written<'openDsrControllerSecret'>(processor, 'POST', `/controllers/${controller}/secret`, {})).secret;
    expect([(await call('GET', `/requests/${refOfOther}`, undefined, before)).status, (await call('GET', `/requests/${refOfOther}`)).status]).toEqual([200, 200]);
    processor.server.advance(86_400_001);
    expect((await call('GET', `/requests/${refOfOther}`, undefined, before)).status).toBe(401);
    processor.server.advance(-86_400_001);
    expect((await call('POST', '/requests', orderOf('bbbbbbbb-2222-4333-8444-555555555555'), `${secret.slice(0, -1)}!`)).status).toBe(401);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await written(processor, 'PUT', `/controllers/${controller}`, { expected: 1, settings: settings({ publicKey: publicKey.export({ type: 'spki', format: 'pem' }) }) });
    const now = Math.floor(processor.server.server.context.now().getTime() / 1000);
    const tokenOf = (claims: object): string => {
      const input = [{ alg: 'EdDSA' }, { iss: controller, aud: base(), iat: now, exp: now + 120, jti: 'one-nonce-of-a-token', ...claims }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      return `${input}.${sign(null, Buffer.from(input), privateKey).toString('base64url')}`;
    };
    const withToken = async (token: string): Promise<number> => (await call('GET', `/requests/${refOfOther}`, undefined, token)).status;
    expect([await withToken(tokenOf({})), await withToken(tokenOf({}))]).toEqual([200, 401]);
    expect(await Promise.all([{ aud: 'https://elsewhere.example' }, { exp: now - 120, iat: now - 300 }, { exp: now + 3600 }, { iss: 'ctl_0000000000000000' }].map((claims, at) => withToken(tokenOf({ jti: `another-nonce-of-a-token-${at}`, ...claims }))))).toEqual([401, 401, 401, 401]);
    const other = (await written<'openDsr'>(processor, 'POST', '/controllers', { settings: settings({ name: 'Other Ltd', types: ['erasure'] }) })).controllers.find(({ settings: { name } }) => name === 'Other Ltd');
    const theirs = (await written<'openDsrControllerSecret'>(processor, 'POST', `/controllers/${other?.id}/secret`, {})).secret;
    expect((await call('GET', `/requests/${refOfOther}`, undefined, theirs)).status).toBe(404);
    await written(processor, 'PUT', `/controllers/${other?.id}`, { expected: 1, settings: settings({ name: 'Other Ltd', active: false }) });
    expect((await call('GET', '/discovery', undefined, theirs)).status).toBe(401);
  });
});

describe('a company that tells its processor', () => {
  let erased: Answer<'request'>;
  const recipient = (more: object = {}) => ({ domain: 'localhost', identities: [{ type: 'email', key: 'customer.email' }], trust: 'chained', certificate: authority.certificate, ...more });
  const toldOf = async (): Promise<Answer<'request'>['told'][number] | undefined> => (await company.detail(erased.id)).told[0];
  const tellAgain = async (): Promise<void> => {
    await company.ask('POST', `/requests/${erased.id}/tell`, {});
    await company.work();
  };

  test('does not count it as told before its signature can be verified', async () => {
    const { id } = await company.ask<'request'>('POST', '/requests', { right: 'erasure', channel: 'hand', received: company.server.server.context.now().toISOString(), name: 'Ada Lovelace', mail: 'ada@example.com' });
    await company.ask('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': ['ada@example.com'] }, reason: 'She came with her passport.' });
    await company.work();
    await carryOut(company, id);
    erased = await company.detail(id);
    expect(await toldOf()).toMatchObject({ outcome: 'failed', tries: 1, note: expect.stringContaining('record its certificate') as string });
    await written(company, 'PUT', '/recipients/parcel', { expected: 0, settings: recipient({ certificate: openAuthority().certificate }), token: secret });
    await tellAgain();
    expect(await toldOf()).toMatchObject({ outcome: 'failed', tries: 2, note: expect.stringContaining('None of its certificates holds') as string });
    await written(company, 'PUT', '/recipients/parcel', { expected: 1, settings: recipient({ trust: 'pinned', certificate: authority.issue('localhost').certificate }) });
    await tellAgain();
    expect(await toldOf()).toMatchObject({ outcome: 'failed', tries: 3, note: expect.stringContaining('does not bear the signature') as string });
    // Nothing was said of the person to whoever could not show who they are.
    const { items } = (await processor.owner('GET', `/api/orgs/${processor.org}/privacy/requests`)).json() as Answer<'requests'>;
    expect(items.filter(({ rights }) => rights.includes('erasure'))).toEqual([]);
  });

  test('shows it told and done once the erasure ran in the processor’s own database and it said so under its signature', async () => {
    await written(company, 'PUT', '/recipients/parcel', { expected: 2, settings: recipient() });
    await tellAgain();
    expect(await toldOf()).toMatchObject({ outcome: 'told', by: 'opendsr', reported: null });
    await processor.work();
    const { items } = (await processor.owner('GET', `/api/orgs/${processor.org}/privacy/requests`)).json() as Answer<'requests'>;
    const orders = items.filter(({ rights, controller: by }) => by !== null && rights.includes('erasure'));
    expect(orders).toHaveLength(1);
    await carryOut(processor, orders[0]?.id ?? '');
    expect((await toldOf())?.reported?.status).toBe('in_progress');
    expect(await processor.query("select id from customers where email = 'ada@example.com'")).toEqual([]);
    await processor.ask('POST', `/requests/${orders[0]?.id}/release`, { by: 'link' });
    await processor.work();
    expect(await toldOf()).toMatchObject({ outcome: 'told', reported: { status: 'completed' } });
    expect((await company.detail(erased.id)).timeline.map(({ irregular }) => irregular).filter((one) => one !== null)).toEqual([]);
    expect((await written<'openDsr'>(processor, 'GET', '')).undelivered).toEqual([]);
  });

  test('refuses a callback that does not verify, and records it; one that would go back changes nothing', async () => {
    const address = `${company.origin}/opendsr/${company.org}/callbacks`;
    const ref = ((await processor.owner('GET', `/api/orgs/${processor.org}/privacy/requests`)).json() as Answer<'requests'>).items.find(({ rights, controller: by }) => by !== null && rights.includes('erasure'))?.controller?.order ?? '';
    const bodyOf = (status: string, more: object = {}): string => JSON.stringify({ controller_id: controller, status_callback_url: address, subject_request_id: ref, request_status: status, expected_completion_time: '2026-12-01T00:00:00Z', ...more });
    const post = async (body: string, signature: string): Promise<number> => (await fetch(address, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-opendsr-processor-domain': 'localhost', 'x-opendsr-signature': signature } })).status;
    const seal = async (): Promise<unknown> => (await company.detail(erased.id)).told[0]?.reported;
    const before = await seal();
    expect(await post(bodyOf('pending'), signatureOver(bodyOf('pending'), issued.key))).toBe(202);
    expect(await post(bodyOf('cancelled'), signatureOver(bodyOf('cancelled'), authority.issue('localhost').key))).toBe(403);
    expect(await post(bodyOf('cancelled'), 'bm9uZQ==')).toBe(403);
    const elsewhere = bodyOf('cancelled', { status_callback_url: 'https://elsewhere.example/' });
    expect(await post(elsewhere, signatureOver(elsewhere, issued.key))).toBe(403);
    const unknown = bodyOf('completed', { subject_request_id: 'bbbbbbbb-2222-4333-8444-555555555555' });
    expect(await post(unknown, signatureOver(unknown, issued.key))).toBe(403);
    expect(await seal()).toEqual(before);
    expect((await written<'openDsr'>(company, 'GET', '')).refused.map(({ recipient: of, why }) => `${of} ${why}`)).toEqual(['parcel request', 'parcel address', 'parcel signature', 'parcel signature']);
  });

  test('asks a processor whose callbacks do not arrive, and takes what it says under its signature', async () => {
    const { id } = await company.ask<'request'>('POST', '/requests', { right: 'erasure', channel: 'hand', received: company.server.server.context.now().toISOString(), name: 'Eve Noether', mail: 'eve@example.com' });
    await company.ask('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': ['eve@example.com'] }, reason: 'She came with her passport.' });
    await company.work();
    await carryOut(company, id);
    const again = async (): Promise<unknown> => {
      await company.ask('POST', `/requests/${id}/tell`, {});
      await company.work();
      return (await company.detail(id)).told[0]?.reported?.status;
    };
    expect((await company.detail(id)).told[0]).toMatchObject({ outcome: 'told', reported: null });
    const { context } = processor.server.server;
    await context.tenant(processor.org, (tx) => tx.query('delete from opendsr_progress where org = $1', [processor.org]));
    await processor.work();
    expect(await again()).toBe('pending');
    const { items } = (await processor.owner('GET', `/api/orgs/${processor.org}/privacy/requests`)).json() as Answer<'requests'>;
    const order = items.find(({ rights, status, controller: by }) => by !== null && rights.includes('erasure') && status === 'awaiting_approval')?.id ?? '';
    await carryOut(processor, order);
    await processor.ask('POST', `/requests/${order}/release`, { by: 'link' });
    expect([await again(), await again()]).toEqual(['completed', 'completed']);
    expect((await company.detail(id)).timeline.length).toBeGreaterThan(5);
  });

  test('an auditor sees that it was ordered and told, and nothing of whom', async () => {
    for (const [shop, kinds] of [[processor, ['opendsr.ordered', 'request.identified']], [company, ['recipient.told', 'recipient.reported']]] as const) {
      const auditor = shop.server.as((await shop.server.enter(shop.org, 'auditor', 'auditor')).cookie);
      for (const kind of kinds) {
        const { items } = (await auditor('GET', `/api/orgs/${shop.org}/ledger/entries?kind=${kind}`)).json() as { items: { index: number }[] };
        expect(items.length, kind).toBeGreaterThan(0);
        for (const { index } of items) {
          const { disclosed, bytes } = (await auditor('GET', `/api/orgs/${shop.org}/ledger/entries/${index}`)).json() as { disclosed: unknown[]; bytes: string };
          expect([disclosed, /@example|lovelace|noether/i.test(Buffer.from(bytes, 'base64').toString())]).toEqual([[], false]);
        }
      }
      expect((await auditor('PUT', `/api/orgs/${shop.org}/privacy/opendsr/processor`, {})).status).toBe(403);
    }
    const shown = await company.server.as((await company.server.enter(company.org, 'reader', 'reader')).cookie)('GET', `/api/orgs/${company.org}/privacy/opendsr`);
    expect(shown.status).toBe(403);
  });

  test('both ledgers give the same rows when they are folded anew', async () => {
    for (const shop of [company, processor]) expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
  });
});

test('a controller whose callback is down is told once it is up again, each status in its order', async () => {
  const ref = 'cccccccc-2222-4333-8444-555555555555';
  const port = await freePort();
  await written(processor, 'PUT', `/controllers/${controller}`, { expected: 2, settings: settings({ callbacks: [`http://localhost:${port}`] }) });
  const url = `http://localhost:${port}/told`;
  expect((await call('POST', '/requests', orderOf(ref, { status_callback_urls: [url] }))).status).toBe(201);
  await processor.work();
  const { id } = await requestOf(processor, ref);
  await carryOut(processor, id);
  expect((await written<'openDsr'>(processor, 'GET', '')).undelivered).toMatchObject([{ request: id, url, tries: 1 }]);
  const got: unknown[] = [];
  const server = createHttp((asked, reply) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const body = Buffer.concat(chunks);
      got.push([(JSON.parse(body.toString()) as { request_status: string }).request_status, isSignedBy(body, String(asked.headers['x-opendsr-signature']), [new X509Certificate(issued.certificate)])]);
      reply.end();
    });
  });
  await new Promise<void>((resolve) => { server.listen(port, resolve); });
  await processor.ask('POST', `/requests/${id}/release`, { by: 'link' });
  await processor.work();
  server.close();
  expect(got).toEqual([['in_progress', true], ['completed', true]]);
  expect((await written<'openDsr'>(processor, 'GET', '')).undelivered).toEqual([]);
});
