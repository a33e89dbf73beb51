import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../testing/server.ts';
import { mailOf } from './letter.ts';
import { openMails, queueMail, sendMail } from './outgoing.ts';

let smtp: SMTPServer;
let served: TestServer;
let org: string;
const taken: string[] = [];
let refuse = false;
beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => { text += chunk.toString(); });
      stream.on('end', () => {
        if (!refuse) taken.push(text);
        done(refuse ? Object.assign(new Error('mailbox is full'), { responseCode: 452 }) : null);
      });
    },
  });
  const listening = smtp.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  served = await openTestServer({ AVOUCH_SMTP_URL: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, AVOUCH_MAIL_FROM: 'Acme <privacy@acme.example>' });
  ({ org } = await served.setUp());
});
afterAll(async () => {
  await served.close();
  await new Promise<void>((done) => { smtp.close(() => done()); });
});

const letter = () => mailOf({ to: 'ada@example.com', language: 'en', subject: 'Hello\r\nBcc: all@example.com', paragraphs: ['Dear <b>Ada</b>', 'https://acme.example/privacy'], replyTo: 'reply@acme.example' });
const waiting = () => served.server.context.tenant(org, (tx) => openMails(served.server.context, tx, org));
const put = () => served.server.context.tenant(org, (tx) => queueMail(served.server.context, tx, org, null, letter()));
const send = async (tried = '0') => {
  const [mail] = await waiting();
  await sendMail({ org, mail: mail?.id ?? '', tried }, served.server.context, new AbortController().signal);
};

test('a mail goes out as text and simple HTML in which nothing is markup, and what it said is kept nowhere', async () => {
  await put();
  expect((await waiting()).map(({ mail, state }) => [mail.to, state])).toEqual([['ada@example.com', 'waiting']]);
  await send();
  expect(await waiting()).toEqual([]);
  const [text = ''] = taken;
  expect(text).toMatch(/^From: Acme <privacy@acme.example>/m);
  expect(text).toMatch(/^Reply-To: reply@acme.example/m);
  expect(text).not.toMatch(/^Bcc:/m);
  expect(text).toContain('multipart/alternative');
  expect(text).not.toContain('<p>Dear <b>');
  const { rows } = await served.server.context.tenant(org, (tx) => tx.query('select state, sealed from outgoing_mail where org = $1', [org]));
  expect(rows).toEqual([{ state: 'sent', sealed: null }]);
});

test('a mail that the server does not take waits and is tried again, until a person must look at it', async () => {
  refuse = true;
  await put();
  await send();
  expect((await waiting()).map(({ state, problem }) => [state, problem])).toEqual([['waiting', expect.stringContaining('mailbox is full')]]);
  await send('7');
  expect((await waiting()).map(({ state }) => state)).toEqual(['failed']);
});
