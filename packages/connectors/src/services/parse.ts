import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type DescribedPlace, serviceDescription, type ServiceDescription } from './description.ts';
import { holesOf, isPass } from './holes.ts';

/** One thing that is wrong with a description, and where: lines count from 1. */
export type DescriptionFault = { readonly line: number; readonly where: string; readonly sentence: string };

/** A description that can be used, or everything that is wrong with it. */
export type ParsedDescription = { readonly ok: true; readonly description: ServiceDescription } | { readonly ok: false; readonly faults: readonly DescriptionFault[] };

const bytesMax = 256 * 1024;

type Fault = { readonly path: readonly PropertyKey[]; readonly sentence: string };

/** Each text within a value, with the path to it. */
const textsIn = (value: unknown, path: readonly PropertyKey[]): readonly (readonly [string, readonly PropertyKey[]])[] => {
  if (typeof value === 'string') return [[value, path]];
  if (Array.isArray(value)) return value.flatMap((one, index) => textsIn(one, [...path, index]));
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key])) : [];
};

const holeFaults = (value: unknown, path: readonly PropertyKey[], known: readonly string[]): readonly Fault[] => textsIn(value, path).flatMap(([text, at]) => holesOf(text).flatMap((hole) => [
  ...(known.includes(hole.name) ? [] : [{ path: at, sentence: `{${hole.name}} is not known here; what is: ${known.join(', ')}.` }]),
  ...hole.passes.filter((pass) => !isPass(pass)).map((pass) => ({ path: at, sentence: `There is no |${pass}; there are |lower, |md5 and |escaped.` })),
]));

const placeFaults = (place: DescribedPlace, path: readonly PropertyKey[], known: readonly string[], places: readonly string[]): readonly Fault[] => {
  const fields = Object.keys(place.fields);
  const unknown = (names: readonly string[], at: readonly PropertyKey[]): readonly Fault[] => names.filter((name) => !fields.includes(name)).map((name) => ({ path: [...path, ...at], sentence: `${name} is not one of the fields of this place.` }));
  const all = [...known, 'attempt', ...(place.own === undefined ? [] : ['own', 'ownList'])];
  const waited = (value: { readonly wait?: unknown }, at: readonly PropertyKey[], extra: readonly string[]): readonly Fault[] => holeFaults(value.wait, [...path, ...at, 'wait'], [...all, ...extra, 'waiting']);
  return [
    ...unknown(place.key, ['key']),
    ...place.find.flatMap((find, index) => [...unknown(find.by, ['find', index, 'by']), ...holeFaults(find.request, [...path, 'find', index, 'request'], [...all, ...find.by]), ...holeFaults(find.adds, [...path, 'find', index, 'adds'], [...all, ...find.by])]),
    ...holeFaults(place.list?.request, [...path, 'list', 'request'], all),
    ...holeFaults(place.own?.request, [...path, 'own', 'request'], [...known, 'attempt']),
    ...holeFaults(place.export?.start, [...path, 'export', 'start'], all),
    ...(place.export === undefined ? [] : waited(place.export, ['export'], [])),
    ...(place.delete?.steps ?? []).flatMap((step, index) => [...holeFaults(step.request, [...path, 'delete', 'steps', index, 'request'], [...all, ...place.key]), ...waited(step, ['delete', 'steps', index], place.key)]),
    ...holeFaults(place.set?.request, [...path, 'set', 'request'], [...all, ...place.key]),
    ...(place.set === undefined || place.set.fields === 'any' ? [] : unknown(place.set.fields, ['set', 'fields'])),
    ...place.references.flatMap((reference, index) => [...unknown(reference.fields, ['references', index, 'fields']), ...(places.includes(reference.to) ? [] : [{ path: [...path, 'references', index, 'to'], sentence: `There is no place ${reference.to}.` }])]),
    ...(place.delete === undefined && place.cannot.delete === undefined ? [{ path, sentence: 'Say how rows are deleted (delete), or why they cannot be (cannot.delete).' }] : []),
    ...(place.find.length === 0 && place.list === undefined && place.export === undefined ? [{ path, sentence: 'Say how rows are found: by find, list or export.' }] : []),
  ];
};

const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
};

/** What a schema cannot see: whether what is named exists. */
const faultsOf = (description: ServiceDescription): readonly Fault[] => {
  const settings = Object.keys(description.settings);
  const known = [...settings, 'base'];
  const { authentication } = description;
  const places = Object.keys(description.places);
  return [
    ...Object.entries(description.settings).filter(([, { pattern }]) => pattern !== undefined && !isPattern(pattern)).map(([key]) => ({ path: ['settings', key, 'pattern'], sentence: 'This is no regular expression.' })),
    ...holeFaults(description.base, ['base'], settings),
    ...holeFaults(description.headers, ['headers'], [...settings, 'attempt']),
    ...(authentication.kind === 'basic' ? holeFaults([authentication.user, authentication.password], ['authentication'], [...settings, 'secret']) : []),
    ...(authentication.kind === 'header' ? holeFaults(authentication.text, ['authentication', 'text'], [...settings, 'secret']) : []),
    ...(authentication.kind === 'oauth-client' ? [...holeFaults(authentication.parameters, ['authentication', 'parameters'], settings), ...(settings.includes(authentication.client) ? [] : [{ path: ['authentication', 'client'], sentence: `There is no setting ${authentication.client}.` }])] : []),
    ...Object.entries(description.places).flatMap(([name, place]) => placeFaults(place, ['places', name], known, places)),
  ];
};

const shown = (issue: z.core.$ZodIssue): readonly Fault[] => {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...issue.path, key], sentence: `${key} is not known here.` }));
  return [{ path: issue.path, sentence: `${issue.message}.`.replace(/\.\.$/, '.') }];
};

/** What is wrong with a described value; empty when it can be used. */
export const checkDescription = (value: unknown): { readonly faults: readonly Fault[]; readonly description?: ServiceDescription } => {
  const parsed = serviceDescription.safeParse(value);
  if (!parsed.success) return { faults: parsed.error.issues.flatMap(shown) };
  const faults = faultsOf(parsed.data);
  return faults.length === 0 ? { faults, description: parsed.data } : { faults };
};

/**
 * Parses a service description in YAML 1.2 or JSON. Everything that is wrong is told at once, each with its line; a
 * text of more than 256 KiB, and one whose anchors unfold too far, is refused.
 */
export const parseServiceDescription = (text: string): ParsedDescription => {
  const single = (line: number, sentence: string): ParsedDescription => ({ ok: false, faults: [{ line, where: '', sentence }] });
  if (Buffer.byteLength(text) > bytesMax) return single(1, `A description has at most ${bytesMax / 1024} KiB.`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  if (document.errors.length > 0) return { ok: false, faults: document.errors.map((error) => ({ line: lines.linePos(error.pos[0]).line, where: '', sentence: error.message })) };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const parent = document.getIn(path.slice(0, length - 1), true);
      const step = path[length - 1];
      const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === step) : undefined;
      const key = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
      if (key !== undefined) return lines.linePos(key).line;
      const node = document.getIn(path.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) && typeof node.range[0] === 'number') return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 50 });
  } catch {
    return single(1, 'Its anchors unfold into more than is read.');
  }
  const { faults, description } = checkDescription(value);
  if (description !== undefined) return { ok: true, description };
  const told = faults.map(({ path, sentence }) => ({ line: lineOf(path), where: path.map(String).join('.'), sentence }));
  return { ok: false, faults: told.sort((one, other) => one.line - other.line) };
};
