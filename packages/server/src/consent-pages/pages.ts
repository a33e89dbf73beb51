import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '@avouch/api/refusal';
import type { NoticeDocument } from '@avouch/privacy/notices';
import { placedOf, historyOf, standingAt, type ChoiceRow } from '../consent/history.ts';
import type { Site } from '../consent/site.ts';
import { checkOpen, countryOf, perVisitor, type Desk } from '../consent/visit.ts';
import type { Context, Exchange } from '../context.ts';
import { confirm, SaidNo, unsubscribe } from '../handlers/back-ends.ts';
import { keep } from '../handlers/choices.ts';
import { escape, page, pagePolicy } from './html.ts';
import { pageLanguage, pageWordsOf, type PageWords } from './words.ts';

type Needs = { readonly context: Context; readonly desk: Desk; readonly here: () => string };
type Asked = { readonly key: string; readonly language: string; readonly words: PageWords; readonly exchange: Exchange; readonly form: URLSearchParams };

const SUBJECT = /^[0-9a-f]{32}$/;

/** Takes the pseudonym from the address's fragment, which no server and no log sees, into the form. Without scripts it is typed. */
const script = `const field=document.querySelector('input[name=subject]');if(field&&!field.value&&/^#[0-9a-f]{32}$/.test(location.hash)){field.value=location.hash.slice(1);history.replaceState(null,'',location.pathname);field.form.requestSubmit()}\n`;

/**
 * The pages that people reach without the company's site: their choices and receipts, the confirmation of an opt-in, and the end of
 * mails. They are forms that a server answers, and work without scripts. What a link leads to changes nothing until a button is pressed.
 */
export function registerConsentPages(app: FastifyInstance, needs: Needs): void {
  void app.register(async (pages) => {
    pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 16_000 }, (_request, text, done) => done(null, text));
    const route = (method: 'GET' | 'POST', url: string, answer: (asked: Asked, needs: Needs) => Promise<string>): void => void pages.route({
      method, url, handler: async (request, reply) => {
        const asked = askedOf(request, reply, needs);
        if (method === 'POST') await needs.desk.attempts.count(perVisitor, request.ip);
        // Under “no-referrer” a browser hides the origin of a form's own page, and the form would be taken for a stranger's.
        return reply.headers({ 'content-security-policy': pagePolicy, 'cache-control': 'no-store', 'referrer-policy': 'same-origin' }).type('text/html; charset=utf-8').send(await answer(asked, needs));
      },
    });
    pages.get('/consent/page.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').header('cache-control', 'max-age=3600').send(script));
    route('GET', '/consent/:site', openingPage);
    route('POST', '/consent/:site', choicesPage);
    route('GET', '/consent/:site/confirm', (asked, given) => linkPage(asked, given, asked.words.confirmAsk, asked.words.confirm, `/consent/${asked.key}/confirm`));
    route('POST', '/consent/:site/confirm', (asked, given) => linkDone(asked, given, asked.words.confirmed, async (token) => void await confirm(asked.key, token, given.here(), given.desk, given.context)));
    // The address that mail programs post to is the same: who opens it in a browser is asked.
    route('GET', '/api/consents/:site/unsubscribe', (asked, given) => linkPage(asked, given, asked.words.stopAsk, asked.words.stop, `/consent/${asked.key}/unsubscribe`));
    route('POST', '/consent/:site/unsubscribe', (asked, given) => linkDone(asked, given, asked.words.stopped, (token) => unsubscribe(asked.key, token, given.here(), given.desk, given.context)));
  });
}

function askedOf(request: FastifyRequest, reply: FastifyReply, { here }: Needs): Asked {
  const { site: key } = request.params as { readonly site: string };
  const language = pageLanguage(request.headers['accept-language']);
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  const token = (request.query as { readonly token?: unknown }).token;
  if (typeof token === 'string' && !form.has('token')) form.set('token', token);
  const header = (name: string): string | undefined => { const held = request.headers[name]; return typeof held === 'string' ? held : undefined; };
  return { key, language, words: pageWordsOf(language), form, exchange: { cookie: undefined, authorization: undefined, address: request.ip, setCookies: () => undefined, header, setHeaders: (headers) => void reply.headers(headers), here: here() } };
}

const heading = (site: Site, title: string): string => `<h1>${escape(title)}</h1><p>${escape(site.value.name)}</p>`;

/** A question with one button. The token comes from the address, and goes on with the form. */
async function linkPage({ key, language, form }: Asked, { context, desk }: Needs, question: string, button: string, action: string): Promise<string> {
  const site = await desk.sites.of(key, context);
  return page(language, 'ltr', question, `${heading(site, question)}<form method="post" action="${escape(action)}"><input type="hidden" name="token" value="${escape(form.get('token') ?? '')}"><button>${escape(button)}</button></form>`);
}

async function linkDone({ key, form, language, words }: Asked, { context, desk }: Needs, done: string, act: (token: string) => Promise<void>): Promise<string> {
  const site = await desk.sites.of(key, context);
  const told = await act(form.get('token') ?? '').then(() => done, (error: unknown) => {
    if (error instanceof Refusal && error.code === 'forbidden') return words.invalid;
    if (error instanceof SaidNo) return words.saidNo;
    throw error;
  });
  return page(language, 'ltr', told, `${heading(site, told)}`);
}

