import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, openAddressPolicy } from './addresses.ts';

describe('addresses', () => {
  it.each([
    '127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255',
    '::1', '::', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', 'fc00::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::10.0.0.1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'no address', '',
  ])('calls %s not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '172.32.0.1', '192.169.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1', '64:ff9b::1.1.1.1'])('calls %s public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('treats an IPv4 address the same in each of its IPv6 clothes', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => {
      expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
    }));
  });

  it('refuses a private address, and gives it once its name, itself or its range is allowed', async () => {
    const lookUp = async () => ['10.0.0.7'];
    const resolve = async (allowPrivate: string[]) => (await openAddressPolicy({ allowPrivate, lookUp }).resolve('db.internal')).ok;
    expect(await resolve([])).toBe(false);
    expect(await resolve(['DB.internal.'])).toBe(true);
    expect(await resolve(['10.0.0.7'])).toBe(true);
    expect(await resolve(['10.0.0.0/8'])).toBe(true);
    expect(await resolve(['10.0.1.0/24', 'other.internal'])).toBe(false);
  });

  it('refuses a name as a whole when one of its addresses is private', async () => {
    const found = await openAddressPolicy({ allowPrivate: [], lookUp: async () => ['1.1.1.1', '127.0.0.1'] }).resolve('mixed.example');
    expect(found).toMatchObject({ ok: false, problem: { kind: 'refused-address' } });
  });

  it('says that a name server which never answers did not answer', async () => {
    const policy = openAddressPolicy({ allowPrivate: [], lookUp: () => new Promise(() => undefined), timeoutMs: 5 });
    expect(await policy.resolve('slow.example')).toMatchObject({ ok: false, problem: { kind: 'timed-out' } });
  });

  it('refuses a range that is none at the start, not when it is needed', () => {
    expect(() => openAddressPolicy({ allowPrivate: ['10.0.0.0/99'] })).toThrow(RangeError);
  });
});
