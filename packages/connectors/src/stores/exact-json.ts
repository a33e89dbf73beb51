import type { Cell } from '../store.ts';

// A string, or a number: strings first, so that digits in them are passed over.
const parts = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const isExact = (number: string): boolean => {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) && !/[.eE]/.test(number);
  return String(value) === number;
};

/** JSON as a cell. A number that a double would not give back digit for digit becomes the text of it. Throws a SyntaxError for what is no JSON. */
export const exactJson = (text: string): Cell => JSON.parse(text.replace(parts, (part) => (part.startsWith('"') || isExact(part) ? part : `"${part}"`))) as Cell;
