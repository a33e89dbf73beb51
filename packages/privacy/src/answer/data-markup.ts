import type { Cell } from '@avouch/connectors/store';
import { filled } from '../law/texts.ts';
import type { AnswerRow } from '../run.ts';
import { type FoundPlace, mappedField, mappedPlace } from './found.ts';
import { cellMarkup, escaped } from './markup.ts';
import type { AnswerContents } from './page.ts';
import type { AnswerPaths } from './paths.ts';
import type { AnswerWords } from './words.ts';

/** The rows of a place as the answer shows them. */
export type ShownRow = { readonly standing: AnswerRow['standing']; readonly cells: Readonly<Record<string, Cell>>; /** Fields of this row that are about others and stay out. */ readonly leftOut: readonly string[] };
export type PageRows = (place: FoundPlace) => AsyncIterable<ShownRow>;

/** The most rows of one place that a page bears; all of them are in the CSV beside it. */
export const PAGE_ROWS_MAX = 1000;
/** Up to so many fields stand side by side; more stand one under the other. */
const COLUMNS_MAX = 6;

/** Everything that was found, system by system and place by place. */
export async function* dataMarkup(contents: AnswerContents, words: AnswerWords, paths: AnswerPaths, rows: PageRows): AsyncGenerator<string> {
  let system: string | null = null;
  for (const place of contents.account.places) {
    if (place.rows === 0) continue;
    if (place.system !== system) yield `<h3>${escaped(contents.map.systems[place.system]?.title ?? place.system)}</h3>\n`;
    system = place.system;
    yield* placeMarkup(contents, { place, path: paths.data(place) }, words, rows(place));
  }
}

/** A cell, or that it stays out: a reader must not take what is left out for empty. */
const shownCell = (row: ShownRow, field: string, words: AnswerWords): string =>
  (row.leftOut.includes(field) ? `<span class="none">${escaped(words.data.withheld)}</span>` : Object.hasOwn(row.cells, field) ? cellMarkup(row.cells[field], words) : '–');

async function* placeMarkup({ map }: AnswerContents, { place, path }: { readonly place: FoundPlace; readonly path: string }, words: AnswerWords, rows: AsyncIterable<ShownRow>): AsyncGenerator<string> {
  const title = mappedPlace(map, place)?.title ?? place.place;
  const count = place.rows === 1 ? words.data.one : filled(words.data.rows, { n: String(place.rows) });
  yield `<h4>${escaped(title)} <span class="note">· ${escaped(count)}</span></h4>\n`;
  const label = (field: string): string => {
    const category = mappedField(map, place, field)?.category;
    return category === undefined || category === 'none' ? escaped(field) : `${escaped(field)}<small>${escaped(category)}</small>`;
  };
  const others = place.standing.own < place.rows;
  const wide = place.fields.length + (others ? 1 : 0) > COLUMNS_MAX;
  if (!wide) yield `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(title)}"><table><thead><tr>${place.fields.map((field) => `<th scope="col">${label(field)}</th>`).join('')}${others ? '<th scope="col"></th>' : ''}</tr></thead>\n<tbody>`;
  let shown = 0;
  for await (const row of rows) {
    if (shown === PAGE_ROWS_MAX) break;
    shown += 1;
    const standing = row.standing === 'own' ? '' : words.data.standing[row.standing];
    yield wide
      ? `<dl class="record" aria-label="${escaped(filled(words.data.record, { n: String(shown) }))}">${standing === '' ? '' : `<dt></dt><dd class="note">${escaped(standing)}</dd>`}${place.fields.map((field) => `<dt>${escaped(field)}</dt><dd>${shownCell(row, field, words)}</dd>`).join('')}</dl>\n`
      : `<tr>${place.fields.map((field) => `<td>${shownCell(row, field, words)}</td>`).join('')}${others ? `<td class="note">${escaped(standing)}</td>` : ''}</tr>\n`;
  }
  if (!wide) yield '</tbody></table></div>\n';
  if (shown < place.rows) yield `<p class="note">${escaped(filled(words.data.more, { shown: String(shown), n: String(place.rows), file: `${path}.csv` }))}</p>\n`;
}
