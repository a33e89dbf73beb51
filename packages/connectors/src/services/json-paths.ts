import { exactJson } from '../stores/exact-json.ts';

/** A value of JSON in which a number that JavaScript cannot hold exactly is a text. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Parses JSON exactly. Throws a SyntaxError. */
export const parseExactly = (text: string): Json => exactJson(text);

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path of names and places in lists, `identities.0.provider`; undefined when nothing does. The empty path is the whole. */
export const at = (value: Json | undefined, path: string): Json | undefined => {
  let found = value;
  for (const step of path === '' ? [] : path.split('.')) {
    if (isObject(found)) found = Object.hasOwn(found, step) ? found[step] : undefined;
    else if (Array.isArray(found) && /^\d+$/.test(step)) found = found[Number(step)];
    else return undefined;
  }
  return found;
};

/** The value with what stands at a path replaced; what leads there is made when it is missing. */
export const put = (value: Json | undefined, path: string, given: Json): Json => {
  if (path === '') return given;
  const [step = '', ...rest] = path.split('.');
  const object = isObject(value) ? value : {};
  return { ...object, [step]: put(Object.hasOwn(object, step) ? object[step] : undefined, rest.join('.'), given) };
};

/** The value without what stands at the paths. */
export const without = (value: Json, paths: readonly string[]): Json => {
  if (!isObject(value)) return value;
  const left: { [key: string]: Json } = {};
  for (const [key, inner] of Object.entries(value)) {
    if (paths.includes(key)) continue;
    const below = paths.filter((path) => path.startsWith(`${key}.`)).map((path) => path.slice(key.length + 1));
    const kept = below.length === 0 ? inner : without(inner, below);
    if (below.length > 0 && isObject(kept) && Object.keys(kept).length === 0) continue;
    left[key] = kept;
  }
  return left;
};
