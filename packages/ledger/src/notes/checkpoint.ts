import { formatBase64, parseBase64, parseDecimal } from '../encodings/bytes.ts';
import { isKeyName } from './verifier-key.ts';

/** What a log commits to: c2sp.org/tlog-checkpoint v1.0.0, three lines and no extension. */
export type TreeHead = { readonly origin: string; readonly size: number; readonly root: Uint8Array };

/** The note text of a checkpoint. */
export const formatCheckpoint = ({ origin, size, root }: TreeHead): string => `${origin}\n${size}\n${formatBase64(root)}\n`;

/** Parses by printing: undefined for any text but the one spelling. */
export function parseCheckpoint(text: string): TreeHead | undefined {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.split('\n');
  const size = parseDecimal(sizeText);
  const root = parseBase64(rootText);
  if (rest.length !== 1 || rest[0] !== '' || !isKeyName(origin) || size === undefined || root?.length !== 32) return undefined;
  return { origin, size, root };
}
