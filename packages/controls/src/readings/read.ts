import type { Problem } from '@avouch/connectors/connector';
import { entityKinds, type EntityType } from '@avouch/connectors/entities';
import type { Entry, Json } from '@avouch/ledger/entry';
import { objectIn, openedOf, type Parts } from './opened.ts';
import type { Position } from './rows.ts';

/** An entity that a reading puts: `id` and `entity` are null once its person is forgotten. */
export type PutRow = { readonly position: Position; readonly commitment: Uint8Array; readonly subject: string | null; readonly id: string | null; readonly entity: unknown };

/** A reading as the log holds it: what changed, and what must then stand. */
export type ReadingFact = {
  readonly entry: number;
  readonly source: string;
  readonly connector: { readonly name: string; readonly version: string };
  readonly entityType: EntityType;
  readonly captured: string;
  readonly recorded: string;
  readonly query: string;
  readonly sourceVersion: string | null;
  readonly window?: { readonly from: string; readonly to: string };
  /** The entry of the complete reading before it. */
  readonly base: number | null;
} & (
  | { readonly complete: true; readonly count: number; readonly root: string; readonly put: readonly PutRow[]; readonly gone: readonly Position[] }
  | { readonly complete: false; readonly problem: Problem }
);

const refuse = (index: number, what: string): never => {
  throw new RangeError(`entry ${index} is a reading ${what}`);
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isPosition = (value: unknown): value is Position => Array.isArray(value) && value.length === 2 && isCount(value[0]) && isCount(value[1]);

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
  && 'sentence' in value && typeof value.sentence === 'string' && 'remedy' in value && typeof value.remedy === 'string';

const isWindow = (value: Json | undefined): value is { readonly from: string; readonly to: string } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'from' in value && typeof value['from'] === 'string' && typeof value['to'] === 'string';

const putRowsOf = (index: number, commitments: readonly Uint8Array[], parts: Parts): readonly PutRow[] => openedOf(parts).slice(1).map((part, at) => {
  const commitment = commitments[at + 1] ?? refuse(index, 'with more parts than commitments');
  const row = { position: [index, at + 1] as const, commitment };
  if (part === undefined) return { ...row, subject: null, id: null, entity: null };
  const entity = objectIn(part.payload);
  const id = entity['id'];
  return { ...row, subject: part.subject, entity, id: typeof id === 'string' ? id : refuse(index, 'with an entity without id') };
});

/**
 * The reading that an entry states, or undefined when the entry is about something else. `commitments` are all of the
 * entry's, forgotten ones too. Throws RangeError for an entry of this kind that is not of this form; entities are given
 * as they stand in the log, unchecked, since their shape may be of an earlier version.
 */
export function readReading(place: { readonly index: number; readonly entry: Entry }, commitments: readonly Uint8Array[], parts: Parts): ReadingFact | undefined {
  const { index, entry } = place;
  if (entry.kind !== 'reading.taken') return undefined;
  const { entityType, complete, count, put, gone: goneCount, root, base, window } = entry.header;
  if (typeof entityType !== 'string' || !Object.hasOwn(entityKinds, entityType)) return refuse(index, 'of an entity type that is not known');
  if (base !== null && !isCount(base)) return refuse(index, 'with an odd base');
  const first = openedOf(parts)[0];
  if (first === undefined) return refuse(index, 'without its query');
  const { query, sourceVersion, gone, problem } = objectIn(first.payload);
  if (typeof query !== 'string') return refuse(index, 'without its query');
  const told = {
    entry: index, source: entry.about, connector: entry.origin, entityType: entityType as EntityType, captured: entry.captured, recorded: entry.recorded,
    query, sourceVersion: typeof sourceVersion === 'string' ? sourceVersion : null, base, ...(isWindow(window) ? { window: { from: window['from'], to: window['to'] } } : {}),
  };
  if (complete !== true) return isProblem(problem) ? { ...told, complete: false, problem } : refuse(index, 'that is not complete and does not say why');
  if (!isCount(count) || typeof root !== 'string') return refuse(index, 'without count or root');
  if (!Array.isArray(gone) || !gone.every(isPosition)) return refuse(index, 'with odd places');
  const rows = putRowsOf(index, commitments, parts);
  if (put !== rows.length || goneCount !== gone.length) return refuse(index, 'whose counts are not those of its parts');
  return { ...told, complete: true, count, root, put: rows, gone };
}
