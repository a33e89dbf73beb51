import type { Cell } from '@avouch/connectors/store';
import type { PlaceRef } from '../ownership.ts';
import type { AnswerRow, AnswerSink } from '../run.ts';

/**
 * Where an answer lies while it is collected: named byte strings that grow. The server keeps one folder a request, readable by
 * itself alone, and removes it once the answer was given. A name is made of letters, digits and `%._-/`.
 */
export type AnswerShelf = {
  /** Puts bytes at the end of what lies under the name, durable before it resolves. */
  readonly append: (name: string, bytes: Uint8Array) => Promise<void>;
  /** Removes every name that begins so. */
  readonly remove: (prefix: string) => Promise<void>;
  /** Every name that begins so, in order. */
  readonly names: (prefix: string) => Promise<readonly string[]>;
  readonly read: (name: string) => AsyncIterable<Uint8Array>;
};

/** A file of the answer, as it was found at a row. */
export type ShelvedFile = { readonly at: string; readonly name: string; readonly type: string | null; readonly bytes: number; readonly key: readonly Cell[] };

const part = (text: string): string => encodeURIComponent(text).replaceAll(/[!'()*~]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'));
export const shelved = (kind: 'rows' | 'files' | 'listed' | 'whole', { system, place }: PlaceRef): string => `${kind}/${part(system)}/${part(place)}`;

const line = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);

/** Collects an access answer on a shelf. A place that was begun and not ended is not whole, and no answer is made of it. */
export function collectAnswer(shelf: AnswerShelf): AnswerSink {
  const counts = new Map<string, number>();
  return {
    begin: async (place) => {
      for (const kind of ['whole', 'rows', 'files', 'listed'] as const) await shelf.remove(`${shelved(kind, place)}/`);
      counts.set(shelved('files', place), 0);
      await shelf.append(`${shelved('rows', place)}/lines`, new Uint8Array());
    },
    rows: async (place, rows) => {
      await shelf.append(`${shelved('rows', place)}/lines`, new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join('')));
    },
    file: async (place, key, file) => {
      const count = (counts.get(shelved('files', place)) ?? 0) + 1;
      counts.set(shelved('files', place), count);
      const at = `${shelved('files', place)}/${String(count).padStart(6, '0')}`;
      let bytes = 0;
      for await (const chunk of file.content()) {
        bytes += chunk.length;
        await shelf.append(at, chunk);
      }
      await shelf.append(`${shelved('listed', place)}/lines`, line({ at, name: file.name, type: file.type, bytes, key } satisfies ShelvedFile));
    },
    end: async (place) => shelf.append(`${shelved('whole', place)}/lines`, line(place)),
  };
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** The most bytes of one place's rows that are sorted; beyond, they stay as they were read. */
const SORTED_BYTES_MAX = 32 * 1024 * 1024;

/** The rows of one place, in the order of their keys as long as they are not too many to sort. */
export async function* rowsOn(shelf: AnswerShelf, place: PlaceRef): AsyncGenerator<AnswerRow> {
  const held: string[] = [];
  let bytes = 0;
  for await (const text of linesOf(shelf.read(`${shelved('rows', place)}/lines`))) {
    bytes += text.length;
    held.push(text);
    // Too much to sort: what was held goes out as it came, and the rest follows it.
    if (bytes > SORTED_BYTES_MAX) yield* held.splice(0).map(rowIn);
  }
  if (bytes > SORTED_BYTES_MAX) yield* held.map(rowIn);
  else yield* held.map(rowIn).map((row) => ({ row, by: JSON.stringify(row.key) })).toSorted((a, b) => compareKeys(a.row.key, b.row.key) || (a.by < b.by ? -1 : 1)).map(({ row }) => row);
}

const rowIn = (text: string): AnswerRow => JSON.parse(text) as AnswerRow;

const compareKeys = (a: readonly Cell[], b: readonly Cell[]): number => {
  for (const [place, one] of a.entries()) {
    const other = b[place];
    const [x, y] = [Number(one), Number(other)];
    if (one === other) continue;
    return Number.isFinite(x) && Number.isFinite(y) && x !== y ? x - y : String(one) < String(other) ? -1 : 1;
  }
  return 0;
};

export async function filesOn(shelf: AnswerShelf, place: PlaceRef): Promise<readonly ShelvedFile[]> {
  const name = `${shelved('listed', place)}/lines`;
  const files: ShelvedFile[] = [];
  if ((await shelf.names(name)).length > 0) for await (const text of linesOf(shelf.read(name))) files.push(JSON.parse(text) as ShelvedFile);
  return files;
}

/** Every place that was collected whole, in order; throws when one was begun and not ended: then rows may be missing. */
export async function placesOn(shelf: AnswerShelf): Promise<readonly PlaceRef[]> {
  const begun = await shelf.names('rows/');
  const whole = await shelf.names('whole/');
  const broken = begun.find((name) => !whole.includes(name.replace(/^rows/, 'whole')));
  if (broken !== undefined) throw new Error(`the answer is not whole: the reading of ${decodeURIComponent(broken.slice('rows/'.length, -'/lines'.length))} did not come to its end`);
  const places: PlaceRef[] = [];
  for (const name of whole) for await (const text of linesOf(shelf.read(name))) places.push(JSON.parse(text) as PlaceRef);
  return places;
}
