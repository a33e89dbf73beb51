import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import { standingOf, type Chosen, type Placed, type Standing, type State } from '@avouch/privacy/choices';
import { receiptIdOf } from '@avouch/privacy/receipts';
import type { Site } from './site.ts';

export type ChoiceRow = {
  readonly subject: string; readonly recorded: Date; readonly idx: number; readonly site: string; readonly id: string; readonly key: string; readonly version: string; readonly hash: string; readonly language: string;
  readonly variant: string | null; readonly method: Chosen['method']; readonly states: Readonly<Record<string, State>>; readonly signal: Chosen['signal']; readonly place: string | null; readonly country: string | null;
  readonly regime: Chosen['regime']; readonly at: Date; readonly marks: string | null;
};

/** The columns of an answer, its ids as the SDK spells them. */
export const choiceColumns = `replace(c.subject::text, '-', '') as subject, c.recorded, c.idx::float8 as idx, c.site, replace(c.id::text, '-', '') as id, c.key, c.version, c.hash, c.language, c.variant, c.method, c.states,
  c.signal, c.place, c.country, c.regime, c.at, c.marks`;

const isYes = (state: State): boolean => state === 'ConsentGiven' || state === 'RenewedConsentGiven' || state === 'ConsentRequested';
const marksIn = (marks: string | null): Chosen['marks'] => (marks === null ? [] : marks.split(' ') as Chosen['marks']);

/** A row as the answer that it was folded from. */
export const placedOf = (row: ChoiceRow): Placed => ({
  entry: row.idx, recorded: row.recorded.toISOString(),
  chosen: {
    v: 1, id: row.id, subject: row.subject, site: row.site, previous: '', notice: { version: row.version, hash: row.hash }, language: row.language, variant: row.variant,
    answers: Object.fromEntries(Object.entries(row.states).map(([id, state]) => [id, isYes(state)])), states: row.states, method: row.method, signal: row.signal, place: row.place, country: row.country, regime: row.regime,
    at: row.at.toISOString(), marks: marksIn(row.marks),
  },
});

/** A row as the contract shows it. */
export const shownChoice = (row: ChoiceRow, log: string): Answer<'consentHistory'>['items'][number] => {
  const { recorded, entry, chosen } = placedOf(row);
  const { id, site, subject, method, answers, states, notice, language, variant, place, country, regime, signal, at, marks } = chosen;
  return { id, receipt: receiptIdOf(log, entry), entry, site, subject, method, answers, states, notice, language, variant, place, country, regime, signal, at, recorded, marks };
};

/** Every answer of these pseudonyms at a site, in the order of the ledger. */
export async function historyOf(tx: PoolClient, org: string, site: string, subjects: readonly string[]): Promise<readonly ChoiceRow[]> {
  const { rows } = await tx.query<ChoiceRow>({
    name: 'consent-history', values: [org, subjects, site],
    text: `select ${choiceColumns} from consent_choice c where c.org = $1 and c.subject = any($2::uuid[]) and c.site = $3 and not c.repeated order by c.idx`,
  });
  return rows;
}

/** The pseudonyms that are bound to an account. */
export async function subjectsOfAccount(tx: PoolClient, org: string, site: string, account: string): Promise<readonly { readonly subject: string; readonly own: boolean }[]> {
  const { rows } = await tx.query<{ subject: string; own: boolean }>({
    name: 'consent-account', values: [org, site, account],
    text: `select replace(subject::text, '-', '') as subject, own from consent_binding where org = $1 and site = $2 and account = $3 order by idx`,
  });
  return rows;
}

/** What stands from these answers. Before anything is published nothing can. */
export const standingAt = (site: Site, rows: readonly ChoiceRow[], at: string): Standing =>
  (site.current === undefined ? { answers: {}, allowed: [], asked: true } : standingOf(rows.map(placedOf), site.current.asking, at));

/** What stands as the contract shows it; what is required needs no answer. */
export const shownStanding = (site: Site, subject: string, standing: Standing, log: string): Answer<'consentCurrent'> => ({
  subject, asked: standing.asked, allowed: [...(site.current?.required ?? []), ...standing.allowed],
  answers: Object.fromEntries(Object.entries(standing.answers).map(([id, { allowed, state, at, expires, entry }]) => [id, { allowed, state, at, expires, receipt: receiptIdOf(log, entry) }])),
});

/** Every ledger subject under which something of these pseudonyms is sealed: what an erasure forgets. */
export async function keysOf(tx: PoolClient, org: string, subjects: readonly string[]): Promise<readonly string[]> {
  const { rows } = await tx.query<{ key: string }>(
    `select key from consent_choice where org = $1 and subject = any($2::uuid[]) union select key from consent_binding where org = $1 and subject = any($2::uuid[]) order by key`, [org, subjects]);
  return rows.map(({ key }) => key);
}
