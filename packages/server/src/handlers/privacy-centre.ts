import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import type { JsonObject } from '@avouch/ledger/entry';
import { jurisdictions } from '@avouch/privacy/deadlines';
import type { Context, Handlers, Input } from '../context.ts';
import { markSent, openMails } from '../mail/outgoing.ts';
import { ownFact } from '../requests/appending.ts';
import { addressOf, WEBHOOK_SECRET } from '../requests/addresses.ts';
import { CENTRE, findCentre, type CentreSettings } from '../requests/centre-record.ts';
import { sealsOf } from '../standing/seals.ts';
import { asMember } from '../tenancy/tenant.ts';
import { writeRecord } from '../standing/write.ts';

function check(settings: CentreSettings): void {
  if (jurisdictions[settings.jurisdiction] === undefined) throw new Refusal('invalid', `The jurisdiction ${settings.jurisdiction} is not known here: ${Object.keys(jurisdictions).join(', ')} are.`, { field: 'settings.jurisdiction' });
  if (!Intl.supportedValuesOf('timeZone').includes(settings.zone) && settings.zone !== 'UTC') throw new Refusal('invalid', `The time zone ${settings.zone} is not one of the IANA list, such as Europe/Berlin.`, { field: 'settings.zone' });
  const untold = settings.languages.find((language) => settings.texts[language] === undefined);
  if (untold !== undefined) throw new Refusal('invalid', `The texts in ${untold} are missing: write them, or leave the language out.`, { field: `settings.texts.${untold}` });
}

/** Names are the installation's: two organisations cannot stand under one, open or closed. A visitor sees only open ones, the operator all. */
async function checkNames(context: Context, org: string, { slug, host }: CentreSettings): Promise<void> {
  for (const [field, name] of [['slug', slug], ['host', host]] as const) {
    if (name === null) continue;
    const { rows } = await asMember(context.pool, 'operator', (tx) => tx.query('select 1 from centre where (slug = $1 or host = $1) and org <> $2', [name, org]));
    if (rows.length > 0) throw new Refusal('conflict', `${name} is taken by another organisation on this server: choose another.`, { field: `settings.${field}` });
  }
}

async function write({ actor, body }: Input<'privacyCentreWrite'>, context: Context): Promise<Answer<'privacyCentreWrite'>> {
  const { org } = actor;
  const { settings, expected, webhookSecret } = body;
  check(settings);
  await checkNames(context, org, settings);
  const before = await context.tenant(org, (tx) => findCentre(tx, org));
  if ((before?.version.version ?? 0) !== expected) throw new Refusal('conflict', 'Somebody changed the privacy centre meanwhile: read it again, then write.', { field: 'expected' });
  await writeRecord(context, {
    org, actor: actor.member, type: CENTRE, id: CENTRE, expected: before?.version, value: settings,
    also: async (tx: PoolClient) => {
      if (webhookSecret !== undefined) await context.secrets.put(tx, org, WEBHOOK_SECRET, { secret: webhookSecret });
    },
  });
  return { version: expected + 1, settings, url: addressOf(context, settings) };
}

type Key = { readonly id: string; readonly name: string; readonly scopes: ('requests' | 'restrictions')[]; readonly since: string; readonly ended: string | null; readonly entry: number };

async function keysOf(context: Context, org: string, id?: string): Promise<Answer<'appKeys'>['items']> {
  return context.tenant(org, async (tx) => {
    const { rows } = await tx.query<Key>('select id, name, scopes, since, ended, entry::float8 as entry from app_key where org = $1 and ($2::text is null or id = $2) order by since desc, id', [org, id ?? null]);
    const seal = await sealsOf(tx, context, org, rows.map(({ entry }) => entry));
    return rows.map(({ entry, ...key }) => ({ ...key, seal: seal(entry) }));
  });
}

async function keyOf(context: Context, org: string, id: string): Promise<Answer<'appKeyEnd'>> {
  const [key] = await keysOf(context, org, id);
  if (key === undefined) throw new Refusal('not_found', 'There is no such key.');
  return key;
}

async function issue({ actor, body }: Input<'appKeyIssue'>, context: Context): Promise<Answer<'appKeyIssue'>> {
  const id = `key_${Buffer.from(context.random(8)).toString('hex')}`;
  const secret = `avk_${Buffer.from(context.random(32)).toString('base64url')}`;
  const sealed: JsonObject = { name: body.name, hash: createHash('sha256').update(secret).digest('hex') };
  await (await context.ledgerOf(actor.org)).append(ownFact(context, { kind: 'app_key.issued', about: id, actor: actor.member, header: { scopes: [...new Set(body.scopes)] }, sealed }));
  return { key: await keyOf(context, actor.org, id), secret };
}

async function end({ actor, params }: Input<'appKeyEnd'>, context: Context): Promise<Answer<'appKeyEnd'>> {
  const key = await keyOf(context, actor.org, params.key);
  if (key.ended === null) await (await context.ledgerOf(actor.org)).append(ownFact(context, { kind: 'app_key.ended', about: key.id, actor: actor.member, header: {} }));
  return keyOf(context, actor.org, params.key);
}

/** What the routes of the privacy centre's settings, the app's keys and the mails do. */
export const privacyCentreHandlers: Handlers = {
  privacyCentre: async ({ actor: { org } }, context) => context.tenant(org, async (tx) => {
    const found = await findCentre(tx, org);
    if (found === undefined) return { current: null };
    const seal = await sealsOf(tx, context, org, [found.version.entry]);
    return { current: { version: found.version.version, settings: found.settings, url: addressOf(context, found.settings), sends: context.mailer.sends, seal: seal(found.version.entry) } };
  }),
  privacyCentreWrite: write,
  appKeys: async ({ actor: { org } }, context) => ({ items: await keysOf(context, org) }),
  appKeyIssue: issue,
  appKeyEnd: end,
  mails: async ({ actor: { org } }, context) => {
    const mails = await context.tenant(org, (tx) => openMails(context, tx, org));
    const items = mails.map(({ id, request, mail, state, at, problem }) => ({ id, request, to: mail.to, subject: mail.subject, text: mail.text, state, at: at.toISOString(), problem }));
    return { items, next: null, total: items.length };
  },
  mailSent: async ({ actor: { org, member }, params }, context) => {
    if (!(await markSent(context, org, params.mail, member))) throw new Refusal('not_found', 'There is no such message that waits to be sent.');
    return { ok: true };
  },
};
