import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shop } from '../../test/page.ts';
import type { Signal } from '../config.ts';
import { decide, periodOf } from './decide.ts';
import { formatStored, noticeKeyOf, parseStored, type StoredChoice } from './stored.ts';

const at = Date.UTC(2026, 5, 1);
const all = { statistics: true, marketing: true, media: true, counter: true, adnet: true, tube: true };
const given = (change: Partial<StoredChoice> = {}): StoredChoice => ({ id: 'a1', subject: 'b2', notice: noticeKeyOf(shop), at, signal: null, answers: all, ...change });
const month = periodOf({ ...shop, months: 12 }) / 12;
const required = ['necessary', 'shop'];

describe('what is allowed', () => {
  test('nothing but what is required before an answer', () => expect(decide(shop, null, null, at)).toMatchObject({ asks: 'first', allowed: required }));
  test('what was answered yes, and nothing else', () => {
    const state = decide(shop, given({ answers: { ...all, marketing: false, adnet: false } }), null, at);
    expect(state).toMatchObject({ asks: null, allowed: ['necessary', 'statistics', 'media', 'shop', 'counter', 'tube'] });
  });
  test('a single vendor without its purpose', () => expect(decide(shop, given({ answers: { tube: true } }), null, at)).toMatchObject({ asks: 'new', allowed: [...required, 'tube'] }));
  test('a vendor that came later stays off and is asked for, while the rest stands', () => {
    const more = { ...shop, vendors: [...shop.vendors ?? [], { id: 'late', name: 'Late', purpose: 'statistics' }] };
    const state = decide(more, given(), null, at);
    expect(state.asks).toBe('new');
    expect(state.allowed).toContain('counter');
    expect(state.allowed).not.toContain('late');
  });
  test('an unknown place is the strictest, a place that is not listed too', () => {
    const regimes = { 'US-TX': 'opt-out', CA: 'opt-out' } as const;
    for (const place of ['', 'US', 'US-CA', 'DE', 'ZZ']) expect(decide({ ...shop, regimes, place }, null, null, at)).toMatchObject({ regime: 'opt-in', asks: 'first', allowed: required });
    expect(decide({ ...shop, regimes, place: 'CA-QC' }, null, null, at)).toMatchObject({ regime: 'opt-out', asks: null });
  });
  test('under opt-out all but what was refused, and nothing once the browser sends a signal', () => {
    const config = { ...shop, regimes: { US: 'opt-out' }, place: 'US-TX' } as const;
    expect(decide(config, null, null, at).allowed).toContain('adnet');
    expect(decide(config, given({ answers: { marketing: false } }), null, at).allowed).not.toContain('adnet');
    expect(decide(config, null, 'gpc', at).allowed).toEqual(required);
  });
});

describe('when the visitor is asked again', () => {
  test('when the notice changed in substance, and then nothing stands', () => expect(decide({ ...shop, notice: { id: 'shop', version: '4' } }, given(), null, at)).toMatchObject({ asks: 'notice', allowed: required }));
  test('not when only its wording did', () => expect(decide({ ...shop, notice: { ...shop.notice, hash: 'other' } }, given(), null, at).asks).toBeNull());
  test('after the period', () => {
    expect(decide(shop, given(), null, at + 11.9 * month).asks).toBeNull();
    expect(decide(shop, given(), null, at + 12.1 * month)).toMatchObject({ asks: 'period', allowed: required });
  });
  test('never before six months for time alone', () => {
    for (const months of [0, -3, 1, 5.9]) expect(decide({ ...shop, months }, given({ answers: Object.fromEntries(Object.keys(all).map((id) => [id, false])) }), null, at + 5.99 * month).asks).toBeNull();
  });
  test('when the answer is dated far in the future', () => expect(decide(shop, given({ at: at + 20 * month }), null, at).asks).toBe('period'));
  test('a signal that came after the answer voids it; an answer given under the signal stands', () => {
    expect(decide(shop, given(), 'gpc', at)).toMatchObject({ asks: 'first', allowed: required });
    expect(decide(shop, given({ signal: 'gpc' }), 'gpc', at)).toMatchObject({ asks: null, allowed: expect.arrayContaining(['adnet']) as string[] });
  });
});

const stored = fc.record({
  id: fc.stringMatching(/^\w{1,40}$/), subject: fc.stringMatching(/^\w{0,40}$/), notice: fc.tuple(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string()).map(([id, version]) => noticeKeyOf({ ...shop, notice: { id, version } })),
  at: fc.nat(), signal: fc.constantFrom<Signal>('gpc', 'dnt', null), answers: fc.dictionary(fc.stringMatching(/^[\w-]{1,20}$/).filter((id) => id !== '__proto__'), fc.boolean(), { noNullPrototype: true }),
});

describe('the stored answer', () => {
  test('comes back as it was written, in characters that a cookie may hold', () => fc.assert(fc.property(stored, (one) => {
    const text = formatStored(one);
    expect(parseStored(text)).toEqual(one);
    expect(text).toMatch(/^[!#-+\--:<-[\]-~]+$/);
  })));
  test('is none when it was tampered with', () => {
    const text = formatStored(given());
    for (const bad of [null, undefined, '', '1', 'true', text.slice(0, -2), text.replace('1&', '2&'), `${text};`, text.replace(':1', ':2'), '{"statistics":true}']) expect(parseStored(bad)).toBeNull();
  });
  test('never breaks the page and never allows what was not answered yes', () => fc.assert(fc.property(fc.string({ unit: fc.constantFrom('1', '0', '&', ':', '!', 'a', 'statistics', '%', ' ') }), fc.constantFrom<Signal>('gpc', null), (text, signal) => {
    const one = parseStored(text);
    const { allowed } = decide(shop, one, signal, at);
    for (const id of allowed) expect(required.includes(id) || one?.answers[id] === true).toBe(true);
  })));
});
