import { concat, equalBytes, formatBase64, parseBase64, parseU64, u64, utf8 } from '../encodings/bytes.ts';
import type { Signer } from '../keys.ts';
import { isSignature } from '../signatures/ed25519.ts';
import { isKeyName, KEY_TYPES, keyIdOf, parseVerifierKey } from './verifier-key.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A signed note, c2sp.org/signed-note v1.0.0: a text and lines of signatures. */
export type SignatureLine = { readonly name: string; readonly id: Uint8Array; readonly signature: Uint8Array };
export type Note = { readonly text: string; readonly signatures: readonly SignatureLine[] };

/** More lines than any honest note has; the specification asks for at least 16. */
const SIGNATURES_MAX = 128;

/** `— <name> <base64(id ‖ signature)>\n`. */
export const formatSignatureLine = ({ name, id, signature }: SignatureLine): string =>
  `— ${name} ${formatBase64(concat([id, signature]))}\n`;

/** Parses by printing; undefined when the line (without its end) is no signature line. */
export function parseSignatureLine(line: string): SignatureLine | undefined {
  const match = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line);
  const name = match?.[1] ?? '';
  const bytes = parseBase64(match?.[2] ?? '');
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined;
  return { name, id: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

/** Signature lines one after the other, each with its end; undefined when one is none, or there are none. */
export function parseSignatureLines(text: string): SignatureLine[] | undefined {
  if (!text.endsWith('\n')) return undefined;
  const lines = text.slice(0, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) return undefined;
  const signatures: SignatureLine[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return signatures;
}

/** The note, split at its last empty line; undefined when it is none. */
export function parseNote(source: string): Note | undefined {
  if (/[\u0000-\u0009\u000b-\u001f\u007f]|\p{Surrogate}/u.test(source)) return undefined;
  const end = source.lastIndexOf('\n\n');
  if (end <= 0) return undefined;
  const signatures = parseSignatureLines(source.slice(end + 2));
  return signatures === undefined ? undefined : { text: source.slice(0, end + 1), signatures };
}

/** The note as it is kept and sent. */
export const formatNote = ({ text, signatures }: Note): string => `${text}\n${signatures.map(formatSignatureLine).join('')}`;

const cosigned = (text: string, seconds: number): Uint8Array => utf8(`cosignature/v1\ntime ${seconds}\n${text}`);

/** A log's line over the text. */
export function signText(text: string, signer: Signer): SignatureLine {
  return { name: signer.name, id: idOf(signer), signature: signer.sign(utf8(text)) };
}

/** A witness's line over the text at a time in POSIX seconds, c2sp.org/tlog-cosignature v1.0.1. */
export function cosignText(text: string, signer: Signer, seconds: number): SignatureLine {
  const signature = signer.sign(cosigned(text, seconds));
  return { name: signer.name, id: idOf(signer), signature: concat([u64(seconds), signature]) };
}

function idOf(signer: Signer): Uint8Array {
  const key = parseVerifierKey(signer.verifierKey);
  if (key === undefined) throw new RangeError(`the signer ${signer.name} has no well-formed verifier key`);
  return keyIdOf(key);
}

/** Whether the line names this key. It may still carry a bad signature. */
export const isBy = (line: SignatureLine, key: VerifierKey): boolean =>
  line.name === key.name && equalBytes(line.id, keyIdOf(key));

/** What a line proves: `seconds` only for a cosignature; undefined when the signature is not the key's. */
export function verifyLine(text: string, line: SignatureLine, key: VerifierKey): { readonly seconds?: number } | undefined {
  if (!isBy(line, key)) return undefined;
  if (key.type === KEY_TYPES.ed25519) return isSignature(key.key, utf8(text), line.signature) ? {} : undefined;
  if (line.signature.length !== 72) return undefined;
  const seconds = parseU64(line.signature.subarray(0, 8));
  if (seconds === undefined) return undefined;
  return isSignature(key.key, cosigned(text, seconds), line.signature.subarray(8)) ? { seconds } : undefined;
}
