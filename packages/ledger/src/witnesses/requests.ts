import { formatBase64, parseBase64, parseDecimal } from '../encodings/bytes.ts';

/** The body of `POST <prefix>/add-checkpoint`, c2sp.org/tlog-witness. */
export type Submission = { readonly old: number; readonly proof: readonly Uint8Array[]; readonly checkpoint: string };

/** A proof of a log of 2^63 entries has no more hashes. */
const PROOF_MAX = 63;

export const formatSubmission = ({ old, proof, checkpoint }: Submission): string =>
  [`old ${old}`, ...proof.map(formatBase64), '', checkpoint].join('\n');

/** Parses by printing; undefined for any other text. */
export function parseSubmission(body: string): Submission | undefined {
  const end = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(end, 0)).split('\n');
  const old = first.startsWith('old ') ? parseDecimal(first.slice(4)) : undefined;
  if (old === undefined || lines.length > PROOF_MAX) return undefined;
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const hash = parseBase64(line);
    if (hash?.length !== 32) return undefined;
    proof.push(hash);
  }
  return { old, proof, checkpoint: body.slice(end + 2) };
}
