import { Worker } from 'node:worker_threads';
import type { Document } from '../document.ts';
import { chooseFonts } from '../fonts/choice.ts';
import { fontPath } from '../fonts/families.ts';
import { legibleDocument } from '../text/legible.ts';
import { rewriteText } from '../text/rewrite.ts';
import { pagesOf } from './pages.ts';
import { template } from './template.ts';

/** PDF/A-2b for archives or PDF/UA-1 for readers of screens; a file is checked against one of them while it is written. */
export type PdfStandard = 'a-2b' | 'ua-1';

type Setting = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly reason: string };

// No folder: Typst may read nothing but the data that is handed to it.
const root = '/avouch';

const typeset = (data: string, fonts: readonly string[], standard: PdfStandard): Promise<Setting> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./typesetter.js', import.meta.url), { workerData: { root, source: template, data, fonts, standard } });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The typesetting thread ended with ${code} before it answered`)));
  });

// Typst names each text that no font could draw, quoted as a Rust string.
const undrawnText = /the text `\\?"(.*?)\\?"` could not be displayed/g;
const undrawnCharacters = (reason: string): string[] =>
  [...reason.matchAll(undrawnText)].flatMap(([, text = '']) => {
    const decoded = text.replace(/\\+u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
    return [...decoded].filter((character) => character > '\u007f');
  });

/** Prints a document, with the characters that no font has printed by name. Throws on a figure that is no SVG, and on a standard that the document can't meet. */
export const printDocument = async (document: Document, standard: PdfStandard): Promise<{ readonly bytes: Uint8Array; readonly spelledOut: ReadonlySet<string> }> => {
  const legible = legibleDocument(document);
  const refused = new Set<string>();
  for (;;) {
    const choice = chooseFonts(refused);
    const fitted = rewriteText(legible.document, (text) => choice.fit(text));
    const families = choice.families();
    const setting = await typeset(pagesOf(fitted, families), families.flatMap((family) => family.files.map(fontPath)), standard);
    if (setting.ok) return { bytes: setting.bytes, spelledOut: new Set([...legible.spelledOut, ...choice.missing]) };
    const more = undrawnCharacters(setting.reason).filter((character) => !refused.has(character));
    if (more.length === 0) throw new Error(`The document could not be printed as PDF: ${setting.reason}`);
    more.forEach((character) => refused.add(character));
  }
};
