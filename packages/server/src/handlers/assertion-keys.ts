import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { JsonObject } from '@avouch/ledger/entry';
import { audienceOf } from '../centre/signed-in.ts';
import type { Context, Handlers, Input } from '../context.ts';
import { ownFact } from '../requests/appending.ts';
import { findCentre } from '../requests/centre-record.ts';
import { assertionSecret } from '../signed/assertion-keys.ts';
import { algorithmOf } from '../signed/jws.ts';
import { sealsOf } from '../standing/seals.ts';

type Key = Answer<'assertionKeyEnd'>;
type Row = Omit<Key, 'seal'> & { readonly entry: number };

async function keysOf(context: Context, org: string, id?: string): Promise<Key[]> {
  return context.tenant(org, async (tx) => {
    const { rows } = await tx.query<Row>('select id, name, algorithm, since, ended, entry::float8 as entry from assertion_key where org = $1 and ($2::text is null or id = $2) order by since desc, id', [org, id ?? null]);
    const seal = await sealsOf(tx, context, org, rows.map(({ entry }) => entry));
    return rows.map(({ entry, ...key }) => ({ ...key, seal: seal(entry) }));
  });
}

async function keyOf(context: Context, org: string, id: string): Promise<Key> {
  const [key] = await keysOf(context, org, id);
  if (key === undefined) throw new Refusal('not_found', 'There is no such key.');
  return key;
}

async function issue({ actor: { org, member }, body: { name, publicKey } }: Input<'assertionKeyIssue'>, context: Context): Promise<Answer<'assertionKeyIssue'>> {
  const algorithm = publicKey === null ? 'HS256' : algorithmOf(publicKey);
  if (algorithm === undefined) throw new Refusal('invalid', 'This is no public key that is taken: Ed25519, ECDSA P-256 or RSA of 2048 bits, in PEM form.', { field: 'publicKey' });
  const id = `sig_${Buffer.from(context.random(8)).toString('hex')}`;
  const secret = publicKey === null ? Buffer.from(context.random(32)).toString('base64url') : null;
  const sealed: JsonObject = { name, publicKey };
  await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'assertion_key.issued', about: id, actor: member, header: { algorithm }, sealed }), {
    guard: async (tx) => { if (secret !== null) await context.secrets.put(tx, org, assertionSecret(id), { secret }); },
  });
  return { key: await keyOf(context, org, id), secret };
}

async function end({ actor: { org, member }, params }: Input<'assertionKeyEnd'>, context: Context): Promise<Key> {
  const key = await keyOf(context, org, params.key);
  if (key.ended === null) {
    await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'assertion_key.ended', about: key.id, actor: member, header: {} }), { guard: (tx) => context.secrets.put(tx, org, assertionSecret(key.id), {}) });
  }
  return keyOf(context, org, params.key);
}

/** What the routes of the keys do under which the company's app signs who is signed in there. */
export const assertionKeyHandlers: Handlers = {
  assertionKeys: async ({ actor: { org } }, context) => {
    const centre = await context.tenant(org, (tx) => findCentre(tx, org));
    return { items: await keysOf(context, org), audience: centre === undefined ? null : audienceOf(context, centre.settings) };
  },
  assertionKeyIssue: issue,
  assertionKeyEnd: end,
};
