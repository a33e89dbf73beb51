import { codeOf } from './problem.ts';

const elsewhere = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/**
 * Works with the first address of a name that can be reached: a name such as `localhost` often has one too many. Rejects with the
 * last error when none can, and at once with any other error.
 */
export const overAddresses = async <T>(addresses: readonly string[], work: (address: string) => Promise<T>): Promise<T> => {
  let last: unknown = new Error('A name that was resolved has an address.');
  for (const address of addresses) {
    try {
      return await work(address);
    } catch (error) {
      if (!elsewhere.has(codeOf(error))) throw error;
      last = error;
    }
  }
  throw last;
};
