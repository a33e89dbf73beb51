import type { Outcome } from '@avouch/connectors/store';

/**
 * Does the job for each, so many at once, and gives what came of it in their order. After the first problem none is begun any more;
 * what is under way is waited for, also when a job throws, so that nothing goes on in a work that is over.
 */
export async function eachAtOnce<Item, T>(items: readonly Item[], atOnce: number, job: (item: Item) => Promise<Outcome<T>>): Promise<Outcome<readonly T[]>> {
  const found: T[] = [];
  let problem: Outcome<never> | undefined;
  let thrown: { readonly error: unknown } | undefined;
  let next = 0;
  const follow = async (): Promise<void> => {
    for (let at = next; at < items.length && problem === undefined && thrown === undefined; at = next) {
      next = at + 1;
      try {
        const outcome = await job(items[at] as Item);
        if (outcome.ok) found[at] = outcome.value;
        else problem ??= outcome;
      } catch (error) {
        thrown ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(1, atOnce), items.length) }, follow));
  if (thrown !== undefined) throw thrown.error;
  return problem ?? { ok: true, value: found };
}
