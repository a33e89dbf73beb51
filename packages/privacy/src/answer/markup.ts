import type { Cell } from '@avouch/connectors/store';
import type { AnswerWords } from './words.ts';

/** Text as it may stand in a page: never markup, and without the marks that turn the direction of writing or can't stand in HTML. */
export const escaped = (text: string): string =>
  text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

/** A cell as text: what is not there is null, and what has parts is JSON. */
export const cellText = (cell: Cell | undefined): string | null => (cell === null || cell === undefined ? null : typeof cell === 'string' ? cell : typeof cell === 'object' ? JSON.stringify(cell) : String(cell));

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** A cell in a page. */
export function cellMarkup(cell: Cell | undefined, { data }: AnswerWords): string {
  if (cell === null || cell === undefined || cell === '') return `<span class="none">${escaped(data.empty)}</span>`;
  if (typeof cell === 'boolean') return escaped(cell ? data.yes : data.no);
  if (typeof cell === 'string' && instant.test(cell)) return escaped(cell.replace('T', ' ').replace(/(\.0+)?Z$/, ' UTC'));
  return escaped(typeof cell === 'object' ? JSON.stringify(cell, undefined, 1) : String(cell));
}
