import type { Texts } from '../view/texts.ts';

/** English, which comes with the banner. */
export const texts: Texts = {
  language: 'en',
  title: 'Your data, your choice',
  body: 'May we use cookies and similar tools? Nothing starts until you say yes, and you can change your mind at any time.',
  accept: 'Accept all',
  refuse: 'Reject all',
  choose: 'Choose',
  save: 'Save choice',
  close: 'Close',
  always: 'Always on',
  companies: 'Companies',
  session: 'until you close the browser',
  notice: 'Privacy notice',
  back: 'Privacy choices',
  signal: 'Your browser asks sites not to track you. We take that as a no. You can still allow things here.',
  saved: 'Your choice is saved.',
  held: 'This content comes from {name}. It loads only if you allow it.',
  allow: 'Allow {name}',
  purposes: {
    necessary: ['Necessary', 'Makes the site work: sign-in, security, this choice.'],
    preferences: ['Preferences', 'Remembers things like language and region.'],
    statistics: ['Statistics', 'Shows us how the site is used.'],
    marketing: ['Marketing', 'Shows and measures advertising.'],
    media: ['Media', 'Shows videos, maps and posts from other sites.'],
  },
};
