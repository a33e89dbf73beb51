import { expect, test } from 'vitest';
import { z } from 'zod';
import { openEvents } from './events.ts';

test('a silent stream still says that somebody is there, and a state that comes late is not lost', async () => {
  let tell: (state: number) => void = () => undefined;
  const late = new Promise<number>((resolve) => { tell = resolve; });
  const states = (async function* () { yield await late; })();
  const seen: string[] = [];
  for await (const event of await openEvents(states, z.number(), 1)) {
    seen.push(event);
    if (seen.length === 3) tell(7);
  }
  expect(seen.slice(0, 3)).toEqual([': still here\n\n', ': still here\n\n', ': still here\n\n']);
  expect(seen.at(-1)).toBe('data: 7\n\n');
});

test('who stops listening ends the stream behind it', async () => {
  let ended = false;
  const states = (async function* () {
    try { for (let n = 0; ; n += 1) yield n; } finally { ended = true; }
  })();
  for await (const event of await openEvents(states, z.number(), 1000)) if (event.includes('3')) break;
  expect(ended).toBe(true);
});

test('what refuses before its first state refuses before anything is sent', async () => {
  const states = (async function* () { yield* await Promise.reject<number[]>(new Error('no such source')); })();
  await expect(openEvents(states, z.number(), 1000)).rejects.toThrow('no such source');
});
