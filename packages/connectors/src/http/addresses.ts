import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { AddressPolicy } from '../connector.ts';
import { connectionProblem, problemOf } from './problem.ts';

/** All addresses of a host name, as text. Rejects with the system's error. */
export type LookUp = (host: string) => Promise<readonly string[]>;

/** The hosts, addresses and CIDR ranges that may be connected to although they are private. */
export type AddressOptions = { readonly allowPrivate: readonly string[]; readonly lookUp?: LookUp; readonly timeoutMs?: number };

// IANA's special-purpose address registries (RFC 6890 and its successors), and multicast.
const refused4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
];
// Outside of 2000::/3 nothing is public; inside, these tunnel to IPv4, or are for documentation and protocols.
const refused6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const addRange = (list: BlockList, range: string): void => {
  const [address = '', bits] = range.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
};

const listOf = (ranges: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return list;
};

const special4 = listOf(refused4);
const special6 = listOf(refused6);
const global6 = listOf(['2000::/3']);

/** The IPv4 address inside a mapped (`::ffff:0:0/96`) or translated (`64:ff9b::/96`) IPv6 address. */
const embedded4 = (address: string): string | undefined => {
  // The URL parser writes every IPv6 address in one way, with the last 32 bits as two groups.
  const canonical = new URL(`http://[${address.split('%')[0] ?? ''}]/`).hostname.slice(1, -1);
  const found = /^(?:::ffff|64:ff9b:):([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (found === null) return undefined;
  const bits = (Number.parseInt(found[1] ?? '0', 16) << 16) | Number.parseInt(found[2] ?? '0', 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
};

/** Whether an address is one of the public internet. A text that is no address is not. */
export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !special4.check(address, 'ipv4');
  if (family === 0) return false;
  const inner = embedded4(address);
  if (inner !== undefined) return isPublicAddress(inner);
  const bare = address.split('%')[0] ?? '';
  return global6.check(bare, 'ipv6') && !special6.check(bare, 'ipv6');
};

const isRange = (text: string): boolean => {
  const [address = '', bits, rest] = text.split('/');
  const family = isIP(address);
  return family !== 0 && rest === undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32)));
};

const normalHost = (host: string): string => host.toLowerCase().replace(/^\[|\]$/g, '').replace(/\.$/, '');

const lookUpBySystem: LookUp = async (host) => (await lookup(host, { all: true, verbatim: true })).map((found) => found.address);

const within = async <T>(work: Promise<T>, timeoutMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Decides where this process may connect to. A name that leads to any private, loopback, link-local or otherwise special
 * address is refused as a whole, unless its name or each such address is allowed. The caller must connect to the very
 * addresses that it got. An entry of `allowPrivate` that contains a slash and is no CIDR range throws a RangeError.
 */
export const openAddressPolicy = (options: AddressOptions): AddressPolicy => {
  const allowed = new BlockList();
  const hosts = new Set<string>();
  for (const entry of options.allowPrivate) {
    if (isRange(entry)) addRange(allowed, entry);
    else if (entry.includes('/')) throw new RangeError(`Not a host name, address or CIDR range: ${entry}`);
    else hosts.add(normalHost(entry));
  }
  const lookUp = options.lookUp ?? lookUpBySystem;
  const timeoutMs = options.timeoutMs ?? 10_000;
  const mayReach = (address: string): boolean => {
    const inner = isIP(address) === 6 ? embedded4(address) : undefined;
    return isPublicAddress(address) || allowed.check(inner ?? address.split('%')[0] ?? '', inner === undefined && isIP(address) === 6 ? 'ipv6' : 'ipv4');
  };
  return {
    resolve: async (given) => {
      const host = normalHost(given);
      let addresses: readonly string[];
      try {
        addresses = isIP(host) !== 0 ? [host] : await within(lookUp(host), timeoutMs);
      } catch (error) {
        return { ok: false, problem: connectionProblem(error, host, timeoutMs) };
      }
      if (addresses.length === 0) return problemOf('not-found', `The name of ${host} has no address.`, 'Check the spelling of the host name.');
      if (hosts.has(host) || addresses.every(mayReach)) return { ok: true, addresses };
      return problemOf('refused-address', `${host} leads to a private address, and Avouch connects to private addresses only when they are allowed.`,
        `If this is meant, allow ${host} in the server's list of private addresses.`);
    },
  };
};
