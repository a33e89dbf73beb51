import type { Json } from '../entry.ts';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** What can't stand between quotes as it is; most texts have none of it, and are quoted without being read again. */
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  if (!SPECIAL.test(text)) return `"${text}"`;
  if (LONE_SURROGATE.test(text)) throw new RangeError('a text with half a surrogate pair has no canonical JSON');
  return JSON.stringify(text);
}

function quotedNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON`);
  return JSON.stringify(value);
}

function object(value: { readonly [key: string]: Json }): string {
  const keys = Object.keys(value).sort();
  let text = '{';
  for (const key of keys) {
    if (text.length > 1) text += ',';
    // The key is the object's own, so the value is there; `canonicalJson` refuses an undefined one.
    text += `${quoted(key)}:${canonicalJson(value[key] as Json)}`;
  }
  return `${text}}`;
}

/**
 * The one spelling of a JSON value by RFC 8785: keys sorted by UTF-16 unit, numbers as ECMAScript prints them, no
 * blanks. Throws RangeError for what JSON cannot say: undefined, NaN, infinities, half a surrogate pair.
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return quotedNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
      return object(value as { readonly [key: string]: Json });
    default:
      throw new RangeError(`a value of type ${typeof value} has no JSON`);
  }
}
