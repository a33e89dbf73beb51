import { useSearch } from '@tanstack/react-router';

/** The day in the address that every page is turned to; undefined is today. */
export function useAsOf(): string | undefined {
  const search: { readonly asOf?: string } = useSearch({ strict: false });
  return search.asOf;
}

/** The `asOf` of an address when it is a day that exists; anything else is today. */
export function parseAsOf(search: Readonly<Record<string, unknown>>): { asOf?: string } {
  const { asOf } = search;
  const good = typeof asOf === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(asOf) && !Number.isNaN(Date.parse(asOf)) && new Date(asOf).toISOString().startsWith(asOf);
  return good ? { asOf } : {};
}

/** The address's search with these parts set, or taken out where undefined; the rest of it stays. */
export const searchWith = (parts: Readonly<Record<string, string | undefined>>) => (search: Readonly<Record<string, unknown>>): Record<string, unknown> => ({ ...search, ...parts });
