import { recordFact } from '@avouch/records/versions';
import type { Context, Input } from '../context.ts';
import type { Ledgers } from './ledgers.ts';
import { joined } from './members.ts';

/** The ids of the two records that every organisation begins with. */
export const FIRST = { organisation: 'organisation', system: 'system' } as const;

/** What a new organisation is founded with. */
export type Founding = Pick<Input<'setup'>['body'], 'company' | 'system' | 'categories'>;

/** Makes an organisation: its log's key, then its first facts in one append. Gives its id. */
export async function foundOrganisation(order: Founding, owner: string, context: Context, ledgers: Ledgers): Promise<string> {
  const org = `org_${Buffer.from(context.random(8)).toString('hex')}`;
  const at = context.now();
  const instant = at.toISOString();
  const draft = { version: 1, actor: owner, captured: instant, heldFrom: instant, random: context.random };
  const { website } = order.company;
  const facts = [
    joined({ member: owner, actor: owner, at, version: context.version }, 'owner'),
    recordFact({ ...draft, type: 'organisation', id: FIRST.organisation, value: { name: order.company.name, categories: order.categories, ...(website === undefined || website === '' ? {} : { website: addressOf(website) }) } }),
    recordFact({ ...draft, type: 'system', id: FIRST.system, value: { name: order.system.name, purpose: order.system.purpose } }),
  ];
  await ledgers.found(org);
  await (await ledgers.of(org)).appendAll(facts);
  return org;
}

/** People write `example.com` when they are asked for a website. */
const addressOf = (website: string): string => (/^https?:\/\//.test(website) ? website : `https://${website}`);
