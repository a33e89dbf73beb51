import { canonicalJson, type Json } from '@avouch/ledger/entry';
import { z } from 'zod';

const count = z.number().int().min(0);
const position = z.tuple([count, count]);

/** What the package says that one check gave at one source: the claim that a verifier judges again. */
const claim = z.strictObject({
  check: z.string(), pass: count, fail: count, notApplicable: count, unknown: count,
  /** The subjects that did not pass or were not judged, by the place of their row: never by name. */
  others: z.array(z.strictObject({ row: position, verdict: z.enum(['fail', 'unknown', 'not-applicable']) })),
});

const reading = z.strictObject({
  /** The entry of the last complete reading by the package's date. */
  entry: count, source: z.string(), entityType: z.string(), at: z.string(), rows: count, claims: z.array(claim),
});

const manifest = z.strictObject({
  v: z.literal(1),
  package: z.strictObject({ id: z.string(), kind: z.literal('type-1'), asOf: z.iso.date(), title: z.string() }),
  origin: z.string(),
  /** A tlog-policy: the log's key and the witnesses'. */
  policy: z.string(),
  files: z.array(z.strictObject({ path: z.string(), bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
  /** Every entry that the bundle discloses. */
  entries: z.array(count),
  readings: z.array(reading),
});

/** The table of contents of a bundle: sealed in the ledger by `package.issued`, so that nothing can be put in or taken out afterwards. */
export type Manifest = z.infer<typeof manifest>;
export type ReadingClaim = Manifest['readings'][number];

/** The manifest's one spelling: RFC 8785 JSON. */
export const formatManifest = (value: Manifest): Uint8Array => new TextEncoder().encode(canonicalJson(value as Json));

/** The manifest in these bytes, or undefined when they are not its one spelling. */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  const value = parseCanonical(bytes);
  const parsed = manifest.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** A JSON value in its one spelling, or undefined. */
export function parseCanonical(bytes: Uint8Array): Json | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as Json;
    return canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}
