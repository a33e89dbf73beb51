import type { Context } from '../context.ts';

/**
 * Runs `work` while no other process reads the same source, or gives undefined at once when one does. The lock goes with its
 * connection, so that a process that dies keeps nothing locked.
 */
export async function whileAlone<T>(context: Context, org: string, source: string, work: () => Promise<T>): Promise<T | undefined> {
  const client = await context.pool.connect();
  const name = `avouch collect ${org} ${source}`;
  let broken: Error | undefined;
  const note = (error: Error): void => void (broken = error);
  client.on('error', note);
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as held', [name]);
    if (rows[0]?.held !== true) return undefined;
    try {
      return await work();
    } finally {
      if (broken === undefined) await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    }
  } finally {
    client.off('error', note);
    client.release(broken);
  }
}
