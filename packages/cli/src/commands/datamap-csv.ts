import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell, Store } from '@avouch/connectors/store';
import { leaksIn, type Extract } from '@avouch/privacy/extract';
import { WrongUse, type Terminal } from '../terminal.ts';
import { withStore, type Address, type Looked } from './datamap-store.ts';

export type Rows = Readonly<Record<string, readonly Readonly<Record<string, Cell>>[]>>;

const cellText = (cell: Cell): string => {
  const text = cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  return /[",\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const line = (cells: readonly string[]): string => `${cells.length === 1 && cells[0] === '' ? '""' : cells.join(',')}\n`;
const csvOf = (fields: readonly string[], rows: Rows[string]): string => line(fields.map(cellText)) + rows.map((row) => line(fields.map((field) => cellText(row[field] ?? null)))).join('');

const fileOf = (place: string): string => `${place.replace(/[^\w.-]+/g, '_').replace(/^\.+/, '_')}.csv`;

/** Writes each place as a file of a folder without such files, reads them again, and takes them away when an original is found. */
export async function writeFolder(extract: Extract, address: Address, allowed: readonly string[], terminal: Terminal): Promise<Looked<Rows>> {
  const folder = String(address.settings['folder']);
  const names = new Map(extract.places.map(({ shape }) => [shape.place, fileOf(shape.place)]));
  if (new Set(names.values()).size < names.size) throw new WrongUse('Two places would have the same file name: write to a database instead.');
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).some((name) => /\.(csv|tsv)$/i.test(name))) return { ok: false, problem: 'The folder already holds files of rows: name an empty one.' };
  for (const { shape, rows } of extract.places) await writeFile(join(folder, names.get(shape.place) ?? ''), csvOf(shape.fields.map(({ name }) => name), rows), { flag: 'wx', mode: 0o600 });
  const again = await withStore({ ...address, settings: { ...address.settings, delimiter: 'comma', encoding: 'utf-8' } }, terminal, (store) => readFolder(store, extract, names));
  const [leak] = again.ok ? leaksIn(extract.originals, Object.entries(again.value).map(([place, rows]) => ({ place, rows })), allowed) : [];
  if (again.ok && leak === undefined) return again;
  for (const name of names.values()) await rm(join(folder, name), { force: true });
  return { ok: false, problem: `${leak === undefined ? (again.ok ? '' : again.problem) : leak.sentence} Nothing stays in the folder.` };
}

async function readFolder(store: Store, extract: Extract, names: ReadonlyMap<string, string>): Promise<Looked<Rows>> {
  const found: Record<string, Readonly<Record<string, Cell>>[]> = {};
  for (const { shape, rows } of extract.places) {
    const there: Readonly<Record<string, Cell>>[] = [];
    found[shape.place] = there;
    const read = await store.work('read', (session) => session.read({ place: names.get(shape.place) ?? '', key: [], fields: shape.fields.map(({ name }) => name), where: { op: 'all', of: [] } }, (some) => {
      for (const { cells } of some) there.push(cells);
    }));
    if (!read.ok) return { ok: false, problem: `${read.problem.sentence} ${read.problem.remedy}` };
    if (there.length !== rows.length) return { ok: false, problem: `${names.get(shape.place) ?? ''} holds ${there.length} rows instead of ${rows.length}.` };
  }
  return { ok: true, value: found };
}
