import type { Recorded } from '@avouch/ledger/ledger';

/** The JSON of a fact's one part, or undefined once it is forgotten, and for a fact without parts. */
export function sealedIn({ fact }: Recorded): Readonly<Record<string, unknown>> | undefined {
  const payload = fact.parts[0]?.payload;
  return payload === undefined ? undefined : (JSON.parse(Buffer.from(payload).toString('utf8')) as Readonly<Record<string, unknown>>);
}

/** The texts of a list that a part holds; none when it holds none. */
export const textsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
