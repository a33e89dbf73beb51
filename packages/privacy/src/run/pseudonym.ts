import { createHmac } from 'node:crypto';
import type { Cell, FieldShape } from '@avouch/connectors/store';

/**
 * What stands in for a value. It depends on the secret, the seed and the attempt alone and never on the value that goes, so that
 * it says nothing of it, and so that a run that is repeated gives the same.
 */
export type PseudonymOrder = {
  readonly secret: Uint8Array;
  /** What it is for: place, key and field of a row, or a value that must be replaced the same everywhere. */
  readonly seed: string;
  /** Counts up when the value is taken already. */
  readonly attempt: number;
  readonly category: string;
  readonly field: FieldShape;
  /** Stands in for nothing at all, where the field cannot be empty: a plain zero where that will do. */
  readonly blank: boolean;
  /** The field names people: the value must be one that `namesNobody` knows again, and never the name of somebody else. */
  readonly nobody: boolean;
};

const nobodyUuid = 'e7a5ed00';
const isUnsigned = ({ native }: FieldShape): boolean => /unsigned/i.test(native);
const sizeOf = ({ native }: FieldShape): 'tiny' | 'small' | 'whole' | 'big' => (/tinyint/i.test(native) ? 'tiny' : /smallint|int2/i.test(native) ? 'small' : /bigint|int8|int64/i.test(native) ? 'big' : 'whole');

/** Numbers below zero name nobody; where a field cannot hold them, the highest ones it can. */
const highest: Readonly<Record<ReturnType<typeof sizeOf>, readonly [from: number, width: number]>> = { tiny: [240, 16], small: [65_000, 536], whole: [4_000_000_000, 294_967_296], big: [9_000_000_000_000_000, 2 ** 31 - 1] };
const lowest: Readonly<Record<ReturnType<typeof sizeOf>, number>> = { tiny: 128, small: 32_768, whole: 2 ** 31 - 1, big: 2 ** 31 - 1 };
const nobodyFrom = (field: FieldShape): number => (isUnsigned(field) ? highest[sizeOf(field)][0] : -lowest[sizeOf(field)]);
const nobodyWidth = (field: FieldShape): number => (isUnsigned(field) ? highest[sizeOf(field)][1] : lowest[sizeOf(field)]);

/** Whether a value in a field that names people is one that an erasure has put there, and so names nobody. */
export function namesNobody(cell: Cell, field: FieldShape | undefined): boolean {
  if (typeof cell === 'number') return field !== undefined && isUnsigned(field) ? cell >= highest[sizeOf(field)][0] : cell < 0;
  if (typeof cell !== 'string') return true;
  if (field?.type === 'uuid') return cell.startsWith(`${nobodyUuid}-`);
  // Numbers under +999 are given to nobody.
  return /^erased-[0-9a-f]{8,16}(@|$)|@(example|e)\.invalid$|^\+999\d{9}$|^~[a-z]*$|^-\d+$/i.test(cell);
}

type Draw = { readonly hex: (digits: number) => string; readonly below: (bound: number) => number; readonly digits: (count: number) => string; readonly letters: (count: number) => string };

function drawOf({ secret, seed, attempt }: PseudonymOrder): Draw {
  let block = 0;
  let buffer = '';
  const hex = (digits: number): string => {
    while (buffer.length < digits) {
      buffer += createHmac('sha256', secret).update(`avouch/pseudonym/v1\n${attempt}\n${block}\n${seed}`).digest('hex');
      block += 1;
    }
    const taken = buffer.slice(0, digits);
    buffer = buffer.slice(digits);
    return taken;
  };
  // 52 random bits against bounds of at most 2^31 leave no bias worth the name.
  const below = (bound: number): number => Math.floor((Number.parseInt(hex(13), 16) / 2 ** 52) * bound);
  const some = (count: number, alphabet: string): string => Array.from({ length: count }, () => alphabet[below(alphabet.length)]).join('');
  return { hex, below, digits: (count) => some(count, '0123456789'), letters: (count) => some(count, 'abcdefghijklmnopqrstuvwxyz') };
}

const fits = (text: string, { lengthMax }: FieldShape): boolean => lengthMax === null || text.length <= lengthMax;

