import { Document, isCollection, isMap, isPair, isScalar, isSeq, Lexer, Pair, parseDocument, Scalar, type Node, type YAMLMap } from 'yaml';
import type { DataMap } from '../datamap.ts';
import { compactMap, type Plain } from './compact.ts';
import { parseDataMap } from './parse.ts';

/** Where editors find the schema that completes and checks the file while it is written. */
export const schemaLine = '# yaml-language-server: $schema=./avouch.datamap.schema.json';

const options = { lineWidth: 0, flowCollectionPadding: true } as const;

/**
 * The map as text that `parseDataMap` reads back to the same map. With `previous`, what has not changed keeps its words,
 * order and comments; without, or when the previous text cannot be read, the file is written anew.
 */
export function formatDataMap(map: DataMap, previous?: string): string {
  const parsed = previous === undefined ? undefined : parseDataMap(previous, 'previous');
  if (previous === undefined || parsed?.ok !== true) return writeAnew(map);
  const text = writeOver(map, parsed.map, previous);
  // Anchors and unusual spellings may say something else once their neighbours change: then the map comes before its comments.
  const again = parseDataMap(text, 'again');
  return again.ok && same(again.map, map) ? text : writeAnew(map);
}

/** The map as a new file. */
export function writeAnew(map: DataMap): string {
  const document = new Document(compactMap(map), { aliasDuplicateObjects: false });
  flowSmall(document, document.contents, '');
  spaced(document.contents, 0);
  return `${schemaLine}\n${written(document)}`;
}

/** The previous text with what differs between what it says and the map. */
export function writeOver(map: DataMap, before: DataMap, previous: string): string {
  if (same(before, map)) return previous;
  const document = parseDocument(previous);
  const contents: unknown = document.contents;
  if (isMap(contents)) update(document, contents, compactMap(before), compactMap(map), []);
  return written(document);
}

/** As text: `{ a: b }`, but `[a, b]`. */
export function written(document: Document): string {
  const tokens = [...new Lexer().lex(document.toString(options))];
  // The lexer marks its own tokens with control characters; a scalar follows one, so that `[` alone is a bracket.
  return tokens.filter((token, n) => !/^[\u0002\u0018\u001f\ufeff]$/.test(token) && !(/^ +$/.test(token) && ((tokens[n - 1] === '[' && tokens[n - 2] !== '\u001f') || tokens[n + 1] === ']'))).join('');
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
};

/** Maps that read better as a list of lines, however few. */
const tall = ['people', 'purposes', 'recipients', 'systems', 'places', 'fields', 'keys', 'owners', 'access', 'through'];

/** Small lists and maps stand in one line. */
function flowSmall(document: Document, node: unknown, key: string): void {
  if (!isCollection(node)) return;
  const small = node.items.every((item) => isScalar(item) || (isPair(item) && isScalar(item.value)));
  if (small && (isSeq(node) || !tall.includes(key)) && JSON.stringify(node.toJS(document)).length <= 110) node.flow = true;
  else for (const item of node.items) if (isPair(item)) flowSmall(document, item.value, isScalar(item.key) ? String(item.key.value) : '');
}

/** Blank lines before each top part, system and place, but not before the first. */
function spaced(node: unknown, depth: number): void {
  if (!isMap(node) || node.flow === true) return;
  for (const [n, pair] of node.items.entries()) {
    const key = pair.key;
    if (isScalar(key) && n > 0 && (depth === 0 || depth === 1 || depth === 3) && isMap(pair.value) && pair.value.flow !== true) key.spaceBefore = true;
    const name = isScalar(key) ? key.value : undefined;
    if (depth < 3 && (depth !== 2 || name === 'places') && (depth !== 0 || name === 'systems')) spaced(pair.value, depth + 1);
  }
}

const ownership = ['owner', 'owners', 'access', 'through'];

