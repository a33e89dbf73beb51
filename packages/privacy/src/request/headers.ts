import { z } from 'zod';

const day = z.iso.date();
const count = z.int().min(0);
/** `17(3)(b)`, `DE@1`, `timeout`. */
const code = z.string().regex(/^[a-z0-9][\w.:()@-]{0,79}$/i);
const id = z.string().regex(/^[\w.:@-]{1,120}$/);
/** A system, a place or a step, as the data map and the plan spell them: `shop`, `public.orders`, `erase:shop`. */
const name = z.string().min(1).max(300);
/** Hex SHA-256 of a plan or a certificate, which name nobody. */
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const method = z.enum(['account', 'mail', 'question', 'document', 'known', 'agent', 'controller']);

export const requestId = z.string().regex(/^dsr_[a-z0-9]{16,64}$/);

/** What people may ask. `objection` is Art. 21(1), `marketing` Art. 21(2), `human_review` Art. 22(3), `consent` Art. 7(3). */
export const right = z.enum(['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'marketing', 'human_review', 'consent']);

/** A right and, where it is refused or limited, the code of the ground in `rights.ts`. */
const ground = z.strictObject({ right, ground: code });

/** Where the deadline then stands; `deadlineOf` gives it. Kept in the fact, so that a later calendar changes no recorded day. */
const clock = { raw: day, due: day, calendar: code };

/**
 * The public header of each kind of fact: ids, counts, days and codes. Nothing in a header names a person or is derived
 * from one; whoever is named stands in the sealed part.
 */
export const headers = {
  'request.received': z.strictObject({
    channel: z.enum(['centre', 'app', 'mail', 'hand', 'opendsr']),
    rights: z.array(right).min(1).max(9),
    role: z.enum(['controller', 'processor']),
    /** Who asks: the person, somebody with authority, or who has care of the person. */
    by: z.enum(['self', 'agent', 'guardian']),
    language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/),
    jurisdiction: code,
    /** The IANA zone in which the day of receipt was taken. */
    zone: z.string().max(60),
    day,
    ...clock,
    extendBy: day,
    /** Commitment to the reference that the person keeps: see `certificate.ts`. */
    reference: z.string().max(64),
    /** The first of the requests that the same person made in the same breath, itself included; absent where it is alone. */
    bundle: requestId.exactOptional(),
  }),
  'request.identity_asked': z.strictObject({ reason: z.enum(['proof', 'doubt', 'several_people', 'authority']), by: method }),
  'request.identified': z.strictObject({
    /** Signed in at the company's app, a code by mail, a question answered, a document shown, known to who vouches, an agent, the company that we work for. */
    by: method,
    /** How many identity keys were proven. */
    keys: count,
    /** Whether an agent or guardian showed the authority; null where the person asks. */
    authority: z.boolean().nullable(),
  }),
  'request.joined': z.strictObject({ into: requestId, rights: z.array(right).max(9) }),
  'request.forwarded': z.strictObject({ to: id }),
  'request.paused': z.strictObject({ ground: z.enum(['identity']), day }),
  'request.resumed': z.strictObject({ day, days: count, ...clock, extendBy: day.nullable() }),
  'request.extended': z.strictObject({ reason: z.enum(['complexity', 'number', 'complexity_and_number']), ...clock }),
  'request.surveyed': z.strictObject({ systems: count, places: count, rows: count, problems: count, doubts: count }),
  'request.planned': z.strictObject({
    version: count.min(1), digest,
    places: count,
    /** Places in which something is changed; when there is none, nothing needs to be read again. */
    changes: count,
    /** What becomes of how many rows: `read`, `deleted`, `kept` … */
    rows: z.record(code, count),
    /** Systems without connector, in which a person does it. */
    tasks: count,
    /** Who must approve it. */
    approval: z.enum(['person', 'rule']),
  }),
  'request.approved': z.strictObject({ version: count.min(1), digest, by: z.enum(['person', 'rule']), rule: code.optional() }),
  /** One deed of the run; `attest` is a person's word for a system without connector. */
  'request.step': z.strictObject({ version: count.min(1), step: name, system: name, place: name.nullable(), does: z.enum(['read', 'locate', 'change', 'attest']), planned: count, done: count, problem: code.nullable() }),
  /** The run came to its end with so many steps, none of them with a problem. */
  'request.ran': z.strictObject({ version: count.min(1), steps: count }),
  'request.reread': z.strictObject({ places: count, remaining: count, explained: count, unexplained: count, problems: count }),
  'request.refused': z.strictObject({ grounds: z.array(ground).min(1).max(20) }),
  'request.answered': z.strictObject({
    to: z.enum(['person', 'controller']),
    /** What was refused or limited of it; none when all was done that was asked. */
    grounds: z.array(ground).max(20),
    delivery: z.enum(['link', 'age', 'app', 'hand', 'opendsr']),
    places: count, rows: count,
    /** Fields left out because they are about others. */
    leftOut: count,
  }),
  'request.withdrawn': z.strictObject({}),
  /** Pins the certificate, where one is given: see `certificate.ts`. */
  'request.closed': z.strictObject({ certificate: digest.optional() }),
  'recipient.told': z.strictObject({
    request: requestId, recipient: name,
    of: z.enum(['erasure', 'rectification', 'restriction', 'restriction_lifted', 'objection']),
    by: z.enum(['opendsr', 'webhook', 'mail', 'person']),
    outcome: z.enum(['told', 'failed', 'impossible', 'disproportionate']),
  }),
  /** What a recipient says itself of an order by OpenDSR, under a signature that was verified. */
  'recipient.reported': z.strictObject({ request: requestId, recipient: name, status: z.enum(['pending', 'in_progress', 'completed', 'cancelled']), by: z.enum(['answer', 'callback', 'asked']) }),
  'suppression.written': z.strictObject({ request: requestId, keys: count }),
  'restriction.set': z.strictObject({ request: requestId.nullable(), ground: z.enum(['accuracy', 'unlawful', 'claims', 'objection', 'kept']), purposes: z.array(name).max(40) }),
  /** Art. 18(3): the person is told before it is lifted, so the day of that stands in it. */
  'restriction.lifted': z.strictObject({ request: requestId.nullable(), told: day }),
} as const;

export type RequestKind = keyof typeof headers;
export type RequestHeader<Kind extends RequestKind> = z.infer<(typeof headers)[Kind]>;
export type Right = z.infer<typeof right>;
export type GroundGiven = z.infer<typeof ground>;
