import type { Block, Cell, Document, Inline, StateMark, Text } from '../document.ts';
import type { Family } from '../fonts/families.ts';
import { monoFamily } from '../fonts/families.ts';
import { stateMarks } from '../states.ts';
import { drawMark, drawSeal } from '../svg/mark.ts';
import { fittedWidth } from '../svg/size.ts';
import { parseAddress } from '../text/address.ts';
import { formatCitation } from '../text/citation.ts';
import { cutLongWords } from '../text/long-words.ts';
import { parseMoment } from '../text/moment.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

// The text area of the page in points: A4 less the template's margins, and less room for a caption.
const textWidth = 459;
const figureHeight = 560;
// A row with more text than this may be split over pages; shorter rows stay whole.
const tallCharacters = 1500;

const runOf = (part: Inline, anchors: ReadonlyMap<string, string>): Json => {
  if (typeof part === 'string') {
    const parts = cutLongWords(part);
    return typeof parts === 'string' ? parts : { k: 'cut', parts };
  }
  if (part.kind === 'cite') return { k: 'cite', t: formatCitation(part.entries) };
  if (part.kind === 'blank') return { k: 'blank', parts: cutLongWords(part.what) };
  const parts = cutLongWords(part.text);
  if (part.kind !== 'link') return { k: part.kind, parts };
  const address = parseAddress(part.href);
  if (address.kind === 'outside') return { k: 'link', parts, url: address.url };
  const to = address.kind === 'heading' ? anchors.get(address.id) : undefined;
  return to === undefined ? { k: 'cut', parts } : { k: 'goto', parts, to };
};

const passageOf = (text: Text, anchors: ReadonlyMap<string, string>): Json => (typeof text === 'string' ? [runOf(text, anchors)] : text.map((part) => runOf(part, anchors)));

const cellOf = (cell: Cell, anchors: ReadonlyMap<string, string>): Json => {
  if (typeof cell === 'string' || !('kind' in cell)) return passageOf(cell, anchors);
  return [{ k: 'state', state: cell.state, colour: stateMarks[cell.state].light, parts: cutLongWords(cell.word ?? stateMarks[cell.state].word) }];
};

const lengthOf = (cell: Json): number => JSON.stringify(cell).length;

const tableOf = (block: Extract<Block, { kind: 'table' }>, anchors: ReadonlyMap<string, string>): Json => {
  const rows = block.rows.map((row) => block.columns.map((_, index) => cellOf(row[index] ?? '', anchors)));
  return {
    k: 'table',
    caption: block.caption === undefined ? null : cutLongWords(block.caption),
    columns: block.columns.map((column) => ({ title: cutLongWords(column.title), width: column.width, align: column.align ?? 'left' })),
    rows,
    empty: block.empty ?? 'No rows.',
    tall: rows.some((row) => row.some((cell) => lengthOf(cell) > tallCharacters)),
  };
};

const blockOf = (block: Exclude<Block, { kind: 'heading' }>, anchors: ReadonlyMap<string, string>): Json => {
  switch (block.kind) {
    case 'paragraph':
      return { k: 'paragraph', text: passageOf(block.text, anchors) };
    case 'list':
      return { k: 'list', ordered: block.ordered ?? false, items: block.items.map((item) => passageOf(item, anchors)) };
    case 'table':
      return tableOf(block, anchors);
    case 'terms':
      return { k: 'terms', items: block.items.map((item) => ({ term: cutLongWords(item.term), text: passageOf(item.text, anchors) })) };
    case 'figure':
      return { k: 'figure', svg: block.svg, alt: block.alt, caption: cutLongWords(block.caption), width: fittedWidth(block.svg, textWidth, figureHeight) };
    case 'notice':
      return { k: 'notice', tone: block.tone, title: block.title === undefined ? null : cutLongWords(block.title), text: passageOf(block.text, anchors) };
    case 'signature':
      return { k: 'signature', lines: block.lines.map(cutLongWords) };
    default:
      return { k: block.kind };
  }
};

// User ids never reach Typst as names: each heading gets a name by its place, and the first of two equal ids wins.
const anchorsOf = (document: Document): { readonly names: ReadonlyMap<string, string>; readonly places: ReadonlyMap<Block, string> } => {
  const names = new Map<string, string>();
  const places = new Map<Block, string>();
  document.blocks.forEach((block, index) => {
    if (block.kind !== 'heading' || block.id === undefined || names.has(block.id)) return;
    names.set(block.id, `heading-${index}`);
    places.set(block, `heading-${index}`);
  });
  return { names, places };
};

const dateParts = (date: string): number[] => {
  const at = parseMoment(date);
  return [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()];
};

/** What the Typst template reads: the document as plain JSON, with its drawings and fonts. */
export const pagesOf = (document: Document, families: readonly Family[]): string => {
  const { names, places } = anchorsOf(document);
  const fonts = families.filter((family) => family !== monoFamily).map((family) => family.name);
  const states = Object.entries(stateMarks).map(([state, { light }]) => [state, drawMark(state as StateMark, light)]);
  return JSON.stringify({
    title: document.title,
    subtitle: document.subtitle ?? null,
    cover: document.cover.map((line) => /^([^:]{1,24}): (.+)$/s.exec(line)?.slice(1) ?? [line]),
    author: document.author,
    date: dateParts(document.date),
    language: document.language,
    notice: document.runningNotice,
    footer: [document.title, document.subtitle].filter((part) => part !== undefined).join(' · '),
    fonts,
    mono: [monoFamily.name, ...fonts],
    marks: Object.fromEntries(states),
    seal: drawSeal('#1f4e8c'),
    blocks: document.blocks.map((block, index) => {
      if (block.kind !== 'heading') return blockOf(block, names);
      // The heading over the contents is not itself an entry of them.
      const outlined = document.blocks[index + 1]?.kind !== 'contents';
      return { k: 'heading', level: block.level, text: cutLongWords(block.text), id: places.get(block) ?? null, outlined };
    }),
  });
};
