import { Refusal } from '@avouch/api/refusal';
import type { Context, Exchange } from '../context.ts';
import type { Attempts, Limit } from '../identity/attempts.ts';
import type { Limiter } from './limits.ts';
import type { Intake } from './intake.ts';
import { isOwnPage, type Site, type Sites } from './site.ts';
import type { Tokens } from './tokens.ts';

/** What the public side of consent is made of, once a process. */
export type Desk = { readonly sites: Sites; readonly intake: Intake; readonly limiter: Limiter; readonly tokens: Tokens; readonly attempts: Attempts; readonly countryHeader: string | undefined };

/** Whatever costs more than a look: receipts, histories, confirmations, by address. */
export const perVisitor: Limit = { name: 'consent-visitor-address', count: 300, windowS: 900 };

/** The site that a page asks about. Throws when the page is not one of the site's; what is refused later, that page may read. */
export async function visit(key: string, exchange: Exchange, desk: Desk, context: Context, { mustName }: { readonly mustName: boolean }): Promise<Site> {
  desk.limiter.count(exchange.address, context.now().getTime());
  const site = await desk.sites.of(key, context);
  if (site.ended) throw new Refusal('not_found', 'There is no such site.');
  const origin = exchange.header('origin');
  const isOurs = origin === exchange.here;
  if (origin !== undefined && !isOurs && isOwnPage(site.value, origin)) exchange.setHeaders({ 'access-control-allow-origin': origin, 'vary': 'origin' });
  else if (mustName && !isOurs || origin !== undefined && !isOurs) throw new Refusal('forbidden', 'This page is on no domain of the site: name its domain there.');
  return site;
}

/** The country in which the operator's own proxy says that the caller is; null when it does not know, or there is none. */
export function countryOf(exchange: Exchange, { countryHeader }: Desk): string | null {
  const named = countryHeader === undefined ? undefined : exchange.header(countryHeader);
  return named !== undefined && /^[A-Z]{2}$/.test(named) && named !== 'XX' ? named : null;
}

/** Refuses a yes where a site takes none: a draft takes nothing at all, a stopped one only what withdraws. */
export function checkOpen(site: Site, answers: Readonly<Record<string, boolean>>): void {
  if (site.value.status === 'live') return;
  if (site.value.status === 'stopped' && !Object.values(answers).includes(true)) return;
  throw new Refusal('conflict', site.value.status === 'draft' ? 'This site is a draft: it takes no answers yet.' : 'This site takes no new consent, only refusals.');
}
