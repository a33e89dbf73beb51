import type { Pool } from 'pg';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { periodic, tasks } from '../tasks.ts';
import type { Ledgers } from '../tenancy/ledgers.ts';
import { openWorker } from './worker.ts';

type Needs = { readonly context: Context; readonly config: Config; readonly ledgers: Ledgers; readonly pool: Pool };

const SIGN_EVERY_MS = 1000;

/** What goes on without being asked: jobs, and a signed checkpoint for each log that grew. */
export async function openBackground({ context, ledgers, pool }: Needs): Promise<{ readonly close: () => Promise<void> }> {
  const worker = await openWorker({ pool, context, tasks, periodic });
  let signing = Promise.resolve();
  const sign = async (): Promise<void> => {
    try {
      await ledgers.sign();
    } catch (cause) {
      context.log('error', 'A checkpoint could not be signed; it is tried again.', { cause: String(cause) });
    }
  };
  const timer = setInterval(() => { signing = signing.then(sign); }, SIGN_EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await worker.close();
      await signing;
      await sign();
    },
  };
}
