import type { Cell } from '@avouch/connectors/store';
import type { DataMap } from '../datamap.ts';
import type { ShownRow } from './data-markup.ts';
import { type FoundPlace, mappedField, mappedPlace } from './found.ts';
import { cellText } from './markup.ts';

/** Spreadsheets run a text that begins so as a formula: an apostrophe before it keeps it a text. Numbers are left alone. */
const formula = /^[=+\-@\t\r]/;

const csvCell = (cell: Cell | undefined): string => {
  const text = cellText(cell);
  if (text === null) return '';
  const inert = typeof cell === 'string' && formula.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return inert === '' || /[",\r\n]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
};

/** What stands beside the fields where it is not the same for every row: whose a row is, and which of its fields stay out. */
const furtherColumns = (place: FoundPlace): readonly ('_standing' | '_left_out')[] => [...(place.standing.own < place.rows ? ['_standing' as const] : []), ...(place.leftOut.length > 0 ? ['_left_out' as const] : [])];
const furtherCell = (row: ShownRow, column: '_standing' | '_left_out'): Cell => (column === '_standing' ? row.standing : row.leftOut);
const furtherSchemas = {
  _standing: { enum: ['own', 'shared', 'accessible'], description: 'whose the row is: yours, also another person’s, or another’s that was visible to you' },
  _left_out: { type: 'array', items: { type: 'string' }, description: 'fields of this row that are about other people and are left out: Arts. 15(4), 20(4)' },
} as const;

/** The rows as CSV (RFC 4180, UTF-8 with its mark, which spreadsheets need), with whose each row is where some are not the person's alone. */
export async function* csvOf(place: FoundPlace, rows: AsyncIterable<ShownRow>): AsyncGenerator<string> {
  const further = furtherColumns(place);
  yield `\uFEFF${[...place.fields, ...further].map(csvCell).join(',')}\r\n`;
  for await (const row of rows) yield `${[...place.fields.map((field) => csvCell(row.cells[field])), ...further.map((one) => csvCell(furtherCell(row, one)))].join(',')}\r\n`;
}

/** The rows as a JSON array of objects, one a line, exactly as the source held them. */
export async function* jsonOf(place: FoundPlace, rows: AsyncIterable<ShownRow>): AsyncGenerator<string> {
  const further = furtherColumns(place);
  let before = '[\n';
  for await (const row of rows) {
    const shown = place.fields.filter((field) => Object.hasOwn(row.cells, field));
    yield `${before}${JSON.stringify(Object.fromEntries([...shown.map((field) => [field, row.cells[field]]), ...further.map((one) => [one, furtherCell(row, one)])]))}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

const told = (map: DataMap, place: FoundPlace, field: string): string => {
  const mapped = mappedField(map, place, field);
  return mapped === undefined ? field : `${mapped.category}; ${mapped.provenance}`;
};

/** JSON Schema 2020-12 of the JSON file of a place. */
export const schemaOf = (map: DataMap, place: FoundPlace): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema', title: mappedPlace(map, place)?.title ?? place.place, type: 'array',
  items: {
    type: 'object', additionalProperties: false,
    properties: {
      ...Object.fromEntries(place.fields.map((field) => [field, { type: place.types[field] ?? [], description: told(map, place, field) }])),
      ...Object.fromEntries(furtherColumns(place).map((one) => [one, furtherSchemas[one]])),
    },
  },
});

/** CSV on the Web metadata of the CSV file of a place. */
export const metadataOf = (map: DataMap, place: FoundPlace, file: string): object => ({
  '@context': 'http://www.w3.org/ns/csvw', url: file, 'dc:title': mappedPlace(map, place)?.title ?? place.place,
  'rdfs:comment': 'A text that a spreadsheet would run as a formula has an apostrophe before it; the JSON file holds it as it is.',
  dialect: { encoding: 'utf-8', header: true, lineTerminators: ['\r\n'] },
  tableSchema: { columns: [
    ...place.fields.map((field) => ({ titles: field, datatype: 'string', 'dc:description': told(map, place, field) })),
    ...furtherColumns(place).map((one) => ({ titles: one, datatype: 'string', 'dc:description': furtherSchemas[one].description })),
  ] },
});
