import type { Document, LineCounter } from 'yaml';
import type { z } from 'zod';
import { suggestion } from './nearest.ts';
import { pathText, positionOf, type Path } from './position.ts';

/** What is wrong in a data map, where, and what to do. Lines and columns count from 1. */
export type DataMapFault = { readonly file: string; readonly line: number; readonly column: number; readonly path: string; readonly reason: string };

/** Takes a fault while the map is read. `at`: whether it is told at the value or at its key. */
export type Blame = (path: Path, reason: string, at?: 'value' | 'key') => void;

/** Collects faults, each with its place in the file, in the order of the file. */
export function faultsIn(file: string, document: Document.Parsed, lines: LineCounter): { blame: Blame; faults: () => readonly DataMapFault[] } {
  const found: DataMapFault[] = [];
  return {
    blame: (path, reason, at) => { found.push({ file, ...positionOf(document, lines, path, at), path: pathText(path), reason }); },
    faults: () => [...found].sort((a, b) => a.line - b.line || a.column - b.column),
  };
}

type Issue = z.core.$ZodIssue;

/** Says what zod found in words, at each place where it found it. */
export function blameForm(issues: readonly Issue[], given: unknown, blame: Blame, above: Path = []): void {
  for (const issue of issues) {
    const path: Path = [...above, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) blame([...path, key], `“${key}” is not known here. ${suggestion(key, issue.message.split(' '))}`, 'key');
    } else if (issue.code === 'invalid_union') {
      const branch = issue.errors.find((errors) => errors.length > 0 && !errors.some((one) => one.path.length === 0 && (one.code === 'invalid_type' || one.code === 'invalid_value' || one.code === 'invalid_union')));
      if (branch === undefined) blame(path, sentence(at(given, path), path, issue.message));
      else blameForm(branch, given, blame, path);
    } else if (issue.code === 'invalid_key') {
      blame(path, `“${String(path.at(-1))}” should be ${issue.issues[0]?.message ?? 'another name'}.`, 'key');
    } else {
      blame(path, sentence(at(given, path), path, issue.message));
    }
  }
}

function at(given: unknown, path: Path): unknown {
  let value = given;
  for (const step of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
  return value;
}

function sentence(value: unknown, path: Path, about: string): string {
  const name = path.at(-1);
  const wanted = about.replace(/\.$/, '');
  if (value === undefined) return name === undefined ? `The file is empty: it should be ${wanted}.` : `“${name}” is missing: it should be ${wanted}.`;
  const shown = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `“${String(value).slice(0, 80)}”` : value === null ? `${name === undefined ? 'The file' : `“${name}”`} is empty: it` : name === undefined ? 'This' : `“${name}”`;
  return `${shown} should be ${wanted}${wanted.endsWith('?') ? '' : '.'}`;
}
