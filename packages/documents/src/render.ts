import type { Document } from './document.ts';
import { writeDocx } from './docx/write.ts';
import { pageHtml } from './html/page.ts';
import { printDocument, type PdfStandard } from './pdf/print.ts';
import { legibleDocument, spelledOutWarning } from './text/legible.ts';

export type { PdfStandard };

/** A rendered document: the file, and what a reader should be told about it (characters that had to be printed by name). */
export type Rendering = { readonly bytes: Uint8Array; readonly warnings: readonly string[] };

/**
 * The document as a tagged PDF (PDF/A-2b unless asked otherwise) with the running notice on every page. The same document gives the same
 * bytes. Throws when a figure is not an SVG drawing, or when the standard asks for what the document lacks.
 */
export const renderPdf = async (document: Document, options: { readonly standard?: PdfStandard } = {}): Promise<Rendering> => {
  const { bytes, spelledOut } = await printDocument(document, options.standard ?? 'a-2b');
  return { bytes, warnings: spelledOutWarning(spelledOut) };
};

/**
 * The document as a Word file with real headings, repeated table headers, and the running notice and page numbers on every page. The same
 * document gives the same bytes. Throws when a figure is not an SVG drawing.
 */
export const renderDocx = async (document: Document): Promise<Rendering> => {
  const legible = legibleDocument(document);
  return { bytes: await writeDocx(legible.document), warnings: spelledOutWarning(legible.spelledOut) };
};

/**
 * The document as one HTML file (UTF-8) that runs no script and asks nothing of any network, in light, dark and print. The same document
 * gives the same bytes. Throws when a figure is not an SVG drawing.
 */
export const renderHtml = async (document: Document): Promise<Rendering> => {
  const legible = legibleDocument(document);
  return { bytes: new TextEncoder().encode(pageHtml(legible.document)), warnings: spelledOutWarning(legible.spelledOut) };
};
