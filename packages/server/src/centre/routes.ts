import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '@avouch/api/refusal';
import type { Context } from '../context.ts';
import { sendDownload } from '../http/download.ts';
import { certificateOf, noteFetched, openRelease, takePassphrase } from '../requests/answering.ts';
import type { Limit } from '../identity/attempts.ts';
import { findCentre } from '../requests/centre-record.ts';
import { dayText } from '../requests/letters.ts';
import type { Held } from '../requests/request.ts';
import { answerPage, codePage, formPage, languageIn, passphrasePage, plainPage, sentPage, signedInPage, statusPage, type Place } from './pages.ts';
import { admit, askSignedIn, signedInBy } from './signed-in.ts';
import { forgottenOf, forgottenShown } from './forgotten.ts';
import { statusOf, takeFiles, UPLOAD_BYTES_MAX, type Centre } from './status.ts';
import { style } from './style.ts';
import { ask, confirm, meantIn, open, withdraw } from './visits.ts';
import { filled, wordsIn } from './words.ts';

type Asked = FastifyRequest<{ Params: { slug: string; token?: string }; Querystring: Record<string, string | undefined>; Body: Record<string, string> | undefined }>;
type Here = Centre;

const perUpload: Limit = { name: 'centre-files', count: 20, windowS: 900 };
/** Where the company's app sends somebody who is signed in there. */
const SIGNED_IN = '/signed-in';
const FORM_BYTES_MAX = 64_000;
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The fields of a form by name; what comes several times, as ticked boxes do, stands in one, with blanks between. */
function fieldsIn(body: string): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) fields.set(name, fields.has(name) ? `${fields.get(name)} ${value}` : value);
  return Object.fromEntries(fields);
}

/** Whether a form comes from a page of the same host: a browser says so by itself. */
function isOwnForm({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return headers['sec-fetch-site'] === undefined || headers['sec-fetch-site'] === 'same-origin';
  return URL.canParse(origin) && new URL(origin).host === host;
}

async function hereOf(context: Context, request: Asked): Promise<Here> {
  const { slug } = request.params;
  const own = slug === '@';
  const org = await context.centreOf(own ? (request.headers.host ?? '').replace(/:\d+$/, '') : slug);
  const found = org === undefined ? undefined : await context.tenant(org, (tx) => findCentre(tx, org));
  if (org === undefined || found === undefined) throw new Refusal('not_found', 'There is nothing at this address.');
  const language = languageIn(found.settings, request.query['lang'], request.headers['accept-language']);
  return { visit: { context, org, settings: found.settings, language, address: request.ip }, place: { settings: found.settings, language, base: own ? '' : `/privacy-centre/${slug}` } };
}

const send = (reply: FastifyReply, page: string, status = 200): FastifyReply => reply.status(status).type('text/html; charset=utf-8').send(page);

/** A refusal as a page; what is a bug goes on to the one place that logs it. */
function refused(reply: FastifyReply, place: Place, cause: unknown): FastifyReply {
  if (!(cause instanceof Refusal)) throw cause;
  const { problem } = wordsIn(place.language);
  if (cause.code === 'too_many') return send(reply, plainPage(place, problem.heading, problem.tooMany), 429);
  if (cause.code === 'not_found') return send(reply, plainPage(place, problem.heading, problem.notFound), 404);
  return send(reply, plainPage(place, problem.heading, problem.failed), cause.code === 'conflict' ? 409 : 503);
}

async function takeForm({ visit, place }: Here, form: Readonly<Record<string, string>>, reply: FastifyReply): Promise<FastifyReply> {
  const words = wordsIn(place.language);
  try {
    const { reference, code, due } = await ask(visit, form);
    return send(reply, sentPage(place, { reference, code, due: dayText(due, words.language) }));
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.code !== 'invalid') throw cause;
    const names: Readonly<Record<string, string>> = { mail: words.form.mail, right: words.form.right, authority: words.form.authority, name: words.form.name, statement: words.form.statement };
    return send(reply, formPage(place, form, filled(words.problem.invalid, { what: names[cause.message] ?? '' })), 400);
  }
}

