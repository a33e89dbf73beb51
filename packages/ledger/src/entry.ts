/**
 * The nouns of the ledger. An entry is the public, canonical leaf of the log (RFC 8785 JSON, at most 2 KiB):
 * it names no person and carries no deterministic hash of one. What is private lies in parts, each sealed by a
 * commitment and encrypted under the key of the subject it is about.
 */
import { parseEntryBytes } from './entries/leaf.ts';

export { canonicalJson } from './encodings/json.ts';

/** RFC 3339 in UTC with milliseconds: `2026-01-31T09:30:00.000Z`. Other spellings are refused. */
export type Instant = string;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** When the fact was true in the world. An open interval has no `to`. */
export type Span = { readonly from: Instant; readonly to?: Instant };

/** A payload that can be disclosed and erased alone, already sealed: what `seal` gives. */
export type SealedPart = {
  /** Opaque id of the person the payload is about; `null` when it is about nobody. One subject, one key. */
  readonly subject: string | null;
  readonly payload: Uint8Array;
  /** The 32 random bytes that blind the commitment. */
  readonly blind: Uint8Array;
  /** HMAC-SHA-256(blind, "avouch/seal/v1" ‖ u64 length ‖ payload). */
  readonly commitment: Uint8Array;
};

/** Something that happened, as its witness states it. The ledger adds the recorded time and the place. */
export type Fact = {
  /** `where.what`: `reading.taken`, `record.written`, `evidence.filed`, `subject.forgotten`. */
  readonly kind: string;
  /** Opaque id of the thing it is about (a source, a record). */
  readonly about: string;
  /** Opaque id of who states it: a member, an API key, `system`. */
  readonly actor: string;
  /** When it was seen. */
  readonly captured: Instant;
  /** When it was true, where that is not the moment of capture. */
  readonly held?: Span;
  /** What produced it and its version: `{ name: 'github', version: '0.1.0' }`. */
  readonly origin: { readonly name: string; readonly version: string };
  /** Public and small; names no person. */
  readonly header: JsonObject;
  readonly parts: readonly SealedPart[];
};

/** The leaf: a fact without its payloads, with the recorded time and the root over its commitments. */
export type Entry = {
  readonly v: 1;
  readonly kind: string;
  readonly about: string;
  readonly actor: string;
  readonly captured: Instant;
  /** When the ledger took it: never before an earlier entry's. */
  readonly recorded: Instant;
  readonly held?: Span;
  readonly origin: { readonly name: string; readonly version: string };
  readonly header: JsonObject;
  /** `root` is the RFC 6962 tree head over the parts' commitments, base64; absent when there are no parts. */
  readonly seals?: { readonly count: number; readonly root: string };
};

/** What `append` promises: durable, at this place, in this log. */
export type Receipt = { readonly log: string; readonly index: number; readonly recorded: Instant; readonly leaf: string };

/** A part as it is disclosed: enough to recompute the commitment. */
export type Opening = { readonly payload: Uint8Array; readonly blind: Uint8Array };

/** What remains of a part after `forget`. */
export type Forgotten = { readonly forgotten: true; readonly at: Instant; readonly entry: number };

export type Disclosed =
  | ({ readonly forgotten: false; readonly subject: string | null } & Opening)
  | (Forgotten & { readonly subject: string | null });

/** An entry as kept: its place, its canonical bytes, and its parts' commitments. */
export type Kept = {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly entry: Entry;
  readonly commitments: readonly Uint8Array[];
};

/**
 * The entry in these bytes, or undefined when they are not the one canonical spelling of an entry of at most 2 KiB:
 * parsed by printing, so two different byte strings never give the same entry.
 */
export const parseEntry = (bytes: Uint8Array): Entry | undefined => parseEntryBytes(bytes);
