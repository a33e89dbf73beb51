import type { Right } from '../request/headers.ts';

/** A letter: its subject and its paragraphs, with `{placeholders}`. */
type Template = { readonly subject: string; readonly paragraphs: readonly string[] };

export type LetterKind = 'identity' | 'paused' | 'extended' | 'refused' | 'partly_refused' | 'forwarded';

/**
 * Everything that a person reads about the law of a request, in one language. Placeholders: `{controller}`, `{reference}`,
 * `{right}`, `{received}`, `{due}`, `{wanted}`, `{reasons}`, `{authority}`, `{customer}`, and in a ground `{reason}`, `{law}`, `{until}`.
 */
export type LawTexts = {
  readonly language: string;
  /** As the object of "your request for …". */
  readonly rights: Readonly<Record<Right, string>>;
  readonly letters: Readonly<Record<LetterKind, Template>>;
  /** By code of `law/grounds.ts`. */
  readonly grounds: Readonly<Record<string, string>>;
  /** How an article is cited: `Art. 17(3)(b) GDPR`, `Art. 17 Abs. 3 Buchst. b DSGVO`. */
  readonly cite: { readonly article: string; readonly paragraph: string; readonly letter: string; readonly laws: Readonly<Record<'gdpr' | 'uk-gdpr', string>> };
  /** Added to a ground where they are stated. */
  readonly details: { readonly reason: string; readonly law: string; readonly until: string; readonly ground: string };
  /** Complaint to the authority and remedy in court, by law; `unknown` where the company named no authority. */
  readonly complaint: Readonly<Record<'gdpr' | 'uk-gdpr' | 'fadp', string>>;
  readonly unknownAuthority: string;
  readonly remedy: Readonly<Record<'gdpr' | 'uk-gdpr' | 'fadp', string>>;
};
