import { AlignmentType, Bookmark, BorderStyle, Document as WordDocument, Footer, Header, HeadingLevel, ImageRun, LineRuleType, Packer, PageNumber, Paragraph, ShadingType, Tab, TableOfContents, TabStopType, TextRun, type PageNumberEstimator, type Table } from 'docx';
import type { Block, Document } from '../document.ts';
import { fittedWidth, svgSize } from '../svg/size.ts';
import { pageNumbersOf } from './page-numbers.ts';
import { docxColours, lineOf, passageRuns, runsOf } from './passages.ts';
import { rasterOf } from './raster.ts';
import { sealedZip } from './sealed-zip.ts';
import { docxNumbering, docxStyles } from './styles.ts';
import { captionOf, signatureOf, tableOf, termsOf } from './tables.ts';

type Child = Paragraph | Table | TableOfContents;
type Writing = { readonly anchors: ReadonlyMap<string, string>; readonly names: ReadonlyMap<Block, string>; newPage: boolean; tables: number; figures: number; lists: number };

const levels = { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3, 4: HeadingLevel.HEADING_4 } as const;
const textWidth = 9185;

const headingOf = (block: Extract<Block, { kind: 'heading' }>, writing: Writing, outlined: boolean): Paragraph => {
  const name = writing.names.get(block);
  const runs = runsOf(block.text, outlined ? {} : { bold: true, size: 36 });
  const children = name === undefined ? runs : [new Bookmark({ id: name, children: runs })];
  const pageBreakBefore = writing.newPage;
  writing.newPage = false;
  // The heading over the contents would else be an entry of them.
  return outlined ? new Paragraph({ heading: levels[block.level], pageBreakBefore, children }) : new Paragraph({ children, pageBreakBefore, keepNext: true, spacing: { after: 200 } });
};

const figureOf = async (block: Extract<Block, { kind: 'figure' }>, number: number): Promise<Child[]> => {
  const { width, height } = svgSize(block.svg);
  const wide = fittedWidth(block.svg, textWidth / 20, 560) / 0.75;
  const transformation = { width: Math.round(wide), height: Math.round((wide * height) / width) };
  const image = new ImageRun({
    type: 'svg', data: Buffer.from(block.svg), transformation, fallback: { type: 'png', data: await rasterOf(block.svg) },
    altText: { id: String(number), name: `Figure ${number}`, title: block.caption, description: block.alt },
  });
  return [new Paragraph({ keepNext: true, spacing: { before: 200, after: 0 }, children: [image] }), captionOf(`Figure ${number}`, block.caption, false)];
};

const noticeOf = (block: Extract<Block, { kind: 'notice' }>, writing: Writing): Paragraph[] => {
  const bar = { plain: lineOf(10, docxColours.rule), missing: lineOf(18, docxColours.ochre), placeholder: lineOf(6, docxColours.muted, BorderStyle.DASHED) }[block.tone];
  const spaced = { ...bar, space: 8 };
  const border = block.tone === 'placeholder' ? { left: spaced, right: spaced, top: spaced, bottom: spaced } : { left: spaced };
  const style = { border, indent: { left: 200, right: 200 }, ...(block.tone === 'missing' ? { shading: { type: ShadingType.CLEAR, fill: docxColours.wash } } : {}) };
  const title = block.title === undefined ? [] : [new Paragraph({ ...style, keepNext: true, spacing: { before: 200, after: 0 }, children: runsOf(block.title, { bold: true, color: block.tone === 'missing' ? docxColours.ochre : docxColours.ink }) })];
  return [...title, new Paragraph({ ...style, spacing: { before: title.length === 0 ? 200 : 0, after: 240 }, children: passageRuns(block.text, writing.anchors) })];
};

const listOf = (block: Extract<Block, { kind: 'list' }>, writing: Writing): Paragraph[] => {
  writing.lists += 1;
  const numbering = { reference: block.ordered === true ? 'numbers' : 'dashes', level: 0, instance: writing.lists };
  return block.items.map((item) => new Paragraph({ numbering, spacing: { after: 80 }, children: passageRuns(item, writing.anchors) }));
};

