import { type Outcome, problemOf } from '../http/problem.ts';
import { nextLink } from '../http/pages.ts';
import type { Addition, Calls, ServiceAnswer } from './calls.ts';
import type { DescribedListing } from './description.ts';
import { at, isObject, type Json } from './json-paths.ts';
import type { Filling } from './holes.ts';

/** What a listing is given: each page as it comes. An answer of `false` says that enough was seen. */
export type EachPage = (rows: readonly Json[]) => Promise<boolean>;

/** A list that goes on without end is stopped here. */
const pagesMax = 20_000;

type Next = { readonly url: string } | { readonly with: Addition | undefined } | undefined;

const placed = (into: { readonly query: string } | { readonly json: string }, value: string | number): { readonly with: Addition } => ({ with: { ...into, value } });

const isTrue = (value: Json | undefined): boolean => {
  if (typeof value !== 'boolean') throw new RangeError('it does not say whether there is more');
  return value;
};

/** Where a list goes on after an answer. Throws a RangeError when the answer says that it does and not where. */
const nextOf = (listing: DescribedListing, answer: ServiceAnswer, rows: readonly Json[], seen: number, page: number): Next => {
  const { paging } = listing;
  if (paging === undefined) return undefined;
  switch (paging.by) {
    case 'cursor': {
      const cursor = at(answer.body, paging.next);
      if (paging.more !== undefined ? !isTrue(at(answer.body, paging.more)) : cursor === undefined || cursor === null || cursor === '') return undefined;
      if (typeof cursor !== 'string' && typeof cursor !== 'number') throw new RangeError('there is more, and no cursor to it');
      return placed(paging.into, cursor);
    }
    case 'last': {
      if (!isTrue(at(answer.body, paging.more))) return undefined;
      const last = at(rows.at(-1), paging.item);
      if (typeof last !== 'string' && typeof last !== 'number') throw new RangeError('there is more, and no last row to go on from');
      return placed(paging.into, last);
    }
    case 'offset': return rows.length < paging.size ? undefined : placed(paging.into, seen);
    case 'page': return rows.length < paging.size ? undefined : placed(paging.into, paging.first + page);
    case 'url': {
      const url = at(answer.body, paging.next);
      if (paging.more !== undefined ? !isTrue(at(answer.body, paging.more)) : url === undefined || url === null || url === '') return undefined;
      if (typeof url !== 'string') throw new RangeError('there is more, and no address of it');
      return { url };
    }
    case 'link': {
      const url = nextLink(answer.headers['link'], answer.url);
      return url === undefined ? undefined : { url };
    }
  }
};

const rowsOf = (listing: DescribedListing, body: Json): readonly Json[] | undefined => {
  const found = at(body, listing.items);
  if (listing.single) return isObject(found) ? [found] : undefined;
  return Array.isArray(found) ? found : undefined;
};

/** Where a list begins: some are told so. */
const firstOf = ({ paging }: DescribedListing): Next => (paging?.by === 'page' ? placed(paging.into, paging.first) : paging?.by === 'offset' ? placed(paging.into, 0) : { with: undefined });

/**
 * Reads a list to its end. A page that fails, a list that leads in a circle, holds fewer or more rows than the service
 * counts, or reaches the service's own bound is a problem: never a shorter list.
 */
export const readListing = async (calls: Calls, title: string, listing: DescribedListing, filling: Filling, each: EachPage): Promise<Outcome<null>> => {
  const where = `${listing.request.method} ${listing.request.path} of ${title}`;
  const cut = (what: string): ReturnType<typeof problemOf> => problemOf('cut-short', `The list at ${where} was not read whole: ${what}.`, 'Run it again; nothing was concluded from the part that came.');
  let next: Next = firstOf(listing);
  let seen = 0;
  let told: number | undefined;
  const asked = new Set<string>();
  for (let page = 1; next !== undefined; page += 1) {
    const mark = JSON.stringify(next);
    if (asked.has(mark)) return cut('it leads in a circle');
    if (page > pagesMax) return problemOf('too-large', `The list at ${where} has more than ${pagesMax} pages.`, 'Find rows by a field in place of reading them all.');
    asked.add(mark);
    const outcome: Outcome<ServiceAnswer> = 'url' in next ? await calls.follow(next.url, listing.request, filling) : await calls.send(listing.request, filling, listing.none, next.with);
    if (!outcome.ok) return outcome;
    if (listing.none.includes(outcome.value.status)) return page === 1 ? { ok: true, value: null } : cut('a page of it was gone');
    const rows = rowsOf(listing, outcome.value.body);
    if (rows === undefined) return problemOf('malformed', `The answer at ${where} has no rows where its description says: ${listing.items === '' ? 'the whole' : listing.items}.`, 'Compare the description of the service with its documentation.');
    seen += rows.length;
    const total = listing.total === undefined ? undefined : at(outcome.value.body, listing.total);
    if (typeof total === 'number') told = total;
    if (!await each(rows)) return { ok: true, value: null };
    try {
      next = nextOf(listing, outcome.value, rows, seen, page);
    } catch (error) {
      if (error instanceof RangeError) return cut(error.message);
      throw error;
    }
    if (listing.rowsMax !== undefined && (seen >= listing.rowsMax || (told ?? 0) > listing.rowsMax)) {
      return problemOf('cut-short', `${title} lists no more than ${listing.rowsMax} rows at ${listing.request.path}, and there may be more.`, 'Find rows by a field in place of reading them all.');
    }
  }
  if (told !== undefined && told !== seen) return cut(`it holds ${seen} rows, and ${title} counts ${told}`);
  return { ok: true, value: null };
};
