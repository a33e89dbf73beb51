import type { Plan, RecipientToTell } from '@avouch/privacy/plan';
import type { Context, Task } from '../context.ts';
import { signatureOf } from '../consent/webhook.ts';
import { mailOf } from '../mail/letter.ts';
import { queueMail } from '../mail/outgoing.ts';
import { waitAfter } from '../opendsr/callbacks.ts';
import { WEBHOOK_SECRET } from './addresses.ts';
import type { Doing } from './appending.ts';
import { needCentre, type CentreSettings } from './centre-record.ts';
import { openKnown, type Known } from './known.ts';
import { orderByOpenDsr, watchOpenDsr } from './opendsr.ts';
import { needRequest } from './request.ts';
import { failuresOf, isTold, ofRight, recordTold } from './told.ts';

/** After so many tries in vain, some three days, a recipient waits for a person. */
export const TELL_TRIES_MAX = 20;
/** How often a recipient that did not report the end is asked. */
const ASK_EVERY_MS = 6 * 3_600_000;
const ASK_DAYS_MAX = 60;

const sentenceOf: Readonly<Record<ReturnType<typeof ofRight>, string>> = {
  erasure: 'Please erase what you hold of this person from us, unless a law makes you keep it.', rectification: 'Please put right what you hold of this person from us.',
  restriction: 'Please restrict your use of what you hold of this person from us.', restriction_lifted: 'The restriction that we told you of is lifted.', objection: 'Please stop using what you hold of this person from us.',
};

type Ready = { readonly context: Context; readonly doing: Doing; readonly known: Known; readonly plan: Plan; readonly settings: CentreSettings; readonly http: ReturnType<Context['outside']>['http'] };

/** Puts the notice on its way once. The recipient counts as told when it went out, not before. */
async function byMail({ context, doing, known, plan, settings }: Ready, recipient: RecipientToTell, to: string): Promise<void> {
  const keys = Object.entries(known.surveyed?.identity ?? {}).map(([key, values]) => `${key}: ${values.join(', ')}`);
  const mail = mailOf({
    to, language: 'en', subject: `${settings.controller.name}: notice under Art. 19 GDPR (${known.held.stated?.reference ?? known.held.id})`, replyTo: settings.replyTo,
    paragraphs: [`This comes from ${settings.controller.name}. You received data of a person from us (${recipient.categories.join(', ')}).`, sentenceOf[ofRight(plan.right)], `The person is known to us by:\n${keys.join('\n')}`, 'Please confirm by a reply when it is done.'],
  });
  await context.tenant(doing.org, async (tx) => {
    const { rowCount } = await tx.query(`select from outgoing_mail where org = $1 and request = $2 and recipient = $3 and state <> 'sent'`, [doing.org, doing.id, recipient.id]);
    if (rowCount === 0) await queueMail(context, tx, doing.org, doing.id, mail, recipient.id);
  });
}

/** Posts to the recipient's own address, signed as the consent webhook is: `Avouch-Signature: t=<seconds>,v1=<HMAC-SHA-256>`. */
async function byWebhook({ context, doing, known, plan, http }: Ready, recipient: RecipientToTell, to: string): Promise<void> {
  const of = ofRight(plan.right);
  const told = { recipient: recipient.id, of, by: 'webhook' } as const;
  const { secret } = await context.secrets.read(doing.org, WEBHOOK_SECRET);
  if (secret === undefined) return recordTold(context, doing, { ...told, outcome: 'failed' }, 'There is no secret to sign with: set the webhook secret of the privacy centre.');
  const now = context.now();
  const body = JSON.stringify({ kind: 'art-19', of, reference: known.held.stated?.reference ?? null, at: now.toISOString(), identity: known.surveyed?.identity ?? {}, categories: recipient.categories });
  const sent = await http.send({
    method: 'POST', url: to, body, redirectsMax: 0, timeoutMs: 20_000, bytesMax: 64_000,
    headers: { 'content-type': 'application/json', 'avouch-delivery': `${doing.id}.${recipient.id}`, 'avouch-signature': signatureOf(secret, Math.floor(now.getTime() / 1000), body) },
  });
  const ok = sent.ok && sent.answer.status >= 200 && sent.answer.status < 300;
  await recordTold(context, doing, { ...told, outcome: ok ? 'told' : 'failed' }, sent.ok ? `It answered ${sent.answer.status}.` : sent.problem.sentence);
}

async function tell(ready: Ready, recipient: RecipientToTell): Promise<void> {
  const { context, doing, known: { held }, plan } = ready;
  const { by, to } = recipient.told ?? { by: 'person', to: '' };
  if (isTold(held.state, recipient.id)) {
    if (by === 'opendsr') await watchOpenDsr(ready, recipient.id, to);
    return;
  }
  if (failuresOf(held.state, recipient.id) >= TELL_TRIES_MAX) return;
  if (by === 'mail') return byMail(ready, recipient, to);
  if (by === 'webhook') return byWebhook(ready, recipient, to);
  // OpenDSR knows erasure, access and portability alone: of all else a person tells.
  if (by !== 'opendsr' || ofRight(plan.right) !== 'erasure') return;
  const outcome = await orderByOpenDsr(ready, recipient.id, to);
  await recordTold(context, doing, { recipient: recipient.id, of: 'erasure', by: 'opendsr', outcome: outcome === null ? 'told' : 'failed' }, outcome ?? 'It took the order, under its verified signature.');
}

/** When to look again: soon after a try in vain, later for one that has not reported the end; null when all is done that a machine can do. */
async function againAt({ context, doing, plan }: Ready): Promise<Date | null> {
  const { held } = await openKnown(context, doing.org, doing.id);
  const { state } = held;
  const now = context.now().getTime();
  const waits = plan.recipients.flatMap(({ id, told }): number[] => {
    const tries = failuresOf(state, id);
    if (told?.by !== 'opendsr' && told?.by !== 'webhook') return [];
    if (!isTold(state, id)) return tries > 0 && tries < TELL_TRIES_MAX ? [waitAfter(tries)] : [];
    const first = state.told.find((one) => one.recipient === id)?.at ?? '';
    const over = state.reports.some((one) => one.recipient === id && (one.status === 'completed' || one.status === 'cancelled'));
    return told.by === 'webhook' || over || now - Date.parse(first) > ASK_DAYS_MAX * 86_400_000 ? [] : [ASK_EVERY_MS];
  });
  return waits.length === 0 ? null : new Date(now + Math.min(...waits));
}

/**
 * Tells every recipient of the plan that was not told yet, by the way that the data map names; those without one are a
 * person's to tell. What failed is tried again, later each time, and stays open until it is told.
 */
export const tellRecipients: Task = async ({ org = '', request: id = '' }, context, signal) => {
  // Of whom is forgotten nobody can be told any more.
  if ((await needRequest(context, org, id)).forgotten) return;
  const known = await openKnown(context, org, id);
  const { planned: plan } = known;
  if (plan === undefined) return;
  const settings = await context.tenant(org, (tx) => needCentre(tx, org));
  const over = new AbortController();
  const ready: Ready = { context, doing: { org, id, actor: 'system' }, known, plan, settings, http: context.outside(org, AbortSignal.any([signal, over.signal])).http };
  try {
    for (const recipient of plan.recipients) if (recipient.told !== null && recipient.told !== undefined) await tell(ready, recipient);
    const runAt = await againAt(ready);
    if (runAt !== null) await context.tenant(org, (tx) => context.jobs.add(tx, 'tell', { org, request: id }, { key: `tell:${org}:${id}`, runAt }));
  } finally {
    over.abort();
  }
};
