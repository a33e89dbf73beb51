import type { EstimatedPageNumbers, IXmlableObject, PageNumberEstimator } from 'docx';
import type { Block, Cell, Column, Document, Inline, Text } from '../document.ts';
import { stateMarks } from '../states.ts';
import { formatCitation } from '../text/citation.ts';
import { fittedWidth, svgSize } from '../svg/size.ts';
import { linesIn, type Measured } from './text-width.ts';

// In points. The page is A4 less its margins; an Arial line is 1.15 times its size, and the styles set it wider still.
const pageHeight = 694.4;
const textWidth = 459.25;
const face = 1.149;
const normal = { size: 9.5, line: 9.5 * face * 1.25, after: 7.5 } as const;
const cellSize = 8.5;
const cellLine = cellSize * face * 1.1;
const cellSides = 7.5;
const headings = { 1: [18, 24, 10], 2: [13.5, 19, 8], 3: [11, 16, 6], 4: [9.5, 13, 5] } as const;

/** What stands on a page or moves to the next as a whole. */
type Piece = {
  readonly height: number; readonly before: number; readonly after: number;
  /** It stands on the page of the piece behind it. */
  readonly kept?: boolean;
  /** The head of its table, which a new page begins with. */
  readonly head?: number;
  readonly newPage?: boolean;
  /** It is a heading of the contents. */
  readonly listed?: boolean;
};

const measuredInline = (part: Inline, size: number): Measured => {
  if (typeof part === 'string') return { text: part, size, wider: 1 };
  switch (part.kind) {
    case 'strong':
      return { text: part.text, size, wider: 1.07 };
    case 'code':
      return { text: part.text, size, wider: 1.12 };
    case 'cite':
      return { text: `[${formatCitation(part.entries)}]`, size: 7.5, wider: 1 };
    case 'blank':
      return { text: `to be completed: ${part.what}`, size, wider: 1 };
    default:
      return { text: part.text, size, wider: 1 };
  }
};
const measured = (text: Text, size: number): Measured[] => (typeof text === 'string' ? [text] : text).map((part) => measuredInline(part, size));
const measuredCell = (cell: Cell): Measured[] =>
  typeof cell === 'string' || !('kind' in cell) ? measured(cell, cellSize) : [{ text: `${stateMarks[cell.state].character} ${cell.word ?? stateMarks[cell.state].word}`, size: cellSize, wider: 1.07 }];

type Lines = { readonly line: number; readonly before: number; readonly after: number; readonly kept?: boolean };

/** The lines of a paragraph. Neither its first nor its last stands alone on a page. */
const linesOf = (count: number, { line, before, after, kept = false }: Lines): Piece[] =>
  Array.from({ length: count }, (_, index) => ({
    height: line, before: index === 0 ? before : 0, after: index === count - 1 ? after : 0,
    kept: index === count - 1 ? kept : kept || index === 0 || index === count - 2,
  }));

const paragraphOf = (text: Text, width: number, space: Omit<Lines, 'line'>): Piece[] => linesOf(linesIn(measured(text, normal.size), width), { line: normal.line, ...space });

const rowHeight = (cells: readonly (readonly Measured[])[], columns: readonly Column[]): number => {
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  const counts = cells.map((cell, index) => {
    const sides = (index === 0 ? 0 : 4.5) + (index === cells.length - 1 ? 0 : 4.5);
    return linesIn(cell, ((columns[index]?.width ?? total) / total) * textWidth - sides);
  });
  return Math.max(1, ...counts) * cellLine + cellSides;
};

const space: Piece = { height: cellLine, before: 0, after: 10 };
const caption = (text: string, kept: boolean): Piece[] =>
  linesOf(linesIn([{ text: `Table 10  ${text}`, size: cellSize, wider: 1 }], textWidth), { line: cellSize * face * 1.25, before: kept ? 12 : 5, after: kept ? 5 : 14, kept });

const tableOf = (block: Extract<Block, { kind: 'table' }>): Piece[] => {
  const head = rowHeight(block.columns.map(({ title }) => [{ text: title, size: 8, wider: 1.07 }]), block.columns);
  const rows = block.rows.map((row) => rowHeight(block.columns.map((_, index) => measuredCell(row[index] ?? '')), block.columns));
  const body = (rows.length === 0 ? [cellLine + cellSides] : rows).map((height): Piece => ({ height, before: 0, after: 0, head }));
  return [...(block.caption === undefined ? [] : caption(block.caption, true)), { height: head, before: 0, after: 0, kept: true }, ...body, space];
};

const termColumns: readonly Column[] = [{ title: '', width: 2.4 }, { title: '', width: 6.6 }];

const contentsOf = (blocks: readonly Block[]): Piece[] => [
  ...blocks.flatMap((block, index): Piece[] => {
    if (!isListed(block, blocks[index + 1])) return [];
    const [before, after] = block.level === 1 ? [7, 2] : [0, 1.5];
    return linesOf(linesIn([{ text: block.text, size: normal.size, wider: 1 }], textWidth - 40), { line: normal.line, before, after });
  }),
  { height: normal.line, before: 0, after: normal.after },
];

