/** One page of a list; the cursor is the place where the next one begins. */
export function pageOf<T>(count: number, at: (index: number) => T, query: { readonly cursor?: string | undefined; readonly limit: number }): { items: T[]; next: string | null; total: number } {
  const from = Number(query.cursor ?? 0);
  const to = Math.min(count, from + query.limit);
  return { items: Array.from({ length: Math.max(0, to - from) }, (_, index) => at(from + index)), next: to < count ? String(to) : null, total: count };
}
