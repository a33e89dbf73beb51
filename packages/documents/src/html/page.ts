import { createHash } from 'node:crypto';
import type { Block, Cell, Document, Inline, StateMark, Text } from '../document.ts';
import { stateMarks } from '../states.ts';
import { element, escapeXml } from '../svg/element.ts';
import { markPaths } from '../svg/mark.ts';
import { svgSize } from '../svg/size.ts';
import { parseAddress } from '../text/address.ts';
import { formatCitation, sealPath } from '../text/citation.ts';
import { fontFaces } from './faces.ts';
import { isPlainSvg } from './inline-svg.ts';
import { styleSheet } from './style.ts';

type Page = { readonly anchors: ReadonlyMap<string, string>; readonly headings: ReadonlyMap<Block, string>; readonly blocks: readonly Block[]; readonly widths: Set<number>; tables: number; figures: number };

const use = (name: string): string => `<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><use href="#mark-${name}"/></svg>`;
const lines = (text: string): string => escapeXml(text).replaceAll('\n', '<br>');

const inline = (part: Inline, page: Page): string => {
  if (typeof part === 'string') return lines(part);
  switch (part.kind) {
    case 'strong':
      return `<strong>${lines(part.text)}</strong>`;
    case 'emphasis':
      return `<em>${lines(part.text)}</em>`;
    case 'code':
      return `<code>${lines(part.text)}</code>`;
    case 'blank':
      return `<span class="blank">to be completed: ${lines(part.what)}</span>`;
    case 'cite': {
      const numbers = formatCitation(part.entries);
      return `<span class="cite${numbers.length > 24 ? ' long' : ''}">${use('seal')}<span class="unseen">ledger </span>${numbers}</span>`;
    }
    case 'link': {
      const address = parseAddress(part.href);
      if (address.kind === 'outside') return `<a href="${escapeXml(address.url)}" rel="noopener noreferrer">${lines(part.text)}</a>`;
      const to = address.kind === 'heading' ? page.anchors.get(address.id) : undefined;
      return to === undefined ? lines(part.text) : `<a href="#${to}">${lines(part.text)}</a>`;
    }
  }
};

const passage = (text: Text, page: Page): string => (typeof text === 'string' ? lines(text) : text.map((part) => inline(part, page)).join(''));

const cell = (value: Cell, page: Page): string =>
  typeof value === 'string' || !('kind' in value)
    ? passage(value, page)
    : `<span class="state ${value.state}">${use(value.state)}${escapeXml(value.word ?? stateMarks[value.state].word)}</span>`;

const table = (block: Extract<Block, { kind: 'table' }>, page: Page): string => {
  const total = block.columns.reduce((sum, column) => sum + column.width, 0);
  const widths = block.columns.map((column) => Math.round((column.width / total) * 100));
  widths.forEach((width) => page.widths.add(width));
  const side = (index: number): string => (block.columns[index]?.align === 'right' ? ' class="right"' : '');
  const head = block.columns.map((column, index) => `<th scope="col"${side(index)}>${escapeXml(column.title)}</th>`).join('');
  const rows = block.rows.map((row) => `<tr>${block.columns.map((_, index) => `<td${side(index)}>${cell(row[index] ?? '', page)}</td>`).join('')}</tr>`);
  const body = rows.length === 0 ? `<tr><td class="none" colspan="${block.columns.length}">${escapeXml(block.empty ?? 'No rows.')}</td></tr>` : rows.join('\n');
  if (block.caption !== undefined) page.tables += 1;
  const caption = block.caption === undefined ? '' : `<caption><b>Table ${page.tables}</b>${escapeXml(block.caption)}</caption>`;
  const columns = widths.map((width) => `<col class="w${width}">`).join('');
  return `<div class="scroll" role="group" aria-label="${escapeXml(block.caption ?? 'Table')}" tabindex="0"><table>${caption}<colgroup>${columns}</colgroup><thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>`;
};

const figure = (block: Extract<Block, { kind: 'figure' }>, page: Page): string => {
  page.figures += 1;
  const { width, height } = svgSize(block.svg);
  const drawing = isPlainSvg(block.svg)
    ? `<div class="drawing" role="img" aria-label="${escapeXml(block.alt)}">${block.svg}</div>`
    : `<div class="drawing">${element('img', { alt: block.alt, width: Math.round(width), height: Math.round(height), src: `data:image/svg+xml;base64,${Buffer.from(block.svg).toString('base64')}` })}</div>`;
  return `<figure>${drawing}<figcaption><b>Figure ${page.figures}</b>${escapeXml(block.caption)}</figcaption></figure>`;
};

