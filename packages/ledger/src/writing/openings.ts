import { commitmentsOf, parseEntryBytes } from '../entries/leaf.ts';
import type { Disclosed, Kept, SealedPart } from '../entry.ts';
import type { AppendOptions, Fold, Recorded } from '../ledger.ts';
import { opens } from '../seal.ts';
import type { EntryRow, LedgerStorage, PartRow, StorageReader } from '../storage/storage.ts';
import { decryptPart, OWN, unwrapKey } from './keyring.ts';

/** An entry row as the ledger gives it out. Throws when the stored bytes are no entry: the storage was tampered with. */
export function keptOf({ index, bytes, commitments }: EntryRow): Kept {
  const entry = parseEntryBytes(bytes);
  if (entry === undefined) throw new Error(`the stored entry ${index} is not canonical`);
  return { index, bytes, entry, commitments: commitmentsOf(commitments) };
}

type Opened = Disclosed & { readonly index: number; readonly part: number };

/** The parts of the entries, opened where the subject was not forgotten. Throws when a part doesn't open its commitment. */
async function openParts<Tx>(storage: LedgerStorage<Tx>, reader: StorageReader, rows: readonly EntryRow[], parts: readonly PartRow[]): Promise<Opened[]> {
  const subjects = [...new Set(parts.map((row) => row.subject ?? OWN))];
  const standings = subjects.length === 0 ? [] : await reader.standings(subjects);
  const keys = new Map<string, Uint8Array>();
  standings.forEach(({ key }) => key !== undefined && keys.set(key.subject, unwrapKey(storage, key)));
  const erasures = new Map(standings.flatMap(({ erasure }) => (erasure === undefined ? [] : [[erasure.subject, erasure] as const])));
  const commitments = new Map(rows.map((row) => [row.index, commitmentsOf(row.commitments)]));
  return parts.map(({ index, part, subject, sealed }) => {
    const erasure = erasures.get(subject ?? OWN);
    if (erasure !== undefined) return { index, part, forgotten: true, at: erasure.at, entry: erasure.index, subject };
    const key = keys.get(subject ?? OWN);
    const commitment = commitments.get(index)?.[part];
    if (key === undefined || sealed === null || commitment === undefined) throw new Error(`part ${part} of entry ${index} is missing`);
    const opening = decryptPart(key, sealed, commitment);
    if (!opens(commitment, opening)) throw new Error(`part ${part} of entry ${index} does not open its commitment`);
    return { index, part, forgotten: false, subject, ...opening };
  });
}

function disclosedOf({ index: _index, part: _part, ...disclosed }: Opened): Disclosed {
  return disclosed;
}

/** The parts of each entry, in their order. */
function partsByEntry(opened: readonly Opened[]): ReadonlyMap<number, readonly Opened[]> {
  const byEntry = new Map<number, Opened[]>();
  for (const part of opened) {
    const own = byEntry.get(part.index);
    if (own === undefined) byEntry.set(part.index, [part]);
    else own.push(part);
  }
  return byEntry;
}

/** See `Ledger.disclose`. Throws RangeError when there is no such entry. */
export async function disclose<Tx>(storage: LedgerStorage<Tx>, index: number): Promise<readonly Disclosed[]> {
  const [parts] = await discloseAll(storage, [index]);
  return parts ?? [];
}

/** See `Ledger.discloseAll`. Throws RangeError when one of the entries is not there. */
export async function discloseAll<Tx>(storage: LedgerStorage<Tx>, indexes: readonly number[]): Promise<readonly (readonly Disclosed[])[]> {
  if (indexes.length === 0) return [];
  return storage.read(async (reader) => {
    const { entries, parts } = await reader.among(indexes);
    const there = new Set(entries.map(({ index }) => index));
    const missing = indexes.find((index) => !there.has(index));
    if (missing !== undefined) throw new RangeError(`there is no entry ${missing}`);
    const opened = partsByEntry(await openParts(storage, reader, entries, parts));
    return indexes.map((index) => (opened.get(index) ?? []).map(disclosedOf));
  });
}

function recordedOf(row: EntryRow, opened: readonly Opened[]): Recorded {
  const { index, entry, commitments } = keptOf(row);
  const { v: _v, recorded: _recorded, seals: _seals, ...stated } = entry;
  const parts: SealedPart[] = [];
  const forgotten: number[] = [];
  for (const part of opened) {
    if (part.forgotten) forgotten.push(part.part);
    else parts.push({ subject: part.subject, payload: part.payload, blind: part.blind, commitment: commitments[part.part] as Uint8Array });
  }
  return { index, entry, fact: { ...stated, parts }, ...(forgotten.length === 0 ? {} : { forgotten }) };
}

/** Entries that are read at once. */
const STEP = 256;

/** Parts that are open at once: a step's payloads are in memory together. An entry with more is a step of its own. */
const PARTS_MAX = 65_536;

function* steps(rows: readonly EntryRow[]): Iterable<readonly EntryRow[]> {
  let step: EntryRow[] = [];
  let parts = 0;
  for (const row of rows) {
    const more = commitmentsOf(row.commitments).length;
    if (step.length > 0 && parts + more > PARTS_MAX) {
      yield step;
      [step, parts] = [[], 0];
    }
    step.push(row);
    parts += more;
  }
  if (step.length > 0) yield step;
}

/** See `Ledger.replay`: one transaction under the writer's lock, so that nothing is appended meanwhile. */
export async function replay<Tx>(storage: LedgerStorage<Tx>, fold: Fold<Tx>, { guard }: AppendOptions<Tx>): Promise<number> {
  return storage.write(async (writer) => {
    await guard?.(writer.tx);
    const size = (await writer.head())?.size ?? 0;
    for (let from = 0; from < size; from += STEP) {
      let first = from;
      for (const rows of steps(await writer.entries(from, Math.min(from + STEP, size)))) {
        const byEntry = partsByEntry(await openParts(storage, writer, rows, await writer.parts(first, first + rows.length)));
        first += rows.length;
        await fold(
          writer.tx,
          rows.map((row) => recordedOf(row, byEntry.get(row.index) ?? [])),
        );
      }
    }
    return size;
  });
}
