import { type Outcome, problemOf } from '../http/problem.ts';
import type { CallsInput } from './calls.ts';
import { at, parseExactly } from './json-paths.ts';
import { filled } from './holes.ts';

/** What a signed-in request carries. */
export type Credentials = { readonly headers: Readonly<Record<string, string>>; readonly query: readonly (readonly [string, string])[] };

/** How a service is signed in to. `forget` drops a token that was refused, and tells whether another can be had. */
export type SignIn = { readonly headers: () => Promise<Outcome<Credentials>>; readonly forget: () => boolean };

type Token = { readonly text: string; readonly endsMs: number };

/** A token is asked for again so long before it ends. */
const marginMs = 60_000;

const given = (headers: Readonly<Record<string, string>>, query: readonly (readonly [string, string])[] = []): { readonly ok: true; readonly value: Credentials } => ({ ok: true, value: { headers, query } });

const openClientCredentials = (input: CallsInput, secret: string, pace: () => Promise<void>): SignIn => {
  const { description: { title, authentication }, base, outside } = input;
  if (authentication.kind !== 'oauth-client') throw new Error('Only OAuth clients have tokens.');
  let token: Token | undefined;
  const refused = (what: string): ReturnType<typeof problemOf> =>
    problemOf('unauthorised', `${title} gave no token: ${what}.`, 'Check the client, its secret, and the rights it was granted.');

  const ask = async (): Promise<Outcome<Token>> => {
    const extra = Object.fromEntries(Object.entries(authentication.parameters).map(([key, text]) => [key, filled(text, input.filling)]));
    const fields = { grant_type: 'client_credentials', client_id: filled(`{${authentication.client}}`, input.filling), client_secret: secret, ...extra };
    await pace();
    const outcome = await outside.http.send({
      method: 'POST', url: base.replace(/\/$/, '') + authentication.tokenPath, redirectsMax: 0,
      headers: { accept: 'application/json', 'content-type': authentication.as === 'json' ? 'application/json' : 'application/x-www-form-urlencoded' },
      body: authentication.as === 'json' ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
    });
    if (!outcome.ok) return outcome;
    if (outcome.answer.status !== 200) return refused(`it answered ${outcome.answer.status}`);
    try {
      const body = parseExactly(new TextDecoder().decode(outcome.answer.body));
      const text = at(body, 'access_token');
      const seconds = at(body, 'expires_in');
      if (typeof text !== 'string' || text === '') return refused('there is none in its answer');
      return { ok: true, value: { text, endsMs: outside.now().getTime() + (typeof seconds === 'number' ? seconds * 1000 : 300_000) } };
    } catch {
      return refused('its answer is not JSON');
    }
  };

  return {
    headers: async () => {
      if (token === undefined || token.endsMs - marginMs < outside.now().getTime()) {
        const asked = await ask();
        if (!asked.ok) return asked;
        token = asked.value;
      }
      return given({ authorization: `Bearer ${token.text}` });
    },
    forget: () => {
      const had = token !== undefined;
      token = undefined;
      return had;
    },
  };
};

/** Signs in as the description says. A secret that is missing is a problem of each request. */
export const openSignIn = (input: CallsInput, pace: () => Promise<void>): SignIn => {
  const { description: { authentication, title }, secrets, filling } = input;
  const secret = secrets[authentication.secret];
  const fixed = (credentials: Outcome<Credentials>): SignIn => ({ headers: async () => credentials, forget: () => false });
  if (secret === undefined || secret === '') return fixed(problemOf('unauthorised', `There is no ${authentication.secret} for ${title}.`, 'Put it in, as the guide says.'));
  const all = { ...filling, secret };
  switch (authentication.kind) {
    case 'bearer': return fixed(given({ authorization: `Bearer ${secret}` }));
    case 'basic': return fixed(given({ authorization: `Basic ${Buffer.from(`${filled(authentication.user, all)}:${filled(authentication.password, all)}`).toString('base64')}` }));
    case 'header': return fixed(given({ [authentication.name.toLowerCase()]: filled(authentication.text, all) }));
    case 'query': return fixed(given({}, [[authentication.name, secret]]));
    case 'oauth-client': return openClientCredentials(input, secret, pace);
  }
};
