import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { Fact } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';
import { currentRecord } from '@avouch/records/store';
import { newApiKey } from '../consent/api-keys.ts';
import { beginAgain, webhookOf, webhookOwner } from '../consent/webhook.ts';
import type { Actor, Context, Handlers } from '../context.ts';
import { found } from './consent-sites.ts';

type KeyRow = { readonly id: string; readonly site: string; readonly name: string; readonly scopes: Answer<'consentKeys'>['items'][number]['scopes']; readonly begins: string; readonly createdAt: string; readonly actor: string };

async function keysIn(org: string, site: string, context: Context): Promise<Answer<'consentKeys'>['items']> {
  const rows = await context.tenant(org, async (tx) => {
    await found(tx, org, 'consent-site', site);
    return (await tx.query<KeyRow>('select id, site, name, scopes, begins, created_at as "createdAt", actor from consent_key where org = $1 and site = $2 and not ended order by idx desc', [org, site])).rows;
  });
  const names = await context.actorNames(org, rows.map(({ actor }) => actor));
  return rows.map(({ actor, ...row }) => ({ ...row, createdBy: names.get(actor) ?? null }));
}

const plainFact = (kind: string, about: string, actor: Actor, context: Context, header: Readonly<Record<string, string>> = {}): Fact => ({ kind, about, actor: actor.member, captured: context.now().toISOString(), origin: { name: 'consent', version: '1' }, header, parts: [] });

/** Whom answers are passed on to: back ends by their keys, a warehouse by its webhook. */
export const consentPassingHandlers: Handlers = {
  consentKeys: async ({ params: { org, site } }, context) => ({ items: await keysIn(org, site, context) }),
  consentKeyCreate: async ({ params: { org, site }, body, actor }, context) => {
    await context.tenant(org, (tx) => found(tx, org, 'consent-site', site));
    const { id, secret, fact } = newApiKey({ site, name: body.name, scopes: [...new Set(body.scopes)], actor: actor.member }, context);
    await (await context.ledgerOf(org)).append(fact);
    const key = (await keysIn(org, site, context)).find((one) => one.id === id);
    if (key === undefined) throw new Error('a key that was made is there');
    return { key, secret };
  },
  consentKeyEnd: async ({ params: { org, site, key }, actor }, context) => {
    if (!(await keysIn(org, site, context)).some(({ id }) => id === key)) throw new Refusal('not_found', 'There is no such key.');
    await (await context.ledgerOf(org)).append(plainFact('consent.key_ended', key, actor, context, { site }));
    return { ok: true };
  },
  consentWebhook: async ({ params: { org, site } }, context) => context.tenant(org, async (tx) => {
    await found(tx, org, 'consent-site', site);
    return { webhook: await webhookOf(tx, org, site) };
  }),
  consentWebhookSet: async ({ params: { org, site }, body: { url }, actor }, context) => {
    await context.tenant(org, (tx) => found(tx, org, 'consent-site', site));
    const secret = `avs_${Buffer.from(context.random(32)).toString('base64url')}`;
    const fact = { ...plainFact('consent.webhook_set', site, actor, context), parts: [seal({ url }, null, context.random)] };
    await (await context.ledgerOf(org)).append(fact, {
      guard: async (tx) => {
        await context.secrets.put(tx, org, webhookOwner(site), { secret });
        await beginAgain(tx, org, site, context.now());
      },
    });
    const webhook = await context.tenant(org, (tx) => webhookOf(tx, org, site));
    if (webhook === null) throw new Error('a webhook that was set is there');
    return { webhook, secret };
  },
  consentWebhookEnd: async ({ params: { org, site }, actor }, context) => {
    const there = await context.tenant(org, async (tx) => {
      const record = await currentRecord(tx, { org, type: 'consent-site', id: site });
      return record === undefined ? null : webhookOf(tx, org, site);
    });
    if (there === null) throw new Refusal('not_found', 'Answers of this site are not sent on.');
    await (await context.ledgerOf(org)).append(plainFact('consent.webhook_ended', site, actor, context), { guard: (tx) => context.secrets.put(tx, org, webhookOwner(site), {}) });
    return { ok: true };
  },
};
