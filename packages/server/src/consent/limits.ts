import { Refusal } from '@avouch/api/refusal';

/** What one address may do at once, and how much more each second. */
type Rate = { readonly burst: number; readonly perSecond: number };

/** Many people may share an address; a page sends one answer. What is refused here, the SDK sends again later. */
const perAddress: Rate = { burst: 60, perSecond: 2 };
const ADDRESSES_MAX = 100_000;

/** Counts in this process alone, with a bounded memory: it keeps a flood from the database, and asks the database nothing. */
export type Limiter = { readonly count: (address: string, nowMs: number) => void };

/** Buckets that fill by time. Those that were full the longest are forgotten first. */
export function openLimiter({ burst, perSecond }: Rate = perAddress): Limiter {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    count: (address, nowMs) => {
      const name = networkOf(address);
      const held = buckets.get(name);
      const left = held === undefined ? burst : Math.min(burst, held.left + (Math.max(0, nowMs - held.at) / 1000) * perSecond);
      buckets.delete(name);
      buckets.set(name, { left: left < 1 ? left : left - 1, at: nowMs });
      if (buckets.size > ADDRESSES_MAX) for (const first of buckets.keys()) { buckets.delete(first); break; }
      if (left < 1) throw new Refusal('too_many', 'Too much at once from this address: send it again in a moment.');
    },
  };
}

/** An IPv6 caller has a whole /64 to itself; an IPv4 one a single address, also when it is spelled as IPv6. */
export function networkOf(address: string): string {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const all = tail === undefined ? groups : [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => '0'), ...rest];
  return all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
