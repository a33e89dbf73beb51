import type { Block, Cell, Document, Inline, Text } from '../document.ts';

type Rewrite = (text: string) => string;

const inline = (value: Inline, of: Rewrite): Inline => {
  if (typeof value === 'string') return of(value);
  if (value.kind === 'cite') return value;
  if (value.kind === 'blank') return { ...value, what: of(value.what) };
  return { ...value, text: of(value.text) };
};

const passage = (value: Text, of: Rewrite): Text => (typeof value === 'string' ? of(value) : value.map((part) => inline(part, of)));

const cell = (value: Cell, of: Rewrite): Cell => {
  if (typeof value === 'string' || !('kind' in value)) return passage(value, of);
  return value.word === undefined ? value : { ...value, word: of(value.word) };
};

const block = (value: Block, of: Rewrite): Block => {
  switch (value.kind) {
    case 'heading':
      return { ...value, text: of(value.text) };
    case 'paragraph':
      return { ...value, text: passage(value.text, of) };
    case 'list':
      return { ...value, items: value.items.map((item) => passage(item, of)) };
    case 'terms':
      return { ...value, items: value.items.map((item) => ({ term: of(item.term), text: passage(item.text, of) })) };
    case 'table':
      return {
        ...value,
        ...(value.caption === undefined ? {} : { caption: of(value.caption) }),
        ...(value.empty === undefined ? {} : { empty: of(value.empty) }),
        columns: value.columns.map((column) => ({ ...column, title: of(column.title) })),
        rows: value.rows.map((row) => row.map((entry) => cell(entry, of))),
      };
    case 'figure':
      return { ...value, svg: of(value.svg), alt: of(value.alt), caption: of(value.caption) };
    case 'notice':
      return { ...value, ...(value.title === undefined ? {} : { title: of(value.title) }), text: passage(value.text, of) };
    case 'signature':
      return { ...value, lines: value.lines.map(of) };
    default:
      return value;
  }
};

/** The same document with every piece of its text passed through `of`: headings, cells, figures' drawings, the running notice, all of it. */
export const rewriteText = (document: Document, of: Rewrite): Document => ({
  ...document,
  title: of(document.title),
  ...(document.subtitle === undefined ? {} : { subtitle: of(document.subtitle) }),
  cover: document.cover.map(of),
  author: of(document.author),
  runningNotice: of(document.runningNotice),
  blocks: document.blocks.map((value) => block(value, of)),
});
