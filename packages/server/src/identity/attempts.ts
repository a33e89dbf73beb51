import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import { Refusal } from '@avouch/api/refusal';

/** How often something may be tried within a window. */
export type Limit = { readonly name: string; readonly count: number; readonly windowS: number };

/** Sign-in by one address; generous, since a company may share one. */
export const perAddress: Limit = { name: 'sign-in-address', count: 60, windowS: 900 };
/** Sign-in to one account, from wherever. */
export const perAccount: Limit = { name: 'sign-in-account', count: 10, windowS: 900 };
/** Tries of the setup token by one address. */
export const perSetup: Limit = { name: 'setup-address', count: 10, windowS: 900 };

/** Counts tries in the database, so that all processes share the counts. What is counted is kept as a keyed hash. */
export type Attempts = {
  /** Counts one try; throws a `too_many` refusal beyond the limit. */
  readonly count: (limit: Limit, who: string) => Promise<void>;
  /** Whether something is used for the first time, such as a token: the whole server answers true once for it within the window. */
  readonly isFirst: (use: { readonly name: string; readonly windowS: number }, what: string) => Promise<boolean>;
  readonly clear: (limit: Limit, who: string) => Promise<void>;
};

/** `key` names the buckets: who reads the table cannot tell whom it counts. */
export function openAttempts(pool: Pool, key: Uint8Array, now: () => Date): Attempts {
  const bucketOf = (limit: { readonly name: string }, who: string): string => createHmac('sha256', key).update(JSON.stringify([limit.name, who])).digest('base64');
  const countedIn = async ({ name, windowS }: { readonly name: string; readonly windowS: number }, who: string): Promise<{ readonly count: number; readonly rest: number }> => {
    const { rows } = await pool.query<{ count: number; rest: number }>(
      `insert into attempt as a (bucket, opened, count) values ($1, $2, 1)
       on conflict (bucket) do update set
         count = case when a.opened <= excluded.opened - make_interval(secs => $3) then 1 else a.count + 1 end,
         opened = case when a.opened <= excluded.opened - make_interval(secs => $3) then excluded.opened else a.opened end
       returning count, ceil(extract(epoch from opened + make_interval(secs => $3) - $2::timestamptz))::int as rest`,
      [bucketOf({ name }, who), now(), windowS],
    );
    if (rows[0] === undefined) throw new Error('a try that was counted has its row');
    return rows[0];
  };
  return {
    count: async (limit, who) => {
      const { count, rest } = await countedIn(limit, who);
      if (count > limit.count) throw new Refusal('too_many', `Too many tries: wait ${Math.max(1, Math.ceil(rest / 60))} minutes and try again.`);
    },
    isFirst: async (use, what) => (await countedIn(use, what)).count === 1,
    clear: async (limit, who) => void (await pool.query('delete from attempt where bucket = $1 or opened < $2', [bucketOf(limit, who), new Date(now().getTime() - 86_400_000)])),
  };
}
