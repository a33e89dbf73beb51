/**
 * The one spelling of an archive: a plain ZIP that any tool opens, entries stored, in order of path, with no times and no
 * comments. Two archives with the same files are the same bytes, so reading one back is writing it again and comparing.
 */
import { unzipSync, zipSync, type UnzipFileFilter, type Zippable } from 'fflate';

export type Files = ReadonlyMap<string, Uint8Array>;

/** ZIP keeps local time: the parts, not the instant, decide the bytes. */
const epoch = new Date(1980, 0, 1, 0, 0, 0);
const pathForm = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;

/** Writes the archive. Throws RangeError for a path that is not lower-case words, digits, dots and dashes between slashes. */
export function formatArchive(files: Files): Uint8Array {
  const ordered: Zippable = {};
  for (const path of [...files.keys()].sort()) {
    if (!pathForm.test(path)) throw new RangeError(`an archive has no path ${path}`);
    ordered[path] = files.get(path) ?? new Uint8Array();
  }
  return zipSync(ordered, { level: 0, mtime: epoch });
}

/** The files of an archive, or undefined when the bytes are not the one spelling of their content. */
export function parseArchive(bytes: Uint8Array): Files | undefined {
  try {
    const files = new Map(Object.entries(unzipSync(bytes, { filter: storedWithin(bytes.length) })));
    return equal(formatArchive(files), bytes) ? files : undefined;
  } catch {
    // fflate throws on what is no ZIP; for a verifier that is an answer, not a fault.
    return undefined;
  }
}

/** Refuses, before anything is unpacked, what would be more than the archive itself: packed files, and files that lie over each other. */
function storedWithin(bytesMax: number): UnzipFileFilter {
  let bytes = 0;
  return ({ compression, size, originalSize }) => {
    bytes += originalSize;
    if (compression !== 0 || size !== originalSize || bytes > bytesMax) throw new RangeError('not the one spelling of an archive');
    return true;
  };
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