/** Whether the contents list this: a heading of the first three levels, but not the one over the contents. */
const isListed = (block: Block, next: Block | undefined): block is Extract<Block, { kind: 'heading' }> =>
  block.kind === 'heading' && block.level < 4 && next?.kind !== 'contents';

const headingOf = (block: Extract<Block, { kind: 'heading' }>, next: Block | undefined): Piece[] => {
  if (next?.kind === 'contents') return [{ height: 18 * face * 1.25, before: 0, after: 10, kept: true }];
  const [size, before, after] = headings[block.level];
  const lines = linesOf(linesIn([{ text: block.text, size, wider: 1.07 }], textWidth), { line: size * face * 1.1, before, after, kept: true });
  return lines.map((piece, index) => ({ ...piece, kept: true, listed: index === 0 && block.level < 4 }));
};

const piecesOf = (block: Block, next: Block | undefined, blocks: readonly Block[]): Piece[] => {
  switch (block.kind) {
    case 'heading':
      return headingOf(block, next);
    case 'paragraph':
      return paragraphOf(block.text, textWidth, { before: 0, after: normal.after });
    case 'list':
      return block.items.flatMap((item) => paragraphOf(item, textWidth - 18, { before: 0, after: 4 }));
    case 'table':
      return tableOf(block);
    case 'terms':
      return block.items.length === 0 ? [] : [...block.items.map(({ term, text }): Piece => ({ height: rowHeight([[{ text: term, size: cellSize, wider: 1.07 }], measured(text, cellSize)], termColumns), before: 0, after: 0 })), space];
    case 'figure': {
      const { width, height } = svgSize(block.svg);
      return [{ height: (fittedWidth(block.svg, textWidth, 560) * height) / width * 1.25, before: 10, after: 0, kept: true }, ...caption(block.caption, false)];
    }
    case 'notice': {
      const title = block.title === undefined ? [] : paragraphOf(block.title, textWidth - 20, { before: 10, after: 0, kept: true });
      return [...title, ...paragraphOf(block.text, textWidth - 20, { before: title.length === 0 ? 10 : 0, after: 12 })];
    }
    case 'signature':
      return block.lines.flatMap((_, index): Piece[] => (index % 2 === 1 ? [] : [{ height: normal.line, before: 28, after: 0, kept: true }, { height: cellLine + 4, before: 0, after: 0 }, space]));
    case 'contents':
      return contentsOf(blocks);
    case 'page-break':
      return [];
  }
};

/** The page of each heading that the contents list, in order, and how many pages there are. The cover is the first. */
export const headingPages = ({ blocks }: Document): { readonly pages: readonly number[]; readonly count: number } => {
  const pieces = blocks.flatMap((block, index) => {
    const own = piecesOf(block, blocks[index + 1], blocks);
    const breaks = index === 0 || blocks[index - 1]?.kind === 'page-break';
    return own.map((piece, place) => (breaks && place === 0 ? { ...piece, newPage: true } : piece));
  });
  const pages: number[] = [];
  let [page, at, gap] = [1, 0, 0];
  for (let from = 0; from < pieces.length; ) {
    let to = from;
    while (pieces[to]?.kept === true && to + 1 < pieces.length && pieces[to + 1]?.newPage !== true) to += 1;
    const chain = pieces.slice(from, to + 1);
    const first = chain[0] as Piece;
    const height = chain.reduce((sum, piece, index) => sum + piece.height + (index === 0 ? 0 : Math.max(piece.before, chain[index - 1]?.after ?? 0)), 0);
    if (first.newPage === true) [page, at, gap] = [page + 1, first.before, 0];
    else if (at + Math.max(gap, first.before) + height > pageHeight) [page, at, gap] = [page + 1, first.head ?? 0, 0];
    else at += Math.max(gap, first.before);
    for (const piece of chain) if (piece.listed === true) pages.push(page);
    const over = Math.floor((at + height) / pageHeight);
    [page, at, gap] = height > pageHeight ? [page + over, (at + height) % pageHeight, chain.at(-1)?.after ?? 0] : [page, at + height, chain.at(-1)?.after ?? 0];
    from = to + 1;
  }
  return { pages, count: page };
};

/** The names that the writer gave to the headings of the contents, in order. */
const namesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => (key === 'w:bookmarkStart' ? bookmarkName(child) : ['w:body', 'w:p'].includes(key) ? namesIn(child) : []));
};
const bookmarkName = (start: unknown): string[] => [...JSON.stringify(start).matchAll(/"w:name":"(_Toc\d+)"/g)].map(([, name = '']) => name);

/**
 * Says on which page each heading of the document will about be, so that Word shows the contents without asking anything; an update of the
 * field corrects it. The writer's own estimate lays out pages nearly as Word does, but takes seconds of processor time for a package.
 */
export const pageNumbersOf = (document: Document): PageNumberEstimator => (body: IXmlableObject): EstimatedPageNumbers => {
  const { pages, count } = headingPages(document);
  return { bookmarks: new Map(namesIn(body).map((name, index) => [name, String(pages[index] ?? count)])), pageCount: count };
};
