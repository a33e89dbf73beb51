import type pg from 'pg';
import type { Outside, Problem } from '../connector.ts';
import type { Outcome } from '../http/problem.ts';
import { openPostgres, type Target } from '../postgres/connection.ts';

const idleMax = 4;
// One form for every value, whatever the role or the database is set to: UTC, ISO dates, hex bytes, the shortest exact floats.
const forms = "set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set bytea_output = 'hex'; set extra_float_digits = 1; set standard_conforming_strings = on; set search_path = pg_catalog";

/** Connections that are kept for the next one who asks. `give` takes one back, or ends it when it is not fit any more. */
export type Pool = { readonly take: () => Promise<Outcome<pg.Client>>; readonly give: (client: pg.Client, fit: boolean) => Promise<void>; readonly close: () => Promise<void> };

/** Opens a pool that has no connection yet, and keeps four at most when nobody uses them. */
export const openPool = (outside: Outside, target: Target, password: string | undefined, problemOf: (error: unknown) => Problem): Pool => {
  const idle: pg.Client[] = [];
  let closed = false;
  const end = async (client: pg.Client): Promise<void> => { await client.end().catch(() => undefined); };
  return {
    take: async () => {
      const standing = idle.pop();
      if (standing !== undefined) return { ok: true, value: standing };
      const opened = await openPostgres(outside, target, password);
      if (!opened.ok) return opened;
      opened.value.once('end', () => { if (idle.includes(opened.value)) idle.splice(idle.indexOf(opened.value), 1); });
      try {
        await opened.value.query(forms);
        return opened;
      } catch (error) {
        await end(opened.value);
        return { ok: false, problem: problemOf(error) };
      }
    },
    give: async (client, fit) => {
      if (fit && !closed && idle.length < idleMax) idle.push(client);
      else await end(client);
    },
    close: async () => {
      closed = true;
      await Promise.all(idle.splice(0).map(end));
    },
  };
};
