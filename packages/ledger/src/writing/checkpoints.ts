import type { LedgerOptions } from '../ledger.ts';
import { formatCheckpoint } from '../notes/checkpoint.ts';
import { formatNote, parseNote, parseSignatureLines, signText, verifyLine } from '../notes/note.ts';
import type { SignatureLine } from '../notes/note.ts';
import { parseVerifierKey } from '../notes/verifier-key.ts';
import { formatSignatureLine } from '../notes/note.ts';
import type { CheckpointRow, LedgerStorage } from '../storage/storage.ts';
import { rootOfEdge } from '../trees/tiles.ts';
import { AppendError } from './append-error.ts';
import type { Writing } from './commits.ts';

export type Checkpoints = {
  /** The newest, signed anew when entries came since and the last is old enough. */
  readonly newest: () => Promise<CheckpointRow>;
  /** The newest that covers an entry; waits for the next signing when it must. RangeError when there is no such entry. */
  readonly covering: (index: number) => Promise<CheckpointRow>;
  readonly cosign: (lines: string) => Promise<void>;
};

/** A checkpoint as it is published: the log's note and the witnesses' lines. */
export const publishedText = ({ note, cosignatures }: CheckpointRow): string => note + cosignatures.join('');

/** How far back a cosignature may lag behind the newest checkpoint. */
const COSIGNED_BACK = 64;

/** How long until the next may be signed. A clock that went back doesn't hold up signing. */
function dueInMs<Tx>({ now, checkpointEveryMs = 1000 }: LedgerOptions<Tx>, { signedMs }: CheckpointRow): number {
  const age = now().getTime() - signedMs;
  return age < 0 || age >= checkpointEveryMs ? 0 : checkpointEveryMs - age;
}

/** Signs under the writer's lock, so that no two processes sign different heads of one size. Safe to repeat. */
async function sign<Tx>({ storage, options, edges, checkHead }: Writing<Tx>, waitedFor?: number): Promise<CheckpointRow> {
  return storage.write(async (writer) => {
    const head = await writer.head();
    if (head === undefined) throw new Error('the log is gone from its storage');
    checkHead(head);
    const [last] = await writer.checkpoints(1);
    if (last !== undefined && last.size > head.size) throw new Error(`the log of ${head.size} is shorter than its checkpoint of ${last.size}`);
    if (last?.size === head.size) return last;
    if (last !== undefined && last.size !== waitedFor && dueInMs(options, last) > 0) return last;
    const root = rootOfEdge(await edges.at(writer, head));
    const text = formatCheckpoint({ origin: options.origin, size: head.size, root });
    const note = formatNote({ text, signatures: [signText(text, options.signer)] });
    const row = { size: head.size, note, signedMs: options.now().getTime(), cosignatures: [] };
    await writer.putCheckpoint(row);
    return row;
  });
}

async function latest<Tx>(storage: LedgerStorage<Tx>): Promise<{ readonly row: CheckpointRow | undefined; readonly size: number }> {
  return storage.read(async (reader) => {
    const [row] = await reader.checkpoints(1);
    return { row, size: (await reader.head())?.size ?? 0 };
  });
}

/** The lines by known witnesses, each with the checkpoint that it is good for. */
function placeLines(lines: readonly SignatureLine[], rows: readonly CheckpointRow[], witnesses: readonly string[]) {
  return lines.map((line) => {
    for (const row of rows) {
      const text = parseNote(row.note)?.text ?? '';
      const isGood = witnesses.map(parseVerifierKey).some((key) => key !== undefined && verifyLine(text, line, key) !== undefined);
      if (isGood) return { size: row.size, line: formatSignatureLine(line) };
    }
    throw new AppendError('invalid', `the line of ${line.name} cosigns no checkpoint of this log by a known witness`);
  });
}

/** Signing, at most once in `checkpointEveryMs`; callers who need one at the same time share it. */
export function openCheckpoints<Tx>(writing: Writing<Tx>): Checkpoints {
  const { storage, options } = writing;
  let pending: Promise<CheckpointRow> | undefined;
  const signOnce = (waitedFor?: number): Promise<CheckpointRow> => {
    // The second try reads back what the first may have signed before its answer was lost.
    pending ??= sign(writing, waitedFor)
      .catch(() => sign(writing, waitedFor))
      .finally(() => (pending = undefined));
    return pending;
  };
  const freshOf = ({ row, size }: Awaited<ReturnType<typeof latest>>): Promise<CheckpointRow> => {
    const isFresh = row !== undefined && (row.size === size || dueInMs(options, row) > 0);
    return isFresh ? Promise.resolve(row) : signOnce();
  };
  return {
    newest: async () => freshOf(await latest(storage)),
    covering: async (index) => {
      const now = await latest(storage);
      if (!Number.isSafeInteger(index) || index < 0 || index >= now.size) throw new RangeError(`there is no entry ${index}`);
      for (let row = await freshOf(now); ; ) {
        if (row.size > index) return row;
        await new Promise((resolve) => setTimeout(resolve, dueInMs(options, row)));
        row = await signOnce(row.size);
      }
    },
    cosign: async (text) => {
      const lines = parseSignatureLines(text);
      if (lines === undefined) throw new AppendError('invalid', 'these are no signature lines');
      await storage.write(async (writer) => {
        const placed = placeLines(lines, await writer.checkpoints(COSIGNED_BACK), options.witnesses ?? []);
        for (const { size, line } of placed) await writer.putCosignatures(size, [line]);
      });
    },
  };
}