/** What may be done with reference and code, beside looking. */
const acts: Readonly<Record<string, (here: Here, held: Held, reply: FastifyReply) => Promise<FastifyReply>>> = {
  withdraw: async (here, held, reply) => {
    await withdraw(here.visit, held);
    const { status } = wordsIn(here.place.language);
    return send(reply, plainPage(here.place, status.withdraw, status.withdrawn));
  },
  passphrase: async ({ visit: { context, org }, place }, held, reply) => {
    const { status } = wordsIn(place.language);
    const { rows } = await context.tenant(org, (tx) => tx.query<{ id: string }>(`select id from release where org = $1 and request = $2 and way = 'link' and not ended order by entry desc limit 1`, [org, held.id]));
    const passphrase = rows[0] === undefined ? undefined : await takePassphrase(context, org, rows[0].id);
    return send(reply, passphrase === undefined ? plainPage(place, status.passphrase, status.passphraseGone) : passphrasePage(place, passphrase));
  },
  certificate: async ({ visit: { context, org } }, held, reply) =>
    sendDownload(reply, { name: 'certificate.json', type: 'application/json', bytes: Buffer.from(`${JSON.stringify(await certificateOf(context, org, held.id), undefined, 2)}\n`) }),
};

/** Shows, or does, what a page about requests offers, for whoever holds reference and code; of those whose person is forgotten it tells what is left, by the reference alone. */
async function byReference(here: Here, name: string, body: Readonly<Record<string, string>>, reply: FastifyReply): Promise<FastifyReply> {
  const { reference = '', code = '', of } = body;
  const { place, visit } = here;
  const found = await open(here.visit, reference, code);
  const gone = found.length === 0 && (name === 'status' || name === 'certificate') ? await forgottenOf(visit, reference) : [];
  if (name === 'status' && found.length > 0) return send(reply, await statusOf(here, found, body));
  if (name === 'status' && gone.length > 0) return send(reply, statusPage(place, { reference, code: '-' }, gone.map((held) => forgottenShown(held, wordsIn(place.language).language)), null, true));
  const held = meantIn(found.length > 0 ? found : gone, of);
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
  return held === undefined || act === undefined ? send(reply, codePage(place, 'status', reference, wordsIn(place.language).status.wrong), 400) : act(here, held, reply);
}

async function fetchAnswer({ visit, place }: Here, token: string, reply: FastifyReply): Promise<FastifyReply> {
  const { context, org, address } = visit;
  await context.attempts.count({ name: 'centre-answer', count: 20, windowS: 900 }, address);
  const { answer } = wordsIn(place.language);
  const found = await openRelease(context, org, token);
  if (found === undefined) return send(reply, plainPage(place, answer.heading, answer.gone), 404);
  await noteFetched(context, org, found.id);
  return sendDownload(reply, { name: 'answer.zip.age', type: 'application/octet-stream', bytes: found.bytes });
}

/** Shows the form to whom the company's app vouched for. Nothing is in the address, so nothing stays in a history or a log. */
async function admitSignedIn({ visit, place }: Here, form: Readonly<Record<string, string>>, reply: FastifyReply): Promise<FastifyReply> {
  const { problem, signedIn } = wordsIn(place.language);
  const admitted = await admit(visit, form['assertion'] ?? '');
  return typeof admitted === 'string' ? send(reply, plainPage(place, problem.heading, filled(signedIn.refused, { why: admitted })), 403) : send(reply, signedInPage(place, admitted));
}

async function takeSignedIn({ visit, place }: Here, form: Readonly<Record<string, string>>, reply: FastifyReply): Promise<FastifyReply> {
  const words = wordsIn(place.language);
  const person = signedInBy(visit, form['ticket'] ?? '');
  const over = (): FastifyReply => send(reply, plainPage(place, words.problem.heading, words.signedIn.over), 410);
  if (person === undefined) return over();
  try {
    const { reference, code, due } = await askSignedIn(visit, person, form);
    return send(reply, sentPage(place, { reference, code, due: dayText(due, words.language), known: true }));
  } catch (cause) {
    if (cause instanceof Refusal && cause.code === 'conflict') return over();
    if (!(cause instanceof Refusal) || cause.code !== 'invalid') throw cause;
    const names: Readonly<Record<string, string>> = { mail: words.signedIn.mail, right: words.form.right, statement: words.form.statement };
    return send(reply, signedInPage(place, { who: person.who, mail: person.mail ?? '', ticket: form['ticket'] ?? '' }, form, filled(words.problem.invalid, { what: names[cause.message] ?? '' })), 400);
  }
}

