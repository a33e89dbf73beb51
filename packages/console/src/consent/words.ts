import type { Answer } from '@avouch/api/client';

export type Site = Answer<'consentSite'>;
export type SiteValue = Site['value'];
export type Notice = Answer<'consentNotice'>;
export type NoticeValue = Notice['value'];
export type Choice = Answer<'consentChoices'>['items'][number];

/** How a site stands towards visitors. */
export const statusWord: Readonly<Record<SiteValue['status'], string>> = { draft: 'Draft: takes no answers', live: 'Live', stopped: 'Stopped: takes no answers' };
/** How an answer came about. */
export const methodWord: Readonly<Record<Choice['method'], string>> = {
  accept: 'accepted all', refuse: 'refused all', save: 'chose', close: 'closed the banner', gate: 'allowed one content', signal: 'browser’s signal', code: 'the page’s own call', centre: 'preference centre', unsubscribe: 'unsubscribed by mail', form: 'a form', confirm: 'confirmed by mail', expiry: 'ran out', request: 'objected or withdrew by a request',
};
/** What makes an answer weaker than it looks. */
export const markWord: Readonly<Record<Choice['marks'][number], string>> = { 'clock-ahead': 'the browser’s clock was ahead', 'late': 'came long after it was given', 'place': 'the proxy names another country' };

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
/** `61.2 % (58.0 – 64.3 %)`; a dash where nobody answered. */
export const formatShare = (share: { readonly value: number; readonly low: number; readonly high: number } | null): string =>
  (share === null ? '–' : `${percent.format(share.value)} (${percent.format(share.low)} – ${percent.format(share.high)})`);
/** A share alone. */
export const formatPercent = (value: number): string => percent.format(value);

/** `a: 1` a line to a record, and back. A line without a colon keeps its name and gets the `absent` value. */
export const linesOf = (entries: Readonly<Record<string, string | number>>): string => Object.entries(entries).map(([name, value]) => `${name}: ${value}`).join('\n');
/** Names and values as somebody typed them, one a line; empty lines are nothing. */
export const pairsOf = (text: string): readonly (readonly [name: string, value: string])[] =>
  text.split('\n').filter((line) => line.trim() !== '').map((line) => { const at = line.lastIndexOf(':'); return at < 0 ? [line.trim(), ''] as const : [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const; });
/** Lines without blanks around them and without empty ones. */
export const wordsIn = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
