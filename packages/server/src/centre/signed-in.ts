import { Refusal } from '@avouch/api/refusal';
import { requestFact } from '@avouch/privacy/request';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Limit } from '../identity/attempts.ts';
import { addressOf } from '../requests/addresses.ts';
import { findMap } from '../requests/data-map.ts';
import { takeIn, type TakenIn } from '../requests/intake.ts';
import { plain } from '../requests/survey.ts';
import { enqueueWork, publishWork } from '../requests/work-order.ts';
import { headerOf, isFirstUse, readSigned, type JwsKey } from '../signed/jws.ts';
import { assertionSecret } from '../signed/assertion-keys.ts';
import type { SignedIn } from './pages.ts';
import { rightsTicked, type Visit } from './visits.ts';

/** How long the form may be open. */
const TICKET_S = 1800;
const perAddress: Limit = { name: 'centre-address', count: 40, windowS: 900 };
const perSubject: Limit = { name: 'centre-subject', count: 10, windowS: 3600 };

const keys = z.record(z.string().min(1).max(200), z.array(z.string().min(1).max(1000)).min(1).max(50)).refine((given) => Object.keys(given).length > 0);
const claimed = z.object({ sub: z.string().min(1).max(300), keys, name: z.string().trim().min(1).max(300).optional(), mail: z.email().max(320).optional() });
const ticket = z.object({ id: z.string(), until: z.number(), sub: z.string(), keys, who: z.string(), name: z.string().nullable(), mail: z.string().nullable() });
type Person = z.infer<typeof ticket>;

/** The address for which an assertion must be meant. */
export const audienceOf = (context: Context, settings: Visit['settings']): string => addressOf(context, settings);

async function keyOf({ context, org }: Visit, id: unknown): Promise<JwsKey | undefined> {
  if (typeof id !== 'string') return undefined;
  const { rows: [row] } = await context.tenant(org, (tx) => tx.query<{ algorithm: 'HS256' | 'ES256' | 'EdDSA' | 'RS256'; publicKey: string | null }>('select algorithm, public_key as "publicKey" from assertion_key where org = $1 and id = $2 and ended is null', [org, id]));
  if (row === undefined) return undefined;
  if (row.algorithm !== 'HS256') return row.publicKey === null ? undefined : { algorithm: row.algorithm, publicKey: row.publicKey };
  const { secret } = await context.secrets.read(org, assertionSecret(id));
  return secret === undefined ? undefined : { algorithm: 'HS256', secret };
}

/**
 * Takes the company's signed word of who is signed in at its app: a compact JWS under a key that stands (`kid`), meant for this
 * centre (`aud`), no older than five minutes, seen for the first time (`jti`). Gives what the form needs, or a short reason.
 */
export async function admit(visit: Visit, assertion: string): Promise<SignedIn | string> {
  const { context, org, settings, address } = visit;
  await context.attempts.count(perAddress, address);
  const key = await keyOf(visit, headerOf(assertion)?.['kid']);
  if (key === undefined) return 'key';
  const claims = readSigned(assertion, key, { audience: audienceOf(context, settings), now: context.now() });
  if (typeof claims === 'string') return claims;
  const read = claimed.safeParse(claims);
  if (!read.success) return 'claims';
  const { sub, name = null, mail = null } = read.data;
  const known = (await context.tenant(org, (tx) => findMap(tx, org)))?.map;
  if (Object.keys(read.data.keys).some((one) => known?.people[one.split('.')[0] ?? '']?.keys[one.split('.')[1] ?? ''] === undefined)) return 'keys';
  if (!(await context.tenant(org, (tx) => isFirstUse(context, tx, org, 'assertion', String(claims['jti']))))) return 'used';
  const person: Person = { id: Buffer.from(context.random(16)).toString('hex'), until: context.now().getTime() + TICKET_S * 1000, sub, keys: read.data.keys, who: name ?? mail ?? sub, name, mail };
  return { who: person.who, mail: mail ?? '', ticket: Buffer.from(context.cover(org, ['signed-in'], Buffer.from(JSON.stringify(person)))).toString('base64url') };
}

/** Whom the form knows by its sealed word; undefined once that has ended, or is another's. */
export function signedInBy({ context, org }: Visit, sealed: string): Person | undefined {
  if (sealed.length < 60 || sealed.length > 60_000) return undefined;
  const opened = context.uncover(org, ['signed-in'], Buffer.from(sealed, 'base64url'));
  const read = opened === undefined ? undefined : ticket.safeParse(JSON.parse(Buffer.from(opened).toString('utf8')));
  return read?.success === true && read.data.until > context.now().getTime() ? read.data : undefined;
}

const asked = z.object({
  right: rightsTicked,
  mail: z.union([z.literal(''), z.string().trim().max(320).pipe(z.email())]).default(''), statement: z.string().trim().max(10_000).default(''),
  restriction: z.enum(['accuracy', 'unlawful', 'claims', 'objection']).or(z.literal('').transform(() => null)).default(null),
});

/** Takes in what somebody asks who is signed in: identified from the first moment, once for each opening of the form. */
export async function askSignedIn({ context, org, settings, language, address }: Visit, person: Person, form: Readonly<Record<string, string>>): Promise<TakenIn> {
  await context.attempts.count(perAddress, address);
  const read = asked.safeParse(form);
  if (!read.success || read.data.right.some((right) => !settings.rights.includes(right))) throw new Refusal('invalid', read.success ? 'right' : String(read.error.issues[0]?.path[0] ?? ''));
  await context.attempts.count(perSubject, `${org} ${person.sub}`);
  const { right, mail, statement, restriction } = read.data;
  const now = context.now().toISOString();
  const taken = await takeIn(context, settings, {
    org, actor: 'visitor', rights: right, channel: 'app', role: 'controller', by: 'self', language, received: now, restriction,
    stated: { name: person.name, mail: mail === '' ? null : mail, statement: statement === '' ? null : statement, corrections: [], agent: null },
    beside: (request) => [requestFact({
      kind: 'request.identified', about: request, actor: 'visitor', captured: now, random: context.random, header: { by: 'account', keys: Object.values(person.keys).flat().length, authority: null },
      sealed: plain({ keys: person.keys, reason: `Signed in at the company’s own app, which says so under its signature, as ${person.sub}.` }),
    })],
    also: async (tx, requests) => {
      if (!(await isFirstUse(context, tx, org, 'ticket', person.id, TICKET_S))) throw new Refusal('conflict', 'This form was sent already.');
      for (const id of requests) await enqueueWork(context, tx, { org, id }, 'survey');
    },
  });
  for (const id of taken.ids) await publishWork(context, { org, id }, 'survey', { phase: 'queued' });
  return taken;
}
