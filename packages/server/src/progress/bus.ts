import { createHash } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import type { Pool, PoolClient } from 'pg';
import type { ProgressBus } from '../context.ts';
import type { Tenant } from '../tenancy/tenant.ts';

const CHANNEL = 'avouch_progress';
const nameOf = (org: string, channel: string): string => createHash('sha256').update(JSON.stringify([org, channel])).digest('base64url').slice(0, 22);

type Needs = { readonly pool: Pool; readonly tenant: Tenant; readonly now: () => Date; readonly warn: (message: string) => void };

/**
 * The newest state of a channel lies in the table `progress`, and a notification says that there is a newer one: whoever
 * follows late, or in another process, sees the newest state first and no state twice. A state may be skipped, never the last.
 */
export async function openProgress({ pool, tenant, now, warn }: Needs): Promise<ProgressBus & { readonly close: () => Promise<void> }> {
  const events = new EventEmitter({ captureRejections: false });
  events.setMaxListeners(0);
  const closeListener = await openListener(pool, (name) => events.emit(name), warn);
  const read = async (org: string, channel: string): Promise<{ readonly state: unknown; readonly text: string } | undefined> => {
    const { rows } = await tenant(org, (tx) => tx.query<{ text: string }>('select state::text as text from progress where org = $1 and channel = $2', [org, channel]));
    return rows[0] === undefined ? undefined : { state: JSON.parse(rows[0].text) as unknown, text: rows[0].text };
  };
  return {
    publish: (org, channel, state) =>
      tenant(org, async (tx) => {
        await tx.query(
          'insert into progress (org, channel, state, at) values ($1, $2, $3, $4) on conflict (org, channel) do update set state = excluded.state, at = excluded.at',
          [org, channel, JSON.stringify(state), now()],
        );
        await tx.query('select pg_notify($1, $2)', [CHANNEL, nameOf(org, channel)]);
      }),
    async *follow(org, channel, signal) {
      const name = nameOf(org, channel);
      // Listening begins before the first read: what is published in between is not missed.
      const changes = on(events, name, { signal })[Symbol.asyncIterator]();
      let last: string | undefined;
      try {
        for (;;) {
          const newest = await read(org, channel);
          if (newest !== undefined && newest.text !== last) {
            last = newest.text;
            yield newest.state;
          }
          await changes.next();
        }
      } catch (cause) {
        if (!signal.aborted) throw cause;
      } finally {
        await changes.return?.();
      }
    },
    close: closeListener,
  };
}

/** Hears every notification on a connection of its own, and takes another one when that is lost. Gives what ends it. */
async function openListener(pool: Pool, heard: (name: string) => void, warn: Needs['warn']): Promise<() => Promise<void>> {
  let closed = false;
  let listener: PoolClient | undefined;
  const listen = async (): Promise<void> => {
    const client = await pool.connect();
    let lost = false;
    client.on('notification', ({ payload }) => heard(payload ?? ''));
    client.on('error', (error) => {
      // A connection that is cut off reports it more than once, also after it was given back at the end; it is given back once.
      if (lost || closed) return;
      lost = true;
      listener = undefined;
      client.release(error);
      warn(`Live progress lost its database connection: ${error.message}`);
      if (!closed) listen().catch((cause: unknown) => warn(`Live progress of other processes is not shown: ${String(cause)}`));
    });
    await client.query(`listen ${CHANNEL}`);
    listener = client;
  };
  await listen();
  return async () => {
    closed = true;
    const client = listener;
    listener = undefined;
    client?.release(true);
  };
}
