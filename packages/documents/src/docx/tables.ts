import { AlignmentType, Paragraph, Table, TableCell, TableLayoutType, TableRow, TextRun, WidthType, type ParagraphChild } from 'docx';
import type { Block, Column } from '../document.ts';
import { cellRuns, docxColours, lineOf, noLine, passageRuns, runsOf } from './passages.ts';

// The text area of A4 less 24 mm on both sides, in twentieths of a point.
const textWidth = 9185;
const sides = { left: noLine, right: noLine };

type Line = { readonly cells: readonly (readonly ParagraphChild[])[]; readonly head?: boolean; readonly span?: number };

const rowOf = (line: Line, columns: readonly Column[], widths: readonly number[]): TableRow =>
  new TableRow({
    cantSplit: true,
    tableHeader: line.head === true,
    children: line.cells.map((children, index) =>
      new TableCell({
        width: { size: line.span === undefined ? (widths[index] ?? 0) : textWidth, type: WidthType.DXA },
        ...(line.span === undefined ? {} : { columnSpan: line.span }),
        margins: { top: 70, bottom: 70, left: index === 0 ? 0 : 90, right: index === line.cells.length - 1 ? 0 : 90 },
        borders: line.head === true ? { ...sides, top: lineOf(8, docxColours.ink), bottom: lineOf(6, docxColours.rule) } : { ...sides, top: noLine, bottom: lineOf(4, docxColours.hair) },
        children: [new Paragraph({ style: 'Cell', alignment: columns[index]?.align === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT, children: [...children] })],
      }),
    ),
  });

const gridOf = (columns: readonly Column[], lines: readonly Line[]): Table => {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => Math.round((column.width / total) * textWidth));
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    borders: { ...sides, top: noLine, bottom: noLine, insideHorizontal: noLine, insideVertical: noLine },
    rows: lines.map((line) => rowOf(line, columns, widths)),
  });
};

/** A paragraph above a table or under a figure, its number first. */
export const captionOf = (label: string, text: string, above: boolean): Paragraph =>
  new Paragraph({
    style: 'Caption', keepNext: above, spacing: { before: above ? 240 : 100, after: above ? 100 : 280 },
    children: [new TextRun({ text: `${label}  `, bold: true, color: docxColours.ink }), ...runsOf(text)],
  });

const space = (): Paragraph => new Paragraph({ style: 'Cell', spacing: { before: 0, after: 200 }, children: [] });

/** A table with its header row repeated on each page. */
export const tableOf = (block: Extract<Block, { kind: 'table' }>, number: number, anchors: ReadonlyMap<string, string>): (Paragraph | Table)[] => {
  const head: Line = { head: true, cells: block.columns.map((column) => runsOf(column.title, { bold: true, color: docxColours.muted, size: '8pt' })) };
  const rows = block.rows.map((row): Line => ({ cells: block.columns.map((_, index) => cellRuns(row[index] ?? '', anchors)) }));
  const empty: Line = { span: block.columns.length, cells: [runsOf(block.empty ?? 'No rows.', { italics: true, color: docxColours.muted })] };
  const table = gridOf(block.columns, [head, ...(rows.length === 0 ? [empty] : rows)]);
  return [...(block.caption === undefined ? [] : [captionOf(`Table ${number}`, block.caption, true)]), table, space()];
};

/** Terms beside their descriptions, as a table without a header. */
export const termsOf = (block: Extract<Block, { kind: 'terms' }>, anchors: ReadonlyMap<string, string>): (Paragraph | Table)[] => {
  const columns: readonly Column[] = [{ title: '', width: 2.4 }, { title: '', width: 6.6 }];
  const lines = block.items.map((item): Line => ({ cells: [runsOf(item.term, { color: docxColours.muted, bold: true }), passageRuns(item.text, anchors)] }));
  return lines.length === 0 ? [] : [gridOf(columns, lines), space()];
};

/** Places to sign, two beside each other, each a line with its words below. */
export const signatureOf = (block: Extract<Block, { kind: 'signature' }>): (Paragraph | Table)[] => {
  const cell = (line: string | undefined): TableCell =>
    new TableCell({
      width: { size: textWidth / 2 - 300, type: WidthType.DXA },
      margins: { top: 80, left: 0, right: 0 },
      borders: { ...sides, bottom: noLine, top: line === undefined ? noLine : lineOf(6, docxColours.ink) },
      children: [new Paragraph({ style: 'Cell', children: runsOf(line ?? '', { color: docxColours.muted, size: '8pt' }) })],
    });
  const gap = (): TableCell => new TableCell({ width: { size: 600, type: WidthType.DXA }, borders: { ...sides, top: noLine, bottom: noLine }, children: [new Paragraph({ style: 'Cell', children: [] })] });
  const pairs = Array.from({ length: Math.ceil(block.lines.length / 2) }, (_, index) => block.lines.slice(2 * index, 2 * index + 2));
  return pairs.flatMap((pair) => [
    new Paragraph({ spacing: { before: 560, after: 0 }, keepNext: true, children: [] }),
    new Table({
      layout: TableLayoutType.FIXED, width: { size: textWidth, type: WidthType.DXA }, columnWidths: [4292, 600, 4293],
      borders: { ...sides, top: noLine, bottom: noLine, insideHorizontal: noLine, insideVertical: noLine },
      rows: [new TableRow({ cantSplit: true, children: [cell(pair[0]), gap(), cell(pair[1])] })],
    }),
    space(),
  ]);
};
