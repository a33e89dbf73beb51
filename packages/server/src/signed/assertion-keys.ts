/** Whose secrets they are, in the store of secrets. */
export const assertionSecret = (key: string): string => `assertion-key:${key}`;
