import { z } from 'zod';
import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import { checkChoice, parseChoice } from '@avouch/privacy/choices';
import { configOf } from '@avouch/privacy/notices';
import { boundFact } from '../consent/accounts.ts';
import { historyOf, shownChoice, shownStanding, standingAt, subjectsOfAccount } from '../consent/history.ts';
import type { Order } from '../consent/intake.ts';
import { completeAt, receiptFile, replyText, wholeReceipt } from '../consent/reply.ts';
import type { Site } from '../consent/site.ts';
import { checkOpen, countryOf, perVisitor, visit, type Desk } from '../consent/visit.ts';
import type { Context, Handlers, Input, Written } from '../context.ts';

const binding = z.strictObject({ subject: z.string().regex(/^[0-9a-f]{32}$/), token: z.string().min(20).max(4000) });

/** Keeps an answer; gives the reply as it is sent. What was taken before gets the receipt that it got then. */
async function keepWritten(order: Order, here: string, desk: Desk, context: Context): Promise<string> {
  const outcome = await desk.intake.take(order, context);
  if (!outcome.again) return replyText(here, order.site, order.document, outcome.taken);
  const receipt = await wholeReceipt(order.site.org, outcome.entry, desk.sites, context);
  if (receipt === undefined) throw new Error(`entry ${outcome.entry} is no answer`);
  return JSON.stringify({ ...receipt, complete: completeAt(here, order.site, order.chosen) });
}

/** Keeps an answer; gives the reply to it. */
export const keep = async (order: Order, here: string, desk: Desk, context: Context): Promise<Record<string, unknown> & { readonly receipt_id: string; readonly complete: string }> =>
  JSON.parse(await keepWritten(order, here, desk, context)) as Record<string, unknown> & { readonly receipt_id: string; readonly complete: string };

/** What visitors' browsers ask and send. */
export const choiceHandlers = (desk: () => Desk): Handlers => ({
  notice: async ({ params, exchange }, context) => {
    const { sites, limiter } = desk();
    limiter.count(exchange.address, context.now().getTime());
    const site = await sites.of(params.site, context);
    const language = params.language;
    const hash = site.current?.hashes.get(language) ?? site.current?.hashes.get(language.split('-')[0] ?? '');
    if (hash === undefined || site.ended) throw new Refusal('not_found', 'There is no published notice in this language.');
    // The same for everybody, so that anything in between may keep it.
    exchange.setHeaders({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=60, stale-while-revalidate=86400', 'etag': `"${hash}"` });
    if (exchange.header('if-none-match')?.includes(`"${hash}"`) === true) return { written: '', status: 304 };
    const document = await sites.document(site, hash, context);
    if (document === undefined) throw new Error('a published notice has its document');
    return { written: JSON.stringify(configOf(document, hash, `${exchange.here}/api/consents/${site.key}`)) };
  },
  consentChoose: async ({ params, body, exchange }, context): Promise<Written> => {
    const place = desk();
    const site = await visit(params.site, exchange, place, context, { mustName: true });
    const choice = parseChoice(body);
    if (choice === null) throw new Refusal('invalid', 'This is no answer as the SDK sends it.');
    const { notice, id, subject, previous, language, variant, answers, method, signal, place: from, regime, at } = choice;
    const document = await place.sites.document(site, notice.hash ?? '', context);
    if (document === undefined) throw new Refusal('invalid', 'No notice was published here under this hash.', { field: 'notice.hash' });
    const checked = checkChoice(choice, document);
    if (!checked.ok) throw new Refusal('invalid', checked.message);
    checkOpen(site, answers);
    // Named one by one: copying what is left of an object costs more than all of this function.
    const order: Order = {
      site, document, actor: 'visitor', received: context.now(),
      chosen: { id, subject, previous, notice: { version: notice.version, hash: notice.hash ?? '' }, language, variant, answers, method, signal, place: from, country: countryOf(exchange, place), regime, at },
    };
    return { written: await keepWritten(order, exchange.here, place, context) };
  },
  consentCurrent: async ({ params, query: { subject }, exchange }, context) => {
    const site = await visit(params.site, exchange, desk(), context, { mustName: false });
    return currentOfSubject(site, subject, context);
  },
  consentHistory: async ({ params, query: { subject }, exchange }, context) => {
    const place = desk();
    const site = await visit(params.site, exchange, place, context, { mustName: false });
    await place.attempts.count(perVisitor, exchange.address);
    const { origin } = await context.ledgerOf(site.org);
    const rows = await context.tenant(site.org, (tx) => historyOf(tx, site.org, site.id, [subject]));
    return { items: rows.toReversed().map((row) => shownChoice(row, origin)) };
  },
  consentOwnReceipt: async ({ params, query: { subject }, exchange }, context) => {
    const place = desk();
    const site = await visit(params.site, exchange, place, context, { mustName: false });
    await place.attempts.count(perVisitor, exchange.address);
    const rows = await context.tenant(site.org, (tx) => historyOf(tx, site.org, site.id, [subject]));
    const row = rows.find(({ id }) => id === params.choice);
    return receiptFile(row === undefined ? undefined : await wholeReceipt(site.org, row.idx, place.sites, context));
  },
  consentBind: (input, context) => bind(input, desk(), context),
});

/** Binds a browser to an account: the token shows that the company knows who is signed in, the pseudonym that this is their browser. */
async function bind({ params, body, exchange }: Input<'consentBind'>, place: Desk, context: Context): Promise<Answer<'consentBind'>> {
  const site = await visit(params.site, exchange, place, context, { mustName: true });
  await place.attempts.count(perVisitor, exchange.address);
  const { subject, token } = readJson(body);
  const { account } = place.tokens.read('bind', site.key, token, context.now().getTime());
  const { rows, subjects } = await context.tenant(site.org, async (tx) => ({ rows: await historyOf(tx, site.org, site.id, [subject]), subjects: await subjectsOfAccount(tx, site.org, site.id, account) }));
  const key = rows[0]?.key;
  if (key === undefined) throw new Refusal('conflict', 'This browser has not answered anything yet: there is nothing to bind.');
  if (!subjects.some((one) => one.subject === subject)) {
    // A token that leaks binds no second browser; the browser that it bound may send it again.
    if (!(await place.attempts.isFirst({ name: 'consent-binding', windowS: 900 }, `${site.key} ${token}`))) throw new Refusal('forbidden', 'This token has bound a browser already: ask for a new one.');
    await (await context.ledgerOf(site.org)).append(boundFact({ site, account, subject, own: false, key, actor: 'visitor' }, context));
  }
  return { ok: true, standing: await currentOfSubject(site, subject, context, [...subjects.map((one) => one.subject), subject]) };
}

function readJson(body: string): z.infer<typeof binding> {
  try {
    return binding.parse(JSON.parse(body));
  } catch (cause) {
    throw new Refusal('invalid', 'Send the pseudonym and the token as JSON: {"subject": "…", "token": "…"}.', { cause });
  }
}

/** What stands for a pseudonym, or for all that belong to one account. */
async function currentOfSubject(site: Site, subject: string, context: Context, all: readonly string[] = [subject]): Promise<ReturnType<typeof shownStanding>> {
  const { origin } = await context.ledgerOf(site.org);
  const rows = await context.tenant(site.org, (tx) => historyOf(tx, site.org, site.id, all));
  return shownStanding(site, subject, standingAt(site, rows, context.now().toISOString()), origin);
}
