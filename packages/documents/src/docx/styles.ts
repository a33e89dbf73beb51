import { AlignmentType, LevelFormat, LineRuleType, type INumberingOptions, type IStylesOptions } from 'docx';
import { docxColours, docxFonts } from './passages.ts';

const heading = (points: number, before: number, after: number, color: string = docxColours.ink) => ({
  run: { font: docxFonts.text, size: points * 2, bold: true, color },
  paragraph: { spacing: { before, after, line: 264, lineRule: LineRuleType.AUTO }, keepNext: true, keepLines: true },
});

/** The look of the printed document in the word processor's own styles, so that who edits it keeps it. */
export const docxStyles: IStylesOptions = {
  default: {
    document: { run: { font: docxFonts.text, size: 19, color: docxColours.ink }, paragraph: { spacing: { after: 150, line: 300, lineRule: LineRuleType.AUTO } } },
    title: { run: { font: docxFonts.text, size: 56, bold: true, color: docxColours.ink }, paragraph: { spacing: { before: 2400, after: 160, line: 264, lineRule: LineRuleType.AUTO } } },
    heading1: heading(18, 480, 200),
    heading2: heading(13.5, 380, 160),
    heading3: heading(11, 320, 120),
    heading4: heading(9.5, 260, 100, docxColours.muted),
    listParagraph: { paragraph: { spacing: { after: 80, line: 290, lineRule: LineRuleType.AUTO } } },
  },
  paragraphStyles: [
    { id: 'Cell', name: 'Cell', basedOn: 'Normal', run: { size: 17 }, paragraph: { spacing: { before: 0, after: 0, line: 264, lineRule: LineRuleType.AUTO } } },
    { id: 'Caption', name: 'caption', basedOn: 'Normal', run: { size: 17, color: docxColours.muted } },
    { id: 'TOC1', name: 'toc 1', basedOn: 'Normal', run: { bold: true }, paragraph: { spacing: { before: 140, after: 40 } } },
    { id: 'TOC2', name: 'toc 2', basedOn: 'Normal', paragraph: { spacing: { after: 30 }, indent: { left: 280 } } },
    { id: 'TOC3', name: 'toc 3', basedOn: 'Normal', paragraph: { spacing: { after: 30 }, indent: { left: 560 } } },
  ],
};

const level = (format: (typeof LevelFormat)[keyof typeof LevelFormat], text: string) => ({
  level: 0, format, text, alignment: AlignmentType.LEFT,
  style: { run: { color: docxColours.muted }, paragraph: { indent: { left: 360, hanging: 360 } } },
});

/** The two kinds of list. */
export const docxNumbering: INumberingOptions = {
  config: [
    { reference: 'dashes', levels: [level(LevelFormat.BULLET, '–')] },
    { reference: 'numbers', levels: [level(LevelFormat.DECIMAL, '%1.')] },
  ],
};
