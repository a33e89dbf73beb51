import type { PoolClient } from 'pg';
import type { Context, Mail, Task } from '../context.ts';
import { recordMailed } from '../requests/told.ts';

/** A message as it waits. */
export type Outgoing = { readonly id: string; readonly request: string | null; readonly mail: Mail; readonly state: 'waiting' | 'sent' | 'by-hand' | 'failed'; readonly at: Date; readonly problem: string | null; readonly recipient: string | null };

type Row = { readonly id: string; readonly request: string | null; readonly sealed: Buffer | null; readonly state: Outgoing['state']; readonly at: Date; readonly problem: string | null; readonly recipient: string | null };

/** Tries after which a message is shown as failed, to be sent by hand. */
const TRIES = 8;

/** Puts a message on its way if the transaction commits: by the server where it can send, else for a person to send by hand. `recipient` is told by it, under Art. 19. */
export async function queueMail(context: Context, tx: PoolClient, org: string, request: string | null, mail: Mail, recipient: string | null = null): Promise<void> {
  const id = `mail_${Buffer.from(context.random(12)).toString('hex')}`;
  const sealed = context.cover(org, ['mail', id], Buffer.from(JSON.stringify(mail)));
  await tx.query('insert into outgoing_mail (org, id, request, sealed, state, at, recipient) values ($1, $2, $3, $4, $5, $6, $7)', [org, id, request, sealed, context.mailer.sends ? 'waiting' : 'by-hand', context.now(), recipient]);
  if (context.mailer.sends) await context.jobs.add(tx, 'mail', { org, mail: id, tried: '0' });
}

function opened(context: Context, org: string, { sealed, ...row }: Row): Outgoing | undefined {
  const plain = sealed === null ? undefined : context.uncover(org, ['mail', row.id], sealed);
  // What was sent is kept nowhere: only that it was.
  return plain === undefined ? undefined : { ...row, mail: JSON.parse(Buffer.from(plain).toString('utf8')) as Mail };
}

/** The messages that are not sent yet, oldest first, with what they say. */
export async function openMails(context: Context, tx: PoolClient, org: string): Promise<readonly Outgoing[]> {
  const { rows } = await tx.query<Row>(`select id, request, sealed, state, at, problem, recipient from outgoing_mail where org = $1 and state in ('waiting', 'by-hand', 'failed') order by at, id limit 1000`, [org]);
  return rows.flatMap((row) => opened(context, org, row) ?? []);
}

/** Notes that a message went out; what it said is dropped. */
const drop = (tx: PoolClient, org: string, id: string): Promise<unknown> => tx.query(`update outgoing_mail set state = 'sent', sealed = null, problem = null where org = $1 and id = $2 and state <> 'sent'`, [org, id]);

/** Notes that a person sent a message by hand, and that whom it tells is told. False when there was none to send. */
export async function markSent(context: Context, org: string, id: string, actor: string): Promise<boolean> {
  const { rows: [row] } = await context.tenant(org, (tx) => tx.query<Pick<Row, 'request' | 'recipient'>>(`select request, recipient from outgoing_mail where org = $1 and id = $2 and state <> 'sent'`, [org, id]));
  if (row === undefined) return false;
  if (row.request !== null && row.recipient !== null) await recordMailed(context, { org, id: row.request, actor }, row.recipient, 'told', 'Sent by hand.');
  await context.tenant(org, (tx) => drop(tx, org, id));
  return true;
}

/** Sends one message. A message may arrive twice when the process dies between the two; none is lost. */
export const sendMail: Task = async ({ org = '', mail: id = '', tried = '0' }, context) => {
  const row = await context.tenant(org, async (tx) => (await tx.query<Row>(`select id, request, sealed, state, at, problem, recipient from outgoing_mail where org = $1 and id = $2 and state = 'waiting'`, [org, id])).rows[0]);
  const found = row === undefined ? undefined : opened(context, org, row);
  if (found === undefined) return;
  const problem = await context.mailer.send(found.mail).then(() => null, (cause: unknown) => (cause instanceof Error ? cause.message : String(cause)));
  const tries = Number(tried) + 1;
  // Recorded first: a message that goes twice is better than one of which nobody knows.
  if (found.request !== null && found.recipient !== null && (problem === null || tries >= TRIES)) await recordMailed(context, { org, id: found.request, actor: 'system' }, found.recipient, problem === null ? 'told' : 'failed', problem ?? undefined);
  await context.tenant(org, async (tx) => {
    if (problem === null) return void (await drop(tx, org, id));
    await tx.query('update outgoing_mail set state = $3, problem = $4 where org = $1 and id = $2', [org, id, tries >= TRIES ? 'failed' : 'waiting', problem]);
    if (tries < TRIES) await context.jobs.add(tx, 'mail', { org, mail: id, tried: String(tries) }, { runAt: new Date(context.now().getTime() + 60_000 * 2 ** tries) });
  });
};
