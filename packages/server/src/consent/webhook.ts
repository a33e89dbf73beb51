import { createHmac } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { Context, Task } from '../context.ts';
import { asMember } from '../tenancy/tenant.ts';
import { choicesAfter } from './exports.ts';
import { shownChoice } from './history.ts';
import { siteKeyOf } from './site.ts';

const BATCH = 200;
const MINUTE_MS = 60_000;
const LONGEST_MS = 6 * 60 * MINUTE_MS;
/** After this many failures in a row, some ten days, it waits for a person. */
export const TRIES_MAX = 45;

/** Whose secrets they are, in the store of secrets. */
export const webhookOwner = (site: string): string => `consent-webhook:${site}`;

/** A minute after the first failure, twice as long after each, six hours at most. */
const waitOf = (tries: number): number => (tries === 0 ? 0 : Math.min(LONGEST_MS, MINUTE_MS * 2 ** (tries - 1)));

/** `t=<seconds>,v1=<hex>`: HMAC-SHA-256 over the seconds, a point and the body. An old one sent again shows by its time. */
export const signatureOf = (secret: string, seconds: number, body: string): string => `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

type Progress = { readonly idx: number; readonly tries: number; readonly problem: string | null; readonly at: Date };
type Hook = { readonly site: string; readonly url: string; readonly since: string; readonly begins: number };

async function hookOf(tx: PoolClient, org: string, site: string): Promise<{ readonly hook: Hook; readonly progress: Progress } | undefined> {
  const { rows: [hook] } = await tx.query<Hook>('select site, url, since, idx::float8 as begins from consent_webhook where org = $1 and site = $2', [org, site]);
  if (hook === undefined) return undefined;
  const { rows: [progress] } = await tx.query<Progress>('select idx::float8 as idx, tries, problem, at from consent_progress where org = $1 and site = $2', [org, site]);
  return { hook, progress: progress ?? { idx: -1, tries: 0, problem: null, at: new Date(0) } };
}

/** How the sending of a site's answers stands. */
export async function webhookOf(tx: PoolClient, org: string, site: string): Promise<Answer<'consentWebhook'>['webhook']> {
  const found = await hookOf(tx, org, site);
  if (found === undefined) return null;
  const { hook, progress } = found;
  const state = progress.problem === null ? 'waiting' : progress.tries >= TRIES_MAX ? 'stopped' : 'failing';
  return { site, url: hook.url, state, delivered: progress.idx, problem: progress.problem, since: hook.since };
}

const keep = (tx: PoolClient, org: string, site: string, { idx, tries, problem, at }: Progress): Promise<unknown> => tx.query(
  `insert into consent_progress (org, site, idx, tries, problem, at) values ($1, $2, $3, $4, $5, $6)
   on conflict (org, site) do update set idx = excluded.idx, tries = excluded.tries, problem = excluded.problem, at = excluded.at`, [org, site, idx, tries, problem, at]);

/** Begins anew: failures before are forgotten, and what was delivered stays delivered. */
export async function beginAgain(tx: PoolClient, org: string, site: string, at: Date): Promise<void> {
  const before = await hookOf(tx, org, site);
  await keep(tx, org, site, { idx: before?.progress.idx ?? -1, tries: 0, problem: null, at });
}

/**
 * Sends a site's answers on, in the order of the ledger, a batch at a time. A batch counts as delivered when the receiver
 * answered 2xx; whatever else happens it is sent again, later each time. Each answer carries its receipt's id, by which the
 * receiver takes it once. One process at a time: the job's key says so.
 */
export const consentWebhook: Task = async ({ org = '', site = '' }, context, signal) => {
  const { secret } = await context.secrets.read(org, webhookOwner(site));
  const { origin } = await context.ledgerOf(org);
  const ending = new AbortController();
  const outside = context.outside(org, ending.signal);
  try {
    while (!signal.aborted) {
      const found = await context.tenant(org, (tx) => hookOf(tx, org, site));
      if (found === undefined || secret === undefined) return;
      const { hook, progress } = found;
      const rows = await choicesAfter({ org, site, after: progress.idx }, BATCH, context);
      const last = rows.at(-1);
      if (last === undefined) return;
      const at = context.now();
      const body = JSON.stringify({ site: siteKeyOf(org, site), choices: rows.map((row) => shownChoice(row, origin)) });
      const problem = await send(hook.url, body, { secret, at, delivery: `${site}.${rows[0]?.idx ?? 0}-${last.idx}` }, outside.http.fetch);
      await context.tenant(org, (tx) => keep(tx, org, site, problem === null ? { idx: last.idx, tries: 0, problem: null, at } : { idx: progress.idx, tries: progress.tries + 1, problem, at }));
      if (problem !== null) return;
    }
  } finally {
    ending.abort();
  }
};

async function send(url: string, body: string, { secret, at, delivery }: { readonly secret: string; readonly at: Date; readonly delivery: string }, fetch: typeof globalThis.fetch): Promise<string | null> {
  const seconds = Math.floor(at.getTime() / 1000);
  try {
    const answer = await fetch(url, { method: 'POST', body, redirect: 'manual', headers: { 'content-type': 'application/json', 'avouch-delivery': delivery, 'avouch-signature': signatureOf(secret, seconds, body) } });
    await answer.body?.cancel();
    return answer.ok ? null : `The receiver answered ${answer.status}.`;
  } catch (cause) {
    return `The receiver could not be reached: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

/** Every minute: a job for each webhook that has something to send and is not waiting after a failure. */
export const consentWebhooks: Task = async (_payload, context) => {
  for (const org of await organisations(context)) {
    await context.tenant(org, async (tx) => {
      const { rows } = await tx.query<{ site: string; tries: number; at: Date | null }>(
        `select w.site, coalesce(p.tries, 0) as tries, p.at from consent_webhook w left join consent_progress p on p.org = w.org and p.site = w.site
         where w.org = $1 and exists (select from consent_choice c where c.org = w.org and c.idx > coalesce(p.idx, -1) and c.site = w.site and not c.repeated)`, [org]);
      for (const { site, tries, at } of rows) {
        if (tries >= TRIES_MAX || (at?.getTime() ?? 0) + waitOf(tries) > context.now().getTime()) continue;
        await context.jobs.add(tx, 'consent-webhook', { org, site }, { key: `consent-webhook:${org}:${site}` });
      }
    });
  }
};

/** Every organisation, for work that goes on for all of them. */
export async function organisations(context: Context): Promise<readonly string[]> {
  const { rows } = await asMember(context.pool, 'operator', (tx) => tx.query<{ org: string }>('select org from log_key order by org'));
  return rows.map(({ org }) => org);
}
