import type { AskReason, ConsentConfig, ConsentState, Regime, Signal } from '../config.ts';
import { noticeKeyOf, type StoredChoice } from './stored.ts';

/** An answer's period in milliseconds, by the mean length of a month: never under six months. */
export const periodOf = ({ months = 12 }: ConsentConfig): number => Math.max(6, months) * 2_629_746_000;

/** The regime of the visitor's place; the strictest one when the place is unknown or not listed. */
const regimeOf = ({ place = '', regimes = {} }: ConsentConfig): Regime => regimes[place] ?? regimes[place.slice(0, 2)] ?? 'opt-in';

/** What has to be asked: the purposes that are not required, and the vendors that serve one of those. */
export function askedOf({ purposes, vendors = [] }: ConsentConfig): readonly { readonly id: string; readonly purpose?: string }[] {
  const asked = purposes.filter((one) => !one.required);
  return [...asked, ...vendors.filter((vendor) => asked.some((one) => one.id === vendor.purpose))];
}

/** Where things stand, and the stored answer as far as it still holds. Unanswered is not allowed, unless the regime says so. */
export function decide(config: ConsentConfig, stored: StoredChoice | null, signal: Signal, at: number): ConsentState & { readonly standing: StoredChoice | null } {
  const regime = regimeOf(config);
  const free = regime === 'opt-out' && !signal;
  let asks: AskReason | null = null;
  // A signal that is newer than the answer takes its place.
  if (!stored || (signal && !stored.signal)) asks = 'first';
  else if (stored.notice !== noticeKeyOf(config)) asks = 'notice';
  // An answer from the future (a clock set back, a forged cookie) would never end.
  else if (Math.abs(at - stored.at) > periodOf(config)) asks = 'period';
  const standing = asks ? null : stored;
  const answers = standing?.answers ?? {};
  const asked = askedOf(config);
  if (asked.some(({ id }) => answers[id] === undefined)) asks ??= 'new';
  const granted = asked.filter(({ id, purpose }) => answers[id] ?? (free && (!purpose || answers[purpose] !== false)));
  const allowed = [...config.purposes, ...config.vendors ?? []].filter((one) => !asked.includes(one) || granted.includes(one)).map(({ id }) => id);
  return { asks: free ? null : asks, allowed, signal, regime, answeredAt: standing && standing.at, standing };
}
