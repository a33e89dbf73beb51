import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { parseMoment } from '../text/moment.ts';

// The zip format has no zone and starts in 1980; a constant keeps the bytes free of the clock and the machine's zone.
const zipTime = '1980-01-01T00:00:00';
// Names that the writer draws by chance (relations) or counts through the life of the process (bookmarks); only where they are names, never in text.
const passingNames = [
  /(<[^<>]*?\b(?:r:id|Id|w:anchor|w:name)=")(rId(?!\d+")[a-z0-9_-]{16,}|_Toc\d+)(?=")/g,
  /(<w:instrText[^<>]*>PAGEREF )(_Toc\d+)\b/g,
  /(<w:bookmark(?:Start|End)\b[^<>]*?\bw:id=")(\d+)(?=")/g,
];

const lastingNames = (): ((xml: string) => string) => {
  const names = new Map<string, string>();
  const lasting = (_: string, before: string, name: string): string => {
    const known = names.get(name) ?? `${/^(?:_Toc|rId)/.exec(name)?.[0] ?? ''}${name.startsWith('rId') ? 'Link' : ''}${names.size + 1}`;
    names.set(name, known);
    return before + known;
  };
  return (xml) => passingNames.reduce((text, pattern) => text.replace(pattern, lasting), xml);
};

/** The same package with everything that depends on the clock or on chance replaced: part dates, names of relations and bookmarks, zip times. */
export const sealedZip = (bytes: Uint8Array, date: string): Uint8Array => {
  const parts = unzipSync(bytes);
  const at = parseMoment(date).toISOString().replace(/\.\d+Z$/, 'Z');
  const stable = lastingNames();
  // The body first: its order gives the names, and the relation parts follow it.
  const names = Object.keys(parts).sort((a, b) => Number(b === 'word/document.xml') - Number(a === 'word/document.xml') || (a < b ? -1 : 1));
  const texts = new Map(names.filter((name) => /\.(xml|rels)$/.test(name)).map((name) => [name, stable(strFromU8(parts[name] ?? new Uint8Array()))]));
  const dated = texts.get('docProps/core.xml');
  if (dated !== undefined) texts.set('docProps/core.xml', dated.replace(/(<dcterms:(?:created|modified)\b[^>]*>)[^<]*/g, `$1${at}`));
  // Readers recognise the format by the first part.
  const ordered = names.sort((a, b) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml') || (a < b ? -1 : 1));
  const zippable: Zippable = Object.fromEntries(ordered.map((name) => [name, [texts.has(name) ? strToU8(texts.get(name) ?? '') : (parts[name] ?? new Uint8Array()), { mtime: zipTime }]]));
  return zipSync(zippable, { level: 6 });
};
