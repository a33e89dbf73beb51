import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import { breaksOf, nudges, shareOf, type Counts } from '@avouch/privacy/rates';

type TallyRow = { readonly day: string; readonly language: string; readonly variant: string; readonly kind: string; readonly n: number };

const none: Counts = { answers: 0, all: 0, some: 0, none: 0, signals: 0, withdrawn: 0 };

function countsOf(rows: readonly TallyRow[]): Counts {
  const of = (kind: string): number => rows.reduce((sum, row) => (row.kind === kind ? sum + row.n : sum), 0);
  const [all, some, refused] = [of('all'), of('some'), of('none')];
  return { answers: all + some + refused, all, some, none: refused, signals: of('signal'), withdrawn: of('withdrawn') };
}

const shown = (counts: Counts): Answer<'consentRates'>['total'] => ({ ...counts, acceptance: shareOf(counts.all, counts.answers) });

function groupBy(rows: readonly TallyRow[], by: (row: TallyRow) => string): readonly (readonly [string, Counts])[] {
  const groups = new Map<string, TallyRow[]>();
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row]);
  return [...groups].map(([name, own]) => [name, countsOf(own)] as const);
}

/** The tallies of a site between two days, both included. */
export async function talliesOf(tx: PoolClient, org: string, site: string, from: string, to: string): Promise<readonly TallyRow[]> {
  const { rows } = await tx.query<TallyRow>('select day, language, variant, kind, n from consent_tally where org = $1 and site = $2 and day between $3 and $4 order by day', [org, site, from, to]);
  return rows;
}

/** The rates of a site. The first variant that the site names is the baseline; where it names none, the visitors without one. */
export async function ratesOf(tx: PoolClient, order: { readonly org: string; readonly site: string; readonly from: string; readonly to: string; readonly variants: readonly string[] }): Promise<Answer<'consentRates'>> {
  const { org, site, from, to } = order;
  const rows = await talliesOf(tx, org, site, from, to);
  const purposes = await tx.query<{ purpose: string; yes: number; no: number }>(
    'select purpose, sum(yes)::int as yes, sum(no)::int as no from consent_purpose_tally where org = $1 and site = $2 and day between $3 and $4 group by purpose order by purpose', [org, site, from, to]);
  const baseline = order.variants[0] ?? '';
  const byVariant = new Map(groupBy(rows, (row) => row.variant));
  return {
    site, from, to, total: shown(countsOf(rows)),
    days: groupBy(rows, (row) => row.day).map(([day, counts]) => ({ day, ...shown(counts) })),
    languages: groupBy(rows, (row) => row.language).map(([language, counts]) => ({ language, ...shown(counts) })),
    variants: [...byVariant].map(([variant, counts]) => ({ variant, ...shown(counts), ...(variant === baseline ? { nudges: false, difference: null, p: null } : nudges(counts, byVariant.get(baseline) ?? none)) })),
    purposes: purposes.rows.map((row) => ({ ...row, share: shareOf(row.yes, row.yes + row.no) })),
  };
}

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const percent = (value: number): string => `${Math.round(value * 100)} %`;

type Alert = Answer<'consentAlerts'>['items'][number];

const sentences: Readonly<Record<Alert['kind'], (now: number, usual: number) => string>> = {
  'traffic-low': (now, usual) => `${now} answers came where about ${Math.round(usual)} are usual: see whether the banner still loads on every page.`,
  'traffic-high': (now, usual) => `${now} answers came where about ${Math.round(usual)} are usual: see whether visitors are asked again and again, or somebody sends made-up answers.`,
  'acceptance-low': (now, usual) => `${percent(now)} allowed everything where ${percent(usual)} is usual: see whether the banner looks as it should.`,
  'acceptance-high': (now, usual) => `${percent(now)} allowed everything where ${percent(usual)} is usual: see whether refusing still works and is as easy to see.`,
};

/** What broke yesterday at a site: the last whole day, against the same weekday of the four weeks before. */
export async function alertsOf(tx: PoolClient, order: { readonly org: string; readonly site: string; readonly name: string; readonly nowMs: number }): Promise<readonly Alert[]> {
  const { org, site, name, nowMs } = order;
  const yesterday = dayOf(nowMs - DAY_MS);
  const rows = await talliesOf(tx, org, site, dayOf(nowMs - 29 * DAY_MS), yesterday);
  const began = rows[0]?.day;
  if (began === undefined) return [];
  const on = (day: string): Counts => countsOf(rows.filter((row) => row.day === day));
  // A day before the first answer is no day without answers.
  const before = [8, 15, 22, 29].map((back) => dayOf(nowMs - back * DAY_MS)).filter((day) => day >= began).map(on);
  return breaksOf(on(yesterday), before).map(({ kind, now, usual }) => ({ site, siteName: name, kind, day: yesterday, now, usual, sentence: sentences[kind](now, usual) }));
}
