import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';

// The zip format has no zone and starts in 1980; a constant keeps the bytes free of the clock and the machine's zone.
const zipTime = '1980-01-01T00:00:00';
// Relation ids that the writer draws by chance.
const chanceId = /\brId(?!\d+\b)[a-z0-9_-]{16,}/g;

/** The same package with everything that depends on the clock or on chance replaced: part dates, relation ids, zip times. */
export const sealedZip = (bytes: Uint8Array, date: string): Uint8Array => {
  const parts = unzipSync(bytes);
  const at = new Date(date).toISOString().replace(/\.\d+Z$/, 'Z');
  const ids = new Map<string, string>();
  const stable = (xml: string): string =>
    xml.replace(chanceId, (id) => {
      const known = ids.get(id) ?? `rIdLink${ids.size + 1}`;
      ids.set(id, known);
      return known;
    });
  // The body first: its order names the ids, and the relation parts follow it.
  const names = Object.keys(parts).sort((a, b) => Number(b === 'word/document.xml') - Number(a === 'word/document.xml') || (a < b ? -1 : 1));
  const texts = new Map(names.filter((name) => /\.(xml|rels)$/.test(name)).map((name) => [name, stable(strFromU8(parts[name] ?? new Uint8Array()))]));
  const dated = texts.get('docProps/core.xml');
  if (dated !== undefined) texts.set('docProps/core.xml', dated.replace(/(<dcterms:(?:created|modified)\b[^>]*>)[^<]*/g, `$1${at}`));
  // Readers recognise the format by the first part.
  const ordered = names.sort((a, b) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml') || (a < b ? -1 : 1));
  const zippable: Zippable = Object.fromEntries(ordered.map((name) => [name, [texts.has(name) ? strToU8(texts.get(name) ?? '') : (parts[name] ?? new Uint8Array()), { mtime: zipTime }]]));
  return zipSync(zippable, { level: 6 });
};
