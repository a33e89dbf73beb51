import { formatBase64, parseBase64, splitHashes, textOf, utf8 } from '../encodings/bytes.ts';
import { isInstant } from '../encodings/instant.ts';
import { canonicalJson } from '../encodings/json.ts';
import { leafHash, rootOfHashes } from '../trees/hashes.ts';
import type { Entry, Fact, Instant, Json, JsonObject, Span } from '../entry.ts';

/** An entry's bytes at most. */
export const ENTRY_BYTES_MAX = 2048;

const KIND = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;
const isId = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 256;
const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hasOnly = (value: { readonly [key: string]: unknown }, keys: readonly string[]): boolean =>
  Object.keys(value).every((key) => keys.includes(key));

const isSpan = (value: unknown): value is Span =>
  isObject(value) &&
  hasOnly(value, ['from', 'to']) &&
  isInstant(value['from']) &&
  (!('to' in value) || (isInstant(value['to']) && value['to'] >= value['from']));

const isOrigin = (value: unknown): boolean =>
  isObject(value) && hasOnly(value, ['name', 'version']) && isId(value['name']) && isId(value['version']);

const isSeals = (value: unknown): boolean =>
  isObject(value) &&
  hasOnly(value, ['count', 'root']) &&
  Number.isSafeInteger(value['count']) &&
  (value['count'] as number) > 0 &&
  typeof value['root'] === 'string' &&
  parseBase64(value['root'])?.length === 32;

/** What is wrong with what a fact states in public, in words; undefined when nothing is. */
export function flawOf(fact: { readonly [key: string]: unknown }): string | undefined {
  if (typeof fact['kind'] !== 'string' || !KIND.test(fact['kind'])) return 'kind is not of the form where.what';
  if (!isId(fact['about'])) return 'about is not an id';
  if (!isId(fact['actor'])) return 'actor is not an id';
  if (!isInstant(fact['captured'])) return 'captured is not an instant in UTC with milliseconds';
  if (fact['held'] !== undefined && !isSpan(fact['held'])) return 'held is not a span of instants';
  if (!isOrigin(fact['origin'])) return 'origin is not a name and a version';
  if (!isObject(fact['header'])) return 'header is not an object';
  return undefined;
}

const KEYS = ['v', 'kind', 'about', 'actor', 'captured', 'recorded', 'held', 'origin', 'header', 'seals'];

const isEntry = (value: unknown): value is Entry =>
  isObject(value) &&
  hasOnly(value, KEYS) &&
  value['v'] === 1 &&
  flawOf(value) === undefined &&
  (!('held' in value) || value['held'] !== undefined) &&
  isInstant(value['recorded']) &&
  (!('seals' in value) || isSeals(value['seals']));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No JSON is an expected answer about foreign bytes.
    return undefined;
  }
}

/** See `parseEntry`. */
export function parseEntryBytes(bytes: Uint8Array): Entry | undefined {
  if (bytes.length > ENTRY_BYTES_MAX) return undefined;
  const text = textOf(bytes);
  if (text === undefined) return undefined;
  const value = parsed(text);
  return isEntry(value) && prints(value, text) ? value : undefined;
}

function prints(value: Entry, text: string): boolean {
  try {
    return canonicalJson(value as unknown as Json) === text;
  } catch {
    // Half a surrogate pair, or a nesting that no printer bears: not canonical.
    return false;
  }
}

/** An entry but for the one thing that is known last, the recorded time. */
export type Draft = { readonly before: string; readonly after: string; readonly seals: Entry['seals'] };

/**
 * Prints a fact once, when it arrives; `entryText` then only joins texts under the writer's lock. The keys stand in
 * their sorted order by hand (`recorded`, `seals` and `v` last): the tests compare it with `canonicalJson`.
 */
export function draftOf({ kind, about, actor, captured, held, origin, header, parts }: Fact): Draft {
  const heldText = held === undefined ? '' : `"held":${canonicalJson(held as JsonObject)},`;
  const originText = `{"name":${canonicalJson(origin.name)},"version":${canonicalJson(origin.version)}}`;
  const seals = sealsOf(parts.map((part) => part.commitment));
  const sealsText = seals === undefined ? '' : `"seals":{"count":${seals.count},"root":"${seals.root}"},`;
  return {
    before:
      `{"about":${canonicalJson(about)},"actor":${canonicalJson(actor)},"captured":"${captured}",` +
      `"header":${canonicalJson(header)},${heldText}"kind":"${kind}","origin":${originText},"recorded":"`,
    after: `",${sealsText}"v":1}`,
    seals,
  };
}

/** The canonical text of the entry. */
export const entryText = (draft: Draft, recorded: Instant): string => draft.before + recorded + draft.after;

/** The canonical bytes of an entry. */
export const formatEntry = (entry: Entry): Uint8Array => utf8(canonicalJson(entry as unknown as Json));

/** What the leaf says of its parts; undefined when there are none. */
export function sealsOf(commitments: readonly Uint8Array[]): { count: number; root: string } | undefined {
  if (commitments.length === 0) return undefined;
  return { count: commitments.length, root: formatBase64(rootOfHashes(commitments.map(leafHash))) };
}

/** Whether these are all the commitments of the entry, in order. */
export function holdsCommitments(entry: Entry, commitments: readonly Uint8Array[]): boolean {
  const seals = sealsOf(commitments);
  return seals?.count === entry.seals?.count && seals?.root === entry.seals?.root;
}

/** The entry that a fact becomes, with what its draft says of its parts. */
export function entryOf({ kind, about, actor, captured, held, origin, header }: Fact, { seals }: Pick<Draft, 'seals'>, recorded: Instant): Entry {
  return {
    v: 1,
    kind,
    about,
    actor,
    captured,
    recorded,
    ...(held === undefined ? {} : { held }),
    origin,
    header,
    ...(seals === undefined ? {} : { seals }),
  };
}

/** The commitments that lie one after the other in the bytes. */
export const commitmentsOf = splitHashes;
