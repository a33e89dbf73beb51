import type { PoolClient } from 'pg';
import { freshness } from '@avouch/controls/evidence';
import { readStandings, type ReadStanding } from '../collecting/summary.ts';
import type { Source } from '../collecting/source.ts';
import { hourMs } from './instants.ts';

/** For so long one complete reading counts as fresh. */
export const freshHours: number = freshness.readingHours;

/** How much was known of one entity type of a source at an instant, and why not more. */
export type Look = ReadStanding & {
  readonly sourceName: string;
  /** Why nothing that was judged counts at this instant; undefined when it does. */
  readonly unknownFor: string | undefined;
  /** Since when nothing counts. */
  readonly unknownSince: string;
};

const minute = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

function unknownFor(standing: ReadStanding, at: string): string | undefined {
  if (standing.state !== 'complete') return standing.reason ?? 'The source could not be read.';
  return Date.parse(at) - Date.parse(standing.at) > freshHours * hourMs ? `The last complete reading is too old: ${minute(standing.at)}.` : undefined;
}

const sinceOf = (standing: ReadStanding): string =>
  (standing.state === 'complete' ? new Date(Date.parse(standing.at) + freshHours * hourMs).toISOString() : standing.from_at);

/** What was known at an instant of everything that these sources were read for. */
export async function looksOf(tx: PoolClient, org: string, sources: readonly Source[], at: string): Promise<readonly Look[]> {
  const names = new Map(sources.map((source) => [source.id, source.name]));
  return (await readStandings(tx, org, at)).flatMap((standing) => {
    const sourceName = names.get(standing.source);
    return sourceName === undefined ? [] : [{ ...standing, sourceName, unknownFor: unknownFor(standing, at), unknownSince: sinceOf(standing) }];
  });
}
