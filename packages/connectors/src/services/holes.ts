import { createHash } from 'node:crypto';
import type { Cell } from '../store.ts';
import { isObject, type Json } from './json-paths.ts';

/** What holes are filled with, by name. */
export type Filling = Readonly<Record<string, Cell | undefined>>;

const textOf = (cell: Cell): string => (typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : String(cell));
const passes: Readonly<Record<string, (text: string) => string>> = {
  lower: (text) => text.toLowerCase(),
  // The service's own way of naming a row, where it is one: nothing is protected by it.
  md5: (text) => createHash('md5').update(text).digest('hex'),
  escaped: (text) => text.replace(/[\\'"]/g, '\\$&'),
};
const hole = /\{([A-Za-z_][\w.-]*)((?:\|[a-z0-9]+)*)\}/g;

const valueOf = (name: string, steps: string, filling: Filling): Cell => {
  const value = filling[name];
  if (value === undefined || value === null) throw new RangeError(`The description has a hole {${name}} for which there is no value.`);
  return steps === '' ? value : steps.slice(1).split('|').reduce((text, step) => {
    const pass = passes[step];
    if (pass === undefined) throw new RangeError(`The description passes a value through ${step}, which does not exist.`);
    return pass(text);
  }, textOf(value));
};

/** The names of the holes in a text, and what they are passed through. */
export const holesOf = (text: string): readonly { readonly name: string; readonly passes: readonly string[] }[] =>
  [...text.matchAll(hole)].map(([, name = '', steps = '']) => ({ name, passes: steps === '' ? [] : steps.slice(1).split('|') }));

/** Whether a pass of this name exists. */
export const isPass = (name: string): boolean => Object.hasOwn(passes, name);

/** The text with its holes filled, each value as `encode` gives it. Throws a RangeError for a hole without a value. */
export const filled = (text: string, filling: Filling, encode: (text: string) => string = (value) => value): string =>
  text.replace(hole, (_, name: string, steps: string) => encode(textOf(valueOf(name, steps, filling))));

/** JSON with its holes filled; a text that is one hole alone becomes the value itself. */
export const filledJson = (value: unknown, filling: Filling): Json => {
  if (typeof value === 'string') {
    const whole = /^\{([A-Za-z_][\w.-]*)((?:\|[a-z0-9]+)*)\}$/.exec(value);
    return whole === null ? filled(value, filling) : valueOf(whole[1] ?? '', whole[2] ?? '', filling);
  }
  if (Array.isArray(value)) return value.map((one) => filledJson(one, filling));
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filledJson(inner, filling)]));
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
};

/** JSON as the fields of a form: `address[line1]`. */
export const asForm = (value: Json, name = ''): readonly (readonly [string, string])[] =>
  (isObject(value) ? Object.entries(value).flatMap(([key, inner]) => asForm(inner, name === '' ? key : `${name}[${key}]`)) : [[name, value === null ? '' : textOf(value)]]);
