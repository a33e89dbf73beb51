import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { HttpAnswer, HttpRequest, Outside, Problem } from '../connector.ts';
import { type Outcome, problemOf } from '../http/problem.ts';
import type { Pace } from '../stores/pace.ts';
import { type Element, parseAnswer, textIn } from './answer-xml.ts';

/** Who signs, and for which region. */
export type Signer = { readonly accessKey: string; readonly secretKey: string; readonly sessionToken?: string | undefined; readonly region: string; readonly service?: string };

const stampOf = (at: Date): string => at.toISOString().replace(/[:-]|\.\d{3}/g, '');
const hexOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The request with an AWS Signature Version 4, its body's hash included. */
export const signed = async (request: HttpRequest, signer: Signer, at: Date): Promise<HttpRequest> => {
  const client = new AwsClient({ accessKeyId: signer.accessKey, secretAccessKey: signer.secretKey, region: signer.region, service: signer.service ?? 's3', ...(signer.sessionToken === undefined ? {} : { sessionToken: signer.sessionToken }) });
  const body = request.body ?? '';
  const hash: Readonly<Record<string, string>> = signer.service === undefined || signer.service === 's3' ? { 'x-amz-content-sha256': hexOf(body) } : {};
  const made = await client.sign(request.url, {
    method: request.method ?? 'GET', headers: { ...request.headers, ...hash }, aws: { datetime: stampOf(at) },
    ...(request.body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  return { ...request, url: made.url, headers: Object.fromEntries([...made.headers].filter(([name]) => name !== 'host')) };
};

/** RFC 3986, as the signature wants it. */
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

export type BucketInput = { readonly endpoint: string; readonly bucket: string; readonly signer: Signer; readonly outside: Outside; readonly pace: Pace };

/** One request to the bucket. `key` names an object, `query` goes into the address, `expected` are statuses that are answers too. */
export type BucketRequest = {
  readonly method?: HttpRequest['method']; readonly key?: string; readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>; readonly body?: string; readonly expected?: readonly number[];
};

/** What is asked of a bucket. Problems name the bucket and the right that is missing, never an object: its name may be a person's. */
export type Bucket = {
  readonly name: string;
  readonly send: (request: BucketRequest, right: string) => Promise<Outcome<HttpAnswer>>;
  readonly ask: (request: BucketRequest, right: string) => Promise<Outcome<Element>>;
};

/** The code of an error's body. */
export const codeIn = (answer: HttpAnswer): string => {
  const code = textIn(parseAnswer(new TextDecoder().decode(answer.body)), 'Code') ?? '';
  return /^[A-Za-z]{1,60}$/.test(code) ? code : '';
};

const refusal = (name: string, answer: HttpAnswer, right: string): { readonly ok: false; readonly problem: Problem } => {
  const code = codeIn(answer);
  const said = `The bucket ${name} answered ${answer.status}${code === '' ? '' : ` (${code})`}`;
  if (code === 'SignatureDoesNotMatch' || code === 'InvalidAccessKeyId' || answer.status === 401) return problemOf('unauthorised', `${said}: the key is not accepted.`, 'Check the access key, the secret key and the region.');
  if (code === 'RequestTimeTooSkewed') return problemOf('failed', `${said}: the clocks differ.`, 'Set the clock of this machine.');
  if (answer.status === 301 || answer.status === 307) return problemOf('failed', `${said}: it lies in another region or at another address.`, 'Correct the region or the endpoint in the settings.');
  if (answer.status === 403) return problemOf('forbidden', `${said}: the key may not do ${right}.`, `Give it ${right}, as the guide says.`);
  if (answer.status === 404) return problemOf('not-found', `${said}.`, 'Check the name of the bucket.');
  if (answer.status === 503 || answer.status === 429) return problemOf('rate-limited', `${said}: it asks to slow down.`, 'Run it again later, or allow fewer calls a second.');
  if (answer.status === 501 || code === 'NotImplemented') return problemOf('unsupported', `${said}: it does not offer ${right}.`, 'See the guide about stores that keep no versions.');
  return problemOf('failed', `${said}.`, 'Look at the store, then run it again.');
};

/** Opens a bucket by its path at the endpoint, which every store of this kind understands. */
export const openBucket = ({ endpoint, bucket, signer, outside, pace }: BucketInput): Bucket => {
  const send: Bucket['send'] = async ({ method = 'GET', key, query = {}, headers = {}, body, expected = [] }, right) => {
    const path = `${encoded(bucket)}${key === undefined ? '' : `/${key.split('/').map(encoded).join('/')}`}`;
    const search = Object.entries(query).map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
    const url = `${endpoint.replace(/\/$/, '')}/${path}${search === '' ? '' : `?${search}`}`;
    // A name such as `a/../b` would be another one once an address is made of it.
    if (new URL(url).pathname !== `${new URL(endpoint).pathname.replace(/\/$/, '')}/${path}`) return problemOf('unsupported', `The bucket ${bucket} holds a name with . or .. as a part of its path, which no address can say.`, 'Remove this object with the store\'s own tool.');
    await pace.spend(1);
    const request = await signed({ method, url, headers: { 'accept-encoding': 'identity', ...headers }, ...(body === undefined ? {} : { body }), redirectsMax: 0 }, signer, outside.now());
    const outcome = await outside.http.send(request);
    if (!outcome.ok) return { ok: false, problem: { ...outcome.problem, sentence: outcome.problem.sentence.replaceAll(`${new URL(url).origin}${new URL(url).pathname}`, `The bucket ${bucket}`) } };
    const { answer } = outcome;
    return (answer.status >= 200 && answer.status < 300) || expected.includes(answer.status) ? { ok: true, value: answer } : refusal(bucket, answer, right);
  };
  return {
    name: bucket, send,
    ask: async (request, right) => {
      const outcome = await send(request, right);
      if (!outcome.ok) return outcome;
      const root = parseAnswer(new TextDecoder().decode(outcome.value.body));
      return root === undefined ? problemOf('malformed', `The bucket ${bucket} answered with something that is not whole XML.`, 'Check the endpoint; a proxy may have answered in its place.') : { ok: true, value: root };
    },
  };
};
