import type { DataMap } from '../datamap.ts';
import type { Day } from '../law/days.ts';
import type { Jurisdiction } from '../law/jurisdictions.ts';
import { citedIn, dayText, filled, textsIn } from '../law/texts.ts';
import type { Account, AccountInput } from './account.ts';
import type { AnswerKind } from './found.ts';
import { dataMarkup, type PageRows } from './data-markup.ts';
import { escaped } from './markup.ts';
import { type AnswerPaths, pathsOf } from './paths.ts';
import { pageStyle } from './page-style.ts';
import { type AnswerWords, wordsIn } from './words.ts';

/** What an answer says of itself and of the company. */
export type AnswerHead = {
  readonly kind: AnswerKind;
  /** What the person keeps. */
  readonly reference: string;
  readonly language: string;
  readonly law: Jurisdiction['law'];
  readonly received: Day;
  /** The day on which it was put together. */
  readonly composed: Day;
  readonly controller: { readonly name: string; readonly address: string; readonly mail: string; readonly representative: string | null; readonly officer: string | null };
  readonly authority: { readonly name: string; readonly address: string; readonly url: string | null } | null;
  /** Which court, in the company's own words; the law's general sentence without it. */
  readonly remedy?: string;
};

export type AnswerContents = { readonly head: AnswerHead; readonly map: DataMap; readonly account: Account; readonly vendors: AccountInput['vendors'] };

/** A text, or the visible gap where nobody has stated it yet. */
const told = (text: string | null, words: AnswerWords): string => (text === null ? `<span class="none">${escaped(words.data.open)}</span>` : escaped(text));
const section = (id: string, heading: string, body: string): string => (body === '' ? '' : `<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${escaped(heading)}</h2>\n${body}</section>\n`);
const paragraph = (text: string, cls = ''): string => `<p${cls === '' ? '' : ` class="${cls}"`}>${escaped(text)}</p>\n`;
const list = (items: readonly string[]): string => (items.length === 0 ? '' : `<ul>${items.map((one) => `<li>${escaped(one)}</li>`).join('')}</ul>\n`);
const table = (label: string, columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(label)}"><table><thead><tr>${columns.map((one) => `<th scope="col">${one}</th>`).join('')}</tr></thead>\n<tbody>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}</tbody></table></div>\n`;

/**
 * The answer as one page of HTML that asks nothing of any network and runs no script, piece by piece. `rows` hands out what is
 * shown of each place; a place with more rows than a page bears says where the rest is.
 */
export async function* pageOf(contents: AnswerContents, rows: PageRows): AsyncGenerator<string> {
  const { head, account } = contents;
  const words = wordsIn(head.language);
  const sections = head.kind === 'access' ? accountSections(contents, words) : [];
  const leftOut = leftOutOf(contents, words);
  const paths = pathsOf(account.places);
  const files = filesOf(contents, paths);
  const named = [...sections, ['data', account.rows === 0 ? '' : words.data.heading, ''], ['files', files === '' ? '' : words.files.heading, ''], ['left-out', leftOut === '' ? '' : words.leftOut.heading, '']] as const;
  const nav = named.filter(([, heading]) => heading !== '').map(([id, heading]) => `<li><a href="#${id}">${escaped(heading)}</a></li>`).join('');
  yield `<!doctype html>\n<html lang="${escaped(words.language)}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">\n<meta name="referrer" content="no-referrer">\n<title>${escaped(`${words.title[head.kind]} · ${head.controller.name}`)}</title>\n<style>${pageStyle}</style>\n</head>\n<body>\n`;
  yield `<header><h1>${escaped(words.title[head.kind])}</h1>\n<div class="meta">${paragraph(head.controller.name)}${paragraph([filled(words.received, { day: dayText(head.received, words.language) }), filled(words.composed, { day: dayText(head.composed, words.language) }), filled(words.reference, { reference: head.reference })].join(' · '))}</div></header>\n<main>\n`;
  yield section('short', words.short.heading, shortOf(contents, words));
  if (nav !== '') yield `<nav aria-label="${escaped(words.contents)}"><h2>${escaped(words.contents)}</h2><ul>${nav}</ul></nav>\n`;
  for (const [id, heading, body] of sections) yield section(id, heading, body);
  if (account.rows > 0) {
    yield `<section id="data" aria-labelledby="data-h"><h2 id="data-h">${escaped(words.data.heading)}</h2>\n`;
    yield* dataMarkup(contents, words, paths, rows);
    yield '</section>\n';
  }
  yield section('files', words.files.heading, files);
  yield section('left-out', words.leftOut.heading, leftOut);
  yield section('company', words.company.heading, companyOf(head, words));
  yield '</main>\n</body>\n</html>\n';
}

function shortOf({ head, account }: AnswerContents, words: AnswerWords): string {
  const files = account.places.reduce((sum, place) => sum + place.files.length, 0);
  const values = { controller: head.controller.name, rows: String(account.rows), places: String(account.places.length) };
  const first = head.kind === 'portability' ? words.short.portable : account.places.length === 0 ? words.short.none : words.short.yes;
  return [
    paragraph(filled(first, values), 'lead'),
    account.places.some(({ leftOut }) => leftOut.length > 0) ? paragraph(words.short.leftOut) : '',
    files > 0 ? paragraph(filled(words.short.files, { n: String(files) })) : '',
    account.rows > 0 ? paragraph(words.short.forms) : '',
  ].join('');
}