/** From the best to the shortest; the first that fits. What stands in for a name must be one that `namesNobody` knows. */
function textFor(draw: Draw, { category, field, nobody }: PseudonymOrder): string {
  const mark = draw.hex(16);
  const wishes = category === 'contact.email' ? [`erased-${mark}@example.invalid`, `${mark.slice(0, 8)}@example.invalid`, `${mark.slice(0, 6)}@e.invalid`]
    : category === 'contact.phone' ? [`+999${draw.digits(9)}`, ...(nobody ? [] : [`+${draw.digits(6)}`, draw.digits(field.lengthMax ?? 6)])]
    : nobody ? []
    : category === 'payment.card' ? [`0000${draw.digits(12)}`, draw.digits(field.lengthMax ?? 16)]
    : category === 'image' || category === 'contact.social' ? [`https://example.invalid/erased-${mark}`]
    : [];
  const plain = [`erased-${mark}`, `erased-${mark.slice(0, 8)}`];
  return [...wishes, ...plain].find((text) => fits(text, field)) ?? `~${draw.letters((field.lengthMax ?? 8) - 1)}`;
}

const day = (draw: Draw, first: number, years: number): string => new Date(Date.UTC(first, 0, 1) + draw.below(years * 365) * 86_400_000).toISOString().slice(0, 10);

const dayFor = (draw: Draw, { category, blank, attempt }: PseudonymOrder): string =>
  (blank && attempt === 0 ? '1970-01-01' : category === 'birth' ? day(draw, 1940, 60) : day(draw, 2000, 20));

function integerFor(draw: Draw, { field, blank, attempt, nobody }: PseudonymOrder): number {
  if (nobody) return nobodyFrom(field) + draw.below(nobodyWidth(field));
  if (blank && attempt === 0) return 0;
  const native = field.native.toLowerCase();
  return 1 + draw.below(/tinyint/.test(native) ? 126 : /smallint|int2/.test(native) ? 32_766 : /mediumint/.test(native) ? 8_388_606 : 2_147_483_646);
}

function decimalFor(draw: Draw, { field, blank, attempt, nobody }: PseudonymOrder): string {
  if (nobody) return `-${1 + draw.below(9)}`;
  if (blank && attempt === 0) return '0';
  const [, precision = '8', scale = '2'] = /\((\d+)(?:\s*,\s*(\d+))?\)/.exec(field.native) ?? [];
  const whole = Math.max(0, Math.min(6, Number(precision) - Number(scale)));
  return whole === 0 ? '0' : String(Number(draw.digits(whole)));
}

/** Kinds of the stores' own that have no type of ours. */
function otherFor(draw: Draw, { field }: PseudonymOrder): Cell | undefined {
  const native = field.native.toLowerCase();
  if (/^(inet|inet4|inet6)\b/.test(native)) return native.startsWith('inet6') ? `2001:db8::${draw.hex(4).replace(/^0+(?=.)/, '')}` : `192.0.2.${draw.below(254) + 1}`;
  if (/^cidr\b/.test(native)) return `192.0.2.${draw.below(254) + 1}/32`;
  if (/^macaddr\b/.test(native)) return `02:00:${(draw.hex(8).match(/../g) ?? []).join(':')}`;
  if (/^interval\b/.test(native)) return '00:00:00';
  if (/^xml\b/.test(native)) return '<erased/>';
  if (/^tsvector\b/.test(native)) return '';
  if (/^year\b/.test(native)) return 2000;
  return undefined;
}

/**
 * A value of the same kind as the field holds: an e-mail address at example.invalid, a day that could be one, a version 4 uuid, one of the
 * choices, no longer than fits. Undefined when no such value is known for the field's type.
 */
export function pseudonymOf(order: PseudonymOrder): Cell | undefined {
  const draw = drawOf(order);
  const { field, attempt, blank, nobody } = order;
  if (field.choices !== undefined && field.choices.length > 0) return field.choices[draw.below(field.choices.length)];
  switch (field.type) {
    case 'text': return textFor(draw, order);
    case 'integer': return integerFor(draw, order);
    case 'decimal': return decimalFor(draw, order);
    case 'boolean': return false;
    case 'day': return dayFor(draw, order);
    case 'instant': return `${dayFor(draw, order)}T00:00:00.000Z`;
    case 'time': return blank && attempt === 0 ? '00:00:00' : `${String(draw.below(24)).padStart(2, '0')}:${String(draw.below(60)).padStart(2, '0')}:00`;
    case 'uuid': return `${nobody ? nobodyUuid : draw.hex(8)}-${draw.hex(4)}-4${draw.hex(3)}-${'89ab'[draw.below(4)]}${draw.hex(3)}-${draw.hex(12)}`;
    case 'json': return attempt === 0 ? {} : { erased: draw.hex(16) };
    case 'list': return [];
    case 'bytes': return attempt === 0 ? '' : Buffer.from(draw.hex(16), 'hex').toString('base64');
    case 'other': return otherFor(draw, order);
  }
}
