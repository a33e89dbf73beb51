import { isUtf8 } from 'node:buffer';

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]], ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]], ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]], ['application/zip', [0x50, 0x4b, 0x03, 0x04]], ['application/zip', [0x50, 0x4b, 0x05, 0x06]],
  ['application/gzip', [0x1f, 0x8b]], ['application/vnd.ms-office', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
];
const office: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};
const texts: Readonly<Record<string, string>> = { json: 'application/json', sarif: 'application/json', xml: 'application/xml', csv: 'text/csv', html: 'text/html', htm: 'text/html', md: 'text/markdown', svg: 'image/svg+xml' };

/** How many bytes from the start are enough to tell. */
export const MEDIA_TYPE_BYTES = 4100;

/**
 * The media type of a file by its first bytes. The name only tells kinds apart that begin alike: a text is never an image
 * because it is called one. Bytes that nothing is known of are `application/octet-stream`.
 */
export function mediaTypeOf(start: Uint8Array, name: string): string {
  const ending = name.toLowerCase().split('.').at(-1) ?? '';
  const found = signatures.find(([, bytes]) => bytes.every((byte, at) => start[at] === byte))?.[0];
  if (found === 'application/zip') return office[ending] ?? found;
  if (found !== undefined) return found;
  if (String.fromCharCode(...start.subarray(0, 4)) === 'RIFF' && String.fromCharCode(...start.subarray(8, 12)) === 'WEBP') return 'image/webp';
  if (!isText(start)) return 'application/octet-stream';
  const first = Buffer.from(start.subarray(0, 200)).toString('utf8').replace(/^\uFEFF/, '').trimStart();
  if (ending in texts) return texts[ending] ?? 'text/plain';
  if (first.startsWith('{') || first.startsWith('[')) return 'application/json';
  return first.startsWith('<?xml') ? 'application/xml' : 'text/plain';
}

/** UTF-8 without control characters; a character that the cut went through does not count. */
function isText(start: Uint8Array): boolean {
  if (start.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d)) return false;
  return [0, 1, 2, 3].some((cut) => isUtf8(start.subarray(0, Math.max(0, start.length - cut))));
}