type Section = readonly [id: string, heading: string, body: string];

function accountSections({ head, account }: AnswerContents, words: AnswerWords): readonly Section[] {
  if (account.places.length === 0) return [['rights', words.rights.heading, rightsOf(head, words, false)]];
  const { purposes, categories, recipients, noRecipients, sources } = account;
  const texts = textsIn(words.language);
  const law = head.law === 'uk-gdpr' ? 'uk-gdpr' : 'gdpr';
  const basisOf = (one: (typeof purposes)[number]): string => [
    `${words.bases[one.basis]} (${citedIn(one.basis, texts, law)})`, one.ground === null ? '' : filled(words.purposes.ground, { ground: one.ground }),
    one.special === null ? '' : filled(words.purposes.special, { article: citedIn(one.special, texts, law) }),
  ].filter((part) => part !== '').map(escaped).join('<br>');
  const machine = purposes.map(({ title, noMachine, automated }) => `${title}: ${automated ?? (noMachine ? words.machine.none : words.data.open)}`);
  const sourceText = ({ provenance, source, categories: kinds }: (typeof sources)[number]): string => `${provenance === 'elsewhere' ? filled(words.sources.elsewhere, { source: source ?? words.data.open }) : words.sources[provenance]}: ${kinds.join(', ')}`;
  return [
    ['purposes', words.purposes.heading, table(words.purposes.heading, [words.purposes.purpose, words.purposes.basis, words.purposes.kept].map(escaped), purposes.map((one) => [escaped(one.title), basisOf(one), told(one.retention, words)]))],
    ['categories', words.categories.heading, list(categories.map(({ category, special }) => (special ? `${category} (${words.categories.special})` : category)))],
    ['recipients', words.recipients.heading, `${recipients.length === 0 ? '' : recipientTable(recipients, words)}${list(noRecipients)}${recipients.length + noRecipients.length === 0 ? paragraph(words.recipients.none) : ''}`],
    ['sources', words.sources.heading, list(sources.map(sourceText))],
    ['machine', words.machine.heading, list(machine)],
    ['rights', words.rights.heading, rightsOf(head, words, purposes.some(({ basis }) => basis === '6(1)(a)'))],
  ];
}

function recipientTable(recipients: Account['recipients'], words: AnswerWords): string {
  const { name, role, country, safeguard, roles, hosted, heading } = words.recipients;
  const region = new Intl.DisplayNames(words.language, { type: 'region' });
  const named = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (region.of(code) ?? code) : code);
  return table(heading, [name, role, country, safeguard].map(escaped), recipients.map((one) => [
    escaped(one.title), escaped([roles[one.role], ...(one.hosts === null ? [] : [filled(hosted, { system: one.hosts })])].join(', ')), one.country === null ? told(one.stated, words) : escaped(named(one.country)),
    one.outside === null ? '' : one.outside ? told(one.safeguard, words) : escaped(words.recipients.inside),
  ]));
}

function rightsOf(head: AnswerHead, words: AnswerWords, consent: boolean): string {
  const texts = textsIn(words.language);
  const authority = head.authority?.name ?? texts.unknownAuthority;
  return list([...words.rights.list, ...(consent ? [words.rights.consent] : []), filled(texts.complaint[head.law], { authority }), head.remedy ?? texts.remedy[head.law]]);
}

const titleOf = (map: DataMap, { system, place }: { readonly system: string; readonly place: string }): string => map.systems[system]?.places[place]?.title ?? place;

function leftOutOf({ head, map, account }: AnswerContents, words: AnswerWords): string {
  const lines = account.places.flatMap((place) => place.leftOut.map(({ field, rows }) => filled(words.leftOut.line, { place: titleOf(map, place), field, n: String(rows) })));
  return lines.length === 0 ? '' : paragraph(words.leftOut.why[head.kind]) + list(lines);
}

/** Links lead to files beside the page in the same package: their names there are ours, the shown ones the source's. */
function filesOf({ map, account }: AnswerContents, paths: AnswerPaths): string {
  const items = account.places.flatMap((place) => place.files.map((file) => `<li><a href="${escaped(paths.file(file).split('/').map(encodeURIComponent).join('/'))}">${escaped(file.name.split(/[/\\]/).at(-1) ?? file.name)}</a> <span class="note">${escaped(titleOf(map, place))} · ${file.bytes} bytes</span></li>`));
  return items.length === 0 ? '' : `<ul>${items.join('')}</ul>\n`;
}

function companyOf(head: AnswerHead, words: AnswerWords): string {
  const { controller, authority } = head;
  const terms = [
    [words.company.name, controller.name], [words.company.address, controller.address], [words.company.mail, controller.mail], [words.company.officer, controller.officer],
    [words.company.representative, controller.representative], [words.company.authority, authority === null ? null : [authority.name, authority.address, authority.url].filter(Boolean).join('\n')],
  ].filter((one): one is [string, string] => typeof one[1] === 'string' && one[1] !== '');
  return `<dl class="terms">${terms.map(([term, text]) => `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`).join('')}</dl>\n`;
}
