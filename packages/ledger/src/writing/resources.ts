import { concat } from '../encodings/bytes.ts';
import type { LedgerStorage } from '../storage/storage.ts';
import { parseTilePath, TILE_WIDTH } from '../trees/tiles.ts';

/** An entry bundle of c2sp.org/tlog-tiles: a big-endian uint16 length before each entry. */
const bundleOf = (entries: readonly Uint8Array[]): Uint8Array =>
  concat(entries.flatMap((bytes) => [Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes]));

/** The tile or entry bundle at a path; undefined when there is none, or not yet that wide. */
export async function readResource<Tx>(storage: LedgerStorage<Tx>, path: string): Promise<Uint8Array | undefined> {
  const asked = parseTilePath(path);
  if (asked === undefined || asked.kind === 'checkpoint') return undefined;
  const { n, width } = asked;
  return storage.read(async (reader) => {
    if (asked.kind === 'tile') {
      const [tile] = await reader.tiles([{ level: asked.level, n }]);
      return tile === undefined || tile.length < width * 32 ? undefined : tile.subarray(0, width * 32);
    }
    const rows = await reader.entries(n * TILE_WIDTH, n * TILE_WIDTH + width);
    return rows.length < width ? undefined : bundleOf(rows.map((row) => row.bytes));
  });
}
