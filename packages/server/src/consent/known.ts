import type { PoolClient } from 'pg';
import type { Chosen } from '@avouch/privacy/choices';
import type { NoticeDocument } from '@avouch/privacy/notices';
import type { Context } from '../context.ts';
import { choiceColumns, type ChoiceRow } from './history.ts';
import type { Site } from './site.ts';

/** An answer that was checked and is to be kept: all of it but what follows from what stood before. */
export type Order = {
  readonly site: Site;
  readonly document: NoticeDocument;
  readonly chosen: Omit<Chosen, 'v' | 'site' | 'states' | 'marks'>;
  /** Set where an answer asks for its confirmation first, or time ends it. */
  readonly states?: Chosen['states'];
  readonly actor: string;
  readonly received: Date;
};

/** What was sent within this time may have been taken already; for older browsers' clocks every month is looked at. */
const RECENT_MS = 2 * 86_400_000;
/**
 * What one browser may answer within 24 hours; a withdrawal is taken beyond it. As many of the newest are looked at when
 * another comes: what stood is known from them, and a pseudonym with many thousands costs no more than one with a hundred.
 */
export const ANSWERS_A_DAY = 100;

/** The newest answers of pseudonyms, the newest first. */
export type Known = ReadonlyMap<string, readonly ChoiceRow[]>;

/** What these have answered before. Of a first answer older months are left alone. */
export const look = (org: string, orders: readonly Order[], context: Context): Promise<Known> => context.tenant(org, async (tx) => {
  // A plan is kept: made while a month is empty, it would read the month whole for as long as the connection lasts.
  const byKey = tx.query("select set_config('enable_seqscan', 'off', true)");
  const [, known] = await Promise.all([byKey, knownOf(tx, org, orders)]);
  return known;
});

/** A browser's first answer can only have been taken lately, if at all. */
export const isFresh = ({ chosen, received }: Order): boolean => chosen.previous === '' && Math.abs(received.getTime() - Date.parse(chosen.at)) < RECENT_MS;

async function knownOf(tx: PoolClient, org: string, orders: readonly Order[]): Promise<Known> {
  const known = await Promise.all([lately(tx, org, orders.filter(isFresh)), ever(tx, org, orders.filter((order) => !isFresh(order)))]);
  const bySubject = new Map<string, ChoiceRow[]>();
  for (const row of known.flat()) {
    const own = bySubject.get(row.subject);
    if (own === undefined) bySubject.set(row.subject, [row]);
    else own.push(row);
  }
  return bySubject;
}

const ever = (tx: PoolClient, org: string, orders: readonly Order[]): Promise<readonly ChoiceRow[]> => newest(tx, 'consent-known', '', [org, subjectsOf(orders)], orders);
const lately = (tx: PoolClient, org: string, orders: readonly Order[]): Promise<readonly ChoiceRow[]> =>
  newest(tx, 'consent-known-lately', ' and d.recorded >= $3', [org, subjectsOf(orders), new Date((orders[0]?.received.getTime() ?? 0) - 2 * RECENT_MS)], orders);

const subjectsOf = (orders: readonly Order[]): string => `{${orders.map(({ chosen }) => chosen.subject).join(',')}}`;

async function newest(tx: PoolClient, name: string, since: string, values: unknown[], { length }: readonly Order[]): Promise<readonly ChoiceRow[]> {
  if (length === 0) return [];
  const { rows } = await tx.query<ChoiceRow>({
    name, values,
    text: `select ${choiceColumns} from unnest($2::uuid[]) as s(subject) cross join lateral (
        select * from consent_choice d where d.org = $1 and d.subject = s.subject${since} and not d.repeated
        order by d.recorded desc, d.idx desc limit ${ANSWERS_A_DAY}) c`,
  });
  return rows;
}

/** Somebody of whom nothing was known had answered before. */
export class Met extends Error {}

/** Throws `Met` when one of these has answered before: nobody else writes meanwhile. */
export async function checkFirst(tx: PoolClient, org: string, orders: readonly Order[]): Promise<void> {
  if ((await lately(tx, org, orders)).length > 0) throw new Met('a first answer was not the first');
}
