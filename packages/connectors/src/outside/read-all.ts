import type { Connector, Problem, ReadInput, Reading } from '../connector.ts';
import { entityKinds, type EntityType } from '../entities.ts';
import { carriedProblem, HttpProblem } from '../http/problem.ts';
import { failedReading } from './reading.ts';

const report = 'Report this to the makers of the connector.';

/** NUL and half a surrogate pair: a source may say them, and neither the ledger nor a database can hold them. */
const unsayable = /[\0\uD800-\uDFFF]/gu;

/** The value with the sign for an unknown character in place of each that cannot be held; itself when there is none. */
const sayable = <T>(value: T): T => {
  const replaced = (held: unknown): unknown => {
    if (typeof held === 'string') return held.search(unsayable) < 0 ? held : held.replace(unsayable, '\uFFFD');
    if (typeof held !== 'object' || held === null) return held;
    if (Array.isArray(held)) {
      const items = held.map(replaced);
      return items.every((item, at) => item === held[at]) ? held : items;
    }
    const entries = Object.entries(held).map(([key, item]) => [replaced(key) as string, item, replaced(item)] as const);
    return entries.every(([key, item, now]) => item === now && key in held) ? held : Object.fromEntries(entries.map(([key, , now]) => [key, now]));
  };
  // The same shape with other texts.
  return replaced(value) as T;
};

/** Why the entities of a reading are not what was promised, or undefined. The values themselves are never repeated: they may name people. */
const flawOf = (reading: Reading): Problem | undefined => {
  if (!reading.complete) return undefined;
  const { title, plural, schema } = entityKinds[reading.entityType];
  const seen = new Set<string>();
  for (const [index, entity] of reading.entities.entries()) {
    const parsed = schema.safeParse(entity);
    if (!parsed.success) {
      const at = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
      return { kind: 'malformed', sentence: `${title} ${index + 1} of ${reading.entities.length} is not valid${at === '' ? '' : ` at ${at}`}.`, remedy: report };
    }
    if (seen.has(parsed.data.id)) return { kind: 'malformed', sentence: `${plural}: two of ${reading.entities.length} have the same id.`, remedy: report };
    seen.add(parsed.data.id);
  }
  return undefined;
};

/** The problem that an exception out of a connector stands for. Its text is not shown: it may hold a secret. */
const thrownProblem = (error: unknown): Problem => carriedProblem(error)
  ?? { kind: 'failed', sentence: `The connector broke off (${error instanceof Error ? error.name : typeof error}).`, remedy: report };

/** The settings with their defaults. Thrown as a problem otherwise, which names the setting and not its value. */
const parseSettings = <C extends Connector>(connector: C, settings: unknown): Parameters<C['read']>[0]['settings'] => {
  const parsed = connector.settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new HttpProblem({ kind: 'malformed', sentence: `The settings of this source are not valid${at === '' ? '' : ` at ${at}`}.`, remedy: 'Correct the settings of this source.' });
};

/**
 * Reads everything that a connector promises: exactly one reading for each promised entity type, in the promised order. An entity that
 * is not valid, an id that comes twice, a second reading, an exception and a missing reading each become a problem: nothing invalid
 * passes, and nothing is silently absent. Settings that the connector's schema refuses are such a problem too.
 */
export const readAll = async <C extends Connector>(connector: C, input: ReadInput<Parameters<C['read']>[0]['settings']>): Promise<readonly Reading[]> => {
  const found = new Map<EntityType, Reading>();
  const promised = new Set(connector.reads.map((promise) => promise.entityType));
  let missing: Problem = { kind: 'failed', sentence: 'The connector gave no reading.', remedy: report };
  try {
    for await (const told of connector.read({ ...input, settings: parseSettings(connector, input.settings) })) {
      const reading = sayable(told);
      if (!promised.has(reading.entityType)) throw new Error('A connector gave a reading that it does not promise.');
      const flaw = found.has(reading.entityType)
        ? { kind: 'malformed' as const, sentence: 'The connector gave two readings for one promise.', remedy: report } : flawOf(reading);
      const { captured, query, sourceVersion, window } = reading;
      const look = { captured, query, sourceVersion, ...(window === undefined ? {} : { window }) };
      found.set(reading.entityType, flaw === undefined ? reading : failedReading(reading.entityType, look, flaw));
    }
  } catch (error) {
    missing = thrownProblem(error);
  }
  if (input.outside.signal.aborted) missing = { kind: 'cut-short', sentence: 'The read was stopped.', remedy: 'Start it again.' };
  const look = { captured: input.outside.now().toISOString(), query: connector.id, sourceVersion: null };
  return connector.reads.map(({ entityType }) => found.get(entityType) ?? failedReading(entityType, look, missing));
};
