import type { ZodType } from 'zod';

const BEAT = ': still here\n\n';

/**
 * States as server-sent events, each cut down to what the contract names, with a comment now and then so that proxies keep
 * the connection. Resolves at the first state, or after the first silence: what refuses before then is still a refusal.
 * Ends when the states end.
 */
export async function openEvents(states: AsyncIterable<unknown>, schema: ZodType, beatMs: number): Promise<AsyncIterable<string>> {
  const iterator = states[Symbol.asyncIterator]();
  const first = iterator.next();
  await soonest(first, beatMs);
  return eventsOf(iterator, first, schema, beatMs);
}

async function* eventsOf(iterator: AsyncIterator<unknown>, first: Promise<IteratorResult<unknown>>, schema: ZodType, beatMs: number): AsyncIterable<string> {
  try {
    for (let next = first; ;) {
      const got = await soonest(next, beatMs);
      if (got === undefined) yield BEAT;
      else if (got.done === true) return;
      else {
        yield `data: ${JSON.stringify(schema.parse(got.value))}\n\n`;
        next = iterator.next();
      }
    }
  } finally {
    await iterator.return?.();
  }
}

/** The result, or undefined when it takes longer. */
async function soonest<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let handle: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => { handle = setTimeout(() => resolve(undefined), ms); });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(handle);
  }
}
