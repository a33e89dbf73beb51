import type { PoolClient } from 'pg';
import type { Context } from '../context.ts';
import { addressOf } from './addresses.ts';
import type { CentreSettings } from './centre-record.ts';
import { sendPlain } from './letters.ts';
import { randomWord, typedWord } from './reference.ts';
import { findRequest } from './request.ts';

const HOURS = 48;
const TRIES = 10;

/** Sends a code to the address of a request, good for two days and ten tries. One that was sent before is good no more. */
export async function sendCode(context: Context, org: string, settings: CentreSettings, id: string): Promise<void> {
  const code = randomWord(context.random, 8);
  await context.tenant(org, async (tx) => {
    const held = await findRequest(tx, org, id);
    if (held === undefined || held.stated === null) return;
    await tx.query(
      `insert into sent_code (org, request, purpose, hash, until) values ($1, $2, 'mail', $3, $4) on conflict (org, request, purpose) do update set hash = excluded.hash, until = excluded.until, tries = 0`,
      [org, id, context.markOf(org, 'code', code), new Date(context.now().getTime() + HOURS * 3_600_000)]);
    const link = addressOf(context, settings, `/confirm?lang=${held.state.received.language.slice(0, 2)}&reference=${held.stated.reference}`);
    await sendPlain(context, tx, org, settings, held, 'confirm', { code, hours: String(HOURS), link });
  });
}

/** Whether this is the code that was sent; each question is counted, and a right answer uses the code up. */
export async function takeCode(context: Context, tx: PoolClient, org: string, id: string, typed: string): Promise<boolean> {
  const { rows } = await tx.query<{ hash: string; until: Date; tries: number }>(`update sent_code set tries = tries + 1 where org = $1 and request = $2 and purpose = 'mail' returning hash, until, tries`, [org, id]);
  const [row] = rows;
  const right = row !== undefined && row.tries <= TRIES && row.until > context.now() && row.hash === context.markOf(org, 'code', typedWord(typed));
  if (right) await tx.query(`delete from sent_code where org = $1 and request = $2 and purpose = 'mail'`, [org, id]);
  return right;
}
