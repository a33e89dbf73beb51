import { submitCheckpoint } from '@avouch/ledger/witness';
import type { Config } from '../config.ts';
import type { Context, Task, Tasks } from '../context.ts';

/** What third parties say of the logs: how they are reached. */
export type AttestNeeds = { readonly config: Pick<Config, 'witnessUrls' | 'timestampUrl'>; readonly fetch: typeof fetch };

const WITNESS_AFTER_MS = 5_000;
const STAMP_AFTER_MS = 60_000;
const STAMP_EVERY_MS = 3_600_000;

/** Has the new checkpoint of a log shown to the witnesses soon, and stamped within the hour. A job that waits already does for both. */
export async function askForAttestation(org: string, context: Context, config: AttestNeeds['config']): Promise<void> {
  const after = (ms: number): Date => new Date(context.now().getTime() + ms);
  await context.tenant(org, async (tx) => {
    if (config.witnessUrls.length > 0) await context.jobs.add(tx, 'witness', { org }, { key: `witness:${org}`, runAt: after(WITNESS_AFTER_MS) });
    if (config.timestampUrl === undefined) return;
    const { rows } = await tx.query<{ at: Date | null }>('select max(at) as at from checkpoint_stamp where org = $1', [org]);
    const next = (rows[0]?.at?.getTime() ?? 0) + STAMP_EVERY_MS;
    await context.jobs.add(tx, 'timestamp', { org }, { key: `timestamp:${org}`, runAt: new Date(Math.max(next, after(STAMP_AFTER_MS).getTime())) });
  });
}

/** The tasks that ask witnesses and the time stamp authority. What fails is thrown, so that the queue tries again, later each time. */
export function attestTasks({ config, fetch }: AttestNeeds): Tasks {
  const witness: Task = async ({ org = '' }, context) => {
    const ledger = await context.ledgerOf(org);
    const refused: string[] = [];
    for (const url of config.witnessUrls) {
      const submitted = await submitCheckpoint({ ledger, url, fetch });
      if (!submitted.ok) refused.push(`${url}: ${submitted.problem}`);
    }
    if (refused.length > 0) throw new Error(`Witnesses did not cosign: ${refused.join('; ')}`);
  };
  const timestamp: Task = async ({ org = '' }, context) => {
    if (config.timestampUrl === undefined) return;
    // Few instances have an authority, and its formats take long to load.
    const { requestTimestamp, verifyTimestamp } = await import('@avouch/ledger/timestamp');
    const checkpoint = await (await context.ledgerOf(org)).checkpoint();
    // The stamp is over the signed text, not over the signatures, which grow with each witness.
    const text = checkpoint.slice(0, checkpoint.lastIndexOf('\n\n') + 1);
    const answer = await requestTimestamp(text, { url: config.timestampUrl, fetch, random: context.random });
    if (!answer.ok) throw new Error(`The checkpoint was not stamped: ${answer.problem}`);
    const verdict = await verifyTimestamp(text, answer.token);
    if (!verdict.ok) throw new Error(`The stamp does not verify: ${verdict.problem}`);
    await context.tenant(org, (tx) => tx.query(
      'insert into checkpoint_stamp (org, size, authority, at, token) values ($1, $2, $3, $4, $5) on conflict do nothing',
      [org, Number(text.split('\n')[1]), verdict.authority, verdict.at, answer.token]));
  };
  return { witness, timestamp };
}