async function openingPage({ key, language, words, form }: Asked, { context, desk }: Needs): Promise<string> {
  const site = await desk.sites.of(key, context);
  return page(language, 'ltr', words.title, `${heading(site, words.title)}<p>${escape(words.intro)}</p>
<form method="post"><label>${escape(words.subject)}<input type="text" name="subject" required pattern="[0-9a-f]{32}" autocomplete="off" spellcheck="false" value="${escape(form.get('subject') ?? '')}"></label><button>${escape(words.show)}</button></form><script src="/consent/page.js" defer></script>`);
}

async function choicesPage(asked: Asked, needs: Needs): Promise<string> {
  const { key, form, words, exchange } = asked;
  const { context, desk } = needs;
  const site = await desk.sites.of(key, context);
  const subject = form.get('subject') ?? '';
  if (!SUBJECT.test(subject) || site.current === undefined) return openingPage(asked, needs);
  const language = [...site.current.hashes.keys()].find((one) => one.split('-')[0] === asked.language) ?? [...site.current.hashes.keys()][0] ?? '';
  const hash = site.current.hashes.get(language) ?? '';
  const document = await desk.sites.document(site, hash, context);
  if (document === undefined) throw new Error('a published notice has its document');
  let note = '';
  if (form.get('save') === '1') {
    const answers = Object.fromEntries([...site.current.asking.ids].flatMap((id) => { const given = form.get(`answer.${id}`); return given === 'yes' || given === 'no' ? [[id, given === 'yes'] as const] : []; }));
    checkOpen(site, answers);
    const rows = await context.tenant(site.org, (tx) => historyOf(tx, site.org, site.id, [subject]));
    if (Object.keys(answers).length > 0 && rows.length > 0) {
      const received = context.now();
      await keep({
        site, document, actor: 'visitor', received,
        chosen: { id: Buffer.from(context.random(16)).toString('hex'), subject, previous: rows.at(-1)?.id ?? '', notice: { version: document.notice.version, hash }, language, variant: null, answers, method: 'centre', signal: null, place: null, country: countryOf(exchange, desk), regime: 'opt-in', at: received.toISOString() },
      }, exchange.here, desk, context);
      note = `<p class="note" role="status">${escape(words.saved)}</p>`;
    }
  }
  const rows = await context.tenant(site.org, (tx) => historyOf(tx, site.org, site.id, [subject]));
  return page(language, document.dir, words.title, `${heading(site, words.title)}${note}${rows.length === 0 ? `<p>${escape(words.none)}</p>` : choiceForm(site, document, subject, rows, words, context)}${historyList(site, document, subject, rows, words)}`);
}

function choiceForm(site: Site, document: NoticeDocument, subject: string, rows: readonly ChoiceRow[], words: PageWords, context: Context): string {
  const { answers } = standingAt(site, rows, context.now().toISOString());
  const radio = (id: string, value: 'yes' | 'no', label: string): string =>
    `<label class="radio"><input type="radio" name="answer.${escape(id)}" value="${value}"${answers[id] !== undefined && answers[id].allowed === (value === 'yes') ? ' checked' : ''}>${escape(label)}</label>`;
  const one = (id: string, name: string, text: string, within: string): string =>
    `<fieldset><legend>${escape(name)}</legend><p>${escape(text)}</p>${site.current?.asking.ids.has(id) === true ? `${radio(id, 'yes', words.yes)}${radio(id, 'no', words.no)}` : `<p>${escape(words.always)}</p>`}${within}</fieldset>`;
  const companiesOf = (purpose: string): string => document.vendors.filter((vendor) => vendor.purpose === purpose).map(({ id, name, text }) => one(id, name, text ?? '', '')).join('');
  return `<form method="post"><input type="hidden" name="subject" value="${escape(subject)}"><input type="hidden" name="save" value="1">
${document.purposes.map(({ id, name, text }) => one(id, name, text, companiesOf(id))).join('\n')}
<button>${escape(words.save)}</button></form>`;
}

function historyList(site: Site, document: NoticeDocument, subject: string, rows: readonly ChoiceRow[], words: PageWords): string {
  if (rows.length === 0) return '';
  const nameOf = (id: string): string => [...document.purposes, ...document.vendors].find((one) => one.id === id)?.name ?? id;
  const item = (row: ChoiceRow): string => {
    const { chosen, recorded } = placedOf(row);
    const answers = Object.entries(chosen.answers).map(([id, yes]) => `${nameOf(id)}: ${yes ? words.yes : words.no}`).join(' · ');
    return `<li><time datetime="${recorded}">${recorded.slice(0, 16).replace('T', ' ')} UTC</time><p>${escape(answers)}</p><form method="get" action="/api/consents/${escape(site.key)}/receipts/${row.id}"><input type="hidden" name="subject" value="${escape(subject)}"><button class="plain" aria-label="${escape(`${words.receipt} ${recorded.slice(0, 16)}`)}">${escape(words.receipt)}</button></form></li>`;
  };
  return `<h2>${escape(words.history)}</h2><ol>${rows.toReversed().map(item).join('')}</ol>`;
}
