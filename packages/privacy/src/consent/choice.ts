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
    const value: unknown = JSON.parse(body);
    return isPlain(value) ? value : (choiceSchema.safeParse(value).data ?? null);
  } catch {
    return null; // not JSON
  }
}

const KEYS = ['v', 'id', 'subject', 'previous', 'notice', 'language', 'variant', 'answers', 'method', 'signal', 'place', 'regime', 'at'];
const HEX = /^[0-9a-f]{32}$/;
const ID = /^[a-z0-9_-]{1,64}$/;
const PLACE = /^[A-Z]{2}$/;
const LANGUAGE = /^[a-z]{2,3}(-[A-Z]{2})?$/;

type Plain = { readonly [key in (typeof KEYS)[number]]: unknown };

/**
 * Whether this is an answer as nearly all are. Answers come by the thousand, and the schema costs more than reading their JSON; it
 * has the word about whatever is not seen to be right at a glance. Nothing is plain that the schema refuses or would change.
 */
function isPlain(value: unknown): value is Choice {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== KEYS.length) return false;
  const { v, id, subject, previous, notice, language, variant, answers, method, signal, place, regime, at } = value as Plain;
  return v === 1 && isHex(id) && isHex(subject) && (previous === '' || isHex(previous)) && isPlainNotice(notice) && typeof language === 'string' && LANGUAGE.test(language)
    && (variant === null || isShort(variant)) && arePlainAnswers(answers) && (method === 'accept' || method === 'refuse' || method === 'save' || method === 'close')
    && signal === null && (place === null || (typeof place === 'string' && PLACE.test(place))) && (regime === 'opt-in' || regime === 'opt-out') && isInstant(at);
}

const isHex = (value: unknown): boolean => typeof value === 'string' && HEX.test(value);
const isShort = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= bounds.textCharacters;

function isPlainNotice(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 3) return false;
  const { id, version, hash } = value as Plain;
  return isShort(id) && isShort(version) && isShort(hash);
}

function arePlainAnswers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const ids = Object.keys(value);
  return ids.length <= bounds.answers && ids.every((id) => ID.test(id) && id !== '__proto__' && id !== 'constructor' && typeof (value as Plain)[id] === 'boolean');
}

/** An instant of this century to the millisecond, in its one spelling. */
const isInstant = (value: unknown): boolean => typeof value === 'string' && value.length === 24 && value.startsWith('20') && Date.parse(value) > 0 && new Date(value).toISOString() === value;

