import { expect, test } from 'vitest';
import { shop } from '../test/page.ts';
import { formatStored, noticeKeyOf } from './choices/stored.ts';
import { consentHeaders, readConsent } from './next.ts';

const at = Date.UTC(2026, 5, 1);
const cookie = formatStored({ id: 'a', subject: 'b', notice: noticeKeyOf(shop), at, signal: null, answers: { statistics: true, marketing: false, media: false, counter: true, adnet: false, tube: false } });
const now = (): number => at;

test('the server reads the choice from the cookie, however the framework hands it over', () => {
  const headers = new Headers();
  for (const cookies of [`theme=dark; avouch-consent=${cookie}`, ...[cookie, decodeURIComponent(cookie)].map((value) => ({ get: (name: string) => (name === 'avouch-consent' ? { value } : undefined) }))]) {
    expect(readConsent(shop, { cookies, headers }, now).initial).toEqual({ asks: null, allowed: ['necessary', 'statistics', 'shop', 'counter'], signal: null, regime: 'opt-in', answeredAt: at });
  }
});

test('without a choice, or with a forged one, nothing optional is allowed', () => {
  for (const cookies of ['', 'avouch-consent=1', 'avouch-consent=all']) expect(readConsent(shop, { cookies, headers: new Headers() }, now).initial).toMatchObject({ asks: 'first', allowed: ['necessary', 'shop'] });
});

test('Global Privacy Control in the request is honoured and passed on to the browser', () => {
  const { initial, config } = readConsent(shop, { cookies: `avouch-consent=${cookie}`, headers: new Headers({ 'sec-gpc': '1' }) }, now);
  expect(initial).toMatchObject({ signal: 'gpc', allowed: ['necessary', 'shop'] });
  expect(config.globalPrivacyControl).toBe(true);
});

test('a place is believed from the named proxy only', () => {
  const regimes = { US: 'opt-out' } as const;
  const placeOf = (sent: Record<string, string>, from?: string): string | undefined =>
    readConsent({ ...shop, regimes }, { cookies: '', headers: consentHeaders({ headers: new Headers(sent) }, from === undefined ? {} : { from }) }, now).config.place;
  expect(placeOf({ 'cf-ipcountry': 'US' }, 'cf-ipcountry')).toBe('US');
  expect(placeOf({ 'cf-ipcountry': 'US' })).toBeUndefined();
  expect(placeOf({ 'x-avouch-place': 'US' })).toBeUndefined();
  expect(placeOf({ 'x-avouch-place': 'US', 'x-geo': 'somewhere nice' }, 'x-geo')).toBeUndefined();
});
