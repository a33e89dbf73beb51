import { createHmac } from 'node:crypto';
import type { Plan, RecipientToTell } from '@avouch/privacy/plan';
import { requestFact, type RequestHeader } from '@avouch/privacy/request';
import type { Context, Task } from '../context.ts';
import { WEBHOOK_SECRET } from './addresses.ts';
import type { Doing } from './appending.ts';
import { needCentre, type CentreSettings } from './centre-record.ts';
import { mailOf } from '../mail/letter.ts';
import { queueMail } from '../mail/outgoing.ts';
import { openKnown, type Known } from './known.ts';
import { openDsrOrder } from './opendsr.ts';

type Told = Omit<RequestHeader<'recipient.told'>, 'request'>;

/** What a recipient is told of: Art. 19 names erasure, rectification and restriction. */
export const ofRight = (right: Plan['right'] | undefined): Told['of'] => (right === 'rectification' || right === 'restriction' || right === 'objection' ? right : 'erasure');

/** Records that a recipient was told, or why not. */
export async function recordTold(context: Context, { org, id, actor }: Doing, header: Told, note?: string): Promise<void> {
  await (await context.ledgerOf(org)).append(requestFact({
    kind: 'recipient.told', about: `${id}:${header.recipient}`, header: { request: id, ...header }, actor, captured: context.now().toISOString(), random: context.random, ...(note === undefined ? {} : { sealed: { note }, subject: id }),
  }));
}

const sentenceOf: Readonly<Record<Told['of'], string>> = {
  erasure: 'Please erase what you hold of this person from us, unless a law makes you keep it.', rectification: 'Please put right what you hold of this person from us.',
  restriction: 'Please restrict your use of what you hold of this person from us.', restriction_lifted: 'The restriction that we told you of is lifted.', objection: 'Please stop using what you hold of this person from us.',
};

type Ready = { readonly context: Context; readonly doing: Doing; readonly known: Known; readonly plan: Plan; readonly settings: CentreSettings; readonly signal: AbortSignal };

async function byMail({ context, doing, known, plan, settings }: Ready, recipient: RecipientToTell, to: string): Promise<void> {
  const keys = Object.entries(known.surveyed?.identity ?? {}).map(([key, values]) => `${key}: ${values.join(', ')}`);
  const of = ofRight(plan.right);
  const mail = mailOf({
    to, language: 'en', subject: `${settings.controller.name}: notice under Art. 19 GDPR (${known.held.stated?.reference ?? known.held.id})`, replyTo: settings.replyTo,
    paragraphs: [`This comes from ${settings.controller.name}. You received data of a person from us (${recipient.categories.join(', ')}).`, sentenceOf[of], `The person is known to us by:\n${keys.join('\n')}`, 'Please confirm by a reply when it is done.'],
  });
  await context.tenant(doing.org, (tx) => queueMail(context, tx, doing.org, doing.id, mail));
  // Where the server cannot send, a person sends it and says so.
  if (context.mailer.sends) await recordTold(context, doing, { recipient: recipient.id, of, by: 'mail', outcome: 'told' });
}

async function byPost(ready: Ready, recipient: RecipientToTell, to: string, by: 'webhook' | 'opendsr'): Promise<void> {
  const { context, doing, known, plan, signal } = ready;
  const of = ofRight(plan.right);
  const body = JSON.stringify(by === 'opendsr' ? openDsrOrder(context, known, plan) : { kind: 'art-19', of, reference: known.held.stated?.reference ?? null, at: context.now().toISOString(), identity: known.surveyed?.identity ?? {}, categories: recipient.categories });
  const { secret } = await context.secrets.read(doing.org, WEBHOOK_SECRET);
  const over = new AbortController();
  try {
    const answer = await context.outside(doing.org, AbortSignal.any([signal, over.signal])).http.send({
      method: 'POST', url: by === 'opendsr' ? `${to.replace(/\/$/, '')}/requests` : to, body,
      headers: { 'content-type': 'application/json', ...(secret === undefined ? {} : { 'x-avouch-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }) },
    });
    const ok = answer.ok && answer.answer.status >= 200 && answer.answer.status < 300;
    await recordTold(context, doing, { recipient: recipient.id, of, by, outcome: ok ? 'told' : 'failed' }, answer.ok ? `It answered ${answer.answer.status}.` : answer.problem.sentence);
  } finally {
    over.abort();
  }
}

/** Tells every recipient of the plan that was not told yet, by the way that the data map names; those without one are a person's to tell. */
export const tellRecipients: Task = async ({ org = '', request: id = '' }, context, signal) => {
  const known = await openKnown(context, org, id);
  const { planned: plan } = known;
  if (plan === undefined) return;
  const settings = await context.tenant(org, (tx) => needCentre(tx, org));
  const ready: Ready = { context, doing: { org, id, actor: 'system' }, known, plan, settings, signal };
  for (const recipient of plan.recipients) {
    const settled = known.held.state.told.some((one) => one.recipient === recipient.id && one.outcome !== 'failed');
    if (settled || recipient.told === null || recipient.told === undefined) continue;
    const { by, to } = recipient.told;
    if (by === 'mail') await byMail(ready, recipient, to);
    // OpenDSR knows erasure, access and portability alone: of all else a person tells.
    if (by === 'webhook' || (by === 'opendsr' && ofRight(plan.right) === 'erasure')) await byPost(ready, recipient, to, by);
  }
};
