import { openHttpClient } from '../../../http.ts';
import type { Outside } from '../../../connector.ts';
import type { Cell, Condition, Outcome, Session, Store, StoredRow } from '../../../store.ts';
import type { ServiceDescription } from '../../../services/description.ts';
import { serviceConnector } from '../../../services/service.ts';
import { type RunningStandIn, type StandIn, startStandIn } from './stand-in.ts';

/** A store over a stand-in, with what was waited for. */
export type OpenedStandIn = { readonly store: Store; readonly standIn: RunningStandIn; readonly waited: readonly number[]; readonly close: () => Promise<void> };

/** An outside that reaches the loopback and waits for nothing. */
export const loopback = (now: () => Date = () => new Date('2026-02-01T00:00:00.000Z')): Outside & { readonly close: () => Promise<void> } => {
  const http = openHttpClient({ now, userAgent: 'avouch-test', allowPrivate: ['127.0.0.1'], sleep: async () => undefined });
  return {
    now, http, signal: new AbortController().signal, file: async () => undefined, close: http.close,
    addresses: { resolve: async () => { throw new Error('Nothing is looked up.'); } }, run: async () => { throw new Error('Nothing is run.'); },
  };
};

/** Opens a described service at a stand-in. */
export const openStandIn = async (description: ServiceDescription, standIn: StandIn, secrets: Readonly<Record<string, string>>, settings: Readonly<Record<string, unknown>> = {}, perSecondMax?: number): Promise<OpenedStandIn> => {
  const running = await startStandIn(standIn);
  const outside = loopback();
  const waited: number[] = [];
  const connector = serviceConnector(description, { sleep: async (ms) => { waited.push(ms); } });
  const opened = await connector.open({ settings: { ...settings, baseUrl: running.origin }, secrets, outside, ...(perSecondMax === undefined ? {} : { perSecondMax }) });
  if (!opened.ok) throw new Error(opened.problem.sentence);
  return { store: opened.value, standIn: running, waited, close: async () => { await opened.value.close(); await outside.close(); await running.close(); } };
};

/** All rows that match, or the problem. */
export const rowsOf = async (store: Store, place: string, where: Condition, key: readonly string[], fields: readonly string[], marks: Readonly<Record<string, Condition>> = {}): Promise<Outcome<readonly StoredRow[]>> => {
  const rows: StoredRow[] = [];
  const outcome = await store.work('read', (session) => session.read({ place, key, fields, where, marks }, (batch) => { rows.push(...batch); }));
  return outcome.ok ? { ok: true, value: rows } : outcome;
};

/** The condition that a field holds a value. */
export const is = (field: string, value: Cell, fold?: 'case'): Condition => ({ op: 'in', fields: [field], tuples: [[value]], ...(fold === undefined ? {} : { fold }) });

/** Makes changes in one work. */
export const changed = (store: Store, ...changes: Parameters<Session['change']>[0]): ReturnType<Session['change']> => store.work('write', (session) => session.change(changes));
