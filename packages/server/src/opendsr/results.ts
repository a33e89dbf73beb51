import { timingSafeEqual } from 'node:crypto';
import { packAnswer } from '@avouch/privacy/answer';
import type { Context } from '../context.ts';
import { appendTo, ownFact, type Doing } from '../requests/appending.ts';
import { composeOf, needWhole } from '../requests/composing.ts';
import { openKnown, type Known } from '../requests/known.ts';
import { processorAddress } from './settings.ts';

type Row = { readonly id: string; readonly until: string };

/** What a link to results ends in: found again from the release's id, and guessed by nobody. */
const tokenOf = (context: Context, org: string, release: string): string => context.markOf(org, 'results', release);

/** Where the controller fetches what was found, and how many rows it is; null when there is nothing to fetch, or it has ended. */
export async function resultsOf(context: Context, org: string, request: string): Promise<{ readonly url: string; readonly count: number } | null> {
  const { rows: [row] } = await context.tenant(org, (tx) => tx.query<Row & { rows: number }>(
    `select r.id, r.until, coalesce((q.state #>> '{answer,rows}')::int, 0) as rows from release r join request q on q.org = r.org and q.id = r.request
     where r.org = $1 and r.request = $2 and r.way = 'opendsr' and not r.ended and not q.forgotten and r.until > $3 order by r.entry desc limit 1`, [org, request, context.now().toISOString()]));
  return row === undefined ? null : { url: processorAddress(context, org, `/results/${row.id}.${tokenOf(context, org, row.id)}`), count: row.rows };
}

/** Answers the controller with what was found: by a link that ends, for itself alone. Nothing is stored for it; it is packed when it is fetched. */
export async function giveResults(context: Context, doing: Doing, known: Known, days: number, figures: { readonly places: number; readonly rows: number }): Promise<void> {
  const answer = await composeOf(context, doing.org, known);
  needWhole(answer);
  const { account } = answer;
  const leftOut = account.places.reduce((sum, { leftOut: fields }) => sum + fields.reduce((count, { rows }) => count + rows, 0), 0);
  const until = new Date(context.now().getTime() + days * 86_400_000).toISOString();
  const released = ownFact(context, {
    kind: 'answer.released', about: `rel_${Buffer.from(context.random(12)).toString('hex')}`, actor: doing.actor, header: { request: doing.id, way: 'opendsr', until, bytes: 0 }, subject: doing.id, sealed: { token: null },
  });
  await appendTo(context, doing, { kind: 'request.answered', header: { to: 'controller', grounds: [], delivery: 'opendsr', ...figures, leftOut }, beside: [released] });
}

/** The results behind a link that still holds, for the controller whose order it was; undefined for everybody and everything else. */
export async function openResults(context: Context, org: string, controller: string, link: string): Promise<AsyncIterable<Uint8Array> | undefined> {
  const [id = '', token = ''] = link.split('.');
  const own = Buffer.from(tokenOf(context, org, id));
  const given = Buffer.from(token);
  if (own.length !== given.length || !timingSafeEqual(own, given)) return undefined;
  const { rows: [row] } = await context.tenant(org, (tx) => tx.query<{ request: string }>(
    `select r.request from release r join opendsr_order o on o.org = r.org and o.request = r.request join request q on q.org = r.org and q.id = r.request
     where r.org = $1 and r.id = $2 and r.way = 'opendsr' and not r.ended and r.until > $3 and o.controller = $4 and not q.forgotten`, [org, id, context.now().toISOString(), controller]));
  if (row === undefined) return undefined;
  const answer = await composeOf(context, org, await openKnown(context, org, row.request));
  await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'answer.fetched', about: id, actor: controller, header: {} }));
  return packAnswer(answer);
}
