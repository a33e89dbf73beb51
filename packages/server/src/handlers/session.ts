import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { currentRecord, versionsOf } from '@avouch/records/store';
import type { Context, Handlers, Input } from '../context.ts';
import { OPERATOR, type Operator } from '../identity/operator.ts';
import { perAccount, perAddress, perSetup, type Attempts } from '../identity/attempts.ts';
import type { Instance } from '../identity/instance.ts';
import type { Person, SignIn } from '../identity/sign-in.ts';
import type { Ledgers } from '../tenancy/ledgers.ts';
import { FIRST, foundOrganisation } from '../tenancy/organisations.ts';
import { asMember } from '../tenancy/tenant.ts';

/** What only sign-in and the first run may touch. */
export type SessionNeeds = { readonly signIn: SignIn; readonly operator: Operator; readonly attempts: Attempts; readonly instance: Instance; readonly ledgers: Ledgers };

/** Health, first run, sign-in, session, organisation. */
export function sessionHandlers({ signIn, operator, attempts, instance, ledgers }: SessionNeeds): Handlers {
  const enter = async (email: string, password: string, exchange: Input<'signIn'>['exchange']): Promise<Person> => {
    const entered = await signIn.signIn(email, password);
    if (entered === undefined) throw new Refusal('unauthenticated', 'The address or the password is not right.');
    exchange.setCookies(entered.cookies);
    return entered.person;
  };
  return {
    health: async (_, context) => {
      const { rows } = await context.pool.query<{ version: string }>("select 'PostgreSQL ' || current_setting('server_version') as version");
      return { ok: true, version: context.version, database: rows[0]?.version ?? 'unknown' };
    },
    setupState: async () => ({ needed: !(await instance.isSetUp()) }),
    setup: async ({ body, exchange }, context) => {
      await attempts.count(perSetup, exchange.address);
      await instance.setUp(body.token, async () => {
        // Left by a first run that died in the middle: nobody else can have signed up, and the address would stay taken.
        await signIn.removeByEmail(body.owner.email);
        const owner = await signIn.create(body.owner);
        try {
          await foundOrganisation(body, owner.id, context, ledgers);
        } catch (cause) {
          await signIn.remove(owner.id);
          throw cause;
        }
      });
      return sessionOf(await enter(body.owner.email, body.owner.password, exchange), context);
    },
    signIn: async ({ body, exchange }, context) => {
      await attempts.count(perAddress, exchange.address);
      await attempts.count(perAccount, body.email.toLowerCase());
      const person = await enter(body.email, body.password, exchange);
      await attempts.clear(perAccount, body.email.toLowerCase());
      return sessionOf(person, context);
    },
    session: async ({ exchange }, context) => {
      if (operator.is(exchange.authorization)) return operatorSession(context);
      const person = await signIn.personOf(exchange.cookie);
      if (person === undefined) throw new Refusal('unauthenticated', 'Sign in first: there is no session, or it has ended.');
      return sessionOf(person, context);
    },
    signOut: async ({ exchange }) => {
      exchange.setCookies(await signIn.signOut(exchange.cookie));
      return { ok: true };
    },
    organisation: async ({ params }, context) => organisationOf(params.org, context),
  };
}

async function sessionOf(person: Person, context: Context): Promise<Answer<'session'>> {
  const { rows } = await asMember(context.pool, person.id, (tx) =>
    tx.query<{ org: string; role: Answer<'session'>['organisations'][number]['role'] }>('select org, role from member where id = $1 and ended is null order by org', [person.id]));
  const organisations = await Promise.all(rows.map(async ({ org, role }) => ({ id: org, name: (await organisationOf(org, context)).name, role })));
  return { member: { id: person.id, name: person.name, email: person.email }, organisations };
}

/** The operator is an owner wherever they look: they could read the database as well. */
async function operatorSession(context: Context): Promise<Answer<'session'>> {
  const { rows } = await asMember(context.pool, OPERATOR.id, (tx) => tx.query<{ org: string }>('select org from log_key order by org'));
  const organisations = await Promise.all(rows.map(async ({ org }) => ({ id: org, name: (await organisationOf(org, context)).name, role: 'owner' as const })));
  return { member: { id: OPERATOR.id, name: OPERATOR.name, email: '' }, organisations };
}

async function organisationOf(org: string, context: Context): Promise<Answer<'organisation'>> {
  const [now, first] = await context.tenant(org, async (tx) => [
    await currentRecord(tx, { org, type: 'organisation', id: FIRST.organisation }),
    (await versionsOf(tx, { org, type: 'organisation', id: FIRST.organisation })).at(-1)?.recorded,
  ] as const);
  if (now === undefined || first === undefined) throw new Refusal('not_found', 'There is no such organisation.');
  const { name, categories } = now.value as Pick<Answer<'organisation'>, 'name' | 'categories'>;
  return { id: org, name, categories, createdAt: first };
}
