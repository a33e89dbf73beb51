import { Refusal } from '@avouch/api/refusal';
import { askedOf } from '@avouch/privacy/choices';
import type { NoticeDocument } from '@avouch/privacy/notices';
import { receiptIdOf } from '@avouch/privacy/receipts';
import { ownSubjectOf } from '../consent/accounts.ts';
import { admitKey, type Scope } from '../consent/api-keys.ts';
import { exportFile } from '../consent/exports.ts';
import { historyOf, placedOf, standingAt, subjectsOfAccount } from '../consent/history.ts';
import { documentFor, orderOf } from '../consent/passed.ts';
import type { Site } from '../consent/site.ts';
import { checkOpen, perVisitor, type Desk } from '../consent/visit.ts';
import type { Context, Exchange, Handlers } from '../context.ts';
import { keep } from './choices.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** As long as somebody may look for the mail. */
const CONFIRM_MS = 7 * DAY_MS;
/** A mail is kept for years, and its link must work. */
const UNSUBSCRIBE_MS = 5 * 365 * DAY_MS;

function checkPurpose(purpose: string, document: NoticeDocument): void {
  if (!askedOf(document).has(purpose)) throw new Refusal('invalid', `The notice does not ask about ${purpose}.`, { field: 'purpose' });
}

/** What the company's back ends ask with a key of the site, and what people do with the links that those send them. */
export const backEndHandlers = (desk: () => Desk): Handlers => {
  const admit = async (key: string, scope: Scope, exchange: Exchange, context: Context): Promise<{ readonly site: Site; readonly actor: string }> => {
    const site = await desk().sites.of(key, context);
    return { site, actor: await admitKey(site, scope, exchange, desk().attempts, context) };
  };
  return {
    consentAllowed: async ({ params, query: { subject, account, purpose }, exchange }, context) => {
      const { site } = await admit(params.site, 'allowed', exchange, context);
      if ((subject === undefined) === (account === undefined)) throw new Refusal('invalid', 'Name a subject or an account, one of them.', { field: 'subject' });
      if (site.current?.required.includes(purpose) === true) return { allowed: true, state: 'required', receipt: null };
      const rows = await context.tenant(site.org, async (tx) => {
        const subjects = subject === undefined ? (await subjectsOfAccount(tx, site.org, site.id, account ?? '')).map((one) => one.subject) : [subject];
        return historyOf(tx, site.org, site.id, subjects);
      });
      const stood = standingAt(site, rows, context.now().toISOString()).answers[purpose];
      if (stood === undefined) return { allowed: false, state: 'ConsentUnknown', receipt: null };
      return { allowed: stood.allowed, state: stood.state, receipt: receiptIdOf((await context.ledgerOf(site.org)).origin, stood.entry) };
    },
    consentBindingToken: async ({ params, body, exchange }, context) => {
      const { site } = await admit(params.site, 'bind', exchange, context);
      const until = context.now().getTime() + 10 * MINUTE_MS;
      return { token: desk().tokens.write('bind', site.key, { account: body.account, until }, context.random), expires: new Date(until).toISOString() };
    },
    consentOptIn: async ({ params, body: { account, purpose, answer, language, notice, confirm }, exchange }, context) => {
      const { site, actor } = await admit(params.site, 'record', exchange, context);
      checkOpen(site, { [purpose]: answer });
      const shown = await documentFor(site, notice, language, desk().sites, context);
      checkPurpose(purpose, shown.document);
      const subject = await ownSubjectOf(site, account, actor, context);
      const pending = confirm && answer;
      const order = orderOf(site, { ...shown, subject, answers: { [purpose]: answer }, method: 'form', language, actor, pending }, context);
      const taken = await keep(order, exchange.here, desk(), context);
      if (!pending) return { taken, confirm: null };
      const until = order.received.getTime() + CONFIRM_MS;
      const token = desk().tokens.write('confirm', site.key, { account, subject, id: order.chosen.id, purpose, hash: shown.hash, language, until }, context.random);
      return { taken, confirm: { token, url: `${exchange.here}/consent/${site.key}/confirm?token=${token}`, expires: new Date(until).toISOString() } };
    },
    consentConfirm: async ({ params, body: { token }, exchange }, context) => {
      await desk().attempts.count(perVisitor, exchange.address);
      return confirm(params.site, token, exchange.here, desk(), context);
    },
    consentUnsubscribeToken: async ({ params, body, exchange }, context) => {
      const { site } = await admit(params.site, 'record', exchange, context);
      const token = desk().tokens.write('unsubscribe', site.key, { ...body, until: context.now().getTime() + UNSUBSCRIBE_MS }, context.random);
      const url = `${exchange.here}/api/consents/${site.key}/unsubscribe?token=${token}`;
      return { url, headers: { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } };
    },
    consentUnsubscribe: async ({ params, query: { token }, body, exchange }, context) => {
      await desk().attempts.count(perVisitor, exchange.address);
      // RFC 8058, section 3.2: the body names the one click. A link that a scanner opens must do nothing.
      if (!/List-Unsubscribe(?:=|"\s+)One-Click/.test(body)) throw new Refusal('invalid', 'Send List-Unsubscribe=One-Click as the body.');
      await unsubscribe(params.site, token, exchange.here, desk(), context);
      return { ok: true };
    },
    consentSiteExport: async ({ params, query: { form, after }, exchange }, context) => {
      const { site } = await admit(params.site, 'export', exchange, context);
      return exportFile({ org: site.org, site: site.id, form, after }, context);
    },
  };
};

/** The person has said no after the link was sent. */
export class SaidNo extends Refusal {
  constructor() {
    super('conflict', 'You have said no since this link was sent, and that stands. To agree, sign up again.');
  }
}

/** Makes a waiting opt-in count, unless the account has said no since. Following the link again gives the receipt of the first time. */
export async function confirm(key: string, token: string, here: string, desk: Desk, context: Context): Promise<Awaited<ReturnType<typeof keep>>> {
  const site = await desk.sites.of(key, context);
  const { account, subject, id, purpose, hash, language } = desk.tokens.read('confirm', site.key, token, context.now().getTime());
  const shown = await documentFor(site, hash, language, desk.sites, context);
  checkOpen(site, { [purpose]: true });
  const everywhere = await context.tenant(site.org, async (tx) => historyOf(tx, site.org, site.id, [subject, ...(await subjectsOfAccount(tx, site.org, site.id, account)).map((one) => one.subject)]));
  const rows = everywhere.filter((row) => row.subject === subject);
  const asked = rows.find((row) => row.id === id);
  if (asked === undefined) throw new Refusal('not_found', 'There is nothing to confirm any more.');
  // A mail may be opened days later, or by a machine: the last word is a person's no.
  const [last] = everywhere.filter((row) => row.idx > asked.idx && Object.hasOwn(row.states, purpose)).slice(-1);
  if (last !== undefined && placedOf(last).chosen.answers[purpose] === false) throw new SaidNo();
  const order = orderOf(site, { ...shown, subject, answers: { [purpose]: true }, method: 'confirm', language, actor: 'visitor' }, context);
  // The same link is the same answer, however often it is followed. Another opt-in of the account may have been confirmed meanwhile.
  const again = rows.find((row) => row.method === 'confirm' && row.idx > asked.idx && Object.hasOwn(row.states, purpose));
  return keep(again === undefined ? order : { ...order, chosen: { ...order.chosen, id: again.id } }, here, desk, context);
}

/** Withdraws what the token names, of the account and so of all its browsers. */
export async function unsubscribe(key: string, token: string, here: string, desk: Desk, context: Context): Promise<void> {
  const site = await desk.sites.of(key, context);
  const { account, purpose } = desk.tokens.read('unsubscribe', site.key, token, context.now().getTime());
  const shown = await documentFor(site, undefined, '', desk.sites, context);
  const subject = await ownSubjectOf(site, account, 'visitor', context);
  await keep(orderOf(site, { ...shown, subject, answers: { [purpose]: false }, method: 'unsubscribe', language: '', actor: 'visitor' }, context), here, desk, context);
}
