import type { ZodType } from 'zod';

const BEAT = ': still here\n\n';

/**
 * States as server-sent events, each cut down to what the contract names, with a comment now and then so that proxies keep
 * the connection. Ends when the states end.
 */
export async function* eventsOf(states: AsyncIterable<unknown>, schema: ZodType, beatMs: number): AsyncIterable<string> {
  const iterator = states[Symbol.asyncIterator]();
  try {
    // Headers go out with the first bytes: whoever follows knows at once that somebody is there.
    yield BEAT;
    let next = iterator.next();
    for (;;) {
      const beat = timer(beatMs);
      const got = await Promise.race([next, beat.passed]);
      beat.cancel();
      if (got === undefined) {
        yield BEAT;
        continue;
      }
      if (got.done === true) return;
      yield `data: ${JSON.stringify(schema.parse(got.value))}\n\n`;
      next = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
}

function timer(ms: number): { readonly passed: Promise<undefined>; readonly cancel: () => void } {
  let handle: NodeJS.Timeout | undefined;
  const passed = new Promise<undefined>((resolve) => { handle = setTimeout(() => resolve(undefined), ms); });
  return { passed, cancel: () => clearTimeout(handle) };
}
