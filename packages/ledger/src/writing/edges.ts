import { equalBytes, splitHashes } from '../encodings/bytes.ts';
import type { Head, StorageReader } from '../storage/storage.ts';
import { edgePlaces, tileHashReader } from '../trees/tiles.ts';
import type { Edge } from '../trees/tiles.ts';
import type { HashReader } from '../trees/proofs.ts';

/** The edge of the log at a head. Throws when the tiles are not what the head says. */
export async function readEdge(reader: StorageReader, size: number): Promise<Edge> {
  const places = edgePlaces(size);
  const partial = places.filter((place) => place.width > 0);
  const tiles = partial.length === 0 ? [] : await reader.tiles(partial);
  const levels: Uint8Array[][] = places.map(() => []);
  partial.forEach(({ level, n, width }, at) => {
    const tile = tiles[at];
    if (tile === undefined || tile.length < width * 32) throw new Error(`tile ${level}/${n} is narrower than the log of ${size} says`);
    levels[level] = splitHashes(tile.subarray(0, width * 32));
  });
  return { size, levels };
}

export type EdgeCache = {
  readonly at: (reader: StorageReader, head: Head) => Promise<Edge>;
  readonly keep: (batch: Uint8Array, edge: Edge) => void;
};

/** Remembers the edge of the last batch. Right only while the head carries that batch's token: else it is read again. */
export function openEdgeCache(): EdgeCache {
  let kept: { readonly batch: Uint8Array; readonly edge: Edge } | undefined;
  return {
    at: async (reader, { size, batch }) => {
      const isSame = kept !== undefined && batch !== null && kept.edge.size === size && equalBytes(kept.batch, batch);
      return kept !== undefined && isSame ? kept.edge : readEdge(reader, size);
    },
    keep: (batch, edge) => void (kept = { batch, edge }),
  };
}

/** Hashes of complete subtrees out of stored tiles. */
export const hashReaderOf = (reader: StorageReader): HashReader =>
  tileHashReader(async (places) => {
    if (places.length === 0) return [];
    const tiles = await reader.tiles(places);
    return tiles.map((tile, at) => {
      if (tile === undefined) throw new Error(`tile ${places[at]?.level}/${places[at]?.n} is missing`);
      return tile;
    });
  });