/** The public pages of every organisation's privacy centre: plain HTML, no script, no session, no cookie. */
export async function serveCentre(app: FastifyInstance, context: Context): Promise<void> {
  await app.register(async (centre) => {
    centre.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) => done(null, fieldsIn(String(body))));
    centre.addHook('onRequest', async (request, reply) => {
      // `same-origin`: under `no-referrer` a browser does not say that a form is our own.
      void reply.headers({ 'content-security-policy': policy, 'referrer-policy': 'same-origin', 'cache-control': 'no-store' });
      // Who is signed in at the company's app comes by a form of that app: it proves itself by what it signs.
      const fromApp = request.routeOptions.url === `/privacy-centre/:slug${SIGNED_IN}`;
      if (request.method === 'POST' && !fromApp && !isOwnForm(request)) throw new Refusal('forbidden', 'This form came from another site: it was not taken.');
    });
    const pageIn = (scope: FastifyInstance) => (method: 'GET' | 'POST', path: string, work: (here: Here, request: Asked, reply: FastifyReply) => Promise<FastifyReply> | FastifyReply): void => {
      scope.route({
        // It may stand under hosts of the companies' own, so it looks itself at where a form comes from.
        method, url: `/privacy-centre/:slug${path}`, config: { from: 'anywhere' },
        handler: async (request, reply) => {
          const here = await hereOf(context, request as Asked);
          return Promise.resolve(work(here, request as Asked, reply)).catch((cause: unknown) => refused(reply, here.place, cause));
        },
      });
    };
    const page = pageIn(centre);
    centre.get('/privacy-centre/:slug/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=3600').send(style));
    for (const path of ['', '/']) page('GET', path, ({ place }, _request, reply) => send(reply, formPage(place)));
    page('POST', '/', (here, { body }, reply) => takeForm(here, body ?? {}, reply));
    for (const which of ['confirm', 'status'] as const) page('GET', `/${which}`, ({ place }, { query }, reply) => send(reply, codePage(place, which, query['reference'] ?? '')));
    page('POST', '/confirm', async ({ visit, place }, { body = {} }, reply) => {
      const words = wordsIn(place.language).confirm;
      const ok = await confirm(visit, body['reference'] ?? '', body['code'] ?? '');
      return ok ? send(reply, plainPage(place, words.heading, words.done)) : send(reply, codePage(place, 'confirm', body['reference'] ?? '', words.wrong), 400);
    });
    for (const name of ['status', ...Object.keys(acts)]) {
      page('POST', `/${name}`, (here, { body = {} }, reply) => byReference(here, name, body, reply));
    }
    page('POST', SIGNED_IN, (here, { body = {} }, reply) => admitSignedIn(here, body, reply));
    page('POST', `${SIGNED_IN}/request`, (here, { body = {} }, reply) => takeSignedIn(here, body, reply));
    await centre.register(async (files) => {
      // Files are read whole before it is known who sends them, so only few of them from one address.
      files.addHook('onRequest', async ({ ip }) => context.attempts.count(perUpload, ip));
      files.setErrorHandler(async (error, request, reply) => {
        if (error instanceof Refusal && error.code === 'forbidden') throw error;
        const { place } = await hereOf(context, request as Asked);
        const words = wordsIn(place.language);
        if (error instanceof Error && 'statusCode' in error && error.statusCode === 413) return send(reply.header('connection', 'close'), plainPage(place, words.problem.heading, `${words.files.many} ${words.files.hint}`), 413);
        return refused(reply, place, error);
      });
      files.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: UPLOAD_BYTES_MAX }, (_request, body, done) => done(null, body));
      pageIn(files)('POST', '/files', async (here, { body, headers }, reply) => {
        const { page: shown, status } = await takeFiles(here, headers['content-type'] ?? '', body as unknown);
        return send(reply, shown, status);
      });
    });
    page('GET', '/*', ({ place }, _request, reply) => send(reply, plainPage(place, wordsIn(place.language).problem.heading, wordsIn(place.language).problem.notFound), 404));
    page('GET', '/answers/:token', ({ place }, { params }, reply) => send(reply, answerPage(place, params.token ?? '')));
    page('POST', '/answers/:token', (here, { params }, reply) => fetchAnswer(here, params.token ?? '', reply));
  });
}
