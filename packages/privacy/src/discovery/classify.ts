import type { Cell, FieldSample, FieldShape } from '@avouch/connectors/store';
import { isEmail, patterns } from './patterns.ts';
import { plainLetters, tokensOf } from './tokens.ts';
import { columnWords, personParts } from './words.ts';

/** What a field probably holds, how sure that is (0 to 1), and from what it was concluded. No ground holds a value. */
export type Guess = { readonly category: string; readonly confidence: number; readonly grounds: readonly string[] };

/** How near a place is to people: a row for each person, rows that belong to people, or neither. */
export type Nearness = 'people' | 'owned' | 'other';

type Hint = { readonly category: string; readonly weight: number; readonly ground: string; /** The words of a name that gave it. */ readonly word?: string };

/** What is believed without a person looking: below it, a field is marked for review by itself. */
export const sureEnough = 0.8;

/**
 * Judges one field by its name, comment, type and a sample of its values. `none` is an answer too, with its own confidence:
 * a column of free text that nothing explains is one that a person should look at.
 */
export function classifyField(field: FieldShape, sample: FieldSample | undefined, nearness: Nearness): Guess {
  const named = fitting(field, nameHint(field.name, nearness), nearness);
  const told = field.comment === null ? undefined : fitting(field, nameHint(field.comment, nearness, 'comment'), nearness);
  const seen = textual(field) ? sampleHint(sample, nearness) : undefined;
  // Sentences are no picture and no file, whatever the column is called.
  const hints = [seen?.category === 'content.message' && ['image', 'content.file', 'contact.social'].includes(named?.category ?? '') ? undefined : named, told, seen].filter((hint) => hint !== undefined);
  if (hints.length === 0) return nothing(field, sample, nearness);
  const byCategory = new Map<string, Hint[]>();
  for (const hint of hints) byCategory.set(hint.category, [...(byCategory.get(hint.category) ?? []), hint]);
  const ranked = [...byCategory.entries()].map(([category, all]) => ({ category, confidence: together(all), grounds: all.map((one) => one.ground) })).sort((a, b) => b.confidence - a.confidence);
  const [best, second] = ranked;
  if (best === undefined) return nothing(field, sample, nearness);
  const doubted = second === undefined ? best : { ...best, confidence: Math.max(0.5, best.confidence - second.confidence / 3) };
  return contradicted(doubted, seen, sample) ?? (doubted.confidence >= 0.4 ? rounded(doubted) : nearness === 'other' ? nothing(field, sample, nearness) : { ...nothing(field, sample, nearness), confidence: Math.min(0.75, 1 - doubted.confidence) });
}

const together = (hints: readonly Hint[]): number => Math.min(0.99, 1 - hints.reduce((left, hint) => left * (1 - hint.weight), 1));
const rounded = (guess: Guess): Guess => ({ ...guess, confidence: Math.round(guess.confidence * 100) / 100 });
const textual = (field: FieldShape): boolean => ['text', 'json', 'list', 'other', 'integer'].includes(field.type);

/** The longest words of a list that the name holds. */
export function nameHint(name: string, nearness: Nearness, where: 'column name' | 'comment' = 'column name'): Hint | undefined {
  const tokens = tokensOf(name);
  const text = ` ${tokens.join(' ')} `;
  const personal = nearness === 'people' || tokens.some((token, n) => n < tokens.length - 1 && personParts.includes(token));
  let best: (Hint & { length: number }) | undefined;
  for (const entry of columnWords) {
    for (const word of entry.words) {
      const whole = text.includes(` ${word} `);
      // German puts words together: `rechnungsstrasse` ends in one that is known.
      if (!whole && !(where === 'column name' && word.length >= 5 && !word.includes(' ') && tokens.some((token) => token.length > word.length + 2 && token.endsWith(word)))) continue;
      const rest = text.length - 2 - word.length;
      const usual = personal ? entry.usual : entry.alone ?? entry.usual;
      const weight = (nearness === 'owned' && entry.alone !== undefined && !personal ? entry.usual * 0.35 + entry.alone * 0.65 : usual) * (whole ? 1 : 0.9) * (where === 'comment' ? 0.8 : 1) * (rest > 14 ? 0.85 : 1);
      if (best === undefined || word.length > best.length || (word.length === best.length && weight > best.weight)) best = { category: entry.category, weight, ground: where === 'comment' ? `comment says “${word}”` : 'column name', word, length: word.length };
    }
  }
  return best;
}

const moments = ['day', 'instant', 'time'];
const ofMoments = ['birth', 'behaviour', 'consent', 'employment', 'health'];
const ofNumbers = ['birth', 'financial', 'payment.transaction', 'payment.account', 'payment.card', 'government-id', 'tax-id', 'location', 'contact.phone', 'contact.address', 'behaviour', 'profile', 'employment', 'employment.evaluation', 'education', 'health', 'family', 'preference', 'credential', 'gender'];
const ofFlags = ['consent', 'health', 'union', 'religion', 'politics', 'family', 'preference'];

