/**
 * All of these, each to its end: what a transaction still has under way must not outlive it, since its connection goes to
 * somebody else then. Throws what failed first in the list.
 */
export async function together<T extends readonly unknown[]>(under: readonly [...T]): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const outcomes = await Promise.allSettled(under);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as { -readonly [K in keyof T]: Awaited<T[K]> };
}
