import { parseSync } from 'oxc-parser';

/** A function in the source, with the lines that it spans. */
export type FunctionSpan = { readonly name: string; readonly line: number; readonly lines: number };

/** What the rules need to know of one file. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
  /** The imports that exist when the code runs: those of types alone are gone by then. */
  readonly valueImports: readonly string[];
  readonly exports: readonly { readonly name: string; readonly type: boolean; readonly fromPackage: boolean }[];
  readonly functions: readonly FunctionSpan[];
  readonly anys: readonly number[];
};

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [key: string]: unknown };

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Reads one file's structure. A syntax error is a bug of the file and is thrown. */
export function readSource(path: string, text: string): Source {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const lineOf = lineFinder(text);
  const functions: FunctionSpan[] = [];
  const anys: number[] = [];
  walk(program as unknown as Node, undefined, (node, parent) => {
    if (functionTypes.has(node.type)) functions.push({ name: nameOf(node, parent), line: lineOf(node.start), lines: lineOf(node.end) - lineOf(node.start) + 1 });
    if (node.type === 'TSAnyKeyword') anys.push(lineOf(node.start));
  });
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start, end).replace(/^['"`]|['"`]$/g, ''));
  const imports = [...module.staticImports.map((one) => one.moduleRequest.value), ...dynamic];
  const valueImports = [...module.staticImports.filter((one) => one.entries.length === 0 || one.entries.some((entry) => !entry.isType)).map((one) => one.moduleRequest.value), ...dynamic];
  const exports = module.staticExports.flatMap((one) => one.entries).map((entry) => {
    const from = entry.moduleRequest?.value;
    if (from !== undefined) imports.push(from);
    if (from !== undefined && !entry.isType) valueImports.push(from);
    return { name: entry.exportName.name ?? (entry.exportName.kind === 'Default' ? 'default' : '*'), type: entry.isType, fromPackage: from !== undefined && !from.startsWith('.') };
  });
  return { path, text, imports, valueImports, exports, functions, anys };
}

function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && 'type' in child && 'start' in child) walk(child as Node, node, visit);
    }
  }
}

function nameOf(node: Node, parent: Node | undefined): string {
  const id = (node['id'] ?? parent?.['id'] ?? parent?.['key']) as { name?: string } | null | undefined;
  return id?.name ?? 'a function';
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
