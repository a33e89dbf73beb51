import { TCString } from '@iabtechlabtcf/core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../test/browser.ts';
import { bundle, gzipBytes } from '../test/bundle.ts';
import { openShop, shop } from '../test/page.ts';
import type { Consent } from './consent.ts';
import { openTcf, type TcfOptions } from './tcf.ts';
import type { TcfApi, TcfPage } from './tcf/stub.ts';

const at = Date.UTC(2026, 5, 1, 15, 30);
const vendor = (id: number): object => ({ id, name: `Vendor ${id}`, purposes: [1, 7], legIntPurposes: [], flexiblePurposes: [], specialPurposes: [], features: [], specialFeatures: [], usesCookies: true, cookieMaxAgeSeconds: null, cookieRefresh: false, usesNonCookieAccess: false });
/** Invented: the shape of the IAB's list, none of its content. */
const vendorList = {
  gvlSpecificationVersion: 3, vendorListVersion: 42, tcfPolicyVersion: 5, lastUpdated: '2026-05-28T16:00:00Z',
  purposes: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i + 1, { id: i + 1, name: `Purpose ${i + 1}`, description: 'Ours', illustrations: [] }])),
  specialPurposes: {}, features: {}, specialFeatures: { 1: { id: 1, name: 'Precise place', description: 'Ours' } }, stacks: {}, vendors: { 7: vendor(7), 12: vendor(12), 300: vendor(300) },
} as unknown as TcfOptions['vendorList'];
const options: TcfOptions = {
  cmpId: 31, cmpVersion: 2, vendorList, publisherCountry: 'DE', purposes: { statistics: [1, 7, 8], marketing: [1, 2, 3, 4] }, specialFeatures: { marketing: [1] }, vendors: { counter: [7, 12], adnet: [300] },
};

/** A consent whose visitor answers as the test says. */
function visitor(): { consent: Consent; answer: (allowed: readonly string[], answeredAt?: number) => void } {
  let allowed: readonly string[] = [];
  let answeredAt: number | null = null;
  const listeners = new Set<() => void>();
  const consent: Consent = {
    config: shop, allows: (id) => allowed.includes(id), choose: async () => {}, subscribe: (one) => { listeners.add(one); return () => listeners.delete(one); },
    state: () => ({ asks: answeredAt === null ? 'first' : null, allowed, signal: null, regime: 'opt-in', answeredAt }),
  };
  return { consent, answer: (ids, when = at) => { allowed = ids; answeredAt = when; for (const one of listeners) one(); } };
}
type Data = { readonly tcString: string; readonly eventStatus: string; readonly listenerId?: number; readonly vendor: { readonly consents: Record<number, boolean> }; readonly purpose: { readonly consents: Record<number, boolean> } };
const ask = <T>(api: TcfApi, command: string, parameter?: unknown): T => {
  let answer: unknown;
  api(command, 2, (value) => { answer = value; }, parameter);
  return answer as T;
};
function open(more: Partial<TcfOptions> = {}, waiting: readonly unknown[] = []): { api: TcfApi; answer: ReturnType<typeof visitor>['answer'] } {
  const { consent, answer } = visitor();
  const page = { __tcfapi: () => waiting } as unknown as TcfPage;
  openTcf(consent, { ...options, ...more }, () => at, page);
  return { api: page.__tcfapi!, answer };
}
const given = (vector: { forEach: (visit: (yes: boolean, id: number) => void) => void }): number[] => {
  const ids: number[] = [];
  vector.forEach((yes, id) => { if (yes) ids.push(id); });
  return ids;
};

describe('the string', () => {
  test('says to the IAB\'s own decoder what the visitor said, and names who was disclosed', () => {
    const { api, answer } = open();
    answer(['statistics', 'counter']);
    const model = TCString.decode(ask<Data>(api, 'getTCData').tcString);
    expect(model).toMatchObject({ cmpId: 31, cmpVersion: 2, vendorListVersion: 42, policyVersion: 5, publisherCountryCode: 'DE', consentLanguage: 'EN', isServiceSpecific: true, useNonStandardTexts: false });
    expect([model.created, model.lastUpdated]).toEqual([new Date(Date.UTC(2026, 5, 1)), new Date(Date.UTC(2026, 5, 1))]);
    // Purpose 1 stands behind marketing too, which was refused.
    expect(given(model.purposeConsents)).toEqual([7, 8]);
    expect(given(model.vendorConsents)).toEqual([7, 12]);
    expect(given(model.vendorsDisclosed)).toEqual([7, 12, 300]);
    expect([...given(model.purposeLegitimateInterests), ...given(model.vendorLegitimateInterests), ...given(model.specialFeatureOptins)]).toEqual([]);
  });
  test('has the bits where the specification puts them, in the core and in the segment of disclosed vendors', () => {
    const { api, answer } = open();
    answer(['statistics', 'marketing', 'counter', 'adnet']);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const [core = '', disclosed = '', ...rest] = ask<Data>(api, 'getTCData').tcString.split('.').map((segment) => [...segment].map((one) => alphabet.indexOf(one).toString(2).padStart(6, '0')).join(''));
    const number = (bits: string, from: number, length: number): number => Number.parseInt(bits.slice(from, from + length), 2);
    expect([number(core, 0, 6), number(core, 6, 36) * 100, number(core, 42, 36) * 100, number(core, 78, 12), number(core, 90, 12)]).toEqual([2, Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 1), 31, 2]);
    expect([number(core, 120, 12), number(core, 132, 6), number(core, 138, 1), number(core, 139, 1)]).toEqual([42, 5, 1, 0]);
    expect([core.slice(140, 152), core.slice(152, 176), core.slice(176, 200)]).toEqual(['100000000000', '111100110000000000000000', '0'.repeat(24)]);
    expect(number(core, 213, 16)).toBe(300);
    // Segment type 1, highest id 300, written as ranges: 7, 12 and 300.
    expect([number(disclosed, 0, 3), number(disclosed, 3, 16), number(disclosed, 19, 1), number(disclosed, 20, 12)]).toEqual([1, 300, 1, 3]);
    expect(rest.map((segment) => number(segment, 0, 3))).toEqual([3]);
  });
  test('is the same for the same answer on every day', () => {
    const { api, answer } = open();
    answer(['statistics', 'counter']);
    expect(ask<Data>(api, 'getTCData').tcString).toBe('CQlH_MAQlH_MAAfACAENAqFgAAMAAAAAAAYgAGAIQAAAAAAA.ICWQAwADgAMAJYAA.YAAAAAAAAAAA');
  });
  test.each([undefined, 0, 1, 2.5, '31'])('is refused to a platform whose id is %s', (cmpId) => {
    expect(() => open({ cmpId } as unknown as Partial<TcfOptions>)).toThrow('registered');
  });
});

