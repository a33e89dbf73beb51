import type { PoolClient } from 'pg';
import { organisations } from '../consent/webhook.ts';
import type { Context, Task } from '../context.ts';
import { findCentre } from './centre-record.ts';
import { findMap } from './data-map.ts';
import { keptDue } from './kept.ts';
import { remind } from './reminding.ts';
import { allStores } from './stores.ts';
import { queueUpkeep, type Upkeep } from './upkeep.ts';

const DAY_MS = 86_400_000;
/** The clock asks more often than once a day, so that a server that was off at night does it in the morning; a little less than a day keeps the hour. */
const SLACK_MS = 1_800_000;

/** Whether the last run of this kind that the clock began is so many days old. */
async function isDue(tx: PoolClient, context: Context, org: string, kind: Upkeep, days: number): Promise<boolean> {
  const { rows } = await tx.query<{ at: string | null }>('select max(at) as at from upkeep_run where org = $1 and kind = $2 and scheduled', [org, kind]);
  const last = rows[0]?.at ?? null;
  return last === null || Date.parse(last) + days * DAY_MS - SLACK_MS <= context.now().getTime();
}

/** Begins what one organisation owes today: nothing without a data map and a store. */
async function beginDue(context: Context, tx: PoolClient, org: string): Promise<void> {
  const map = (await findMap(tx, org))?.map;
  if (map === undefined || (await allStores(tx, org)).length === 0) return;
  const schedules = Object.values(map.systems).flatMap(({ places }) => Object.values(places)).flatMap(({ retention }) => retention ?? []);
  if (schedules.length > 0 && await isDue(tx, context, org, 'retention', 1)) {
    await queueUpkeep(context, tx, org, { kind: 'retention', dry: schedules.every(({ start }) => start !== 'automatic'), scheduled: true });
  }
  const due = await keptDue(tx, org, context.now().toISOString().slice(0, 10));
  if (due.length > 0 && await isDue(tx, context, org, 'kept', 1)) await queueUpkeep(context, tx, org, { kind: 'kept', dry: false, scheduled: true });
  const centre = await findCentre(tx, org);
  const days = centre?.settings.scanDays ?? 0;
  if (days === 0 || !(await isDue(tx, context, org, 'suppression', days))) return;
  const { rowCount } = await tx.query('select from suppressed where org = $1 limit 1', [org]);
  if (rowCount === 1) await queueUpkeep(context, tx, org, { kind: 'suppression', dry: false, scheduled: true });
}

/** Begins in every organisation what is to be done once a day: overdue data, kept rows whose ground has ended, erased people who came back, and reminders. */
export const daily: Task = async (_payload, context, signal) => {
  for (const org of await organisations(context)) {
    if (signal.aborted) return;
    await context.tenant(org, (tx) => beginDue(context, tx, org));
    await remind(context, org);
  }
};
