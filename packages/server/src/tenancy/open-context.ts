import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { connectors } from '@avouch/connectors/connectors';
import { openOutside } from '@avouch/connectors/outside';
import { storeConnectors } from '@avouch/connectors/stores';
import type { Outside } from '@avouch/connectors/connector';
import type { Role } from '@avouch/api/contract';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { openIntake } from '../consent/intake.ts';
import { openLimiter } from '../consent/limits.ts';
import { openSites } from '../consent/site.ts';
import { openTokens } from '../consent/tokens.ts';
import type { Desk } from '../consent/visit.ts';
import type { SessionNeeds } from '../handlers/session.ts';
import type { Doors } from '../http/routes.ts';
import { openAttempts } from '../identity/attempts.ts';
import { openInstance } from '../identity/instance.ts';
import { openOperator, OPERATOR, type Operator } from '../identity/operator.ts';
import { openSignIn, type Person, type SignIn } from '../identity/sign-in.ts';
import { jobs } from '../jobs/worker.ts';
import { openProgress } from '../progress/bus.ts';
import { openMonths, rememberMonths } from '../projections/consent-choices.ts';
import { projections } from '../projections/projections.ts';
import type { Database } from '../storage/database.ts';
import { decrypt, encrypt, type Kek } from '../storage/key-encryption.ts';
import { openFolderStore } from '../storage/objects.ts';
import { openSecretStore } from '../storage/secrets.ts';
import { dataMapSource } from '../requests/data-map-source.ts';
import { openRestricted } from '../requests/restricted.ts';
import { openShelf } from '../requests/shelf.ts';
import { openServices } from '../requests/services.ts';
import { openMailer } from '../mail/mailer.ts';
import { drawnAhead } from './chance.ts';
import { openLedgers, type Ledgers } from './ledgers.ts';
import { joined, left, roleOf } from './members.ts';
import { foundOrganisation, type Founding } from './organisations.ts';
import { ownProjections } from './projections.ts';
import { asMember, asVisitor, openTenant, type Tenant } from './tenant.ts';
import { findUpload } from './uploads.ts';

/** What only the edge of the process has. */
export type Edge = {
  readonly version: string;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly log: Context['log'];
  /** The environment of programs that connectors start. */
  readonly programEnv: Readonly<Record<string, string>>;
};

type Needs = { readonly edge: Edge; readonly config: Config; readonly database: Database; readonly kek: Kek };

/** Members and passwords, which no route offers yet. */
export type People = {
  /** Makes another organisation, owned by somebody who can sign in already. */
  readonly found: (order: Founding, owner: string) => Promise<string>;
  readonly join: (org: string, person: { readonly name: string; readonly email: string; readonly password: string }, role: Role, actor: string) => Promise<Person>;
  /** Ends the membership, and every session of somebody who belongs to no organisation any more. */
  readonly leave: (org: string, person: string, actor: string) => Promise<void>;
  readonly changePassword: SignIn['changePassword'];
};

export type OpenContext = { readonly context: Context; readonly needs: SessionNeeds; readonly doors: Doors; readonly desk: Desk; readonly people: People; readonly operator: Operator; readonly close: () => Promise<void> };