const contents = (page: Page): string => {
  const entries = page.blocks.flatMap((block, index) => {
    if (block.kind !== 'heading' || block.level > 3 || page.blocks[index + 1]?.kind === 'contents') return [];
    return [`<li class="l${block.level}"><a href="#${page.headings.get(block)}">${escapeXml(block.text)}</a></li>`];
  });
  return `<nav aria-label="Contents"><ol>${entries.join('')}</ol></nav>`;
};

const block = (value: Block, page: Page): string => {
  switch (value.kind) {
    case 'heading':
      return `<h${value.level + 1} id="${page.headings.get(value)}">${escapeXml(value.text)}</h${value.level + 1}>`;
    case 'paragraph':
      return `<p>${passage(value.text, page)}</p>`;
    case 'list': {
      const tag = value.ordered === true ? 'ol' : 'ul';
      return `<${tag}>${value.items.map((item) => `<li>${passage(item, page)}</li>`).join('')}</${tag}>`;
    }
    case 'table':
      return table(value, page);
    case 'terms':
      return `<dl>${value.items.map((item) => `<div><dt>${escapeXml(item.term)}</dt><dd>${passage(item.text, page)}</dd></div>`).join('')}</dl>`;
    case 'figure':
      return figure(value, page);
    case 'notice':
      return `<div class="notice ${value.tone}" role="note">${value.title === undefined ? '' : `<p class="head">${escapeXml(value.title)}</p>`}<p>${passage(value.text, page)}</p></div>`;
    case 'signature':
      return `<ul class="signature">${value.lines.map((line) => `<li>${escapeXml(line)}</li>`).join('')}</ul>`;
    case 'contents':
      return contents(page);
    case 'page-break':
      return '<div class="page-break"></div>';
  }
};

const pageOf = (document: Document): Page => {
  const anchors = new Map<string, string>();
  const headings = new Map<Block, string>();
  document.blocks.forEach((value, index) => {
    if (value.kind !== 'heading') return;
    headings.set(value, `heading-${index}`);
    if (value.id !== undefined && !anchors.has(value.id)) anchors.set(value.id, `heading-${index}`);
  });
  return { anchors, headings, blocks: document.blocks, widths: new Set(), tables: 0, figures: 0 };
};

const cover = (document: Document): string => {
  const rows = document.cover.map((line) => {
    const [, label, value] = /^([^:]{1,24}): (.+)$/s.exec(line) ?? [];
    return label === undefined ? `<li>${escapeXml(line)}</li>` : `<li><span class="label">${escapeXml(label)}<span class="unseen">: </span></span><span>${escapeXml(value ?? '')}</span></li>`;
  });
  const subtitle = document.subtitle === undefined ? '' : `<p class="subtitle">${escapeXml(document.subtitle)}</p>`;
  return `<header><p class="author">${escapeXml(document.author)}</p><h1>${escapeXml(document.title)}</h1>${subtitle}<ul class="cover">${rows.join('')}</ul></header>`;
};

const symbols = (): string => {
  const marks = Object.keys(stateMarks).map((state) => `<symbol id="mark-${state}" viewBox="0 0 16 16">${markPaths(state as StateMark, 'currentColor')}</symbol>`);
  return `<svg class="unseen" aria-hidden="true">${marks.join('')}<symbol id="mark-seal" viewBox="0 0 16 16"><path d="${sealPath}" fill="currentColor" fill-rule="evenodd"/></symbol></svg>`;
};

/** The document as one HTML file: no script, no outside request, fonts and drawings inside, styles allowed by their hash alone. */
export const pageHtml = (document: Document): string => {
  const page = pageOf(document);
  const body = document.blocks.map((value) => block(value, page)).join('\n');
  const style = `${fontFaces(body + document.title + document.author + document.cover.join(''))}\n${styleSheet(document.runningNotice, page.widths)}`;
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`;
  const notice = escapeXml(document.runningNotice);
  return [
    `<!doctype html>\n<html lang="${document.language}">\n<head>\n<meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">',
    `<meta name="author" content="${escapeXml(document.author)}">\n<meta name="date" content="${escapeXml(document.date)}">`,
    `<title>${escapeXml(document.title)}</title>\n<style>${style}</style>\n</head>\n<body>\n${symbols()}`,
    `<div class="notice-bar" role="region" aria-label="Notice">${notice}</div>\n${cover(document)}\n<main>\n${body}\n</main>`,
    `<footer><p>${notice}</p></footer>\n</body>\n</html>\n`,
  ].join('\n');
};
