import { createHash } from 'node:crypto';
import type { HttpAnswer, HttpRequest, Outside, Problem } from '../connector.ts';
import { type Outcome, problemOf } from '../http/problem.ts';
import type { DescribedRequest, ServiceDescription } from './description.ts';
import { at, type Json, parseExactly, put } from './json-paths.ts';
import { asForm, filled, filledJson, type Filling } from './holes.ts';
import { openPace, type Sleep } from '../stores/pace.ts';
import { openSignIn } from './sign-in.ts';

/** What a service answered: a status that is a success or was said to be expected, and its body. */
export type ServiceAnswer = { readonly status: number; readonly headers: HttpAnswer['headers']; readonly body: Json; readonly url: string };

/** What calls depend on. */
export type CallsInput = {
  readonly description: ServiceDescription;
  readonly base: string;
  /** Settings, which fill holes everywhere. */
  readonly filling: Filling;
  readonly secrets: Readonly<Record<string, string>>;
  readonly outside: Outside;
  readonly perSecondMax: number;
  readonly sleep: Sleep;
};

/** What is put into a request as it stands, without looking for holes: where a list goes on, the fields of a change. */
export type Addition = { readonly query: string; readonly value: string | number } | { readonly json: string; readonly value: Json } | { readonly form: readonly (readonly [string, string])[] };

/** The only way to a service: signed in, paced, and with every answer that is no success turned into a problem. */
export type Calls = {
  /** `expected` are statuses that are answers too. */
  readonly send: (request: DescribedRequest, filling: Filling, expected?: readonly number[], addition?: Addition) => Promise<Outcome<ServiceAnswer>>;
  /** The same request at another address of the same origin. */
  readonly follow: (url: string, request: DescribedRequest, filling: Filling) => Promise<Outcome<ServiceAnswer>>;
  /** What lies at an address that the service gave, fetched without signing in. */
  readonly download: (url: string, bytesMax: number) => Promise<Outcome<Uint8Array>>;
  readonly sleep: (ms: number) => Promise<void>;
};

const kinds: Readonly<Record<number, Problem['kind']>> = { 401: 'unauthorised', 403: 'forbidden', 404: 'not-found', 409: 'conflict', 410: 'not-found', 429: 'rate-limited' };
const remedies: Partial<Record<Problem['kind'], string>> = {
  unauthorised: 'Make a new key as the guide says, and put it in.', forbidden: 'Give the key the rights that the guide lists.',
  'rate-limited': 'Nothing was lost: run it again later, or allow fewer calls a second.', conflict: 'Read again, and plan again.',
};

/** What a refusal says. Neither the address as it was filled nor the service's own message is shown: both may name a person. */
const refusal = (description: ServiceDescription, request: DescribedRequest, answer: HttpAnswer): { readonly ok: false; readonly problem: Problem } => {
  const kind = kinds[answer.status] ?? 'failed';
  let code: Json | undefined;
  try {
    code = description.errorCode === undefined ? undefined : at(parseExactly(new TextDecoder().decode(answer.body)), description.errorCode);
  } catch {
    code = undefined;
  }
  const shown = typeof code === 'string' && /^[A-Za-z][A-Za-z0-9_.-]{0,60}$/.test(code) ? ` (${code})` : '';
  return problemOf(kind, `${description.title} answered ${answer.status}${shown} to ${request.method} ${request.path}.`,
    remedies[kind] ?? (answer.status >= 500 ? `${description.title} has a fault of its own: run it again later.` : 'Compare the description of the service with its documentation, and check the rights of the key.'));
};

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const parsedBody = (description: ServiceDescription, request: DescribedRequest, answer: HttpAnswer): Outcome<ServiceAnswer> => {
  const given = { status: answer.status, headers: answer.headers, url: answer.url };
  const text = new TextDecoder().decode(answer.body);
  if (text.trim() === '' || !isSuccess(answer.status)) return { ok: true, value: { ...given, body: null } };
  try {
    return { ok: true, value: { ...given, body: parseExactly(text) } };
  } catch {
    return problemOf('malformed', `${description.title} answered ${request.method} ${request.path} with something that is not JSON.`, 'Check the address; a proxy may have answered in its place.');
  }
};

