import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { contract, type Contract } from '@avouch/api/contract';
import type { Answer } from '@avouch/api/client';
import { openTestDatabase } from '@avouch/database/testing';
import type { Connector, Problem, Reading } from '@avouch/connectors/connector';
import type { EntityOf } from '@avouch/connectors/entities';
import { configOf, openServer } from '../src/server.ts';
import type { Actor, Context, Handlers, Input } from '../src/context.ts';
import { packageHandlers } from '../src/handlers/packages.ts';
import { rebuildHandlers } from '../src/handlers/rebuild.ts';
import { sourceHandlers } from '../src/handlers/sources.ts';
import { standingHandlers } from '../src/handlers/standing.ts';
import { tasks } from '../src/tasks.ts';

export type Account = EntityOf<'account'>;
export type Release = EntityOf<'release'>;

/** What lies outside: accounts and releases that a test changes, and what goes wrong when somebody looks. */
export type World = { accounts: Account[]; releases: Release[]; problem: Problem | undefined; during: () => Promise<void> };

/** An account that passes what an account can pass. */
export const account = (id: string, more: Partial<Account> = {}): Account => ({
  id, name: `Account ${id}`, kind: 'person', active: true, privileged: false, rights: [], mfa: true, email: `${id}@example.com`,
  createdAt: null, lastSeenAt: null, expiresAt: null, passwordScheme: 'scram-sha-256', shared: false, ...more,
});

export const release = (id: string): Release => ({ id, name: id, repository: 'web', at: null, signed: true, annotated: true });

/** A connector to a world in memory, with the promises and rules of a real one. */
export const connectorTo = (world: World): Connector => {
  const settings = z.object({ place: z.string().min(3).max(20), host: z.string().default('one') });
  return {
    id: 'world', version: '1.0.0', title: 'World', summary: 'A world in memory.', guide: 'Nothing to give.', settings,
    secrets: [{ key: 'token', title: 'a token', sentTo: ['host'] }],
    reads: [{ entityType: 'account', title: 'Accounts', scopes: [] }, { entityType: 'release', title: 'Releases', scopes: [] }],
    async *read({ outside, progress }): AsyncIterable<Reading> {
      const look = { query: 'everything', captured: outside.now().toISOString(), sourceVersion: 'World 1' };
      progress({ entityType: 'account', done: 0, total: world.accounts.length });
      await world.during();
      const { problem } = world;
      yield problem === undefined ? { ...look, entityType: 'account', complete: true, entities: world.accounts } : { ...look, entityType: 'account', complete: false, problem };
      yield { ...look, entityType: 'release', complete: true, entities: world.releases };
    },
  };
};

const handlers: Handlers = { ...sourceHandlers, ...standingHandlers, ...packageHandlers, ...rebuildHandlers };

type Given = { readonly params?: object; readonly query?: object; readonly body?: object; readonly signal?: AbortSignal };

/** A company on a server of its own, with a clock that stands still until it is moved. */
export type Company = {
  readonly context: Context;
  readonly org: string;
  readonly actor: Actor;
  readonly world: World;
  /** Calls a route's handler as the server does: defaults filled in, and the answer held against the contract. */
  readonly call: <Name extends keyof Contract>(name: Name, given?: Given) => Promise<Answer<Name>>;
  readonly raw: <Name extends keyof Contract>(name: Name, given?: Given) => Promise<unknown>;
  readonly connect: (name?: string) => Promise<string>;
  readonly collect: (source: string) => Promise<void>;
  /** Does something with another context in place of the company's own. */
  readonly with: (other: Context, work: () => Promise<unknown>) => Promise<void>;
  readonly wait: (minutes: number) => string;
  readonly run: (task: string, payload: Readonly<Record<string, string>>) => Promise<void>;
  readonly close: () => Promise<void>;
};

function serverOf(data: string, url: string, now: () => Date) {
  const config = configOf({ AVOUCH_DATA: data, AVOUCH_PORT: '0', DATABASE_URL: url });
  if (!config.ok) throw new Error(config.problems.join(' '));
  return openServer({
    config: config.config, version: '0.0.1', now, random: (bytes) => new Uint8Array(randomBytes(bytes)), log: () => undefined, programEnv: {},
    say: () => undefined, listen: false, work: false, console: data,
  });
}

async function found(server: Awaited<ReturnType<typeof serverOf>>): Promise<Actor> {
  const response = await server.app.inject({
    method: 'POST', url: '/api/setup', headers: { origin: server.url },
    payload: {
      token: server.setupToken, owner: { name: 'Olga Owner', email: 'olga@example.com', password: 'correct horse battery staple' },
      company: { name: 'Example Ltd' }, system: { name: 'Example', purpose: 'It serves examples.' }, categories: ['security'],
    },
  });
  if (response.statusCode !== 200) throw new Error(`the first run failed: ${response.body}`);
  const session = response.json<Answer<'session'>>();
  return { member: session.member.id, org: session.organisations[0]?.id ?? '', role: 'owner' };
}

/** Opens a company whose first run is done. */
export async function openCompany(): Promise<Company> {
  const database = await openTestDatabase();
  const data = await mkdtemp(join(tmpdir(), 'avouch-company-'));
  const clock = { ms: Date.parse('2026-03-02T08:00:00.000Z') };
  const world: World = { accounts: [], releases: [], problem: undefined, during: async () => undefined };
  const server = await serverOf(data, database.url, () => new Date(clock.ms));
  const actor = await found(server);
  let context: Context = { ...server.context, connectors: [connectorTo(world)] };
  const { org } = actor;
  const raw: Company['raw'] = async (name, given = {}) => {
    const [route, handle] = [contract[name], handlers[name]];
    if (handle === undefined) throw new Error(`no handler for ${name}`);
    const input = {
      actor, params: route.params.parse({ org, ...given.params }), query: route.query.parse(given.query ?? {}), body: route.body.parse(given.body ?? {}),
      signal: given.signal ?? new AbortController().signal,
    };
    return handle(input as unknown as Input<never>, context);
  };
  const run: Company['run'] = async (task, payload) => tasks[task]?.(payload, context, new AbortController().signal);
  const call: Company['call'] = async (name, given) => contract[name].output.parse(await raw(name, given)) as never;
  return {
    context, org, actor, world, raw, call, run,
    with: async (other, work) => {
      const own = context;
      context = other;
      await work();
      context = own;
    },
    connect: async (name = 'The world') => {
      const { source } = await call('sourceConnect', { body: { connector: 'world', name, settings: { place: 'here' }, secrets: { token: 'hush' } } });
      return source.id;
    },
    collect: (source) => run('collect', { org, source, run: 'r_test' }),
    wait: (minutes) => {
      clock.ms += minutes * 60_000;
      return new Date(clock.ms).toISOString();
    },
    close: async () => {
      await server.close();
      await database.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
