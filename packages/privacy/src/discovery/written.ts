import { Document, isMap, isScalar, isSeq, parseDocument, Scalar, YAMLMap } from 'yaml';
import { schemaLine, writeAnew, writeOver, written } from '../datamap/format.ts';
import { parseDataMap } from '../datamap/parse.ts';
import { parseField } from '../datamap/sentences.ts';
import type { Note, Proposal } from './propose.ts';

const head = [
  ' Proposed by `avouch datamap discover` from names, types, constraints and samples that never left this machine.',
  ' Read each place, correct it, add purposes, and take its `review: true` away: by hand, or with `avouch datamap accept`.',
  ' `avouch datamap check` fails until none is left.',
];

/**
 * The proposal as a file: each line with why it was proposed, and `review: true` where a person must look. With `previous`,
 * what stood there keeps its words and comments, and only what is new is marked.
 */
export function writeProposal(proposal: Proposal, previous?: string): string {
  const before = previous === undefined ? undefined : parseDataMap(previous, 'previous');
  const document = parseDocument(previous !== undefined && before?.ok === true ? writeOver(proposal.map, before.map, previous) : writeAnew(proposal.map));
  for (const note of proposal.notes) annotate(document, note);
  if (previous === undefined) document.commentBefore = [document.commentBefore, ...head].filter(Boolean).join('\n');
  const text = written(document);
  // Editors look for their line at the top.
  return text.includes(`${schemaLine}\n`) && previous === undefined ? `${schemaLine}\n${text.replace(`\n${schemaLine}\n`, '')}` : text;
}

function annotate(document: Document, { path, text, mark }: Note): void {
  const [name] = path.slice(-1);
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  if (path.at(-2) === 'fields' && typeof name === 'string') {
    annotateField(document, path, text, mark);
    return;
  }
  if (!isMap(parent)) return;
  const pair = parent.items.find((one) => isScalar(one.key) && String(one.key.value) === String(name));
  if (pair === undefined || !isScalar(pair.key)) return;
  if (pair.value instanceof YAMLMap && !pair.value.flow) {
    if (mark) pair.value.items.unshift(document.createPair('review', true));
    if (path.length === 4 && path[0] === 'systems') commentAbove(pair.key, text);
    else {
      const first = pair.value.items[0];
      if (first !== undefined && isScalar(first.value)) first.value.comment = ` ${text}`;
    }
  } else if (isScalar(pair.value)) pair.value.comment = ` ${text}`;
}

const commentAbove = (key: Scalar, text: string): void => { key.commentBefore = [key.commentBefore, ` ${text}`].filter(Boolean).join('\n'); };

function annotateField(document: Document, path: Note['path'], text: string, mark: boolean): void {
  const name = String(path.at(-1));
  const place: unknown = document.getIn(path.slice(0, -2), true);
  if (!isMap(place)) return;
  const none: unknown = place.get('none', true);
  const at = isSeq(none) ? none.items.findIndex((item) => isScalar(item) && String(item.value) === name) : -1;
  if (isSeq(none) && at >= 0) none.items.splice(at, 1);
  else if (isScalar(none) && String(none.value) === name) place.delete('none');
  if (isSeq(none) && none.items.length === 0) place.delete('none');
  const fields: unknown = place.get('fields', true) ?? document.createNode({});
  if (!isMap(fields)) return;
  if (!place.has('fields')) place.set('fields', fields);
  if (!fields.has(name)) fields.set(name, document.createNode('none'));
  const value: unknown = fields.get(name, true);
  if (mark) {
    const map = isScalar(value) ? document.createNode(parseField(String(value.value)), { flow: true }) : value;
    if (!isMap(map)) return;
    map.flow = true;
    map.set('review', true);
    map.comment = ` ${text}`;
    fields.set(name, map);
  } else if (isScalar(value) || isMap(value)) value.comment = ` ${text}`;
}

/** What a person accepts: everything, or what lies under these names (`system`, `system.place`, `place`, `place.field`, `people`). */
export type Acceptance = 'all' | readonly string[];

/**
 * Takes `review: true` away where a person accepts, with the comments of the proposal, and gives the text with how many marks
 * went and which names matched nothing. All else stays as written.
 */
export function acceptReviews(text: string, acceptance: Acceptance): { readonly text: string; readonly accepted: number; readonly unmatched: readonly string[] } {
  const document = parseDocument(text);
  const matched = new Set<string>();
  let accepted = 0;
  const accepts = (names: readonly string[]): boolean => {
    if (acceptance === 'all') return true;
    const found = acceptance.filter((one) => names.includes(one));
    for (const one of found) matched.add(one);
    return found.length > 0;
  };
  const walk = (node: unknown, names: readonly string[], path: readonly string[], above: Scalar | undefined): void => {
    if (!isMap(node)) return;
    const marked = node.get('review') === true;
    if (marked && accepts(names)) {
      node.delete('review');
      accepted += 1;
      if (above !== undefined) above.commentBefore = withoutProposed(above.commentBefore);
      node.comment = withoutProposed(node.comment);
    }
    for (const pair of node.items) {
      if (!isScalar(pair.key)) continue;
      const key = String(pair.key.value);
      const inner = [...path, key];
      if ((isScalar(pair.value) || (isMap(pair.value) && pair.value.flow === true && pair.value.get('review') !== true)) && accepts(namesOf(inner))) pair.value.comment = withoutProposed(pair.value.comment);
      walk(pair.value, namesOf(inner), inner, pair.key);
      if (isMap(pair.value) && path.at(-1) === 'fields' && pair.value.items.length === 1 && pair.value.has('category')) pair.value = document.createNode(pair.value.get('category'));
    }
    // What stands above the first part of a map belongs to the map.
    const [firstPart] = node.items;
    if (!(isMap(firstPart?.value) && firstPart.value.get('review') === true)) node.commentBefore = withoutProposed(node.commentBefore);
  };
  walk(document.contents, [], [], undefined);
  const left = written(document);
  // The head itself speaks of the mark, in quotes.
  const done = !/review: true(?!`)/.test(left);
  const withoutHead = left.split('\n').filter((line) => !head.some((one) => line === `#${one}`)).join('\n');
  return { text: done ? withoutHead : left, accepted, unmatched: acceptance === 'all' ? [] : acceptance.filter((one) => !matched.has(one)) };
}

const withoutProposed = (comment: string | null | undefined): string | null => {
  const left = (comment ?? '').split('\n').filter((line) => !/^ (proposed\b|confidence \d)/.test(line));
  return left.join('\n') === '' ? null : left.join('\n');
};

/** The names by which a person may mean what lies at a path of the file, from the widest to the narrowest. */
function namesOf(path: readonly string[]): readonly string[] {
  const [top, first, places, place, , field] = path;
  if (top !== 'systems') return top === undefined ? [] : [top, ...(first === undefined ? [] : [`${top}.${first}`])];
  if (first === undefined) return [];
  const ofPlace = places === 'places' && place !== undefined ? [place, place.slice(place.lastIndexOf('.') + 1), `${first}.${place}`] : [];
  const ofField = field === undefined ? [] : ofPlace.map((one) => `${one}.${field}`);
  return [first, ...ofPlace, ...ofField];
}
