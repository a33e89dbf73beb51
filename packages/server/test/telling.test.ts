import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SMTPServer } from 'smtp-server';
import type { Answer } from '@avouch/api/client';
import { centreSettings, openShop, shopMap, type Shop } from './privacy-shop.ts';

const SECRET = 'a secret of both sides';
const mailed: string[] = [];
const posted: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = [];
let mailWorks = false;
let hookStatus = 500;
let smtp: SMTPServer;
let hook: Server;
let shop: Shop;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => (mailWorks || !address.includes('parcel') ? done() : done(new Error('the mailbox is down'))),
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => { mailed.push(Buffer.concat(chunks).toString()); done(); });
    },
  });
  hook = createServer((asked, reply) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      posted.push({ headers: asked.headers, body: Buffer.concat(chunks).toString() });
      reply.writeHead(hookStatus).end();
    });
  });
  await new Promise<void>((resolve) => { hook.listen(0, '127.0.0.1', resolve); });
  await new Promise<void>((resolve) => { smtp.listen(0, '127.0.0.1', resolve); });
  const smtpPort = (smtp.server.address() as AddressInfo).port;
  shop = await openShop({ AVOUCH_SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, AVOUCH_MAIL_FROM: 'privacy@shop.example' });
  const text = shopMap().replace('recipients: parcel', 'recipients: [parcel, stats, paper]').replace('    told: { by: mail, to: privacy@parcel.example }\n', `    told: { by: mail, to: privacy@parcel.example }
  stats:
    title: Stats Ltd
    role: processor
    country: DE
    told: { by: webhook, to: 'http://127.0.0.1:${(hook.address() as AddressInfo).port}/art19' }
  paper:
    title: Paper archive
    role: processor
    country: DE
    told: { by: person, to: the archive }
`);
  expect(await shop.ask('PUT', '/data-map', { text, note: 'Three recipients', expected: 1 })).toMatchObject({ faults: [] });
});
afterAll(async () => {
  await shop.close();
  hook.close();
  await new Promise<void>((resolve) => { smtp.close(resolve); });
});

let id: string;
const toldOf = async (): Promise<unknown[]> => (await shop.detail(id)).told.map(({ recipient, by, outcome, tries }) => `${recipient} by ${by}: ${outcome}, ${tries} in vain`).toSorted();
const again = async (): Promise<void> => {
  await shop.ask('POST', `/requests/${id}/tell`, {});
  await shop.work();
};
/** Mails wait in the queue for their next try; this is the time of that try. */
const retryMail = async (): Promise<void> => {
  await shop.server.server.context.pool.query(`update graphile_worker._private_jobs set run_at = now() from graphile_worker._private_tasks t where t.id = task_id and t.identifier = 'mail'`);
  await shop.work();
};

test('a recipient that is down stays open and shown, and is never counted as told', async () => {
  ({ id } = await shop.ask<'request'>('POST', '/requests', { right: 'erasure', channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'Ada Lovelace', mail: 'ada@example.com' }));
  await shop.ask('POST', `/requests/${id}/identify`, { by: 'document', keys: { 'customer.email': ['ada@example.com'] }, reason: 'She came with her passport.' });
  await shop.work();
  await shop.ask('POST', `/requests/${id}/approve`, { digest: (await shop.detail(id)).plan?.digest });
  await shop.work();
  expect(await toldOf()).toEqual(['paper by person: waiting, 0 in vain', 'parcel by mail: waiting, 0 in vain', 'stats by webhook: failed, 1 in vain']);
  expect((await shop.detail(id)).told.find(({ recipient }) => recipient === 'stats')?.note).toContain('no secret to sign with');
  await shop.ask('PUT', '/centre', { expected: 1, settings: centreSettings, webhookSecret: SECRET });
  await again();
  expect(await toldOf()).toEqual(['paper by person: waiting, 0 in vain', 'parcel by mail: waiting, 0 in vain', 'stats by webhook: failed, 2 in vain']);
  expect(posted).toHaveLength(1);
  const { rows } = await shop.server.server.context.pool.query<{ later: boolean }>(`select j.run_at > now() as later from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'tell'`);
  expect(rows).toEqual([{ later: true }]);
  for (let tried = 0; tried < 8; tried += 1) await retryMail();
  expect(await toldOf()).toContain('parcel by mail: failed, 1 in vain');
  expect(mailed.filter((text) => text.includes('parcel'))).toEqual([]);
  await shop.ask('POST', `/requests/${id}/release`, { by: 'link' });
  const { next } = await shop.detail(id);
  expect(next.act).toBe('tell');
  expect(next.sentence).toMatch(/Parcel Ltd.*Stats Ltd|Stats Ltd.*Parcel Ltd/);
});

test('once they are up again they are told, signed as the consent webhook is, and a person says the rest', async () => {
  hookStatus = 204;
  mailWorks = true;
  await again();
  const last = posted.at(-1);
  const [, seconds = '', signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(last?.headers['avouch-signature'])) ?? [];
  expect(signature).toBe(createHmac('sha256', SECRET).update(`${seconds}.${last?.body}`).digest('hex'));
  expect(JSON.parse(last?.body ?? '')).toMatchObject({ kind: 'art-19', of: 'erasure', identity: { 'customer.email': ['ada@example.com'] } });
  expect(await toldOf()).toContain('stats by webhook: told, 2 in vain');
  const [mail] = ((await shop.owner('GET', `/api/orgs/${shop.org}/privacy/mails`)).json() as Answer<'mails'>).items.filter(({ to }) => to === 'privacy@parcel.example');
  expect(mail?.state).toBe('failed');
  await shop.owner('POST', `/api/orgs/${shop.org}/privacy/mails/${mail?.id}/sent`, {});
  await shop.ask('POST', `/requests/${id}/told`, { recipient: 'paper', outcome: 'impossible', note: 'The archive burnt down.' });
  expect(await toldOf()).toEqual(['paper by person: impossible, 0 in vain', 'parcel by person: told, 1 in vain', 'stats by webhook: told, 2 in vain']);
  expect((await shop.detail(id)).next.act).toBe('close');
  const before = posted.length;
  await again();
  expect(posted).toHaveLength(before);
  expect((await shop.owner('POST', `/api/orgs/${shop.org}/rebuild`, {})).json()).toMatchObject({ identical: true });
});

test('a notice by mail counts as told when the mail server took it', async () => {
  const one = await shop.ask<'request'>('POST', '/requests', { right: 'erasure', channel: 'hand', received: shop.server.server.context.now().toISOString(), name: 'Eve Noether', mail: 'eve@example.com' });
  await shop.ask('POST', `/requests/${one.id}/identify`, { by: 'document', keys: { 'customer.email': ['eve@example.com'] }, reason: 'She came with her passport.' });
  await shop.work();
  await shop.ask('POST', `/requests/${one.id}/approve`, { digest: (await shop.detail(one.id)).plan?.digest });
  await shop.work();
  expect((await shop.detail(one.id)).told.find(({ recipient }) => recipient === 'parcel')).toMatchObject({ by: 'mail', outcome: 'told' });
  expect(mailed.filter((text) => text.includes('privacy@parcel.example'))).toHaveLength(1);
});
