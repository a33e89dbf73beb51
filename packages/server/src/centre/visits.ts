import { Refusal } from '@avouch/api/refusal';
import type { Right } from '@avouch/privacy/request';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Limit } from '../identity/attempts.ts';
import { appendTo } from '../requests/appending.ts';
import type { CentreSettings } from '../requests/centre-record.ts';
import { sendCode, takeCode } from '../requests/codes.ts';
import { takeIn, type TakenIn } from '../requests/intake.ts';
import { typedReference, typedWord } from '../requests/reference.ts';
import { receivedOf, REQUEST_COLUMNS, type Held } from '../requests/request.ts';
import { plain } from '../requests/survey.ts';
import { enqueueWork, publishWork } from '../requests/work-order.ts';
import type { Stage } from './words.ts';

/** What a visitor may try, by network address and by the address of mail that they name. */
const perAddress: Limit = { name: 'centre-address', count: 40, windowS: 900 };
const perMail: Limit = { name: 'centre-mail', count: 5, windowS: 3600 };
const perReference: Limit = { name: 'centre-reference', count: 20, windowS: 900 };

export type Visit = { readonly context: Context; readonly org: string; readonly settings: CentreSettings; readonly language: string; readonly address: string };

const asked = z.object({
  right: z.enum(['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'marketing', 'human_review', 'consent']),
  name: z.string().trim().max(300).default(''), mail: z.string().trim().max(320).pipe(z.email()), by: z.enum(['self', 'agent', 'guardian']).default('self'),
  authority: z.string().trim().max(2000).default(''), statement: z.string().trim().max(10_000).default(''),
  restriction: z.enum(['accuracy', 'unlawful', 'claims', 'objection']).or(z.literal('').transform(() => null)).default(null),
});

/** Takes in what a visitor asks. Whatever is known of the address, the same is done: one fact, one mail. */
export async function ask({ context, org, settings, language, address }: Visit, form: Readonly<Record<string, string>>): Promise<TakenIn> {
  await context.attempts.count(perAddress, address);
  const read = asked.safeParse(form);
  if (!read.success || !settings.rights.includes(read.data.right)) throw new Refusal('invalid', read.success ? 'right' : String(read.error.issues[0]?.path[0] ?? ''));
  const { right, name, mail, by, authority, statement, restriction } = read.data;
  if (by !== 'self' && authority === '') throw new Refusal('invalid', 'authority');
  await context.attempts.count(perMail, `${org} ${mail.toLowerCase()}`);
  const taken = await takeIn(context, settings, {
    org, actor: 'visitor', right, channel: 'centre', role: 'controller', by, language, received: context.now().toISOString(), restriction,
    stated: { name: by === 'self' && name !== '' ? name : null, mail, statement: statement === '' ? null : statement, corrections: [], agent: by === 'self' ? null : { name: name === '' ? mail : name, mail, authority }, files: [] },
  });
  await sendCode(context, org, settings, taken.id);
  return taken;
}

/** The request of this reference, or undefined. */
async function byReference({ context, org, address }: Visit, typed: string): Promise<Held | undefined> {
  await context.attempts.count(perAddress, address);
  const reference = typedReference(typed);
  await context.attempts.count(perReference, `${org} ${reference}`);
  const { rows } = await context.tenant(org, (tx) => tx.query<Held>(`select ${REQUEST_COLUMNS} from request where org = $1 and stated ->> 'reference' = $2`, [org, reference]));
  return rows[0];
}

/** Takes the code of the mail: from then on the address is proven to be the visitor's. An agent's authority is for a person to look at. */
export async function confirm(visit: Visit, typed: string, code: string): Promise<boolean> {
  const { context, org, settings } = visit;
  const held = await byReference(visit, typed);
  if (held === undefined || held.stated?.mail === null || held.stated === null) return false;
  const { stated, id, state } = held;
  if (!(await context.tenant(org, (tx) => takeCode(context, tx, org, id, code)))) return false;
  if (state.received.by !== 'self' || !['received', 'identifying'].includes(state.status)) return true;
  const doing = { org, id, actor: 'visitor' };
  await appendTo(context, doing, {
    kind: 'request.identified', header: { by: 'mail', keys: 1, authority: null }, sealed: plain({ keys: { [settings.mailKey]: [stated.mail] }, reason: 'The code that was sent to this address was typed in.' }),
    also: (tx) => enqueueWork(context, tx, doing, 'survey'),
  });
  await publishWork(context, doing, 'survey', { phase: 'queued' });
  return true;
}

/** The request for which reference and code go together; undefined for all else. */
export async function open(visit: Visit, typed: string, code: string): Promise<Held | undefined> {
  const { context, org } = visit;
  const held = await byReference(visit, typed);
  if (held === undefined || held.forgotten) return undefined;
  const received = await receivedOf(context, org, held);
  return received.code === context.markOf(org, 'code', typedWord(code)) ? held : undefined;
}

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
