import { z } from 'zod';
import { instantOfEpoch } from '../intake/time.ts';

/** A row of a table of osquery: every column is a string. */
export type Row = { readonly [column: string]: string };

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]).transform((value) => (value === null ? '' : String(value)));
const row = z.record(z.string(), cell);
const whole = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

/** One result line: a snapshot, one changed row (event format), or all changed rows (batch format). */
export const resultLine = z.object({
  name: z.string().min(1), hostIdentifier: z.string().nullish(), hostname: z.string().nullish(), unixTime: whole.nullish(),
  epoch: whole.nullish(), counter: whole.nullish(), action: z.enum(['added', 'removed', 'snapshot']).nullish(),
  columns: row.nullish(), snapshot: z.array(row).nullish(),
  diffResults: z.object({ added: z.union([z.array(row), z.literal('')]).nullish(), removed: z.union([z.array(row), z.literal('')]).nullish() }).nullish(),
  decorations: row.nullish(),
});
export type ResultLine = z.infer<typeof resultLine>;

/** What a query last told of a host. `whole` is false when the log begins after the query's first result, so rows are missing. */
export type QueryState = { rows: Map<string, Row>; whole: boolean; epoch: number | null; counter: number; at: string | null };
export type HostLog = { readonly id: string; readonly decorations: Map<string, string>; readonly queries: Map<string, QueryState> };

/** The query's own name without its pack: `pack/Global/os_version` and `pack_it-compliance_os_version` are `os_version`, known queries first. */
export function queryNameOf(name: string, known: ReadonlySet<string>): string {
  const last = (name.split(/[/:|]/).at(-1) ?? name).toLowerCase();
  if (known.has(last) || !/^pack[_.-]/.test(last)) return last;
  return [...known].filter((one) => last.endsWith(`_${one}`)).sort((a, b) => b.length - a.length)[0] ?? last;
}

const keyOf = (columns: Row): string => JSON.stringify(Object.entries(columns).sort(([a], [b]) => (a < b ? -1 : 1)));

function stateOf(host: HostLog, query: string): QueryState {
  const state = host.queries.get(query) ?? { rows: new Map(), whole: false, epoch: null, counter: 0, at: null };
  host.queries.set(query, state);
  return state;
}

/**
 * Plays one line onto what is known of its host. A snapshot replaces; a differential result adds and removes, and is whole
 * only from counter 0 of its epoch on, with which osquery gives all rows.
 */
export function play(hosts: Map<string, HostLog>, line: ResultLine, query: string): boolean {
  const id = line.hostIdentifier || line.hostname || line.decorations?.['host_uuid'];
  if (!id) return false;
  const host = hosts.get(id) ?? { id, decorations: new Map(), queries: new Map() };
  hosts.set(id, host);
  for (const [key, value] of Object.entries(line.decorations ?? {})) host.decorations.set(key, value);
  const state = stateOf(host, query);
  state.at = instantOfEpoch(line.unixTime) ?? state.at;
  if (line.snapshot) {
    state.rows = new Map(line.snapshot.map((columns) => [keyOf(columns), columns]));
    state.whole = true;
    return true;
  }
  const epoch = line.epoch ?? 0;
  const isFirst = line.counter === 0;
  if (state.epoch !== epoch || (isFirst && state.counter > 0)) {
    state.rows = new Map();
    state.whole = isFirst;
    state.epoch = epoch;
  }
  state.counter = line.counter ?? state.counter;
  const added = line.diffResults ? line.diffResults.added || [] : line.action === 'added' && line.columns ? [line.columns] : [];
  const removed = line.diffResults ? line.diffResults.removed || [] : line.action === 'removed' && line.columns ? [line.columns] : [];
  if (!line.diffResults && !line.columns) return false;
  for (const columns of removed) state.rows.delete(keyOf(columns));
  for (const columns of added) state.rows.set(keyOf(columns), columns);
  return true;
}
