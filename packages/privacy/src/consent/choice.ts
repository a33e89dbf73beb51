import { z } from 'zod';

/** Bounds of one answer as it arrives: far above any honest banner, far below what could hurt. */
export const bounds = { idBytes: 64, answers: 400, textCharacters: 200 } as const;

const id = z.string().regex(/^(?!(?:__proto__|constructor)$)[a-z0-9_-]{1,64}$/);
const random = z.string().regex(/^[0-9a-f]{32}$/);
const text = z.string().max(bounds.textCharacters);

/** One answer as the SDK sends it (`Choice` of `@avouch/consent`). Nothing in it is believed until it is judged against a published notice. */
export const choiceSchema = z.strictObject({
  v: z.literal(1),
  id: random,
  subject: random,
  previous: z.union([random, z.literal('')]),
  notice: z.object({ id: text.min(1), version: text.min(1), hash: text.optional(), url: z.string().max(2000).optional() }),
  language: z.string().regex(/^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$/).max(35),
  variant: text.nullable(),
  answers: z.record(id, z.boolean()).refine((answers) => Object.keys(answers).length <= bounds.answers, 'has too many answers'),
  method: z.enum(['accept', 'refuse', 'save', 'close', 'gate', 'signal', 'code']),
  signal: z.enum(['gpc', 'dnt']).nullable(),
  place: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/).nullable(),
  regime: z.enum(['opt-in', 'opt-out']),
  // No clock of a browser says the year 0, and the database has none.
  at: z.iso.datetime({ precision: 3 }).refine((at) => !at.startsWith('0000')),
});

/** One answer of a visitor, well formed and not yet believed. */
export type Choice = z.infer<typeof choiceSchema>;

/** The answer that a body holds, or null for whatever is not one. */
export function parseChoice(body: string): Choice | null {
  try {
    return choiceSchema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null; // not JSON
  }
}
