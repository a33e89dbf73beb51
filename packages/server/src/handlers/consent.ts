import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { recordsOf } from '@avouch/records/store';
import type { ConsentSite } from '@avouch/records/consent';
import { placeIn } from '@avouch/privacy/receipts';
import { exportFile } from '../consent/exports.ts';
import { choiceColumns, keysOf, shownChoice, type ChoiceRow } from '../consent/history.ts';
import { alertsOf, ratesOf } from '../consent/rates.ts';
import { receiptFile, wholeReceipt } from '../consent/reply.ts';
import type { Desk } from '../consent/visit.ts';
import type { Context, Handlers } from '../context.ts';
import { found } from './consent-sites.ts';
import { checkGround } from './ledger.ts';

const SITES_MAX = 200;
const DAYS_MAX = 800;

/** A pseudonym as people paste it. */
const pseudonym = (text: string): string => {
  const plain = text.trim().toLowerCase().replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/.test(plain)) throw new Refusal('invalid', 'A pseudonym has 32 hexadecimal digits: it stands in the visitor’s cookie and in every receipt.', { field: 'subject' });
  return plain;
};

async function choicesIn(org: string, query: { readonly site?: string | undefined; readonly subject?: string | undefined; readonly receipt?: string | undefined; readonly cursor?: string | undefined; readonly limit: number }, context: Context): Promise<Answer<'consentChoices'>> {
  const { origin } = await context.ledgerOf(org);
  const place = query.receipt === undefined ? undefined : placeIn(origin, query.receipt.trim());
  if (query.receipt !== undefined && place === undefined) return { items: [], next: null, total: 0 };
  if (query.cursor !== undefined && !/^\d{1,15}$/.test(query.cursor)) throw new Refusal('invalid', 'cursor is not one that this list gave.', { field: 'cursor' });
  const { rows } = await context.tenant(org, (tx) => tx.query<ChoiceRow>(
    `select ${choiceColumns} from consent_choice c where c.org = $1 and not c.repeated and ($2::text is null or c.site = $2) and ($3::uuid is null or c.subject = $3) and ($4::bigint is null or c.idx = $4)
       and ($5::bigint is null or c.idx < $5) order by c.idx desc limit $6`,
    [org, query.site ?? null, query.subject === undefined ? null : pseudonym(query.subject), place ?? null, query.cursor ?? null, query.limit + 1]));
  const items = rows.slice(0, query.limit);
  return { items: items.map((row) => shownChoice(row, origin)), next: rows.length > query.limit ? String(items.at(-1)?.idx) : null, total: null };
}

/** Answers, proofs and rates. */
export const consentHandlers = (desk: () => Desk): Handlers => ({
  consentRates: async ({ params: { org, site }, query: { from, to } }, context) => {
    if (from > to || Date.parse(to) - Date.parse(from) > DAYS_MAX * 86_400_000) throw new Refusal('invalid', `from comes before to, and no more than ${DAYS_MAX} days lie between.`, { field: 'from' });
    return context.tenant(org, async (tx) => {
      const { value } = await found(tx, org, 'consent-site', site);
      return ratesOf(tx, { org, site, from, to, variants: (value as ConsentSite).variants });
    });
  },
  consentAlerts: async ({ params: { org } }, context) => context.tenant(org, async (tx) => {
    const { items } = await recordsOf(tx, { org, type: 'consent-site', limit: SITES_MAX });
    const alerts = [];
    for (const { id, value } of items) if (value['status'] === 'live') alerts.push(...await alertsOf(tx, { org, site: id, name: String(value['name']), nowMs: context.now().getTime() }));
    return { items: alerts };
  }),
  consentChoices: async ({ params: { org }, query }, context) => choicesIn(org, query, context),
  consentReceipt: async ({ params: { org, index } }, context) => receiptFile(await wholeReceipt(org, index, desk().sites, context)),
  consentExport: async ({ params: { org }, query: { site, form, after } }, context) => exportFile({ org, site, form, after }, context),
  consentForget: async ({ params: { org }, body: { subject, basis }, actor }, context) => {
    checkGround(basis);
    const keys = await context.tenant(org, (tx) => keysOf(tx, org, [pseudonym(subject)]));
    if (keys.length === 0) throw new Refusal('not_found', 'Nothing is kept about such a pseudonym.', { field: 'subject' });
    const ledger = await context.ledgerOf(org);
    const entries = [];
    for (const key of keys) entries.push((await ledger.forget({ subject: key, actor: actor.member, basis, at: context.now().toISOString() })).index);
    return { entries };
  },
});
