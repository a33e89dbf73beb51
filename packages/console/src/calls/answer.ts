import { useCallback, useState } from 'react';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type UseInfiniteQueryResult, type InfiniteData, type UseQueryResult } from '@tanstack/react-query';
import type { Answer, Client, Sent } from '@avouch/api/client';
import { contract, type Contract } from '@avouch/api/contract';
import { Refusal } from '@avouch/api/refusal';
import { useAsOf } from './as-of.ts';
import { useClient, usePlace } from './session.ts';

type Name = keyof Contract;
type Part<N extends Name, Key extends 'params' | 'query'> = Sent<N> extends { readonly [K in Key]?: infer P } ? Partial<Omit<NonNullable<P>, 'org'>> : never;
/** What a page says of a call; the organisation and the day are added. */
export type Asked<N extends Name> = { readonly params?: Part<N, 'params'>; readonly query?: Part<N, 'query'> };

const takesAsOf = (name: Name): boolean => 'shape' in contract[name].query && 'asOf' in contract[name].query.shape;

function sentOf<N extends Name>(name: N, asked: Asked<N>, org: string, asOf: string | undefined, query: Readonly<Record<string, unknown>> = {}): Sent<N> {
  const day = asOf !== undefined && takesAsOf(name) ? { asOf: `${asOf}T23:59:59.999Z` } : {};
  // The parts that a page leaves to this function are the two that it knows: the organisation and the day.
  return { params: { org, ...asked.params }, query: { ...asked.query, ...day, ...query } } as Sent<N>;
}

// A client’s function takes and gives what its own name says; the compiler can’t follow that through a union of names.
const callOf = <N extends Name>(client: Client, name: N): ((sent: Sent<N>) => Promise<Answer<N>>) => client[name] as unknown as (sent: Sent<N>) => Promise<Answer<N>>;

/** What a route of the organisation answers, as of the day in the address. */
export function useAnswer<N extends Name>(name: N, asked: Asked<N> = {}, options: { readonly enabled?: boolean; readonly every?: number | false } = {}): UseQueryResult<Answer<N>, Error> {
  const client = useClient();
  const { org } = usePlace();
  const sent = sentOf(name, asked, org.id, useAsOf());
  return useQuery<Answer<N>, Error>({
    queryKey: [name, sent], queryFn: ({ signal }) => callOf(client, name)({ ...sent, signal }),
    enabled: options.enabled ?? true, refetchInterval: options.every ?? false, placeholderData: keepPreviousData,
  });
}

type Page<T> = { readonly items: readonly T[]; readonly next: string | null; readonly total: number | null };
/** The routes that answer page by page. */
export type PagedName = { [N in Name]: Answer<N> extends Page<unknown> ? N : never }[Name];
/** One item of a route that answers page by page. */
export type Item<N extends PagedName> = Answer<N>['items'][number];

/** A list that is fetched page by page as the reader goes down it. */
export function usePages<N extends PagedName>(name: N, asked: Asked<N> = {}, limit = 100): { readonly items: readonly Item<N>[]; readonly total: number | null; readonly query: UseInfiniteQueryResult<InfiniteData<Answer<N>>, Error>; readonly more: () => void } {
  const client = useClient();
  const { org } = usePlace();
  const asOf = useAsOf();
  const key = sentOf(name, asked, org.id, asOf);
  const query = useInfiniteQuery<Answer<N>, Error, InfiniteData<Answer<N>>, readonly unknown[], string | null>({
    queryKey: [name, 'pages', key], initialPageParam: null,
    queryFn: ({ pageParam, signal }) => callOf(client, name)({ ...sentOf(name, asked, org.id, asOf, { limit, ...(pageParam === null ? {} : { cursor: pageParam }) }), signal }),
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const items = query.data?.pages.flatMap((page) => page.items as Item<N>[]) ?? [];
  return { items, total: query.data?.pages[0]?.total ?? null, query, more };
}

/** What came of a deed: its answer, or the trouble to be shown. */
export type Deed<N extends Name> = { readonly run: (sent: Omit<Sent<N>, 'params'> & { readonly params?: Part<N, 'params'> }) => Promise<Answer<N> | undefined>; readonly busy: boolean; readonly trouble: Error | undefined; readonly clear: () => void };

/** Carries out a route that changes something, then lets every page read again. A refusal is kept to be shown, never dropped. */
export function useDeed<N extends Name>(name: N): Deed<N> {
  const client = useClient();
  const queries = useQueryClient();
  const { org } = usePlace();
  const [state, setState] = useState<{ readonly busy: boolean; readonly trouble: Error | undefined }>({ busy: false, trouble: undefined });
  const run: Deed<N>['run'] = async (sent) => {
    setState({ busy: true, trouble: undefined });
    try {
      const answer = await callOf(client, name)({ ...sent, params: { org: org.id, ...sent.params } } as Sent<N>);
      await queries.invalidateQueries();
      setState({ busy: false, trouble: undefined });
      return answer;
    } catch (cause) {
      setState({ busy: false, trouble: cause instanceof Error ? cause : new Error(String(cause)) });
      // Somebody else was quicker: what the page shows is old.
      if (cause instanceof Refusal && cause.code === 'conflict') await queries.invalidateQueries();
      return undefined;
    }
  };
  return { run, ...state, clear: () => { setState({ busy: false, trouble: undefined }); } };
}
