/** One caller's wish, waiting for its batch. */
export type Waiting = {
  readonly count: number;
  readonly weight: number;
  /** Shares its transaction with nobody. */
  readonly alone: boolean;
};

/** A batch at most: bounds the time that a caller waits for its neighbours, and what a transaction holds in memory. */
const BATCH_ENTRIES_MAX = 1024;
const BATCH_BYTES_MAX = 4 * 1024 * 1024;

function take<Call extends Waiting>(waiting: Call[]): Call[] {
  let [count, weight, taken] = [0, 0, 0];
  for (const call of waiting) {
    const fits = count + call.count <= BATCH_ENTRIES_MAX && weight + call.weight <= BATCH_BYTES_MAX;
    if (taken > 0 && (!fits || call.alone)) break;
    [count, weight, taken] = [count + call.count, weight + call.weight, taken + 1];
    if (call.alone) break;
  }
  return waiting.splice(0, taken);
}

export type Queue<Call> = { readonly push: (call: Call) => void; readonly drain: () => Promise<void> };

/**
 * A caller who brings so many has gathered them already: they do not wait for others to join, and are sent before the callers of
 * the batch in front are settled, so that this process works while the storage does.
 */
const GATHERED = 64;

const isGathered = (waiting: readonly Waiting[]): boolean => waiting.some(({ count }) => count >= GATHERED);

/** How long a settled caller waits at most for the next batch to be sent. */
const SETTLE_MS = 10;

/**
 * Settling callers makes them work: they prepare their next facts. So the callers of a batch are settled just after the
 * next one has been sent, when this process would otherwise only wait for the storage; measured, twice the appends a
 * second. `later` takes what settles, `now` runs it; a timer does when no batch is sent soon.
 */
export type Settling = { readonly later: (settle: () => void) => void; readonly now: () => void };

export function openSettling(): Settling {
  let waiting: (() => void)[] = [];
  const now = () => {
    const settled = waiting;
    waiting = [];
    for (const settle of settled) settle();
  };
  return {
    now,
    later: (settle) => {
      if (waiting.length === 0) setTimeout(now, SETTLE_MS);
      waiting.push(settle);
    },
  };
}

/** Runs one batch at a time, in order of arrival. `run` settles its calls itself and never rejects. */
export function openQueue<Call extends Waiting>(run: (calls: readonly Call[]) => Promise<void>, settling: Settling): Queue<Call> {
  const waiting: Call[] = [];
  let running: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    for (;;) {
      // The callers of this turn, and those whom the last batch releases, all join before the next is taken.
      if (waiting.length < BATCH_ENTRIES_MAX && !isGathered(waiting)) {
        settling.now();
        await turn();
      }
      if (waiting.length === 0) break;
      await run(take(waiting));
    }
    running = undefined;
  };
  return {
    push: (call) => {
      waiting.push(call);
      running ??= work();
    },
    drain: async () => {
      while (running !== undefined) await running;
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
