import { strFromU8, unzipSync } from 'fflate';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { SaxesParser } from 'saxes';

/** What a PDF reader finds: the text of each page, the roles in its structure, its title, and the addresses it links to. */
export type PdfReading = { readonly pages: readonly string[]; readonly roles: ReadonlySet<string>; readonly alts: readonly string[]; readonly links: readonly string[]; readonly scripts: boolean };

type StructureNode = { readonly role?: string; readonly alt?: string; readonly children?: readonly StructureNode[] };

/** Reads a PDF with a reader that is not its writer. */
export const readPdf = async (bytes: Uint8Array): Promise<PdfReading> => {
  const pdf = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise;
  const pages: string[] = [];
  const roles = new Set<string>();
  const alts: string[] = [];
  const links: string[] = [];
  const visit = (node: StructureNode | null): void => {
    if (node?.role !== undefined) roles.add(node.role);
    if (node?.alt !== undefined) alts.push(node.alt);
    for (const child of node?.children ?? []) visit(child);
  };
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    visit((await page.getStructTree()) as StructureNode | null);
    for (const annotation of (await page.getAnnotations()) as { url?: string }[]) if (annotation.url !== undefined) links.push(annotation.url);
  }
  const scripts = (await pdf.getJSActions()) !== null;
  await pdf.destroy();
  return { pages, roles, alts, links, scripts };
};

/** The parts of a Word file by name; XML parts as text. */
export const readDocx = (bytes: Uint8Array): ReadonlyMap<string, string> => new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));

/** Throws unless the text is well-formed XML. Returns the text of all its elements of that name. */
export const readXml = (xml: string, element: string): string[] => {
  const texts: string[] = [];
  let inside = false;
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    if (name === element) texts.push('');
    inside = name === element;
  });
  parser.on('closetag', () => {
    inside = false;
  });
  parser.on('text', (text) => {
    if (inside) texts[texts.length - 1] += text;
  });
  parser.write(xml).close();
  return texts;
};
