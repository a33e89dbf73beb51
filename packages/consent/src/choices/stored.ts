import type { Answers, ConsentConfig, Signal } from '../config.ts';

/** The answer as the browser keeps it: enough to decide, nothing about the person. */
export type StoredChoice = {
  readonly id: string;
  readonly subject: string;
  /** Notice and version as `noticeKeyOf` writes them. */
  readonly notice: string;
  readonly at: number;
  readonly signal: Signal;
  readonly answers: Answers;
};

/** A notice and its version in one word that a cookie may hold as it is. */
export const noticeKeyOf = ({ notice }: ConsentConfig): string => encodeURIComponent(`${notice.id}@${notice.version}`);

/** Writes a stored choice in characters that a cookie may hold as they are. */
export const formatStored = ({ id, subject, notice, at, signal, answers }: StoredChoice): string =>
  [1, id, subject, notice, at, signal ?? '', Object.entries(answers).map(([one, yes]) => `${one}:${+yes}`).join('!')].join('&');

/** Reads a stored choice; null for whatever was not written by `formatStored`, which is then no answer at all. */
export function parseStored(text: string | null | undefined): StoredChoice | null {
  // Nothing is matched as the word for it, which is no answer either.
  const [, id, subject, notice, at, signal, answers] = /^1&(\w+)&(\w*)&([^&]+)&(\d{1,15})&(gpc|dnt|)&((?:[\w-]+:[01](?:!|$))*)$/.exec(text!) ?? [];
  return id ? {
    id, subject: subject!, notice: notice!, at: +at!, signal: (signal || null) as Signal,
    answers: Object.fromEntries([...answers!.matchAll(/([^!]+):(.)/g)].map(([, one, yes]) => [one, yes === '1'])),
  } : null;
}
