import { isMap, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { DataMap } from '../datamap.ts';
import { expandMap } from './expand.ts';
import { blameForm, faultsIn, type DataMapFault } from './faults.ts';
import { dataMapForm } from './form.ts';
import { pathText, positionOf, type Path } from './position.ts';

/** Something that discovery proposed and nobody has looked at yet. */
export type ReviewMark = { readonly line: number; readonly path: string };

/** A data map, or everything that is wrong in it. */
export type ParsedDataMap =
  | { readonly ok: true; readonly map: DataMap; readonly reviews: readonly ReviewMark[]; readonly lineOf: (...path: Path) => number }
  | { readonly ok: false; readonly faults: readonly DataMapFault[] };

const bytesMax = 8 * 1024 * 1024;

/**
 * Reads a data map. All faults are told at once, in the order of the file; each says where it stands and what to do.
 * `file` is the name that they carry. Never throws for what the text holds.
 */
export function parseDataMap(text: string, file: string): ParsedDataMap {
  const lines = new LineCounter();
  if (text.length > bytesMax) return { ok: false, faults: [{ file, line: 1, column: 1, path: '', reason: 'The file is larger than 8 MB: a data map names places and fields, never data.' }] };
  const document = parseDocument(text, { lineCounter: lines });
  const { blame, faults } = faultsIn(file, document, lines);
  if (document.errors.length > 0) {
    return { ok: false, faults: document.errors.map((error) => ({ file, line: error.linePos?.[0].line ?? 1, column: error.linePos?.[0].col ?? 1, path: '', reason: yamlReason(error.code, error.message) })) };
  }
  const given = plainOf(document);
  if (given.ok === false) return { ok: false, faults: [{ file, line: 1, column: 1, path: '', reason: given.reason }] };
  const form = dataMapForm.safeParse(given.value);
  if (!form.success) {
    blameForm(form.error.issues, given.value, blame);
    return { ok: false, faults: faults() };
  }
  const map = expandMap(form.data, blame);
  if (faults().length > 0) return { ok: false, faults: faults() };
  return { ok: true, map, reviews: reviewsIn(document, lines), lineOf: (...path) => positionOf(document, lines, path, 'key').line };
}

function plainOf(document: Document.Parsed): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    let forbidden = false;
    visit(document, { Pair: (_, pair) => { if (isScalar(pair.key) && pair.key.value === '__proto__') forbidden = true; } });
    if (forbidden) return { ok: false, reason: 'A name cannot be __proto__.' };
    return { ok: true, value: document.toJS({ maxAliasCount: 1000 }) as unknown };
  } catch (cause) {
    return { ok: false, reason: `The file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Use anchors (&, *) sparingly.` };
  }
}

function yamlReason(code: string, message: string): string {
  const what = (message.split(' at line ')[0] ?? message).replace(/\.$/, '');
  if (code === 'DUPLICATE_KEY') return 'This name stands twice in the same map: keep one of them.';
  if (code === 'TAB_AS_INDENT') return 'YAML is indented with blanks, not with tabs: replace the tab.';
  return `This is not YAML: ${what}. Check the indentation and quotes here.`;
}

/** Every `review: true` of the file. */
function reviewsIn(document: Document.Parsed, lines: LineCounter): readonly ReviewMark[] {
  const marks: ReviewMark[] = [];
  const walk = (node: unknown, path: Path): void => {
    if (!isMap(node)) return;
    for (const pair of node.items) {
      const key = String(isScalar(pair.key) ? pair.key.value : pair.key);
      // A field of a table may be called review: its category is no mark.
      if (key === 'review' && isScalar(pair.value) && pair.value.value === true) marks.push({ line: positionOf(document, lines, [...path, key], 'key').line, path: pathText(path) });
      else walk(pair.value, [...path, key]);
    }
  };
  walk(document.contents, []);
  return marks;
}
