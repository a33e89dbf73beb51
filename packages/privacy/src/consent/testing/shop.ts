import type { ConsentNotice, ConsentSite } from '@avouch/records/consent';
import type { Choice } from '../choice.ts';
import type { Chosen } from '../fact.ts';
import { composeNotice, noticeHash, type NoticeDocument, type Words } from '../notice.ts';

/** A shop that asks for two purposes and has one company behind one of them. */
export const shop: ConsentSite = {
  name: 'Tea shop', domains: ['tea.example'], notice: 'words', purposes: [{ id: 'necessary', required: true, marketing: false }, { id: 'statistics', required: false, marketing: false }, { id: 'media', required: false, marketing: false }],
  vendors: [{ id: 'counter', name: 'Counter', purpose: 'statistics', url: 'https://counter.example/privacy', hosts: ['counter.example'], cookies: { _c: 400 }, storage: [] }],
  regimes: { 'US-TX': 'opt-out' }, months: 12, doNotTrack: false, accountKey: null, variants: ['plain', 'loud'], status: 'live',
};
export const words: Words = { language: 'en', texts: { title: 'Your choice', back: 'Privacy choices' }, purposes: { necessary: ['Necessary', 'Makes it work.'], statistics: ['Statistics', 'Counts.'], media: ['Media', 'Films.'] } };
export const notice: ConsentNotice = { name: 'Words', controller: { name: 'Tea Ltd', contact: 'privacy@tea.example' }, url: 'https://tea.example/privacy', translations: { en: { texts: {}, purposes: {}, vendors: {} } } };

export const documentOf = (change: { readonly site?: Partial<ConsentSite>; readonly version?: string } = {}): NoticeDocument =>
  composeNotice({ id: 'site_1', site: { ...shop, ...change.site }, notice, version: change.version ?? '1', language: 'en', words }).document;

export const shown = documentOf();
export const hash = noticeHash(shown);

export const choiceOf = (change: Partial<Choice> = {}): Choice => ({
  v: 1, id: '9f86d081884c7d659a2feaa0c55ad015', subject: 'a3bf4f1b2b0b822cd15d6c15b0f00a08', previous: '', notice: { id: 'site_1', version: '1', hash }, language: 'en', variant: null,
  answers: { statistics: true, media: false, counter: true }, method: 'save', signal: null, place: 'DE', regime: 'opt-in', at: '2026-06-01T10:00:00.000Z', ...change,
});

export const chosenOf = (change: Partial<Chosen> = {}): Chosen => ({
  v: 1, id: '9f86d081884c7d659a2feaa0c55ad015', subject: 'a3bf4f1b2b0b822cd15d6c15b0f00a08', site: 'site_1', previous: '', notice: { version: '1', hash }, language: 'en', variant: null,
  answers: { statistics: true, media: false, counter: true }, states: { statistics: 'ConsentGiven', media: 'ConsentRefused', counter: 'ConsentGiven' },
  method: 'save', signal: null, place: 'DE', country: null, regime: 'opt-in', at: '2026-06-01T10:00:00.000Z', marks: [], ...change,
});
