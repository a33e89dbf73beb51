/** How the text of a file is written down in bytes. */
export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'windows-1252';

const mark = '\uFEFF';
// What Windows-1252 has where Latin-1 has controls (WHATWG's table). Of its own: not every Node decodes it so.
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const bytesOf: ReadonlyMap<string, number> = new Map([...windows].map((character, at) => [character, 0x80 + at]));

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Tells how a file is written: by its mark, else as UTF-8 if it can be that, else as Windows does in the west. */
export const encodingOf = (bytes: Uint8Array): Encoding => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
};

/** Bytes as text, without the mark. Throws a TypeError for bytes that the encoding cannot be. */
export const decoded = (bytes: Uint8Array, encoding: Encoding): string => (encoding === 'windows-1252'
  ? Buffer.from(bytes).toString('latin1').replace(/[\u0080-\u009f]/g, (control) => windows.charAt(control.charCodeAt(0) - 0x80))
  : new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { fatal: true }).decode(bytes));

/** Text as bytes, with the mark that it had. Undefined when a character cannot be written so. */
export const encoded = (text: string, encoding: Encoding): Uint8Array | undefined => {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-8-bom') return Buffer.from(mark + text, 'utf8');
  if (encoding === 'utf-16le') return Buffer.from(mark + text, 'utf16le');
  const bytes = Buffer.alloc(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const byte = bytesOf.get(text.charAt(at)) ?? (code < 0x80 || (code >= 0xa0 && code <= 0xff) ? code : undefined);
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return bytes;
};