/** Puts into the written node what differs between the compact forms before and after; the rest stays as it was written. */
function update(document: Document, node: YAMLMap, before: Plain | undefined, after: Plain, path: readonly string[]): void {
  const old = mapOf(before);
  const next = mapOf(after);
  // A place: whose rows are may be written in several ways that mean the same, and so may its fields.
  const isPlace = path.length === 4 && path[0] === 'systems' && path[2] === 'places';
  if (isPlace && !same(pick(old, ownership), pick(next, ownership))) for (const key of ownership) replace(document, node, key, own(next, key));
  if (isPlace) updateFields(document, node, old, next);
  for (const key of Object.keys({ ...old, ...next })) {
    if ((isPlace && (ownership.includes(key) || key === 'none' || key === 'fields')) || same(own(old, key), own(next, key))) continue;
    const written: unknown = node.get(key, true);
    if (isMap(written) && isPlainMap(own(next, key)) && isPlainMap(own(old, key))) update(document, written, own(old, key), own(next, key) ?? null, [...path, key]);
    else replace(document, node, key, own(next, key));
  }
}

function updateFields(document: Document, node: YAMLMap, old: Readonly<Record<string, Plain | undefined>>, next: Readonly<Record<string, Plain | undefined>>): void {
  const ofNone = (part: Readonly<Record<string, Plain | undefined>>): string[] => (Array.isArray(part['none']) ? part['none'].map(String) : []);
  const all = (part: Readonly<Record<string, Plain | undefined>>): Record<string, Plain | undefined> => ({ ...mapOf(part['fields']), ...Object.fromEntries(ofNone(part).map((name) => [name, 'none'])) });
  const [before, after] = [all(old), all(next)];
  const changed = Object.keys({ ...before, ...after }).filter((name) => !same(own(before, name), own(after, name)));
  for (const name of changed) {
    const fields: unknown = node.get('fields', true);
    const none: unknown = node.get('none', true);
    const inNone = isSeq(none) ? none.items.findIndex((item) => isScalar(item) && String(item.value) === name) : -1;
    const now = own(after, name);
    const toNone = now === 'none' && !(isMap(fields) && fields.has(name));
    if (isSeq(none) && inNone >= 0) none.items.splice(inNone, 1);
    else if (isScalar(none) && String(none.value) === name) node.delete('none');
    if (toNone && isSeq(none)) none.add(document.createNode(name));
    else if (toNone) node.set('none', document.createNode([...(isScalar(none) ? [String(none.value)] : []), name], { flow: true }));
    else if (isMap(fields)) replace(document, fields, name, now);
    else if (now !== undefined) node.set('fields', document.createNode({ [name]: now }));
  }
  for (const key of ['none', 'fields']) {
    const left: unknown = node.get(key, true);
    if (isCollection(left) && left.items.length === 0) node.delete(key);
  }
}

/** Sets or takes away one part; the comment of what stood there stays. */
function replace(document: Document, node: YAMLMap, key: string, value: Plain | undefined): void {
  if (value === undefined) {
    node.delete(key);
    return;
  }
  const made = document.createNode(value) as Node;
  const pair = node.items.find((one) => isScalar(one.key) && String(one.key.value) === key);
  const was: unknown = pair?.value;
  if (pair === undefined) {
    const name = new Scalar(key);
    node.items.push(new Pair(name, made));
    if (isMap(made) && node.items.some((one) => isScalar(one.key) && one.key.spaceBefore === true)) name.spaceBefore = true;
  } else {
    if (isScalar(was) && isScalar(made) && typeof was.comment === 'string') made.comment = was.comment;
    pair.value = made;
  }
  flowSmall(document, made, key);
}

/** A table may have a column called toString. */
const own = (part: Readonly<Record<string, Plain | undefined>>, key: string): Plain | undefined => (Object.hasOwn(part, key) ? part[key] : undefined);
const isPlainMap = (value: Plain | undefined): value is { readonly [key: string]: Plain | undefined } => typeof value === 'object' && value !== null && !Array.isArray(value);
/** As a map; an empty one for what is none. */
const mapOf = (value: Plain | undefined): Readonly<Record<string, Plain | undefined>> => (isPlainMap(value) ? value : {});
const pick = (part: Readonly<Record<string, Plain | undefined>>, keys: readonly string[]): Record<string, Plain | undefined> => Object.fromEntries(keys.map((key) => [key, own(part, key)]));
