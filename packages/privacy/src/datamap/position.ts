import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';

/** Where something stands in the file: keys of maps and numbers of list items, from the top. */
export type Path = readonly (string | number)[];

/** Lines and columns count from 1. */
export type Position = { readonly line: number; readonly column: number };

/** Where the value at `path` begins, or its key; the nearest that is there above it when there is none. */
export function positionOf(document: Document.Parsed, lines: LineCounter, path: Path, at: 'value' | 'key' = 'value'): Position {
  let node: unknown = document.contents;
  let start = document.contents?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const next = stepInto(node, step);
    if (next === undefined) break;
    node = next.value;
    const last = depth === path.length - 1;
    start = (last && at === 'key' ? undefined : startOf(node)) ?? next.start ?? start;
    // An inner part that is missing is told at the key of the map that lacks it.
    if (!last && stepInto(node, path[depth + 1] ?? '') === undefined) {
      start = next.start ?? start;
      break;
    }
  }
  const { line, col } = lines.linePos(start);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function stepInto(node: unknown, step: string | number): { value: unknown; start: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find((one) => String(isScalar(one.key) ? one.key.value : one.key) === String(step));
    return pair === undefined ? undefined : { value: pair.value, start: startOf(pair.key) };
  }
  if (!isSeq(node) || typeof step !== 'number') return undefined;
  const item: unknown = node.items[step];
  return item === undefined ? undefined : { value: item, start: startOf(item) };
}

const startOf = (node: unknown): number | undefined => (typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range?.[0] : undefined);

/** `systems.shop.places["public.orders"].owner` */
export const pathText = (path: Path): string => path.map((step, n) => (typeof step === 'string' && /^[\w-]+$/.test(step) ? `${n === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`)).join('');
