import type { Right } from '@avouch/privacy/request';
import { de } from './words/de.ts';
import { en } from './words/en.ts';

/** Where a request stands, as the person reads it. */
export type Stage = 'received' | 'confirm' | 'working' | 'ready' | 'done' | 'refused' | 'withdrawn' | 'closed';

/** Everything that a person reads on the pages of the privacy centre and in its mails, in one language. Texts hold `{placeholders}`. */
export type CentreWords = {
  readonly language: string;
  /** The language's own name. */
  readonly name: string;
  readonly skip: string;
  readonly required: string;
  readonly footer: string;
  readonly languages: string;
  readonly rights: Readonly<Record<Right, { readonly title: string; readonly text: string }>>;
  readonly form: {
    readonly heading: string; readonly right: string; readonly rightHint: string; readonly name: string; readonly mail: string; readonly mailHint: string; readonly statement: string; readonly statementHint: string;
    readonly by: string; readonly self: string; readonly agent: string; readonly guardian: string; readonly authority: string; readonly authorityHint: string;
    readonly ground: string; readonly groundHint: string; readonly grounds: Readonly<Record<'accuracy' | 'unlawful' | 'claims' | 'objection', string>>;
    readonly files: string; readonly filesHint: string; readonly send: string; readonly statusLink: string; readonly closed: string;
  };
  readonly sent: { readonly heading: string; readonly text: string; readonly keep: string; readonly reference: string; readonly code: string; readonly due: string; readonly confirm: string };
  /** For whoever comes from the company's app, signed in there. */
  readonly signedIn: { readonly as: string; readonly mail: string; readonly mailHint: string; readonly sent: string; readonly refused: string; readonly over: string };
  readonly confirm: { readonly heading: string; readonly text: string; readonly reference: string; readonly code: string; readonly send: string; readonly done: string; readonly wrong: string };
  readonly status: {
    readonly heading: string; readonly several: string; readonly text: string; readonly send: string; readonly wrong: string; readonly received: string; readonly due: string; readonly stages: Readonly<Record<Stage, string>>;
    readonly answer: string; readonly passphrase: string; readonly passphraseText: string; readonly passphraseOnce: string; readonly passphraseGone: string; readonly certificate: string; readonly carriedOut: string; readonly ended: string; readonly forgotten: string; readonly withdraw: string; readonly withdrawText: string; readonly withdrawn: string;
  };
  /** Files that a person hands in on the page about their request. */
  readonly files: {
    readonly proof: string; readonly proofText: string; readonly proofKept: string; readonly document: string; readonly documentText: string; readonly label: string; readonly hint: string; readonly send: string;
    readonly list: string; readonly here: string; readonly gone: string; readonly done: string; readonly nothing: string; readonly size: string; readonly type: string; readonly many: string; readonly over: string;
  };
  readonly answer: { readonly heading: string; readonly text: string; readonly how: string; readonly get: string; readonly gone: string };
  readonly problem: { readonly heading: string; readonly back: string; readonly notFound: string; readonly tooMany: string; readonly invalid: string; readonly failed: string };
  /** Each mail: its subject and paragraphs. */
  readonly mails: Readonly<Record<'confirm' | 'ready' | 'done' | 'lift' | 'codeEnds' | 'proofWaits', { readonly subject: string; readonly paragraphs: readonly string[] }>>;
};

const all: Readonly<Record<string, CentreWords>> = { en, de };

/** The languages in which the centre's own words exist. */
export const centreLanguages: readonly string[] = Object.keys(all);

/** The words in a language, or in English where they do not exist in it. */
export const wordsIn = (language: string): CentreWords => all[language.slice(0, 2)] ?? en;

/** Puts values into `{placeholders}`, once each; what has no value stays visible as a gap and is a bug. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string => text.replaceAll(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap);
