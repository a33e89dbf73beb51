import { z } from 'zod';

const day = z.iso.date();
const count = z.int().min(0);
/** `17(3)(b)`, `DE@1`, `timeout`. */
const code = z.string().regex(/^[a-z0-9][\w.:()@-]{0,79}$/i);
const id = z.string().regex(/^[\w.:@-]{1,120}$/);
/** The name of a place in a system, as its data map spells it. */
const place = z.string().min(1).max(200);

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
    channel: z.enum(['centre', 'account', 'api', 'mail', 'paper', 'phone', 'opendsr']),
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
  }),
  'request.identity_asked': z.strictObject({ reason: z.enum(['proof', 'doubt', 'several_people', 'authority']), by: z.enum(['mail', 'account', 'question', 'document', 'person']) }),
  'request.identified': z.strictObject({
    by: z.enum(['mail', 'account', 'question', 'document', 'person', 'controller']),
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
    version: count.min(1), steps: count,
    /** How many steps change data; when none does, nothing needs to be read again. */
    changes: count,
    rows: z.strictObject({ read: count, deleted: count, emptied: count, kept: count }),
    /** Who must approve it. */
    approval: z.enum(['person', 'rule']),
  }),
  'request.approved': z.strictObject({ version: count.min(1), by: z.enum(['person', 'rule']), rule: code.optional() }),
  'request.step': z.strictObject({ version: count.min(1), step: id, store: id, place, planned: count, done: count, problem: code.nullable() }),
  'request.reread': z.strictObject({ places: count, remaining: count, explained: count, unexplained: count, problems: count }),
  'request.refused': z.strictObject({ grounds: z.array(ground).min(1).max(20) }),
  'request.answered': z.strictObject({
    to: z.enum(['person', 'controller']),
    /** What was refused or limited of it; none when all was done that was asked. */
    grounds: z.array(ground).max(20),
    delivery: z.enum(['link', 'account', 'mail', 'paper', 'opendsr']),
    places: count, rows: count,
    /** Fields left out because they are about others. */
    leftOut: count,
  }),
  'request.withdrawn': z.strictObject({}),
  'request.closed': z.strictObject({}),
  'recipient.told': z.strictObject({
    request: requestId, recipient: id,
    of: z.enum(['erasure', 'rectification', 'restriction', 'restriction_lifted', 'objection']),
    by: z.enum(['opendsr', 'webhook', 'mail', 'person']),
    outcome: z.enum(['told', 'failed', 'impossible', 'disproportionate']),
  }),
  'suppression.written': z.strictObject({ request: requestId, keys: count }),
  'restriction.set': z.strictObject({ request: requestId.nullable(), ground: z.enum(['accuracy', 'unlawful', 'claims', 'objection', 'kept']), purposes: z.array(id).max(40) }),
  /** Art. 18(3): the person is told before it is lifted, so the day of that stands in it. */
  'restriction.lifted': z.strictObject({ request: requestId.nullable(), told: day }),
} as const;

export type RequestKind = keyof typeof headers;
export type RequestHeader<Kind extends RequestKind> = z.infer<(typeof headers)[Kind]>;
export type Right = z.infer<typeof right>;
export type GroundGiven = z.infer<typeof ground>;
