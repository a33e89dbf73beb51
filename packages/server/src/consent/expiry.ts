import { chosenFact, monthsAfter, standingOf } from '@avouch/privacy/choices';
import type { Context, Task } from '../context.ts';
import { openMonths, rememberMonths } from '../projections/consent-choices.ts';
import { choicesAfter } from './exports.ts';
import { historyOf, placedOf, type ChoiceRow } from './history.ts';
import { openSites, siteKeyOf, type Site } from './site.ts';
import { organisations } from './webhook.ts';

const STEP = 500;

/**
 * Every hour: states for each consent whose period has ended that it ended, once. Nothing waits for it, since what stands is
 * worked out from the answers and the clock; it is there so that the history says so by itself. It walks the answers of a site in
 * their order, behind the ones that it has seen, and stops at the first that is too young.
 */
export const consentExpiry: Task = async (_payload, context, signal) => {
  rememberMonths(await context.tenant('', (tx) => openMonths(tx, context.now())));
  const sites = openSites();
  for (const org of await organisations(context)) {
    const { rows } = await context.tenant(org, (tx) => tx.query<{ site: string; idx: number }>(
      `select s.site, coalesce(p.idx, -1)::float8 as idx from (select distinct site from consent_publication where org = $1) s
       left join consent_progress p on p.org = $1 and p.site = 'expiry:' || s.site order by s.site`, [org]));
    for (const { site, idx } of rows) await endOld(await sites.of(siteKeyOf(org, site), context), idx, context, signal);
  }
};

async function endOld(site: Site, seen: number, context: Context, signal: AbortSignal): Promise<void> {
  const months = site.current?.asking.months;
  let after = seen;
  while (months !== undefined && !signal.aborted) {
    const rows = await choicesAfter({ org: site.org, site: site.id, after }, STEP, context);
    const old = rows.filter((row) => monthsAfter(row.recorded.toISOString(), months) <= context.now().toISOString());
    for (const row of old) await endOne(site, row, context);
    after = old.at(-1)?.idx ?? after;
    if (old.length < STEP) break;
  }
  if (after === seen) return;
  await context.tenant(site.org, (tx) => tx.query(
    `insert into consent_progress (org, site, idx, tries, at) values ($1, $2, $3, 0, $4) on conflict (org, site) do update set idx = excluded.idx, at = excluded.at`, [site.org, `expiry:${site.id}`, after, context.now()]));
}

/** Says that what this answer allowed is over, unless a later answer speaks of it or it was said already. */
async function endOne(site: Site, row: ChoiceRow, context: Context): Promise<void> {
  if (site.current === undefined || row.method === 'expiry') return;
  const history = await context.tenant(site.org, (tx) => historyOf(tx, site.org, site.id, [row.subject]));
  const now = context.now();
  const standing = standingOf(history.map(placedOf), site.current.asking, now.toISOString());
  const over = Object.entries(standing.answers).filter(([, one]) => one.state === 'ConsentExpired' && one.entry === row.idx).map(([id]) => id);
  if (over.length === 0 || history.some((one) => one.method === 'expiry' && one.idx > row.idx)) return;
  const { chosen } = placedOf(row);
  const fact = chosenFact({
    key: row.key, actor: 'system', captured: now.toISOString(), random: context.random,
    chosen: {
      ...chosen, id: Buffer.from(context.random(16)).toString('hex'), previous: chosen.id, answers: Object.fromEntries(over.map((id) => [id, false])), states: Object.fromEntries(over.map((id) => [id, 'ConsentExpired' as const])),
      method: 'expiry', signal: null, at: now.toISOString(), marks: [],
    },
  });
  await (await context.ledgerOf(site.org)).append(fact);
}
