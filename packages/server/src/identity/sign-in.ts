import { betterAuth } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import type { Pool } from 'pg';
import { hashPassword, isPassword } from './passwords.ts';

/** Somebody who may sign in, whatever organisations they belong to. */
export type Person = { readonly id: string; readonly name: string; readonly email: string };

/** Passwords and sessions. Cookies go in and out as header lines; nothing of the library's own routes is reachable. */
export type SignIn = {
  /** Undefined for a wrong password and for an unknown address, in the same time. */
  readonly signIn: (email: string, password: string) => Promise<{ readonly person: Person; readonly cookies: readonly string[] } | undefined>;
  readonly personOf: (cookie: string | undefined) => Promise<Person | undefined>;
  /** Ends the session; gives the cookie lines that clear it. */
  readonly signOut: (cookie: string | undefined) => Promise<readonly string[]>;
  readonly create: (person: { readonly name: string; readonly email: string; readonly password: string }) => Promise<Person>;
  readonly remove: (person: string) => Promise<void>;
  readonly removeByEmail: (email: string) => Promise<void>;
  /** Sets another password and ends every session. */
  readonly changePassword: (person: string, password: string) => Promise<void>;
  readonly endSessions: (person: string) => Promise<void>;
  readonly namesOf: (people: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

export type SignInOptions = {
  /** Sees the schema `identity` first. */
  readonly pool: Pool;
  /** Signs cookies; from the key-encryption key. */
  readonly secret: string;
  /** Where browsers reach the server; an https origin makes cookies secure. */
  readonly origin: string;
  readonly warn: (message: string) => void;
};

const week = 7 * 24 * 3600;

/** Opens sign-in on its tables. */
export function openSignIn({ pool, secret, origin, warn }: SignInOptions): SignIn {
  const auth = betterAuth({
    baseURL: origin, basePath: '/api/identity', secret, database: pool, telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 200, password: { hash: hashPassword, verify: isPassword } },
    session: { expiresIn: week, updateAge: 24 * 3600 },
    rateLimit: { enabled: false },
    advanced: { cookiePrefix: 'avouch', useSecureCookies: origin.startsWith('https:'), defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' } },
    logger: { level: 'error', log: (_, message) => warn(message) },
  });
  const headersOf = (cookie: string | undefined): Headers => new Headers(cookie === undefined ? {} : { cookie });
  return {
    signIn: async (email, password) => {
      try {
        const { headers, response } = await auth.api.signInEmail({ body: { email, password }, headers: new Headers(), returnHeaders: true });
        const { id, name } = response.user;
        return { person: { id, name, email: response.user.email }, cookies: headers.getSetCookie() };
      } catch (cause) {
        if (isAPIError(cause) && cause.statusCode === 401) return undefined;
        throw cause;
      }
    },
    personOf: async (cookie) => {
      if (cookie === undefined) return undefined;
      const found = await auth.api.getSession({ headers: headersOf(cookie) });
      return found === null ? undefined : { id: found.user.id, name: found.user.name, email: found.user.email };
    },
    signOut: async (cookie) => (await auth.api.signOut({ headers: headersOf(cookie), returnHeaders: true })).headers.getSetCookie(),
    create: async ({ name, email, password }) => {
      const { internalAdapter } = await auth.$context;
      const user = await internalAdapter.createUser({ name, email: email.toLowerCase(), emailVerified: false }, { method: "admin" });
      await internalAdapter.linkAccount({ userId: user.id, accountId: user.id, providerId: 'credential', password: await hashPassword(password) });
      return { id: user.id, name: user.name, email: user.email };
    },
    remove: async (person) => void (await pool.query('delete from "user" where id = $1', [person])),
    removeByEmail: async (email) => void (await pool.query('delete from "user" where email = $1', [email.toLowerCase()])),
    changePassword: async (person, password) => {
      const { internalAdapter } = await auth.$context;
      await internalAdapter.updatePassword(person, await hashPassword(password));
      await internalAdapter.deleteUserSessions(person);
    },
    endSessions: async (person) => (await auth.$context).internalAdapter.deleteUserSessions(person),
    namesOf: async (people) => {
      const { rows } = await pool.query<{ id: string; name: string }>('select id, name from "user" where id = any ($1)', [people]);
      return new Map(rows.map((row) => [row.id, row.name]));
    },
  };
}
