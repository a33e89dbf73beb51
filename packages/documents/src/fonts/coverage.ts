/**
 * Which code points a font can draw, read from its `cmap` table (OpenType 1.9, "cmap", formats 4 and 12).
 */

const mapOf = (font: Buffer): number => {
  const tables = font.readUInt16BE(4);
  for (let at = 12; at < 12 + 16 * tables; at += 16) {
    if (font.toString('latin1', at, at + 4) === 'cmap') return font.readUInt32BE(at + 8);
  }
  throw new RangeError('The font has no character map');
};

const addRange = (into: Set<number>, first: number, last: number): void => {
  for (let codePoint = first; codePoint <= last; codePoint += 1) into.add(codePoint);
};

const addSegments = (into: Set<number>, font: Buffer, at: number): void => {
  const segments = font.readUInt16BE(at + 6) / 2;
  const ends = at + 14;
  const starts = ends + 2 * segments + 2;
  for (let index = 0; index < segments; index += 1) {
    const first = font.readUInt16BE(starts + 2 * index);
    if (first !== 0xffff) addRange(into, first, font.readUInt16BE(ends + 2 * index));
  }
};

const addGroups = (into: Set<number>, font: Buffer, at: number): void => {
  const groups = font.readUInt32BE(at + 12);
  for (let group = at + 16; group < at + 16 + 12 * groups; group += 12) addRange(into, font.readUInt32BE(group), font.readUInt32BE(group + 4));
};

/** The code points of a TrueType or OpenType font. A file without a Unicode character map throws. */
export const coverageOf = (font: Buffer): ReadonlySet<number> => {
  const map = mapOf(font);
  const covered = new Set<number>();
  const subtables = font.readUInt16BE(map + 2);
  for (let at = map + 4; at < map + 4 + 8 * subtables; at += 8) {
    const subtable = map + font.readUInt32BE(at + 4);
    const format = font.readUInt16BE(subtable);
    if (format === 4) addSegments(covered, font, subtable);
    if (format === 12) addGroups(covered, font, subtable);
  }
  if (covered.size === 0) throw new RangeError('The font has no Unicode character map');
  return covered;
};
