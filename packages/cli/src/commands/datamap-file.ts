import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseDataMap, type DataMapFault, type ParsedDataMap } from '@avouch/privacy/datamap';
import type { Given } from '../command.ts';
import { columns, statusMark, WrongUse, type Terminal } from '../terminal.ts';

/** The name that the file has unless another is given. */
export const usualName = 'avouch.datamap.yaml';

/** The file that a command is about, and its text; undefined when it is not there. */
export async function readMapFile(given: Given, terminal: Terminal): Promise<{ readonly name: string; readonly path: string; readonly text: string | undefined }> {
  const name = typeof given.options['file'] === 'string' ? given.options['file'] : usualName;
  const path = resolve(terminal.cwd, name);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    if ((cause as { code?: string }).code === 'ENOENT') return undefined;
    throw new WrongUse(`The file ${name} cannot be read.`, { cause });
  });
  return { name, path, text };
}

/** The text of the file; refuses when it is not there. */
export function needed(text: string | undefined, name: string): string {
  if (text === undefined) throw new WrongUse(`There is no ${name} here: make one with \`avouch datamap discover ADDRESS\`, or name another with --file.`);
  return text;
}

export const saveMapFile = (path: string, text: string): Promise<void> => writeFile(path, text);

/** One line of what is wrong: where, and what to do. */
export type Told = { readonly severity: 'fault' | 'doubt'; readonly line: number; readonly column?: number; readonly sentence: string };

export const toldOf = (faults: readonly DataMapFault[]): readonly Told[] => faults.map((one) => ({ severity: 'fault', line: one.line, column: one.column, sentence: one.reason }));

export const parseMap = (text: string, name: string): ParsedDataMap => parseDataMap(text, name);

/** For a person: each with its mark and its place in the file. */
export const toldText = (told: readonly Told[], name: string, terminal: Terminal): string =>
  columns(told.map((one) => [statusMark(terminal, one.severity === 'fault' ? 'fail' : 'stale', one.severity === 'fault' ? 'fault' : 'look'), `${name}:${one.line}${one.column === undefined ? '' : `:${one.column}`}`, one.sentence]), '');

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** As GitHub Actions reads it, to be shown beside the line. */
export const annotations = (told: readonly Told[], name: string): string =>
  told.map((one) => `::${one.severity === 'fault' ? 'error' : 'warning'} file=${property(name)},line=${one.line}${one.column === undefined ? '' : `,col=${one.column}`},title=Data map::${escaped(one.sentence)}\n`).join('');
