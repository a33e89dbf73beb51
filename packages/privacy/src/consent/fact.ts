import { z } from 'zod';
import { canonicalJson, type Disclosed, type Fact, type SealedPart } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';

/** How an answer came about: those of the SDK, and those that the server takes: in the preference centre, from a mail's header, from a form, by a mail's link, by time alone, by a request of the person. */
export const methods = ['accept', 'refuse', 'save', 'close', 'gate', 'signal', 'code', 'centre', 'unsubscribe', 'form', 'confirm', 'expiry', 'request'] as const;
export type Method = (typeof methods)[number];

/** States of ISO/IEC TS 27560; given and renewed are valid consent, the others are not. */
export const states = ['ConsentRequested', 'ConsentGiven', 'RenewedConsentGiven', 'ConsentRefused', 'ConsentWithdrawn', 'ConsentExpired'] as const;
export type State = (typeof states)[number];

/**
 * One answer as it is sealed under the person's key: all of it, since together it tells about a person. No address, no account.
 * `at` is the browser's clock, beside which the entry has ours; `place` is what the page said, `country` what a trusted proxy said.
 */
const chosenSchema = z.strictObject({
  v: z.literal(1),
  id: z.string(), subject: z.string(), site: z.string(), previous: z.string(),
  notice: z.strictObject({ version: z.string(), hash: z.string() }),
  language: z.string(), variant: z.string().nullable(),
  answers: z.record(z.string(), z.boolean()),
  states: z.record(z.string(), z.enum(states)),
  method: z.enum(methods), signal: z.enum(['gpc', 'dnt']).nullable(),
  place: z.string().nullable(), country: z.string().nullable(), regime: z.enum(['opt-in', 'opt-out']),
  at: z.string(), marks: z.array(z.enum(['clock-ahead', 'late', 'place'])),
});
export type Chosen = z.infer<typeof chosenSchema>;

/** Kind of the fact that somebody answered. */
export const CHOSEN = 'consent.chosen';

export type ChosenOrder = {
  readonly chosen: Chosen;
  /** The ledger's own opaque id of the person, never the pseudonym: it stands in the log for ever once they are forgotten. */
  readonly key: string;
  readonly actor: string;
  readonly captured: string;
  readonly random: (bytes: number) => Uint8Array;
};

/** The fact of one answer. Its public part names the site, the notice and the server's time, and nobody. */
export function chosenFact({ chosen, key, actor, captured, random }: ChosenOrder): Fact & { readonly parts: readonly [SealedPart] } {
  const payload = encoder.encode(payloadText(chosen));
  // Whoever folds the fact that was just made need not read it again.
  drawnUp.set(payload, chosen);
  return { kind: CHOSEN, about: chosen.site, actor, captured, origin: { name: 'consent', version: '1' }, header: { notice: chosen.notice.hash }, parts: [seal(payload, key, random)] };
}

const encoder = new TextEncoder();
const drawnUp = new WeakMap<Uint8Array, Chosen>();

/** The canonical JSON of an answer, its keys sorted by hand: it is written for every answer of every visitor. A test compares it with `canonicalJson`. */
function payloadText({ answers, at, country, id, language, marks, method, notice, place, previous, regime, signal, site, states: all, subject, v, variant }: Chosen): string {
  return `{"answers":${canonicalJson(answers)},"at":${canonicalJson(at)},"country":${canonicalJson(country)},"id":${canonicalJson(id)},"language":${canonicalJson(language)},"marks":${canonicalJson(marks)}`
    + `,"method":"${method}","notice":{"hash":${canonicalJson(notice.hash)},"version":${canonicalJson(notice.version)}},"place":${canonicalJson(place)},"previous":${canonicalJson(previous)}`
    + `,"regime":"${regime}","signal":${canonicalJson(signal)},"site":${canonicalJson(site)},"states":${canonicalJson(all)},"subject":${canonicalJson(subject)},"v":${v},"variant":${canonicalJson(variant)}}`;
}

/** The answer that was sealed in a part by this server, whose commitment held. */
export const chosenIn = ({ payload }: Pick<SealedPart, 'payload'>): Chosen => drawnUp.get(payload) ?? (JSON.parse(decoder.decode(payload)) as Chosen);

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The answer in a payload. Throws for bytes that are none. */
export const parseChosen = (payload: Uint8Array): Chosen => chosenSchema.parse(JSON.parse(decoder.decode(payload)));

/** The answer in the parts that a log gives out, or undefined once it was erased. Throws for parts that are none. */
export function readChosen(parts: readonly Disclosed[]): Chosen | undefined {
  const [part] = parts;
  if (part === undefined) throw new RangeError('an answer has one part');
  return part.forgotten ? undefined : parseChosen(part.payload);
}
