import { Refusal } from '@avouch/api/refusal';

/** A cursor as text: the keys of the last row of a page. Opaque to callers. */
export const formatCursor = (keys: readonly (string | number)[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url');

/** The keys in a cursor. Refuses what `formatCursor` with as many keys did not give. */
export function parseCursor(text: string, length: number): readonly (string | number)[] {
  const keys = parsed(text);
  if (!Array.isArray(keys) || keys.length !== length || !keys.every((key) => typeof key === 'string' || typeof key === 'number')) {
    throw new Refusal('invalid', 'This page does not continue from here: open the list again.', { field: 'cursor' });
  }
  return keys;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
