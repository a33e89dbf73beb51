import type { Right } from '@avouch/privacy/request';
import type { CentreSettings } from '../requests/centre-record.ts';
import { filled, wordsIn, type CentreWords, type Stage } from './words.ts';

/** Text as it may stand in a page: never markup. */
export const escaped = (text: string): string => text.replace(/[&<>"'`]/g, (letter) => `&#${letter.charCodeAt(0)};`).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/g, '');

/** What every page needs: whose centre it is, in which language, and below which path it stands. */
export type Place = { readonly settings: CentreSettings; readonly language: string; readonly base: string };

const linesOf = (text: string): string => escaped(text).replaceAll('\n', '<br>');
const paragraphs = (text: string): string => text.split(/\n{2,}/).filter((one) => one.trim() !== '').map((one) => `<p>${linesOf(one.trim())}</p>`).join('\n');

/** The words of the language that the visitor chose among those that the centre offers. */
export const languageIn = ({ languages }: CentreSettings, wished: string | undefined, accepted: string | undefined): string => {
  const offered = (one: string | undefined): string | undefined => languages.find((language) => language === one?.trim().slice(0, 2).toLowerCase());
  return offered(wished) ?? (accepted ?? '').split(',').map((one) => offered(one.split(';')[0])).find((one) => one !== undefined) ?? languages[0] ?? 'en';
};

/** A whole page. It asks nothing of any other place, runs no script, and works without styles. */
export function pageOf({ settings, language, base }: Place, heading: string, body: string): string {
  const words = wordsIn(language);
  const text = settings.texts[language];
  const { controller } = settings;
  const others = settings.languages.filter((one) => one !== language).map((one) => `<a href="${base}/?lang=${one}" hreflang="${one}" lang="${one}">${escaped(wordsIn(one).name)}</a>`);
  return `<!doctype html>
<html lang="${escaped(words.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(heading)} – ${escaped(text?.title ?? controller.name)}</title>
<link rel="stylesheet" href="${base}/style.css">
</head>
<body>
<a class="skip" href="#main">${escaped(words.skip)}</a>
<header><p class="of">${escaped(controller.name)}</p>${others.length === 0 ? '' : `<nav aria-label="${escaped(words.languages)}">${others.join(' ')}</nav>`}</header>
<main id="main">
<h1>${escaped(heading)}</h1>
${body}
</main>
<footer><h2>${escaped(words.footer)}</h2><p>${linesOf([controller.name, controller.address, controller.mail].filter((one) => one !== '').join('\n'))}</p>${text === undefined || text.contact === '' ? '' : paragraphs(text.contact)}</footer>
</body>
</html>
`;
}

type Field = { readonly name: string; readonly label: string; readonly hint?: string; readonly type?: string; readonly required?: boolean; readonly value?: string; readonly autocomplete?: string; readonly max: number };

function fieldOf({ name, label, hint, type = 'text', required = false, value = '', autocomplete, max }: Field, words: CentreWords): string {
  const id = `f-${name}`;
  const described = hint === undefined ? '' : ` aria-describedby="${id}-hint"`;
  const attributes = `id="${id}" name="${name}" maxlength="${max}"${required ? ' required' : ''}${described}${autocomplete === undefined ? ' autocomplete="off"' : ` autocomplete="${autocomplete}"`}`;
  const mark = required ? ` <span class="required">(${escaped(words.required)})</span>` : '';
  const control = type === 'area' ? `<textarea ${attributes} rows="5">${escaped(value)}</textarea>` : `<input type="${type}" ${attributes} value="${escaped(value)}">`;
  return `<div class="field"><label for="${id}">${escaped(label)}${mark}</label>${hint === undefined ? '' : `<p class="hint" id="${id}-hint">${escaped(hint)}</p>`}${control}</div>`;
}

const choice = (name: string, value: string, title: string, checked: boolean): string =>
  `<div class="choice"><input type="radio" id="${name}-${value}" name="${name}" value="${value}" required${checked ? ' checked' : ''}><label for="${name}-${value}">${escaped(title)}</label></div>`;

/** What may be asked here, to be ticked; what was ticked before stays so. */
function rightsField({ settings, language }: Place, given: Readonly<Record<string, string>>): string {
  const { form, required, rights } = wordsIn(language);
  const ticked = (given['right'] ?? '').split(' ');
  const boxes = settings.rights.map((right) => `<div class="choice"><input type="checkbox" id="right-${right}" name="right" value="${right}"${ticked.includes(right) ? ' checked' : ''} aria-describedby="right-${right}-text"><label for="right-${right}">${escaped(rights[right].title)}</label><p class="hint" id="right-${right}-text">${escaped(rights[right].text)}</p></div>`);
  return `<fieldset aria-describedby="f-right-hint"><legend>${escaped(form.right)} <span class="required">(${escaped(required)})</span></legend><p class="hint" id="f-right-hint">${escaped(form.rightHint)}</p>${boxes.join('\n')}</fieldset>`;
}

const restrictionGrounds = ['accuracy', 'unlawful', 'claims', 'objection'] as const;

/** On which ground restriction is asked, where it may be asked here. Whoever asks for something else leaves it. */
function groundField({ settings, language }: Place, given: Readonly<Record<string, string>>): string {
  if (!settings.rights.includes('restriction')) return '';
  const { form } = wordsIn(language);
  const options = restrictionGrounds.map((ground) => `<option value="${ground}"${given['restriction'] === ground ? ' selected' : ''}>${escaped(form.grounds[ground])}</option>`);
  return `<div class="field"><label for="f-restriction">${escaped(form.ground)}</label><p class="hint" id="f-restriction-hint">${escaped(form.groundHint)}</p><select id="f-restriction" name="restriction" aria-describedby="f-restriction-hint"><option value=""></option>${options.join('')}</select></div>`;
}

/** The form with which somebody asks. `problem` says what was wrong with what they sent, and what they wrote stays. */
export function formPage(place: Place, given: Readonly<Record<string, string>> = {}, problem: string | null = null): string {
  const { settings, language, base } = place;
  const words = wordsIn(language);
  const { form } = words;
  const text = settings.texts[language];
  const alert = problem === null ? '' : `<div class="problem" role="alert"><p>${escaped(problem)}</p></div>`;
  const who = (['self', 'agent', 'guardian'] as const).map((by) => choice('by', by, form[by], (given['by'] ?? 'self') === by));
  return pageOf(place, text?.title ?? form.heading, `${alert}${paragraphs(text?.intro ?? '')}
<form method="post" action="${base}/?lang=${language}">
${rightsField(place, given)}
${groundField(place, given)}
${fieldOf({ name: 'name', label: form.name, value: given['name'] ?? '', autocomplete: 'name', max: 300 }, words)}
${fieldOf({ name: 'mail', label: form.mail, hint: form.mailHint, type: 'email', required: true, value: given['mail'] ?? '', autocomplete: 'email', max: 320 }, words)}
<fieldset><legend>${escaped(form.by)}</legend>${who.join('\n')}</fieldset>
${fieldOf({ name: 'authority', label: form.authority, hint: form.authorityHint, value: given['authority'] ?? '', max: 2000 }, words)}
${fieldOf({ name: 'statement', label: form.statement, hint: form.statementHint, type: 'area', value: given['statement'] ?? '', max: 10_000 }, words)}
<button type="submit">${escaped(form.send)}</button>
</form>
<p><a href="${base}/status?lang=${language}">${escaped(form.statusLink)}</a></p>`);
}

/** Who comes from the company's app: how they are shown to themselves, and the sealed word by which the form knows them. */
export type SignedIn = { readonly who: string; readonly mail: string; readonly ticket: string };

/** The form for somebody whom the company's app vouched for: what they want, and nothing of who they are. */
export function signedInPage(place: Place, { who, mail, ticket }: SignedIn, given: Readonly<Record<string, string>> = {}, problem: string | null = null): string {
  const { settings, language, base } = place;
  const words = wordsIn(language);
  const { form, signedIn } = words;
  return pageOf(place, settings.texts[language]?.title ?? form.heading, `${problem === null ? '' : `<div class="problem" role="alert"><p>${escaped(problem)}</p></div>`}<p>${escaped(filled(signedIn.as, { controller: settings.controller.name, who }))}</p>
<form method="post" action="${base}/signed-in/request?lang=${language}">
<input type="hidden" name="ticket" value="${escaped(ticket)}">
${rightsField(place, given)}
${groundField(place, given)}
${fieldOf({ name: 'mail', label: signedIn.mail, hint: signedIn.mailHint, type: 'email', value: given['mail'] ?? mail, autocomplete: 'email', max: 320 }, words)}
${fieldOf({ name: 'statement', label: form.statement, hint: form.statementHint, type: 'area', value: given['statement'] ?? '', max: 10_000 }, words)}
<button type="submit">${escaped(form.send)}</button>
</form>`);
}

/** The one answer to everybody who asked, whoever they are. */
export function sentPage(place: Place, { reference, code, due, known = false }: { readonly reference: string; readonly code: string; readonly due: string; readonly known?: boolean }): string {
  const { sent, signedIn, form } = wordsIn(place.language);
  return pageOf(place, sent.heading, `<p>${escaped(known ? signedIn.sent : sent.text)}</p>
<p>${escaped(sent.keep)}</p>
<dl><dt>${escaped(sent.reference)}</dt><dd><code>${escaped(reference)}</code></dd><dt>${escaped(sent.code)}</dt><dd><code>${escaped(code)}</code></dd></dl>
<p>${escaped(filled(sent.due, { due }))}</p>
<p>${known ? `<a class="button" href="${place.base}/status?lang=${place.language}&amp;reference=${encodeURIComponent(reference)}">${escaped(form.statusLink)}</a>` : `<a class="button" href="${place.base}/confirm?lang=${place.language}&amp;reference=${encodeURIComponent(reference)}">${escaped(sent.confirm)}</a>`}</p>`);
}

/** A page with one form for reference and code. */
export function codePage(place: Place, which: 'confirm' | 'status', reference: string, problem: string | null = null): string {
  const words = wordsIn(place.language);
  const text = words[which];
  return pageOf(place, text.heading, `${problem === null ? '' : `<div class="problem" role="alert"><p>${escaped(problem)}</p></div>`}<p>${escaped(text.text)}</p>
<form method="post" action="${place.base}/${which}?lang=${place.language}">
${fieldOf({ name: 'reference', label: words.sent.reference, required: true, value: reference, max: 60 }, words)}
${fieldOf({ name: 'code', label: which === 'confirm' ? words.confirm.code : words.sent.code, required: true, max: 60 }, words)}
<button type="submit">${escaped(text.send)}</button>
</form>`);
}

/** A page with nothing but a heading and a text. */
export const plainPage = (place: Place, heading: string, text: string): string => pageOf(place, heading, `<p>${escaped(text)}</p><p><a href="${place.base}/?lang=${place.language}">${escaped(wordsIn(place.language).problem.back)}</a></p>`);

/** How one request stands. Without `due` its contents are forgotten: then it ended on `day`. */
export type StatusShown = {
  readonly right: Right; readonly stage: Stage; readonly received: string; readonly due: string | null; readonly day: string | null; readonly passphrase: 'none' | 'offered' | 'gone'; readonly certificate: boolean; readonly open: boolean; readonly files: FilesShown;
};

/** What was handed in, and what may be: `wanted` is what was asked for to be sure who asks. */
export type FilesShown = { readonly wanted: string | null; readonly proof: boolean; readonly document: boolean; readonly list: readonly { readonly name: string | null; readonly deleted: boolean }[] };

/** By what a page about requests knows whose they are, and what came of what was just done there. */
export type Keys = { readonly reference: string; readonly code: string };
export type Said = { readonly ok: boolean; readonly text: string } | null;

/** One request among those of a page: its buttons say which they are about, and its headings stand below its title where there are several. */
type Part = { readonly place: Place; readonly hidden: string; readonly level: 2 | 3; readonly about: string; readonly named: string };

function filesOf({ place: { base, language }, hidden, level, about, named }: Part, { wanted, proof, document, list }: FilesShown): string {
  const { files } = wordsIn(language);
  const head = (text: string): string => `<h${level}>${escaped(text)}</h${level}>`;
  const form = (purpose: 'proof' | 'document'): string => `<form method="post" action="${base}/files?lang=${language}" enctype="multipart/form-data">${hidden}<input type="hidden" name="purpose" value="${purpose}">
<div class="field"><label for="f-${purpose}${about}">${escaped(files.label)}</label><p class="hint" id="f-${purpose}${about}-hint">${escaped(files.hint)}</p><input type="file" id="f-${purpose}${about}" name="file" multiple required accept=".pdf,.png,.jpg,.jpeg,.webp" aria-describedby="f-${purpose}${about}-hint"></div>
<button type="submit"${named}>${escaped(files.send)}</button></form>`;
  return [
    proof ? `${head(files.proof)}${wanted === null ? '' : `<p>${escaped(files.proofText)}</p><blockquote>${paragraphs(wanted)}</blockquote>`}<p>${escaped(files.proofKept)}</p>${form('proof')}` : '',
    document ? `<details><summary>${escaped(files.document)}</summary><p>${escaped(files.documentText)}</p>${form('document')}</details>` : '',
    list.length === 0 ? '' : `${head(files.list)}<ul>${list.map(({ name, deleted }) => `<li>${name === null ? '' : `${escaped(name)}: `}${escaped(deleted ? files.gone : files.here)}</li>`).join('')}</ul>`,
  ].filter((one) => one !== '').join('\n');
}

function standing(part: Part, shown: StatusShown): string {
  const { place: { base, language }, hidden, level, named } = part;
  const { status } = wordsIn(language);
  const act = (name: string, label: string, quiet = false): string => `<form method="post" action="${base}/${name}?lang=${language}">${hidden}<button type="submit"${quiet ? ' class="quiet"' : ''}${named}>${escaped(label)}</button></form>`;
  const days = [filled(status.received, { day: shown.received }), ...(shown.due === null ? [] : [filled(status.due, { day: shown.due })]), ...(shown.day === null ? [] : [filled(shown.stage === 'done' ? status.carriedOut : status.ended, { day: shown.day })])];
  return `<p class="stage">${escaped(status.stages[shown.stage])}</p>
<ul>${days.map((day) => `<li>${escaped(day)}</li>`).join('')}</ul>
${shown.passphrase === 'none' ? '' : `<h${level}>${escaped(status.passphrase)}</h${level}><p>${escaped(status.answer)}</p>${shown.passphrase === 'offered' ? `<p>${escaped(status.passphraseText)}</p>${act('passphrase', status.passphrase)}` : `<p>${escaped(status.passphraseGone)}</p>`}`}
${filesOf(part, shown.files)}
${shown.certificate ? act('certificate', status.certificate) : ''}
${shown.open ? `<details><summary${named}>${escaped(status.withdraw)}</summary><p>${escaped(status.withdrawText)}</p>${act('withdraw', status.withdraw, true)}</details>` : ''}`;
}

/** How requests stand, for whoever holds their reference and code: one, or all that were asked together. `forgotten` says that their contents are gone. */
export function statusPage(place: Place, { reference, code }: Keys, all: readonly StatusShown[], said: Said, forgotten = false): string {
  const words = wordsIn(place.language);
  const alert = said === null ? '' : said.ok ? `<p role="status"><strong>${escaped(said.text)}</strong></p>` : `<div class="problem" role="alert"><p>${escaped(said.text)}</p></div>`;
  const end = forgotten ? `\n<p>${escaped(words.status.forgotten)}</p>` : '';
  const hidden = (right: Right): string => `<input type="hidden" name="reference" value="${escaped(reference)}"><input type="hidden" name="code" value="${escaped(code)}"><input type="hidden" name="of" value="${right}">`;
  const [only] = all;
  if (only !== undefined && all.length === 1) return pageOf(place, words.rights[only.right].title, `${alert}${standing({ place, hidden: hidden(only.right), level: 2, about: '', named: '' }, only)}${end}`);
  const parts = all.map((shown) => {
    const id = `of-${shown.right}`;
    return `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(words.rights[shown.right].title)}</h2>\n${standing({ place, hidden: hidden(shown.right), level: 3, about: `-${shown.right}`, named: ` aria-describedby="${id}"` }, shown)}</section>`;
  });
  return pageOf(place, words.status.several, `${alert}${parts.join('\n')}${end}`);
}

/** The passphrase, shown this once. */
export function passphrasePage(place: Place, passphrase: string): string {
  const { status } = wordsIn(place.language);
  return pageOf(place, status.passphrase, `<p><code class="large">${escaped(passphrase)}</code></p><p><strong>${escaped(status.passphraseOnce)}</strong></p>`);
}

/** Where the encrypted answer is fetched: by a button, so that no program that follows links uses it up. */
export function answerPage(place: Place, token: string): string {
  const { answer } = wordsIn(place.language);
  return pageOf(place, answer.heading, `<p>${escaped(answer.text)}</p><p>${escaped(answer.how)}</p><form method="post" action="${place.base}/answers/${encodeURIComponent(token)}?lang=${place.language}"><button type="submit">${escaped(answer.get)}</button></form>`);
}

