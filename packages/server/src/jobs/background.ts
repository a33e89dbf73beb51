import type { Pool } from 'pg';
import { openOutside } from '@avouch/connectors/outside';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { periodic, tasks } from '../tasks.ts';
import type { Ledgers } from '../tenancy/ledgers.ts';
import { askForAttestation, attestTasks } from './attest.ts';
import { openWorker } from './worker.ts';

type Needs = { readonly context: Context; readonly config: Config; readonly ledgers: Ledgers; readonly pool: Pool };

const SIGN_EVERY_MS = 1000;

/** What goes on without being asked: jobs, a signed checkpoint for each log that grew, and what third parties say of it. */
export async function openBackground({ context, config, ledgers, pool }: Needs): Promise<{ readonly close: () => Promise<void> }> {
  const ending = new AbortController();
  const outside = openOutside({
    now: context.now, userAgent: `Avouch/${context.version}`, env: {}, signal: ending.signal, file: async () => undefined,
    // The operator named these addresses: an auditor's witness may well stand in a private network.
    allowPrivate: [...config.witnessUrls, ...(config.timestampUrl === undefined ? [] : [config.timestampUrl])].map((url) => new URL(url).hostname),
  });
  const worker = await openWorker({ pool, context, periodic, tasks: { ...tasks, ...attestTasks({ config, fetch: outside.http.fetch }) } });
  const sign = async (): Promise<void> => {
    try {
      for (const org of await ledgers.sign()) await askForAttestation(org, context, config);
    } catch (cause) {
      context.log('error', 'A checkpoint could not be signed; it is tried again.', { cause: String(cause) });
    }
  };
  let signing = Promise.resolve();
  const timer = setInterval(() => { signing = signing.then(sign); }, SIGN_EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await worker.close();
      await signing;
      await sign();
      ending.abort();
      await outside.close();
    },
  };
}
