import type { Cell } from '../store.ts';

/** The shape of names in a bucket or folder: `users/{customer_id}/{file}`. A variable holds no slash; `{rest...}` at the end holds any. */
export type KeyPattern = {
  readonly text: string;
  readonly variables: readonly string[];
  /** What every name that fits begins with. */
  readonly head: string;
  /** The values of the variables in a name that fits; undefined when it does not. */
  readonly match: (name: string) => Readonly<Record<string, string>> | undefined;
  /** What names begin with in which the first variables hold these values; undefined when none can, as for a value with a slash. */
  readonly prefix: (values: readonly Cell[]) => string | undefined;
};

const part = /\{([A-Za-z_]\w*)(\.\.\.)?\}/g;

/** Parses a pattern. Throws a RangeError that says what is wrong with it. */
export const parseKeyPattern = (text: string): KeyPattern => {
  const found = [...text.matchAll(part)];
  const variables = found.map(([, name = '']) => name);
  if (text === '' || text.length > 1024) throw new RangeError('A pattern has 1 to 1,024 characters.');
  if (new Set(variables).size !== variables.length) throw new RangeError(`The pattern ${text} names a variable twice.`);
  if (/[{}]/.test(text.replace(part, ''))) throw new RangeError(`The pattern ${text} has a brace that names no variable.`);
  if (found.some(([whole, , rest], at) => rest !== undefined && (at < found.length - 1 || !text.endsWith(whole)))) throw new RangeError(`In the pattern ${text} a variable with ... stands before the end.`);
  if (found.some(({ index, 0: whole }) => text[index + whole.length] === '{')) throw new RangeError(`In the pattern ${text} two variables touch: nobody can tell where one ends.`);
  const literals = text.split(part).filter((_, at) => at % 3 === 0);
  const source = literals.map((literal, at) => literal.replace(/[.*+?^$()|[\]\\/]/g, '\\$&') + (at < found.length ? (found[at]?.[2] === undefined ? '([^/]+)' : '([\\s\\S]+)') : '')).join('');
  const expression = new RegExp(`^${source}$`);
  return {
    text, variables, head: literals[0] ?? '',
    match: (name) => {
      const values = expression.exec(name);
      return values === null ? undefined : Object.fromEntries(variables.map((variable, at) => [variable, values[at + 1] ?? '']));
    },
    prefix: (values) => {
      let prefix = literals[0] ?? '';
      for (const [at, value] of values.entries()) {
        const given = value === null ? '' : String(value);
        if (given === '' || (given.includes('/') && found[at]?.[2] === undefined)) return undefined;
        prefix += given + (literals[at + 1] ?? '');
      }
      return prefix;
    },
  };
};