describe('the interface', () => {
  test('answers a ping at once, with what stands', () => {
    const { api, answer } = open();
    expect(ask(api, 'ping')).toEqual({ cmpId: 31, cmpVersion: 2, gdprApplies: true, tcfPolicyVersion: 5, gvlVersion: 42, cmpLoaded: true, cmpStatus: 'loaded', displayStatus: 'visible', apiVersion: '2.2' });
    answer([]);
    expect(ask(api, 'ping')).toMatchObject({ displayStatus: 'hidden' });
  });
  test('tells listeners what stands, then every answer, until they are removed', () => {
    const { api, answer } = open();
    const heard: Data[] = [];
    api('addEventListener', 2, (data) => heard.push(data as Data));
    answer(['statistics', 'counter']);
    answer([], at + 1);
    expect(heard.map(({ eventStatus, vendor: { consents } }) => [eventStatus, consents])).toEqual([
      ['cmpuishown', { 7: false, 12: false, 300: false }], ['useractioncomplete', { 7: true, 12: true, 300: false }], ['useractioncomplete', { 7: false, 12: false, 300: false }],
    ]);
    expect(ask(api, 'removeEventListener', heard[0]?.listenerId)).toBe(true);
    expect(ask(api, 'removeEventListener', heard[0]?.listenerId)).toBe(false);
    answer(['statistics'], at + 2);
    expect(heard).toHaveLength(3);
  });
  test('makes no string where the GDPR does not apply, and refuses what it does not know', () => {
    expect(ask(open({ gdprApplies: false }).api, 'getTCData')).not.toHaveProperty('tcString');
    const { api } = open();
    expect(ask(api, 'getInAppTCData')).toBeNull();
    let success: boolean | undefined;
    api('ping', 1, (_, went) => { success = went; });
    expect(success).toBe(false);
  });
  test('serves the calls that waited, in their order', () => {
    const heard: string[] = [];
    open({}, [['getTCData', 2, () => heard.push('data')], ['ping', 2, () => heard.push('ping')]]);
    expect(heard).toEqual(['data', 'ping']);
  });
});

describe('on a page', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof openShop>>;
  let files: Record<string, string>;
  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openShop()]);
    files = { '/tcf-stub.js': await bundle('src/tcf-stub-tag.ts', 'iife'), '/tcf.js': await bundle('src/tcf-tag.ts', 'esm'), '/vendor-list.json': JSON.stringify(vendorList) };
  });
  afterAll(async () => { await browser.close(); await site.close(); });

  test('a vendor and a frame that ask before the platform is there hear all of it, under a strict policy', async () => {
    const { vendorList: _, ...rest } = options;
    const head = `<script nonce="NONCE" src="/tcf-stub.js"></script><script nonce="NONCE">window.heard = []; __tcfapi('addEventListener', 2, (data) => heard.push(data.eventStatus))</script>
<script type="application/json" id="avouch-tcf">${JSON.stringify({ ...rest, vendorList: '/vendor-list.json' })}</script><script type="module" nonce="NONCE" src="/tcf.js"></script>`;
    const asker = `<!doctype html><title>Ad</title><body><output></output><script>addEventListener('message', ({ data }) => { document.querySelector('output').append(data.__tcfapiReturn.returnValue.tcString) }); parent.postMessage({ __tcfapiCall: { command: 'getTCData', version: 2, callId: 1 } }, '*')</script>`;
    const page = await browser.newPage();
    await page.goto(site.page({ head, answer: (seen) => (seen.host === 'frame.test' ? { body: asker } : files[seen.path] === undefined ? undefined : { body: files[seen.path]!, type: seen.path.endsWith('.js') ? 'text/javascript' : 'application/json' }), body: `<iframe src="http://frame.test:${site.port}/" title="Ad"></iframe>` }), { waitUntil: 'networkidle' });
    await page.getByRole('button', { name: 'Accept all' }).click();
    await page.waitForFunction(() => (window as unknown as { heard: string[] }).heard.length === 2);
    expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(['cmpuishown', 'useractioncomplete']);
    expect(await page.locator('iframe[name=__tcfapiLocator]').count()).toBe(1);
    const told = await page.frameLocator('iframe[title=Ad]').locator('output').textContent();
    expect(given(TCString.decode(told ?? '').vendorsDisclosed)).toEqual([7, 12, 300]);
  });
  test('the stub is at most 0.6 kB, and the rest, the IAB\'s library with it, at most 11 kB, compressed', () => {
    expect(gzipBytes(files['/tcf-stub.js']!)).toBeLessThanOrEqual(600);
    expect(gzipBytes(files['/tcf.js']!)).toBeLessThanOrEqual(11_000);
  });
});
