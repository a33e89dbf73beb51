import type { Entry, Fact, Json } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';
import type { RecordType, RecordVersion } from './record-type.ts';
import { recordTypeOf } from './record-types.ts';
import { objectIn, payloadsOf, type Parts } from './versions/parts.ts';
import { RecordInvalid, type RecordIssue } from './versions/record-invalid.ts';

export { RecordInvalid };
export type { Parts, RecordIssue };

/** A version about to be written. */
export type RecordDraft = {
  readonly type: string;
  readonly id: string;
  /** 1 for a new record, else one more than the version that was read. */
  readonly version: number;
  readonly value: Readonly<Record<string, unknown>>;
  /** The ledger entry of the version before. */
  readonly previous?: number;
  /** Whether the record ends with this version; its history stays. */
  readonly ended?: boolean;
  readonly actor: string;
  readonly captured: string;
  /** When it was true from; never after `captured`. */
  readonly heldFrom: string;
  /** The opaque id of the person it is about; needed as soon as a personal field is filled. */
  readonly subject?: string;
  readonly random: (bytes: number) => Uint8Array;
};

/** The value as its type wants it, with defaults filled in; throws `RecordInvalid` with the path of each wrong field. */
const parseValue = (type: RecordType, value: unknown): Readonly<Record<string, unknown>> => {
  const parsed = type.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RecordInvalid(type.id, parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })));
};

/** What names a person, apart from what does not. */
const split = (type: RecordType, value: Readonly<Record<string, unknown>>) => {
  const isPersonal = (field: string) => type.personal.includes(field);
  const filled = Object.entries(value).filter(([, held]) => held !== undefined);
  return {
    open: Object.fromEntries(filled.filter(([field]) => !isPersonal(field))),
    personal: Object.fromEntries(filled.filter(([field]) => isPersonal(field))),
  };
};

/**
 * The fact of a record's version: `record.written`, or `record.ended` for its last. The value must be what the type's
 * schema allows; `RecordInvalid` says which field is not. Part 0 holds what names nobody, part 1 the personal fields,
 * sealed under the record's subject.
 */
export function recordFact(draft: RecordDraft): Fact {
  const type = recordTypeOf(draft.type);
  if (type === undefined) throw new RecordInvalid(draft.type, [{ path: '', message: 'there is no record type of this name' }]);
  if (draft.heldFrom > draft.captured) throw new RecordInvalid(type.id, [{ path: 'heldFrom', message: 'cannot be later than now' }]);
  if (!Number.isInteger(draft.version) || draft.version < 1) throw new RangeError('versions count from 1');
  const { open, personal } = split(type, parseValue(type, draft.value));
  const names = Object.keys(personal).length > 0;
  if (names && draft.subject === undefined) throw new RangeError(`a ${type.id} names a person, so it needs a subject`);
  return {
    kind: draft.ended === true ? 'record.ended' : 'record.written',
    about: draft.id,
    actor: draft.actor,
    captured: draft.captured,
    ...(draft.heldFrom === draft.captured ? {} : { held: { from: draft.heldFrom } }),
    origin: { name: 'records', version: '1' },
    header: { type: type.id, version: draft.version, ...(draft.previous === undefined ? {} : { previous: draft.previous }), personal: names },
    parts: [
      seal(open as Json, null, draft.random),
      ...(names && draft.subject !== undefined ? [seal(personal as Json, draft.subject, draft.random)] : []),
    ],
  };
}

/**
 * The version that an entry states, or undefined when the entry is about something else. Personal fields are absent once
 * they are forgotten. Throws RangeError for an entry of this kind that is not of this form.
 */
export function readRecordFact(place: { readonly index: number; readonly entry: Entry }, parts: Parts): RecordVersion | undefined {
  const { index, entry } = place;
  if (entry.kind !== 'record.written' && entry.kind !== 'record.ended') return undefined;
  const { type, version, personal } = entry.header;
  if (typeof type !== 'string' || typeof version !== 'number') throw new RangeError(`entry ${index} is a record without type or version`);
  const [open, named] = payloadsOf(parts);
  if (open === undefined) throw new RangeError(`entry ${index} is a record without a value`);
  return {
    type, version,
    id: entry.about,
    value: { ...objectIn(open), ...(named === undefined ? {} : objectIn(named)) },
    ended: entry.kind === 'record.ended',
    forgotten: personal === true && named === undefined,
    actor: entry.actor,
    heldFrom: entry.held?.from ?? entry.captured,
    captured: entry.captured,
    recorded: entry.recorded,
    entry: index,
  };
}