/** Builds every dependency of the handlers, once. */
export async function openContext({ edge, config, database, kek }: Needs): Promise<OpenContext> {
  const { now, version, log } = edge;
  const random = drawnAhead(edge.random);
  const { pool, identity } = database;
  const warn = (message: string): void => log('warn', message);
  const tenant = openTenant(pool);
  const memberTenant = openTenant(identity);
  const instance = await openInstance({ pool: identity, kek, now, random });
  const name = config.origin === undefined ? `avouch-${instance.id}` : new URL(config.origin).host;
  const ledgers = openLedgers({ pool, tenant, kek, instance: name, now, random, projections: [...ownProjections, ...projections], witnesses: config.witnessKeys });
  const origin = config.origin ?? `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`;
  const signIn = openSignIn({ pool: identity, origin, secret: Buffer.from(kek.derive('sessions')).toString('base64'), warn });
  const operator = openOperator(kek);
  const progress = await openProgress({ pool, tenant, now, warn });
  const services = await openServices(config.services, storeConnectors.map((connector) => connector.id));
  const restricted = await openRestricted({ pool, tenant, warn });
  const objects = openFolderStore(join(config.data, 'objects'), random);
  const attempts = openAttempts(identity, kek.derive('attempts'), now);
  const [marks, covers] = [kek.derive('marks'), kek.derive('covers')];
  rememberMonths(await tenant('', (tx) => openMonths(tx, now())));
  const context: Context = {
    version, pool, now, random, log, instance: name, tenant, objects, progress, jobs, connectors: [...connectors, dataMapSource],
    ledgerOf: ledgers.of, origin, attempts, restricted, storeConnectors: [...storeConnectors, ...services], mailer: openMailer(config),
    centreOf: (name) => asVisitor(pool, name, async (tx) => (await tx.query<{ org: string }>('select org from centre where slug = $1 or host = $1', [name])).rows[0]?.org),
    shelfOf: (org, request, secret) => openShelf({ folder: join(config.data, 'shelf'), org, request, secret, random }),
    markOf: (org, use, value) => createHmac('sha256', marks).update(JSON.stringify([org, use, value])).digest('base64url'),
    cover: (org, words, plain) => encrypt(covers, [org, ...words], plain, random),
    uncover: (org, words, sealed) => decrypt(covers, [org, ...words], sealed),
    witnessKeys: config.witnessKeys,
    secrets: openSecretStore(tenant, kek, random),
    outside: outsideOf({ edge, config, tenant, objects }),
    actorNames: async (org, ids) => {
      if (ids.length === 0) return new Map();
      // Ids stand in records that anybody may write: only who is or was a member here has a name here.
      // Over the connections of sign-in: whoever asks holds one of the others already, and would wait for a second.
      const { rows } = await memberTenant(org, (tx) => tx.query<{ id: string }>('select id from public.member where org = $1 and id = any ($2)', [org, [...new Set(ids)]]));
      return new Map([...await signIn.namesOf(rows.map(({ id }) => id)), ...(ids.includes(OPERATOR.id) ? [[OPERATOR.id, OPERATOR.name] as const] : [])]);
    },
  };
  return {
    context,
    operator,
    needs: { signIn, operator, instance, ledgers, attempts },
    doors: doorsOf(signIn, operator, tenant, (authorization, org) => restricted.appIn(authorization, org)),
    desk: { sites: openSites(), intake: openIntake(), limiter: openLimiter(), tokens: openTokens(kek.derive('consent')), attempts, countryHeader: config.countryHeader },
    people: peopleOf(context, signIn, ledgers),
    close: async () => {
      await ledgers.close();
      await restricted.close();
      await progress.close();
    },
  };
}

const doorsOf = (signIn: SignIn, operator: Operator, tenant: Tenant, appIn: Doors['appIn']): Doors => ({
  personOf: async ({ cookie, authorization }) => (operator.is(authorization) ? OPERATOR.id : (await signIn.personOf(cookie))?.id),
  actorIn: async (member, org) => {
    if (member === OPERATOR.id) return (await tenant(org, (tx) => tx.query('select from log_key where org = $1', [org]))).rowCount === 1 ? { member, org, role: 'owner' } : undefined;
    const role = await tenant(org, (tx) => roleOf(tx, org, member));
    return role === undefined ? undefined : { member, org, role };
  },
  appIn,
});

const peopleOf = (context: Context, signIn: SignIn, ledgers: Ledgers): People => ({
  found: (order, owner) => foundOrganisation(order, owner, context, ledgers),
  join: async (org, person, role, actor) => {
    const made = await signIn.create(person);
    await (await context.ledgerOf(org)).append(joined({ member: made.id, actor, at: context.now(), version: context.version }, role));
    return made;
  },
  leave: async (org, person, actor) => {
    await (await context.ledgerOf(org)).append(left({ member: person, actor, at: context.now(), version: context.version }));
    const { rowCount } = await asMember(context.pool, person, (tx) => tx.query('select from member where id = $1 and ended is null', [person]));
    if (rowCount === 0) await signIn.endSessions(person);
  },
  changePassword: signIn.changePassword,
});

type OutsideNeeds = { readonly edge: Edge; readonly config: Config; readonly tenant: Tenant; readonly objects: Context['objects'] };

/** The outside of one organisation: its own files, and the addresses that this server may reach. It closes with the signal. */
const outsideOf = ({ edge, config, tenant, objects }: OutsideNeeds) => (org: string, signal: AbortSignal): Outside => {
  const outside = openOutside({
    now: edge.now, userAgent: `Avouch/${edge.version}`, allowPrivate: config.allowPrivate, folders: config.storeFolders, env: edge.programEnv, signal,
    file: async (id) => {
      const upload = await tenant(org, (tx) => findUpload(tx, org, id));
      if (upload === undefined || (await objects.size(org, id)) === undefined) return undefined;
      return { name: upload.name, bytes: upload.bytes, stream: () => streamOf(objects, org, id) };
    },
  });
  signal.addEventListener('abort', () => {
    outside.close().catch((cause: unknown) => edge.log('warn', 'The outgoing connections of a read did not close.', { cause: String(cause) }));
  }, { once: true });
  return outside;
};

async function* streamOf(objects: Context['objects'], org: string, id: string): AsyncIterable<Uint8Array> {
  const bytes = await objects.open(org, id);
  if (bytes === undefined) throw new Error(`the file ${id} is gone from the object store`);
  yield* bytes;
}
