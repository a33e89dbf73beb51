import { sha256 } from '#primitives';
import { concat, equalBytes, formatBase64, formatHex, parseBase64, utf8 } from '../encodings/bytes.ts';

/** The signature types of c2sp.org/signed-note that this package speaks. */
export const KEY_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;

export type KeyType = (typeof KEY_TYPES)[keyof typeof KEY_TYPES];

export type VerifierKey = { readonly name: string; readonly type: KeyType; readonly key: Uint8Array };

/** c2sp.org/signed-note: not empty, no Unicode blanks, no plus sign. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}\p{Surrogate}]+$/u.test(name);

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]. */
export const keyIdOf = ({ name, type, key }: VerifierKey): Uint8Array =>
  sha256(concat([utf8(name), Uint8Array.of(0x0a, type), key])).subarray(0, 4);

/** `<name>+<hex key id>+<base64(type ‖ key)>`. */
export const formatVerifierKey = (key: VerifierKey): string =>
  `${key.name}+${formatHex(keyIdOf(key))}+${formatBase64(concat([Uint8Array.of(key.type), key.key]))}`;

/** Parses by printing: undefined for any text but the one spelling of a key of a known type. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const name = match?.[1] ?? '';
  const bytes = parseBase64(match?.[3] ?? '');
  if (!isKeyName(name) || bytes?.length !== 33) return undefined;
  const type = Object.values(KEY_TYPES).find((known) => known === bytes[0]);
  if (type === undefined) return undefined;
  const key = { name, type, key: bytes.subarray(1) };
  return formatVerifierKey(key) === text ? key : undefined;
}

/** Whether both name the same key: the name and every byte. */
export const isSameKey = (left: VerifierKey, right: VerifierKey): boolean =>
  left.name === right.name && left.type === right.type && equalBytes(left.key, right.key);