const bodyOf = (request: DescribedRequest, filling: Filling, addition: Addition | undefined): { readonly body?: string; readonly type?: string } => {
  const json = request.json === undefined ? undefined : filledJson(request.json, filling);
  if (addition !== undefined && 'json' in addition) return { body: JSON.stringify(put(json, addition.json, addition.value)), type: 'application/json' };
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' };
  const added = addition !== undefined && 'form' in addition ? addition.form : [];
  if (request.form === undefined && added.length === 0) return {};
  const fields = [...asForm(filledJson(request.form ?? {}, filling)), ...added].map(([key, value]): [string, string] => [key, value]);
  return { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' };
};

/** A value as one step of a path. Of nothing, `.` and `..` an address makes another one: that of a whole list, or of something else. */
const stepOf = (text: string): string => {
  if (/^\.{0,2}$/.test(text)) throw new RangeError('A row is named by nothing, by . or by .., which no address can say.');
  return encodeURIComponent(text);
};

/** The address of a request, with its holes filled. */
const addressOf = (base: string, request: DescribedRequest, filling: Filling): URL => {
  const url = new URL(base.replace(/\/$/, '') + filled(request.path, filling, stepOf));
  for (const [key, text] of Object.entries(request.query)) url.searchParams.set(key, filled(text, filling));
  return url;
};

/** Opens the calls to one account of a service. */
export const openCalls = (input: CallsInput): Calls => {
  const { description, base, outside } = input;
  const { spend } = openPace(input.perSecondMax, { now: outside.now, signal: outside.signal, sleep: input.sleep });
  const pace = (): Promise<void> => spend(1);
  const signIn = openSignIn(input, pace);

  const once = async (url: URL, request: DescribedRequest, filling: Filling, addition?: Addition): Promise<Outcome<HttpAnswer>> => {
    const signed = await signIn.headers();
    if (!signed.ok) return signed;
    const { body, type } = bodyOf(request, filling, addition);
    if (addition !== undefined && 'query' in addition) url.searchParams.set(addition.query, String(addition.value));
    const attempt = createHash('sha256').update(`${outside.now().toISOString()} ${request.method} ${url.href} ${body ?? ''}`).digest('hex').slice(0, 32);
    const headers = Object.fromEntries(Object.entries({ ...description.headers, ...request.headers }).map(([key, text]) => [key.toLowerCase(), filled(text, { ...filling, attempt })]));
    for (const [key, value] of signed.value.query) url.searchParams.set(key, value);
    await pace();
    const sent: HttpRequest = { method: request.method, url: url.href, headers: { accept: 'application/json', ...(type === undefined ? {} : { 'content-type': type }), ...headers, ...signed.value.headers }, ...(body === undefined ? {} : { body }) };
    const outcome = await outside.http.send(sent);
    if (outcome.ok) return { ok: true, value: outcome.answer };
    const sentence = outcome.problem.sentence.replaceAll(`${url.origin}${url.pathname}`, `${url.origin}${request.path}`);
    return { ok: false, problem: { ...outcome.problem, sentence } };
  };

  const answered = async (url: () => URL, request: DescribedRequest, filling: Filling, expected: readonly number[], addition?: Addition): Promise<Outcome<ServiceAnswer>> => {
    try {
      let outcome = await once(url(), request, filling, addition);
      if (outcome.ok && outcome.value.status === 401 && signIn.forget()) outcome = await once(url(), request, filling, addition);
      if (!outcome.ok) return outcome;
      if (!isSuccess(outcome.value.status) && !expected.includes(outcome.value.status)) return refusal(description, request, outcome.value);
      return parsedBody(description, request, outcome.value);
    } catch (error) {
      if (error instanceof RangeError) return problemOf('malformed', error.message, 'Correct the description of the service.');
      if (outside.signal.aborted) return problemOf('cut-short', `The work at ${description.title} was stopped.`, 'Start it again.');
      throw error;
    }
  };

  return {
    sleep: (ms) => input.sleep(ms, outside.signal),
    send: (request, filling, expected = [], addition) => {
      const all = { ...input.filling, ...filling };
      return answered(() => addressOf(base, request, all), request, all, expected, addition);
    },
    follow: async (url, request, filling) => {
      if (!URL.canParse(url, base) || new URL(url, base).origin !== new URL(base).origin) {
        return problemOf('refused-address', `A list of ${description.title} leads to another address than ${new URL(base).origin}.`, 'Check the address of the service; its keys are sent nowhere else.');
      }
      return answered(() => new URL(url, base), request, { ...input.filling, ...filling }, []);
    },
    download: async (url, bytesMax) => {
      await pace();
      const outcome = await outside.http.send({ url, bytesMax, timeoutMs: 120_000 });
      if (!outcome.ok) return { ok: false, problem: { ...outcome.problem, sentence: `The export of ${description.title} could not be fetched: ${outcome.problem.kind}.` } };
      if (outcome.answer.status !== 200) return problemOf('failed', `The export of ${description.title} could not be fetched: its store answered ${outcome.answer.status}.`, 'Run it again: the address of an export ends after a while.');
      return { ok: true, value: outcome.answer.body };
    },
  };
};