const blockOf = async (block: Block, next: Block | undefined, writing: Writing): Promise<Child[]> => {
  switch (block.kind) {
    case 'heading':
      return [headingOf(block, writing, next?.kind !== 'contents')];
    case 'paragraph':
      return [new Paragraph({ children: passageRuns(block.text, writing.anchors) })];
    case 'list':
      return listOf(block, writing);
    case 'table':
      if (block.caption !== undefined) writing.tables += 1;
      return tableOf(block, writing.tables, writing.anchors);
    case 'terms':
      return termsOf(block, writing.anchors);
    case 'figure':
      writing.figures += 1;
      return figureOf(block, writing.figures);
    case 'notice':
      return noticeOf(block, writing);
    case 'signature':
      return signatureOf(block);
    case 'contents':
      return [new TableOfContents('Contents', { hyperlink: true, headingStyleRange: '1-3' })];
    case 'page-break':
      writing.newPage = true;
      return [];
  }
};

// A heading starts the page itself; before anything else a tiny empty paragraph does.
const pageStart = (block: Block, writing: Writing): Paragraph[] => {
  if (!writing.newPage || block.kind === 'heading' || block.kind === 'page-break') return [];
  writing.newPage = false;
  return [new Paragraph({ pageBreakBefore: true, spacing: { after: 0, line: 20, lineRule: LineRuleType.EXACT }, children: [] })];
};

const hairline = { ...lineOf(4, docxColours.hair), space: 4 };

const coverOf = (document: Document): Paragraph[] => [
  new Paragraph({ children: runsOf(document.author, { bold: true }) }),
  new Paragraph({ heading: HeadingLevel.TITLE, children: runsOf(document.title) }),
  ...(document.subtitle === undefined ? [] : [new Paragraph({ spacing: { after: 700 }, children: runsOf(document.subtitle, { size: 28, color: docxColours.muted }) })]),
  ...document.cover.map((line) =>
    new Paragraph({
      spacing: { before: 90, after: 0 },
      border: { top: { ...lineOf(10, docxColours.ink), space: 4 }, bottom: hairline, between: hairline },
      children: runsOf(line),
    })),
  new Paragraph({ spacing: { before: 900 }, border: { left: { ...lineOf(16, docxColours.ink), space: 8 } }, indent: { left: 200 }, children: runsOf(document.runningNotice, { bold: true }) }),
];

const small = { size: 15, color: docxColours.muted } as const;

const headerOf = (document: Document): Header =>
  new Header({ children: [new Paragraph({ spacing: { after: 0 }, border: { bottom: { ...lineOf(4, docxColours.hair), space: 6 } }, children: runsOf(document.runningNotice, small) })] });

const footerOf = (document: Document): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.LEFT, spacing: { after: 0 }, border: { top: { ...lineOf(4, docxColours.hair), space: 6 } },
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        children: [
          ...runsOf([document.title, document.subtitle].filter((part) => part !== undefined).join(' · '), small),
          new TextRun({ ...small, children: [new Tab(), 'Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  });

const writingOf = (document: Document): Writing => {
  const anchors = new Map<string, string>();
  const names = new Map<Block, string>();
  document.blocks.forEach((block, index) => {
    if (block.kind !== 'heading' || block.id === undefined || anchors.has(block.id)) return;
    anchors.set(block.id, `heading_${index}`);
    names.set(block, `heading_${index}`);
  });
  return { anchors, names, newPage: true, tables: 0, figures: 0, lists: 0 };
};

/** The document as the writer takes it, its contents with the pages that the estimate gives. */
export const wordOf = async (document: Document, pageNumbers: PageNumberEstimator): Promise<WordDocument> => {
  const writing = writingOf(document);
  const children: Child[] = coverOf(document);
  for (const [index, block] of document.blocks.entries()) {
    children.push(...pageStart(block, writing), ...(await blockOf(block, document.blocks[index + 1], writing)));
  }
  return new WordDocument({
    title: document.title, creator: document.author, lastModifiedBy: document.author, description: document.runningNotice,
    styles: docxStyles, numbering: docxNumbering, pageNumbers,
    sections: [{
      properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: 1530, bottom: 1420, left: 1361, right: 1361, header: 700, footer: 700 } } },
      headers: { default: headerOf(document) }, footers: { default: footerOf(document) }, children,
    }],
  });
};

/** The document as a Word file whose bytes depend on nothing but the document. */
export const writeDocx = async (document: Document): Promise<Uint8Array> =>
  sealedZip(await Packer.toBuffer(await wordOf(document, pageNumbersOf(document))), document.date);
