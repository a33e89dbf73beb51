import { BorderStyle, ExternalHyperlink, InternalHyperlink, ShadingType, TextRun, UnderlineType, type IRunOptions, type ParagraphChild } from 'docx';
import type { Cell, Inline, Text } from '../document.ts';
import { stateMarks } from '../states.ts';
import { parseAddress } from '../text/address.ts';
import { formatCitation } from '../text/citation.ts';

/** The colours of the document in a word processor, without `#`. */
export const docxColours = { ink: '1B1D21', muted: '565C64', hair: 'D3D6DA', rule: '8B9097', accent: '1F4E8C', ochre: '7A4F00', wash: 'FBF6EA' } as const;

/** Fonts that every word processor has or has an equal for. */
export const docxFonts = { text: 'Arial', mono: 'Courier New', symbol: 'Segoe UI Symbol' } as const;

type Style = Omit<IRunOptions, 'children' | 'text' | 'break'>;

/** Runs of plain text; a line break in the text is one on the page. */
export const runsOf = (text: string, style: Style = {}): TextRun[] =>
  text.split('\n').map((line, index) => new TextRun({ ...style, text: line, ...(index === 0 ? {} : { break: 1 }) }));

const inlineOf = (part: Inline, anchors: ReadonlyMap<string, string>, style: Style): ParagraphChild[] => {
  if (typeof part === 'string') return runsOf(part, style);
  switch (part.kind) {
    case 'strong':
      return runsOf(part.text, { ...style, bold: true });
    case 'emphasis':
      return runsOf(part.text, { ...style, italics: true });
    case 'code':
      return runsOf(part.text, { ...style, font: docxFonts.mono });
    case 'cite':
      return runsOf(`[${formatCitation(part.entries)}]`, { ...style, color: docxColours.accent, size: '7.5pt' });
    case 'blank':
      return runsOf(`to be completed: ${part.what}`, {
        ...style, italics: true, color: docxColours.ochre, underline: { type: UnderlineType.DOTTED }, shading: { type: ShadingType.CLEAR, fill: docxColours.wash },
      });
    case 'link': {
      const address = parseAddress(part.href);
      const children = runsOf(part.text, { ...style, color: docxColours.accent, underline: { type: UnderlineType.SINGLE } });
      if (address.kind === 'outside') return [new ExternalHyperlink({ link: address.url, children })];
      const anchor = address.kind === 'heading' ? anchors.get(address.id) : undefined;
      return anchor === undefined ? runsOf(part.text, style) : [new InternalHyperlink({ anchor, children })];
    }
  }
};

/** The runs of a passage, each in its own style over the given one. */
export const passageRuns = (text: Text, anchors: ReadonlyMap<string, string>, style: Style = {}): ParagraphChild[] =>
  typeof text === 'string' ? runsOf(text, style) : text.flatMap((part) => inlineOf(part, anchors, style));

/** The runs of a table cell; a state stands as its character, its word and its colour. */
export const cellRuns = (cell: Cell, anchors: ReadonlyMap<string, string>): ParagraphChild[] => {
  if (typeof cell === 'string' || !('kind' in cell)) return passageRuns(cell, anchors);
  const { character, word, light } = stateMarks[cell.state];
  const color = light.slice(1);
  return [new TextRun({ text: `${character} `, font: docxFonts.symbol, color }), ...runsOf(cell.word ?? word, { color, bold: true })];
};

/** No line at all, for a side of a table or cell. */
export const noLine = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
/** A line of eighths of a point. */
export const lineOf = (eighths: number, color: string, style: (typeof BorderStyle)[keyof typeof BorderStyle] = BorderStyle.SINGLE) => ({ style, size: eighths, color, space: 0 });
