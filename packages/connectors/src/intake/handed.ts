import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { HandedFile, Instant, Problem, ReadInput, Reading } from '../connector.ts';
import type { EntityOf, EntityType } from '../entities.ts';
import { fileKindOf, formatKind, type FileKind } from './kind.ts';
import { FileProblem, malformed, tooLarge } from './problem.ts';
import { encodingOf, formatBytes, textOf } from './text.ts';

const headBytes = 65_536;
const entitiesMax = 1_000_000;

/** What every connector for a handed-in file is told: which file, and the size above which it is not even begun. */
export const fileSettings = z.strictObject({
  file: z.string().min(1).describe('The file, as handed in'),
  bytesMax: z.number().int().min(1).max(1e12).default(512_000_000).describe('Largest size in bytes that is read'),
});

/** A whole and recognised file: its text, and where to say how far the reading is. */
export type FileSource = {
  readonly name: string;
  /** What to do when the content is wrong. */
  readonly remedy: string;
  readonly text: AsyncIterable<string>;
  /** Call for each thing met; more than a million end the reading as too large. */
  readonly met: () => void;
  /** A remark for the progress line, such as what was met but is not used. */
  readonly note: (note: string) => void;
};

/** What a file told: for each promised entity type the entities, or the problem of getting them from this file. */
export type FileContent<T extends EntityType> = {
  readonly sourceVersion: string | null;
  /** When the tool looked, as the file says. The reading's `captured` is when Avouch read the file. */
  readonly window: { readonly from: Instant; readonly to: Instant } | undefined;
  readonly entities: { readonly [K in T]: readonly EntityOf<K>[] | { readonly problem: Problem } };
};

/** A format of file: what it is called, what it looks like, and how it is parsed. `parse` throws a `FileProblem`. */
export type FileFormat<T extends EntityType> = {
  readonly entityTypes: readonly T[];
  readonly kinds: readonly FileKind[];
  readonly expected: string;
  readonly remedy: string;
  readonly parse: (source: FileSource) => Promise<FileContent<T>>;
};

async function headOf(file: HandedFile): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of file.stream()) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= headBytes) break;
  }
  return Buffer.concat(parts).subarray(0, headBytes);
}

async function* hashed(file: HandedFile, hash: ReturnType<typeof createHash>): AsyncIterable<Uint8Array> {
  for await (const chunk of file.stream()) {
    hash.update(chunk);
    yield chunk;
  }
}

/** Refuses by size before a byte is read, and by look after the first 64 KB. */
async function examine<T extends EntityType>(file: HandedFile, bytesMax: number, format: FileFormat<T>): Promise<void> {
  if (file.bytes === 0) throw malformed(file.name, 'it is empty', format.remedy);
  if (file.bytes > bytesMax) {
    throw tooLarge(file.name, `it has ${formatBytes(file.bytes)}, and at most ${formatBytes(bytesMax)} are read`, 'Split the scan into smaller ones, or raise the limit in the settings of this source.');
  }
  const head = await headOf(file);
  const kind = fileKindOf(head, new TextDecoder(encodingOf(head)).decode(head));
  if (!format.kinds.includes(kind)) throw malformed(file.name, `it looks like ${formatKind(kind)}, not ${format.expected}`, kind === 'archive' ? 'Unpack it and hand in the file inside.' : format.remedy);
}

function problemOf(error: unknown, name: string, remedy: string): Problem {
  if (error instanceof FileProblem) return error.problem;
  if (error instanceof Error && error.name === 'AbortError') return { kind: 'failed', sentence: `Reading the file ${name} was stopped.`, remedy: 'Start the reading again.' };
  if (error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string') {
    return { kind: 'failed', sentence: `The file ${name} could not be read (${(error as NodeJS.ErrnoException).code}).`, remedy };
  }
  throw error;
}

/**
 * Reads a handed-in file by its format and yields one reading for each of the format's entity types. A file that is
 * missing, empty, too large, torn or of another kind gives a problem for every one of them, and no entities at all.
 */
export async function* readHandedFile<T extends EntityType>(input: ReadInput<z.infer<typeof fileSettings>>, format: FileFormat<T>): AsyncIterable<Reading> {
  const { settings, outside } = input;
  const file = await outside.file(settings.file);
  const name = file?.name ?? settings.file;
  const hash = createHash('sha256');
  let result: { readonly ok: true; readonly content: FileContent<T> } | { readonly ok: false; readonly problem: Problem };
  let met = 0;
  const first = format.entityTypes[0];
  const report = (note?: string): void => {
    if (first !== undefined) input.progress({ entityType: first, done: met, ...(note === undefined ? {} : { note }) });
  };
  try {
    if (file === undefined) throw new FileProblem({ kind: 'not-found', sentence: `The file ${name} is no longer kept here.`, remedy: 'Hand it in again.' });
    await examine(file, settings.bytesMax, format);
    const content = await format.parse({
      name, remedy: format.remedy, note: report,
      text: textOf({ ...file, stream: () => hashed(file, hash) }, settings.bytesMax, outside.signal),
      met: () => {
        met += 1;
        if (met > entitiesMax) throw tooLarge(name, `it holds more than ${entitiesMax} entries`, 'Split the scan into smaller ones.');
        if (met % 1_000 === 0) report();
      },
    });
    result = { ok: true, content };
  } catch (error) {
    result = { ok: false, problem: problemOf(error, name, format.remedy) };
  }
  const captured = outside.now().toISOString();
  const query = result.ok ? `file ${name}, ${file?.bytes} bytes, sha256 ${hash.digest('hex')}` : `file ${name}`;
  for (const entityType of format.entityTypes) yield readingOf(entityType, query, captured, result);
}

function readingOf<T extends EntityType>(
  entityType: T, query: string, captured: Instant,
  result: { readonly ok: true; readonly content: FileContent<T> } | { readonly ok: false; readonly problem: Problem },
): Reading {
  if (!result.ok) return { entityType, query, captured, sourceVersion: null, complete: false, problem: result.problem } as Reading;
  const { sourceVersion, window, entities } = result.content;
  const told = entities[entityType];
  const base = { entityType, query, captured, sourceVersion, ...(window === undefined ? {} : { window }) };
  return ('problem' in told ? { ...base, complete: false, problem: told.problem } : { ...base, complete: true, entities: told }) as Reading;
}
