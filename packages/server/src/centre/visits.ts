import { Refusal } from '@avouch/api/refusal';
import type { Right } from '@avouch/privacy/request';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Limit } from '../identity/attempts.ts';
import { appendTo } from '../requests/appending.ts';
import type { CentreSettings } from '../requests/centre-record.ts';
import { sendCode, takeCode } from '../requests/codes.ts';
import { provenWith, togetherWith } from '../requests/bundle.ts';
import { identifyRequest } from '../requests/identifying.ts';
import { takeIn, type TakenIn } from '../requests/intake.ts';
import { typedReference, typedWord } from '../requests/reference.ts';
import { receivedOf, REQUEST_COLUMNS, type Held } from '../requests/request.ts';
import { plain } from '../requests/survey.ts';
import type { Stage } from './words.ts';

/** What a visitor may try, by network address and by the address of mail that they name. */
const perAddress: Limit = { name: 'centre-address', count: 40, windowS: 900 };
const perMail: Limit = { name: 'centre-mail', count: 5, windowS: 3600 };
const perReference: Limit = { name: 'centre-reference', count: 20, windowS: 900 };

export type Visit = { readonly context: Context; readonly org: string; readonly settings: CentreSettings; readonly language: string; readonly address: string };

/** The boxes that were ticked in a form, of what people may ask; one at least. */
export const rightsTicked = z.string().transform((ticked) => [...new Set(ticked.split(' '))])
  .pipe(z.array(z.enum(['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'marketing', 'human_review', 'consent'])).min(1));

const asked = z.object({
  right: rightsTicked,
  name: z.string().trim().max(300).default(''), mail: z.string().trim().max(320).pipe(z.email()), by: z.enum(['self', 'agent', 'guardian']).default('self'),
  authority: z.string().trim().max(2000).default(''), statement: z.string().trim().max(10_000).default(''),
  restriction: z.enum(['accuracy', 'unlawful', 'claims', 'objection']).or(z.literal('').transform(() => null)).default(null),
});

/** Takes in what a visitor asks. Whatever is known of the address, the same is done: one fact for each thing that is asked, one mail. */
export async function ask({ context, org, settings, language, address }: Visit, form: Readonly<Record<string, string>>): Promise<TakenIn> {
  await context.attempts.count(perAddress, address);
  const read = asked.safeParse(form);
  if (!read.success || read.data.right.some((right) => !settings.rights.includes(right))) throw new Refusal('invalid', read.success ? 'right' : String(read.error.issues[0]?.path[0] ?? ''));
  const { right, name, mail, by, authority, statement, restriction } = read.data;
  if (by !== 'self' && authority === '') throw new Refusal('invalid', 'authority');
  await context.attempts.count(perMail, `${org} ${mail.toLowerCase()}`);
  const taken = await takeIn(context, settings, {
    org, actor: 'visitor', rights: right, channel: 'centre', role: 'controller', by, language, received: context.now().toISOString(), restriction,
    stated: { name: by === 'self' && name !== '' ? name : null, mail, statement: statement === '' ? null : statement, corrections: [], agent: by === 'self' ? null : { name: name === '' ? mail : name, mail, authority } },
  });
  await sendCode(context, org, settings, taken.id);
  return taken;
}

/** The requests of this reference: one, or what was asked together; none where nobody knows it. */
async function byReference({ context, org, address }: Visit, typed: string): Promise<readonly Held[]> {
  await context.attempts.count(perAddress, address);
  const reference = typedReference(typed);
  await context.attempts.count(perReference, `${org} ${reference}`);
  const { rows } = await context.tenant(org, (tx) => tx.query<Held>(`select ${REQUEST_COLUMNS} from request where org = $1 and stated ->> 'reference' = $2 order by first_entry`, [org, reference]));
  return rows;
}

/** Takes the code of the mail: from then on the address is proven to be the visitor's, for all that they asked together. An agent's authority is for a person to look at. */
export async function confirm(visit: Visit, typed: string, code: string): Promise<boolean> {
  const { context, org, settings } = visit;
  const found = await byReference(visit, typed);
  let sentFor: Held | undefined;
  for (const held of found) sentFor ??= (await context.tenant(org, (tx) => takeCode(context, tx, org, held.id, code))) ? held : undefined;
  if (sentFor === undefined) return false;
  if (sentFor.state.received.by !== 'self') return true;
  // The one for which it was sent may have been taken back since; the others go on.
  const waiting = ['received', 'identifying'].includes(sentFor.state.status) ? sentFor : provenWith(found, sentFor.id, true)[0];
  const mail = waiting?.stated?.mail ?? null;
  if (waiting === undefined || mail === null) return true;
  await identifyRequest(context, { org, id: waiting.id, actor: 'visitor' }, { by: 'mail', keys: 1, authority: null }, plain({ keys: { [settings.mailKey]: [mail] }, reason: 'The code that was sent to this address was typed in.' }));
  return true;
}

/** The requests for which reference and code go together, also those of them whose contents are forgotten; none for all else. */
export async function open(visit: Visit, typed: string, code: string): Promise<readonly Held[]> {
  const { context, org } = visit;
  const found = await byReference(visit, typed);
  const [first] = found;
  if (first === undefined) return [];
  const received = await receivedOf(context, org, first);
  if (received.code !== context.markOf(org, 'code', typedWord(code))) return [];
  const together = await context.tenant(org, (tx) => togetherWith(tx, org, [first.state]));
  return together.length === 0 ? found : together;
}

/** The one that a button on the page is about, by the right that the page names; undefined where it names none of them. */
export const meantIn = (found: readonly Held[], of: string | undefined): Held | undefined => (found.length === 1 ? found[0] : found.find((held) => rightOf(held) === of));

/** What the person reads of where the request stands: nothing of what was found. */
export function stageOf({ state }: Held, ready: boolean, waits: boolean): Stage {
  switch (state.status) {
    case 'received': case 'identifying': case 'paused': return waits ? 'confirm' : 'received';
    case 'answered': return ready ? 'ready' : 'done';
    case 'partly_refused': return 'done';
    case 'refused': return 'refused';
    case 'withdrawn': return 'withdrawn';
    case 'closed': return state.answer === null ? 'closed' : 'done';
    default: return 'working';
  }
}

/** The person takes the request back. */
export const withdraw = async ({ context, org }: Visit, held: Held): Promise<void> =>
  void (await appendTo(context, { org, id: held.id, actor: 'visitor' }, { kind: 'request.withdrawn', header: {}, sealed: plain({ reason: 'Taken back in the privacy centre.' }) }));

/** The right that a page about a request names. */
export const rightOf = ({ state }: Held): Right => state.rights[0] ?? 'access';
