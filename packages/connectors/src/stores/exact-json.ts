import type { Cell } from '../store.ts';

// A string, or a number: strings first, so that digits in them are passed over.
const parts = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

// Whole numbers of up to 15 digits are exact; without anything else that could be a number, nothing need be looked at.
const doubtful = /\d{16}|\d[.eE]/;

const isExact = (number: string): boolean => {
  const value = Number(number);
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value)) return Number.isSafeInteger(value) && !/[.eE]/.test(number);
  return String(value) === number;
};

/** JSON as a cell. A number that a double would not give back digit for digit becomes the text of it. Throws a SyntaxError for what is no JSON. */
export const exactJson = (text: string): Cell => JSON.parse(doubtful.test(text) ? text.replace(parts, (part) => (part.startsWith('"') || isExact(part) ? part : `"${part}"`)) : text) as Cell;
