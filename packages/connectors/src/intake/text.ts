import type { HandedFile } from '../connector.ts';
import { cutShort, malformed, tooLarge } from './problem.ts';

const asUtf8 = 'Save the file as UTF-8 and hand it in again.';

/** The encoding that the first bytes tell: a byte order mark, or the zero bytes of UTF-16 text without one. */
export function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] !== 0 && head[1] === 0 && head.length >= 2) return 'utf-16le';
  if (head[0] === 0 && head[1] !== 0 && head.length >= 2) return 'utf-16be';
  return 'utf-8';
}

/** The chunks with at least two bytes in the first, so that its encoding can be told. */
async function* headed(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (head === undefined) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length >= 2) {
      yield head;
      head = undefined;
    }
  }
  if (head !== undefined && head.length > 0) yield head;
}

/**
 * The file's text in pieces, its byte order mark taken off. UTF-8, and UTF-16 as Windows shells write it. Throws a
 * `FileProblem` for any other encoding, for more than `bytesMax` bytes, and for fewer bytes than the file was said to have.
 */
export async function* textOf(file: HandedFile, bytesMax: number, signal: AbortSignal): AsyncIterable<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let encoding = 'utf-8';
  let seen = 0;
  const decode = (bytes: Uint8Array | undefined): string => {
    try {
      return bytes === undefined ? (decoder?.decode() ?? '') : (decoder?.decode(bytes, { stream: true }) ?? '');
    } catch {
      if (bytes === undefined) throw cutShort(file.name, 'its last character is incomplete');
      throw malformed(file.name, `it is not ${encoding.toUpperCase()} text`, asUtf8);
    }
  };
  for await (const chunk of headed(file.stream())) {
    signal.throwIfAborted();
    seen += chunk.length;
    if (seen > bytesMax) throw tooLarge(file.name, `it has more than ${formatBytes(bytesMax)}`, 'Hand in a smaller file, or raise the limit in the settings of this source.');
    if (decoder === undefined) {
      encoding = encodingOf(chunk);
      decoder = new TextDecoder(encoding, { fatal: true });
    }
    const text = decode(chunk);
    if (text !== '') yield text;
  }
  const rest = decode(undefined);
  if (rest !== '') yield rest;
  if (seen < file.bytes) throw cutShort(file.name, `it gave ${seen} of ${file.bytes} bytes`);
}

/** The lines of a text, without their ends. Throws a `FileProblem` when one is longer than `lengthMax`. */
export async function* linesOf(name: string, text: AsyncIterable<string>, lengthMax: number): AsyncIterable<{ readonly line: string; readonly ended: boolean }> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lengthMax) throw tooLarge(name, `one line has more than ${lengthMax} characters`, 'Check that the file is what it should be.');
    for (const line of lines) yield { line: line.endsWith('\r') ? line.slice(0, -1) : line, ended: true };
  }
  if (rest !== '') yield { line: rest, ended: false };
}

/** `512 MB`, `3 GB`: decimal units as disks are sold. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${Number((bytes / 1e9).toFixed(1))} GB`;
  if (bytes >= 1e6) return `${Number((bytes / 1e6).toFixed(1))} MB`;
  return bytes >= 1e3 ? `${Number((bytes / 1e3).toFixed(1))} kB` : `${bytes} bytes`;
}
