import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { JsonObject } from '@avouch/ledger/entry';
import type { Identity } from '@avouch/privacy/datamap';
import { requestFact, type RequestHeader } from '@avouch/privacy/request';
import { clearMarks } from '@avouch/privacy/run';
import type { Actor, Context, Task } from '../context.ts';
import { sealsOf } from '../standing/seals.ts';
import { needMap } from './data-map.ts';
import { ownFact, type Doing } from './appending.ts';
import { needCentre } from './centre-record.ts';
import { dayText, sendPlain } from './letters.ts';
import { entriesOf, findRequest, partOf } from './request.ts';
import { withStores } from './stores.ts';
import { maySee } from './shown.ts';

/** Compared as the company's app would write it: case and blanks at the ends do not count. */
export const restrictionMark = (context: Context, org: string, subject: string): string => context.markOf(org, 'restriction', subject.trim().toLowerCase());

/** Marks a person's data as restricted, so that the company's app can ask. It outlives the request, under a key of its own. */
export async function setRestriction(context: Context, { org, id, actor }: Doing, identity: Identity, ground: RequestHeader<'restriction.set'>['ground']): Promise<void> {
  const standing = await context.tenant(org, (tx) => tx.query('select from restriction where org = $1 and request = $2', [org, id]));
  // A run that goes on after it died has set it already.
  if (standing.rowCount !== 0) return;
  const subjects = [...new Set(Object.values(identity).flat())];
  const about = `rst_${Buffer.from(context.random(12)).toString('hex')}`;
  await (await context.ledgerOf(org)).append(requestFact({
    kind: 'restriction.set', about, header: { request: id, ground, purposes: [] }, actor, captured: context.now().toISOString(), random: context.random,
    subject: about, sealed: { subjects, identity: JSON.parse(JSON.stringify(identity)) as JsonObject, marks: [...new Set(subjects.map((subject) => restrictionMark(context, org, subject)))] },
  }));
}

type Row = { readonly id: string; readonly request: string | null; readonly ground: string; readonly since: string; readonly subjects: string[] | null; readonly noticed: string | null; readonly lift_on: string | null; readonly lifted: string | null; readonly entry: number };
type Shown = Answer<'restrictionLift'>;

/** The restrictions that stand or stood, newest first; or the one of this id. */
export async function restrictionsOf(tx: PoolClient, context: Context, actor: Actor, id?: string): Promise<Shown[]> {
  const { rows } = await tx.query<Row>('select id, request, ground, since, subjects, noticed, lift_on, lifted, entry::float8 as entry from restriction where org = $1 and ($2::text is null or id = $2) order by since desc, id limit 1000', [actor.org, id ?? null]);
  const seal = await sealsOf(tx, context, actor.org, rows.map(({ entry }) => entry));
  return rows.map(({ noticed, lift_on: liftOn, entry, subjects, ...row }) => ({ ...row, subjects: maySee(actor) ? subjects : null, notice: noticed === null || liftOn === null ? null : { at: noticed, liftOn }, seal: seal(entry) }));
}

async function one(context: Context, actor: Actor, id: string): Promise<Shown> {
  const [found] = await context.tenant(actor.org, (tx) => restrictionsOf(tx, context, actor, id));
  if (found === undefined) throw new Refusal('not_found', 'There is no such restriction.');
  return found;
}

/** Tells the person that the restriction ends on a day, and why: Art. 18(3). */
export async function noticeOf(context: Context, actor: Actor, id: string, reason: string, liftOn: string): Promise<Shown> {
  const { org } = actor;
  const found = await one(context, actor, id);
  if (found.lifted !== null) throw new Refusal('conflict', 'This restriction is lifted already.');
  if (liftOn <= context.now().toISOString().slice(0, 10)) throw new Refusal('invalid', 'The person must learn of it before that day.', { field: 'liftOn' });
  const settings = await context.tenant(org, (tx) => needCentre(tx, org));
  await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'restriction.notice', about: id, actor: actor.member, header: { request: found.request, liftOn }, sealed: { reason }, subject: id }), {
    guard: async (tx) => {
      const held = found.request === null ? undefined : await findRequest(tx, org, found.request);
      if (held !== undefined) await sendPlain(context, tx, org, settings, held, 'lift', { reason, day: dayText(liftOn, held.state.received.language.slice(0, 2)) });
    },
  });
  return one(context, actor, id);
}

/** Lifts a restriction on or after the day that the person was told. */
export async function liftRestriction(context: Context, actor: Actor, id: string): Promise<Shown> {
  const found = await one(context, actor, id);
  const today = context.now().toISOString().slice(0, 10);
  if (found.lifted !== null) throw new Refusal('conflict', 'This restriction is lifted already.');
  if (found.notice === null || found.notice.liftOn > today) throw new Refusal('conflict', 'Tell the person first (Art. 18(3)); it is lifted on the day that they were told, or later.');
  await (await context.ledgerOf(actor.org)).append(requestFact({
    kind: 'restriction.lifted', about: id, header: { request: found.request, told: found.notice.at.slice(0, 10) }, actor: actor.member, captured: context.now().toISOString(), random: context.random,
  }), { guard: (tx) => context.jobs.add(tx, 'unmark', { org: actor.org, restriction: id }) });
  return one(context, actor, id);
}

/**
 * Takes the mark of a restriction that was lifted out of the rows that bear it, unless another one of the same person stands. A store that
 * cannot be reached is tried again; what came of it is a fact, once.
 */
export const unmark: Task = async ({ org = '', restriction = '' }, context, signal) => {
  const { rows: [row] } = await context.tenant(org, (tx) => tx.query<Pick<Row, 'entry' | 'lifted' | 'request'>>('select entry::float8 as entry, lifted, request from restriction where org = $1 and id = $2', [org, restriction]));
  const sealed = row === undefined ? undefined : ((await partOf(context, org, row.entry)) as { readonly identity?: Identity; readonly marks: readonly string[] } | undefined);
  if (row === undefined || row.lifted === null || sealed?.identity === undefined) return;
  const { identity, marks } = sealed;
  const { done, others, map } = await context.tenant(org, async (tx) => ({
    done: (await entriesOf(tx, org, restriction, 'restriction.unmarked')).length > 0, map: (await needMap(tx, org)).map,
    others: (await tx.query('select from restricted_subject where org = $1 and mark = any($2::text[]) limit 1', [org, marks])).rowCount === 1,
  }));
  if (done || others) return;
  const { cleared, problems } = await withStores(context, org, map, signal, ({ stores }) => clearMarks({ map, identity, stores, mark: 'restricted', at: context.now().toISOString() }));
  if (problems.length > 0) throw new Error(`The mark of a restriction that was lifted still stands: ${problems.join(' ')}`);
  await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'restriction.unmarked', about: restriction, actor: 'system', header: { request: row.request, rows: Object.values(cleared).reduce((sum, count) => sum + count, 0) }, sealed: { cleared } }));
};
