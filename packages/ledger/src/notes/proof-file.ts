import { formatBase64, parseBase64, parseDecimal } from '../encodings/bytes.ts';

/** c2sp.org/tlog-proof: what an auditor gets for one piece of evidence, extension `.tlog-proof`. */
export type ProofFile = { readonly index: number; readonly hashes: readonly Uint8Array[]; readonly checkpoint: string };

const HEADER = 'c2sp.org/tlog-proof@v1';

/** The file's text. */
export const formatProofFile = ({ index, hashes, checkpoint }: ProofFile): string =>
  [HEADER, `index ${index}`, ...hashes.map(formatBase64), '', checkpoint].join('\n');

/**
 * Parses by printing. An `extra` line is refused: nothing signs it, so a verdict that passed over it would vouch for a
 * file of which a part can be changed at will.
 */
export function parseProofFile(source: string): ProofFile | undefined {
  const end = source.indexOf('\n\n');
  const [header, indexLine = '', ...lines] = source.slice(0, Math.max(end, 0)).split('\n');
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice(6)) : undefined;
  if (header !== HEADER || index === undefined || lines.length > 63) return undefined;
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = parseBase64(line);
    if (hash?.length !== 32) return undefined;
    hashes.push(hash);
  }
  return { index, hashes, checkpoint: source.slice(end + 2) };
}
