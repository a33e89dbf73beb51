import { createHash } from 'node:crypto';
import { Refusal } from '@avouch/api/refusal';
import type { Fact } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';
import type { Context, Exchange } from '../context.ts';
import type { Attempts, Limit } from '../identity/attempts.ts';
import type { Site } from './site.ts';

export type Scope = 'allowed' | 'bind' | 'record' | 'export';

/** Wrong keys from one address. */
const perAddress: Limit = { name: 'consent-key-address', count: 30, windowS: 900 };

/** 256 random bits: their plain hash can be kept, since nobody can guess them. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A new key for a back end, and the fact of its making. The secret stands in neither; what is kept of it is its hash. */
export function newApiKey(order: { readonly site: string; readonly name: string; readonly scopes: readonly Scope[]; readonly actor: string }, context: Context): { readonly id: string; readonly secret: string; readonly fact: Fact } {
  const id = `key_${Buffer.from(context.random(8)).toString('hex')}`;
  const secret = `avc_${Buffer.from(context.random(32)).toString('base64url')}`;
  return {
    id, secret,
    fact: {
      kind: 'consent.key_made', about: id, actor: order.actor, captured: context.now().toISOString(), origin: { name: 'server', version: context.version }, header: { site: order.site, scopes: [...order.scopes] },
      parts: [seal({ name: order.name, begins: secret.slice(0, 8), hash: hashOf(secret) }, null, context.random)],
    },
  };
}

/** The id of the key that a back end brought; throws unless it is a living key of this site with this scope. */
export async function admitKey(site: Site, scope: Scope, exchange: Exchange, attempts: Attempts, context: Context): Promise<string> {
  const secret = /^Bearer (avc_[\w-]{43})$/.exec(exchange.authorization ?? '')?.[1];
  const { rows } = secret === undefined ? { rows: [] } : await context.tenant(site.org, (tx) => tx.query<{ id: string; scopes: readonly string[] }>({
    name: 'consent-key', text: 'select id, scopes from consent_key where org = $1 and site = $2 and hash = $3 and not ended', values: [site.org, site.id, hashOf(secret)],
  }));
  const [found] = rows;
  if (found === undefined) {
    await attempts.count(perAddress, exchange.address);
    throw new Refusal('unauthenticated', 'This needs a key of the site: send it as “Authorization: Bearer avc_…”.');
  }
  if (!found.scopes.includes(scope)) throw new Refusal('forbidden', `This key may not do this: make one with the scope ${scope}.`);
  return found.id;
}
