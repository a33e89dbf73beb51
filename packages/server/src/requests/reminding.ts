import type { PoolClient } from 'pg';
import { dayIn } from '@avouch/privacy/deadlines';
import { clockStandingOf } from '@avouch/privacy/request';
import { wordsIn } from '../centre/words.ts';
import type { Context } from '../context.ts';
import { mailOf } from '../mail/letter.ts';
import { queueMail } from '../mail/outgoing.ts';
import { findCentre, type CentreSettings } from './centre-record.ts';
import { addressOf } from './addresses.ts';
import { dayText, sendPlain } from './letters.ts';
import { REQUEST_COLUMNS, type Held } from './request.ts';
import { allTasks } from './tasks.ts';

const DAY_MS = 86_400_000;
/** Days before the last one on which whoever answers requests is reminded; past it, daily. */
const BEFORE = [10, 3, 0];
/** Days before the last one of a task on which its owner is reminded. */
const TASK_BEFORE = 3;
/** Days after which a person is asked once more for a proof that did not come. */
const PROOF_DAYS = 10;

/** Whether this reminder is sent for the first time; it counts as sent exactly if its message is queued. */
async function isFirst(tx: PoolClient, context: Context, org: string, key: string): Promise<boolean> {
  return (await tx.query('insert into reminder (org, key, at) values ($1, $2, $3) on conflict do nothing', [org, key, context.now()])).rowCount === 1;
}

type Of = { readonly context: Context; readonly org: string; readonly settings: CentreSettings; readonly today: string };

/** People whose code ends within a day, and people who were asked for a proof and sent none: each once. */
async function remindPeople({ context, org, settings }: Of): Promise<void> {
  const now = context.now();
  await context.tenant(org, async (tx) => {
    const { rows: codes } = await tx.query<Held & { readonly until: Date }>(
      `select ${REQUEST_COLUMNS}, until from request join (select org as code_org, request as code_of, until from sent_code where purpose = 'mail' and until > $2 and until <= $3) c on code_org = org and code_of = id
       where org = $1 and not forgotten and status in ('received', 'identifying')`, [org, now, new Date(now.getTime() + DAY_MS)]);
    for (const { until, ...held } of codes) {
      if (!(await isFirst(tx, context, org, `code:${held.id}`))) continue;
      const { language } = wordsIn(held.state.received.language);
      await sendPlain(context, tx, org, settings, held, 'codeEnds', { until: dayText(until.toISOString(), language), link: addressOf(context, settings, `/confirm?lang=${language}&reference=${held.stated?.reference ?? ''}`) });
    }
    const { rows: asked } = await tx.query<Held>(`select ${REQUEST_COLUMNS} from request where org = $1 and not forgotten and status in ('identifying', 'paused') and state #>> '{identity,asked,at}' <= $2 and state #> '{identity,proven}' = 'null'`, [org, new Date(now.getTime() - PROOF_DAYS * DAY_MS).toISOString()]);
    for (const held of asked) if (await isFirst(tx, context, org, `proof:${held.id}`)) await sendPlain(context, tx, org, settings, held, 'proofWaits', {});
  });
}

type Line = { readonly key: string; readonly text: string };

/** The requests that are due in so many days or late, as lines that name nobody. */
async function dueRequests({ context, org, today }: Of): Promise<readonly Line[]> {
  const { rows } = await context.tenant(org, (tx) => tx.query<Held>(`select ${REQUEST_COLUMNS} from request where org = $1 and not stopped order by raw, id limit 2000`, [org]));
  return rows.flatMap(({ id, state }): readonly Line[] => {
    const { clock, daysLeft } = clockStandingOf(state, dayIn(context.now().toISOString(), state.received.zone));
    if (clock !== 'running' || (daysLeft >= 0 && !BEFORE.includes(daysLeft))) return [];
    const when = daysLeft < 0 ? `late since ${dayText(state.clock.due, 'en')}` : daysLeft === 0 ? 'due today' : `due in ${daysLeft} days, on ${dayText(state.clock.due, 'en')}`;
    return [{ key: `${id} ${today}`, text: `${state.rights.map((right) => wordsIn('en').rights[right].title).join(', ')}, received on ${dayText(state.clock.day, 'en')}: ${when}.\n${context.origin}/privacy/requests/${id}` }];
  });
}

/** Owners of tasks by mail, where the data map names an address, before their day and once it is past; the rest as lines for whoever answers requests. */
async function remindOwners({ context, org, settings, today }: Of): Promise<readonly Line[]> {
  const soon = new Date(Date.parse(today) + TASK_BEFORE * DAY_MS).toISOString().slice(0, 10);
  const open = (await allTasks(context, { member: 'system', org, role: 'reader' })).filter(({ state, due }) => state === 'open' && due <= soon);
  const lines: Line[] = [];
  for (const { id, title, owner, how, due, late } of open) {
    const text = `${title}: ${late ? 'late since' : 'due on'} ${dayText(due, 'en')}.`;
    if (owner === null || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(owner)) {
      if (late || due === soon || due === today) lines.push({ key: `${id} ${today}`, text: `${text}\n${context.origin}/privacy/tasks` });
      continue;
    }
    const mail = mailOf({ to: owner, language: 'en', subject: `${settings.controller.name}: a task of a privacy request is ${late ? 'late' : 'due soon'}`, replyTo: settings.replyTo, paragraphs: [text, ...(how === null ? [] : [how]), 'When it is done, say so here:', `${context.origin}/privacy/tasks`] });
    await context.tenant(org, async (tx) => { if (await isFirst(tx, context, org, `task:${id}:${late ? 'late' : 'soon'}`)) await queueMail(context, tx, org, null, mail); });
  }
  return lines;
}

/** One mail a day to whoever answers requests, if there is anything to say: what is due in ten days, in three, today, and what is late. */
async function sendDigest({ context, org, settings, today }: Of, lines: readonly Line[]): Promise<void> {
  if (lines.length === 0) return;
  const mail = mailOf({
    to: settings.replyTo ?? settings.controller.mail, language: 'en', subject: `${settings.controller.name}: ${lines.length === 1 ? 'one privacy matter is' : `${lines.length} privacy matters are`} due or late`, replyTo: null,
    paragraphs: [...lines.slice(0, 100).map(({ text }) => text), ...(lines.length > 100 ? [`And ${lines.length - 100} more.`] : []), 'These mails are switched off in the settings of the privacy centre.'],
  });
  await context.tenant(org, async (tx) => { if (await isFirst(tx, context, org, `digest:${today}`)) await queueMail(context, tx, org, null, mail); });
}

/** Sends the reminders of one organisation that are due and were not sent, each once however often this is called. */
export async function remind(context: Context, org: string): Promise<void> {
  const settings = (await context.tenant(org, (tx) => findCentre(tx, org)))?.settings;
  if (settings === undefined || settings.reminders === false) return;
  const of: Of = { context, org, settings, today: dayIn(context.now().toISOString(), settings.zone) };
  await remindPeople(of);
  const tasks = await remindOwners(of);
  await sendDigest(of, [...await dueRequests(of), ...tasks]);
}
