import type { Fact } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';
import type { Context } from '../context.ts';
import { subjectsOfAccount } from './history.ts';
import { newKey } from './intake.ts';
import type { Site } from './site.ts';

type Binding = { readonly site: Site; readonly account: string; readonly subject: string; readonly own: boolean; readonly key: string; readonly actor: string };

/** The fact that a pseudonym belongs to an account. Both are sealed, under the pseudonym's key. */
export function boundFact({ site, account, subject, own, key, actor }: Binding, context: Context): Fact {
  return {
    kind: 'consent.bound', about: site.id, actor, captured: context.now().toISOString(), origin: { name: 'consent', version: '1' }, header: {},
    parts: [seal({ subject, account, own }, key, context.random)],
  };
}

/** The pseudonym under which an account answers by itself, beside those of its browsers: made when it first does. */
export async function ownSubjectOf(site: Site, account: string, actor: string, context: Context): Promise<string> {
  const bound = await context.tenant(site.org, (tx) => subjectsOfAccount(tx, site.org, site.id, account));
  const own = bound.find((one) => one.own);
  if (own !== undefined) return own.subject;
  const subject = Buffer.from(context.random(16)).toString('hex');
  await (await context.ledgerOf(site.org)).append(boundFact({ site, account, subject, own: true, key: newKey(context.now(), context.random), actor }, context));
  return subject;
}
