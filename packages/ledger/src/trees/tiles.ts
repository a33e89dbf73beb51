import { parseDecimal, splitHashes } from '../encodings/bytes.ts';
import { rootOfHashes } from './hashes.ts';
import type { HashReader } from './proofs.ts';

/** Tiles of c2sp.org/tlog-tiles: 256 hashes wide, 8 tree levels high. */
export const TILE_WIDTH = 256;

/** Where a tile lies. The stored tile may be partial; every narrower tile is a prefix of it. */
export type TilePlace = { readonly level: number; readonly n: number };
export type Tile = TilePlace & { readonly hashes: readonly Uint8Array[] };

/** The right-hand, partial tiles of a log of this size, one a level, narrower than 256 each. */
export type Edge = { readonly size: number; readonly levels: readonly (readonly Uint8Array[])[] };

/** How many hashes a log of this size holds at a tile level. */
export const hashesAt = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** level);

/** The places of the partial tiles at the right edge, lowest level first, and how wide each is. */
export function edgePlaces(size: number): readonly (TilePlace & { readonly width: number })[] {
  const places: (TilePlace & { width: number })[] = [];
  for (let level = 0; hashesAt(size, level) > 0; level++) {
    const count = hashesAt(size, level);
    places.push({ level, n: Math.floor(count / TILE_WIDTH), width: count % TILE_WIDTH });
  }
  return places;
}

/** Appends leaf hashes: the new edge, and each tile that changed (whole or partial), lowest level first. */
export function grow(edge: Edge, leaves: readonly Uint8Array[]): { readonly edge: Edge; readonly tiles: readonly Tile[] } {
  const tiles: Tile[] = [];
  const levels: (readonly Uint8Array[])[] = [];
  let added = leaves;
  for (let level = 0; added.length > 0 || level < edge.levels.length; level++) {
    const before = edge.levels[level] ?? [];
    const hashes = [...before, ...added];
    let n = Math.floor(hashesAt(edge.size, level) / TILE_WIDTH);
    const parents: Uint8Array[] = [];
    let at = 0;
    for (; at + TILE_WIDTH <= hashes.length; at += TILE_WIDTH, n++) {
      tiles.push({ level, n, hashes: hashes.slice(at, at + TILE_WIDTH) });
      parents.push(rootOfHashes(hashes, at, at + TILE_WIDTH));
    }
    const partial = hashes.slice(at);
    if (added.length > 0 && partial.length > 0) tiles.push({ level, n, hashes: partial });
    levels.push(partial);
    added = parents;
  }
  return { edge: { size: edge.size + leaves.length, levels }, tiles };
}

/** The tree head of a log with this edge. */
export function rootOfEdge({ levels }: Edge): Uint8Array {
  let carried: readonly Uint8Array[] = [];
  for (const hashes of levels) {
    const all = [...hashes, ...carried];
    carried = all.length === 0 ? [] : [rootOfHashes(all)];
  }
  return carried[0] ?? rootOfHashes([]);
}

/** The stored tiles at these places, in order; each as wide as it is stored. Throws when one is missing. */
export type TileReader = (places: readonly TilePlace[]) => Promise<readonly Uint8Array[]>;

/** Reads hashes of complete subtrees out of tiles, each tile once. */
export function tileHashReader(readTiles: TileReader): HashReader {
  return async (nodes) => {
    const keyOf = ({ level, n }: TilePlace) => `${level}/${n}`;
    const spans = nodes.map(({ level, index }) => {
      const width = 2 ** (level % 8);
      const first = index * width;
      return { level: Math.floor(level / 8), n: Math.floor(first / TILE_WIDTH), from: first % TILE_WIDTH, width };
    });
    const places = new Map(spans.map((span) => [keyOf(span), { level: span.level, n: span.n }]));
    const tiles = await readTiles([...places.values()]);
    const byKey = new Map([...places.keys()].map((key, at) => [key, splitHashes(tiles[at] as Uint8Array)]));
    return spans.map((span) => {
      const hashes = byKey.get(keyOf(span)) ?? [];
      if (hashes.length < span.from + span.width) throw new RangeError(`tile ${keyOf(span)} is too narrow`);
      return rootOfHashes(hashes, span.from, span.from + span.width);
    });
  };
}

/** What a static path asks for. `width` is 256 for a whole tile. */
export type Asked =
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'tile'; readonly level: number; readonly n: number; readonly width: number }
  | { readonly kind: 'entries'; readonly n: number; readonly width: number };

/** `x001/x234/067` for 1234067. */
export function formatTileNumber(n: number): string {
  let text = String(n % 1000).padStart(3, '0');
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    text = `x${String(rest % 1000).padStart(3, '0')}/${text}`;
  }
  return text;
}

/** `tile/0/x001/067.p/17`; an entry bundle has no level. */
export function formatTilePath(level: number | 'entries', n: number, width: number): string {
  return `tile/${level}/${formatTileNumber(n)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Parses by printing: undefined for any path but the one that would be written. */
export function parseTilePath(path: string): Asked | undefined {
  if (path === 'checkpoint') return { kind: 'checkpoint' };
  const match = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path);
  if (match === null) return undefined;
  const n = Number((match[2] ?? '').replace(/[x/]/g, ''));
  const width = match[3] === undefined ? TILE_WIDTH : parseDecimal(match[3]);
  const level = match[1] === 'entries' ? match[1] : parseDecimal(match[1] ?? '');
  if (width === undefined || width < 1 || width > TILE_WIDTH || level === undefined || !Number.isSafeInteger(n)) return undefined;
  if (level !== 'entries' && level > 63) return undefined;
  if (formatTilePath(level, n, width) !== path) return undefined;
  return level === 'entries' ? { kind: 'entries', n, width } : { kind: 'tile', level, n, width };
}
