import { createHash, timingSafeEqual } from 'node:crypto';
import { Refusal } from '@avouch/api/refusal';
import type { PoolClient } from 'pg';
import type { Context } from '../context.ts';
import { algorithmOf, claimsOf, isFirstUse, readSigned } from '../signed/jws.ts';
import type { Ordering } from './orders.ts';
import { controllerSecret, findController, processorAddress, type ControllerSettings } from './settings.ts';

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const isSame = (one: string | undefined, other: string): boolean => one !== undefined && one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** How long the secret before still opens, so that a controller can change to the new one. */
const OVERLAP_MS = 86_400_000;

/** Makes a new secret for a controller, shown this once; the one before opens for another day. */
export async function renewSecret(context: Context, org: string, controller: string, append: (also: (tx: PoolClient) => Promise<void>) => Promise<unknown>): Promise<string> {
  const secret = `avd_${controller}_${Buffer.from(context.random(32)).toString('base64url')}`;
  const { hash } = await context.secrets.read(org, controllerSecret(controller));
  const previous = hash === undefined ? {} : { previous: hash, previousUntil: new Date(context.now().getTime() + OVERLAP_MS).toISOString() };
  await append((tx) => context.secrets.put(tx, org, controllerSecret(controller), { hash: hashOf(secret), ...previous }));
  return secret;
}

const nobody = (): Refusal => new Refusal('unauthenticated', 'This asks for the controller’s own secret or signed token as a bearer token: the one given is none, or does not hold.');

async function bySecret(context: Context, org: string, secret: string): Promise<string | undefined> {
  const controller = /^avd_(ctl_[0-9a-f]{16})_[A-Za-z0-9_-]{43}$/.exec(secret)?.[1];
  if (controller === undefined) return undefined;
  const { hash, previous, previousUntil } = await context.secrets.read(org, controllerSecret(controller));
  const given = hashOf(secret);
  const former = previousUntil !== undefined && previousUntil > context.now().toISOString() && isSame(previous, given);
  return isSame(hash, given) || former ? controller : undefined;
}

/** `iss` is the controller's id, `aud` our address, `jti` used once; signed with the key that is recorded. */
async function byKey(context: Context, org: string, token: string): Promise<string | undefined> {
  const controller = claimsOf(token)?.['iss'];
  if (typeof controller !== 'string') return undefined;
  const publicKey = (await context.tenant(org, (tx) => findController(tx, org, controller)))?.settings.publicKey;
  const algorithm = typeof publicKey === 'string' ? algorithmOf(publicKey) : undefined;
  if (typeof publicKey !== 'string' || algorithm === undefined) return undefined;
  const claims = readSigned(token, { algorithm, publicKey }, { audience: processorAddress(context, org), now: context.now() });
  if (typeof claims === 'string') return undefined;
  return (await context.tenant(org, (tx) => isFirstUse(context, tx, org, controller, String(claims['jti'])))) ? controller : undefined;
}

/** The controller whose secret or signed token this is; refuses everybody else, and one with whom the work has ended. */
export async function admitController(context: Context, org: string, authorization: string | undefined): Promise<Ordering> {
  const token = /^Bearer ([A-Za-z0-9._-]{20,8000})$/.exec(authorization ?? '')?.[1];
  if (token === undefined) throw nobody();
  const controller = token.startsWith('avd_') ? await bySecret(context, org, token) : await byKey(context, org, token);
  const settings: ControllerSettings | undefined = controller === undefined ? undefined : (await context.tenant(org, (tx) => findController(tx, org, controller)))?.settings;
  if (controller === undefined || settings === undefined || !settings.active) throw nobody();
  return { context, org, controller, settings };
}