/** A name counts where the type can hold such a thing: `email_sent_at` is no address, `is_phone_verified` no number. */
function fitting(field: FieldShape, hint: Hint | undefined, nearness: Nearness): Hint | undefined {
  if (hint === undefined) return undefined;
  const tokens = tokensOf(field.name);
  const last = tokens.at(-1) ?? '';
  const byLast = hint.word?.split(' ').includes(last) === true;
  if (field.type === 'boolean') return ofFlags.includes(hint.category) ? hint : undefined;
  if (moments.includes(field.type)) return ofMoments.includes(hint.category) ? hint : undefined;
  if (field.type === 'integer' || field.type === 'decimal') {
    return last === 'id' || (last === 'count' && !byLast) || !ofNumbers.includes(hint.category) ? undefined : hint;
  }
  if (field.choices !== undefined && ['name', 'content.message', 'content.file'].includes(hint.category)) return undefined;
  if (field.type === 'uuid' && !['online-id', 'credential'].includes(hint.category)) return undefined;
  if (['type', 'kind', 'status', 'count', 'format', 'template', 'currency', 'sku', 'slug', 'color', 'colour'].includes(last) && !byLast) return undefined;
  if (nearness === 'other' && hint.category === 'contact.address' && hint.weight < 0.5) return undefined;
  return hint;
}

/** Text of the values that can be compared with patterns. */
const texts = (values: readonly Cell[]): string[] => values.flatMap((value) => (typeof value === 'string' ? [value.trim()] : typeof value === 'number' ? [String(value)] : value !== null && typeof value === 'object' ? [JSON.stringify(value)] : [])).filter((value) => value !== '');

function sampleHint(sample: FieldSample | undefined, nearness: Nearness): Hint | undefined {
  const values = texts(sample?.values ?? []);
  if (values.length === 0) return undefined;
  for (const { category, looksLike, strength, matches } of patterns) {
    const hits = values.filter(matches).length;
    if (hits / values.length < 0.8) continue;
    // A few values prove little.
    const weight = strength * (hits / values.length) * (values.length >= 10 ? 1 : values.length >= 3 ? 0.85 : 0.5);
    return { category, weight, ground: `${hits} of ${values.length} sampled values look like ${looksLike}` };
  }
  const mailed = values.filter((value) => value.split(/[\s"'<>,;:()[\]{}]+/).some(isEmail)).length;
  if (mailed / values.length >= 0.2) return { category: 'content.message', weight: 0.55, ground: `${mailed} of ${values.length} sampled values hold an e-mail address inside` };
  const prose = values.filter((value) => value.length >= 20 && value.split(/\s+/).length >= 4 && !/^[[{]/.test(value)).length;
  if (nearness !== 'other' && values.length >= 5 && prose / values.length >= 0.6) return { category: 'content.message', weight: 0.6, ground: `${prose} of ${values.length} sampled values are sentences` };
  return undefined;
}

/** A name that the values speak against. */
function contradicted(guess: Guess, seen: Hint | undefined, sample: FieldSample | undefined): Guess | undefined {
  const values = texts(sample?.values ?? []);
  const pattern = { 'contact.email': isEmail, 'online-id': undefined, 'contact.phone': (value: string) => value.replace(/\D/g, '').length >= 5 }[guess.category as 'contact.email'];
  if (seen !== undefined || pattern === undefined || (sample?.rows ?? 0) - (sample?.nulls ?? 0) < 5) return undefined;
  const hits = values.filter(pattern).length;
  return hits / values.length >= 0.5 ? undefined : { category: 'none', confidence: 0.55, grounds: [`column name suggests ${guess.category}`, `${values.length - hits} of ${values.length} sampled values do not look like it`] };
}

/** How sure it is that a field that nothing points at is not personal. */
function nothing(field: FieldShape, sample: FieldSample | undefined, nearness: Nearness): Guess {
  const { type, choices, lengthMax } = field;
  const said = (confidence: number, ground: string): Guess => ({ category: 'none', confidence, grounds: [ground] });
  if (type === 'boolean' || choices !== undefined) return said(0.92, 'type');
  if (moments.includes(type) || type === 'integer' || type === 'decimal' || type === 'uuid') return said(nearness === 'people' ? 0.85 : 0.92, 'type');
  if (nearness === 'other') return said(0.9, 'no person in sight');
  if (type === 'bytes') return said(0.5, 'bytes that nothing explains');
  if (type === 'json' || type === 'list') return said(0.5, 'structured content that nothing explains');
  const values = texts(sample?.values ?? []);
  const few = sample !== undefined && sample.rows - sample.nulls >= 20 && sample.distinct <= Math.max(10, (sample.rows - sample.nulls) / 10);
  if (few) return said(0.88, `statistics: ${sample.distinct} values in ${sample.rows - sample.nulls} rows`);
  if (lengthMax !== null && lengthMax <= 8) return said(0.85, 'type');
  if (values.length >= 5 && values.every((value) => /^[A-Z\d_-]{2,24}$/.test(value) || /^[a-z]+([_-][a-z]+)*$/.test(value))) return said(0.82, 'sampled values look like codes');
  const technical = tokensOf(plainLetters(field.name)).some((token) => /^(id|uuid|code|type|kind|status|state|slug|sku|version|currency|hash|checksum|etag|key|ref|reference|number|nr|no|mode|level|role|plan|tier|channel|color|colour|size|unit|format|mime|content|scope|tag|token|sort|position|priority|category|source|url|path|icon|country|land|pays|region|waehrung|zustand|typ|art)$/.test(token));
  return said(technical ? 0.82 : 0.6, technical ? 'column name' : 'text that nothing explains');
}
