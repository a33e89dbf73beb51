/**
 * One document, three forms. A document is data: text is inert, never markup. The same document gives the same bytes.
 */

/** A run of text. `cite` marks a statement of fact with its ledger entries; it prints as a small seal mark and a number. */
export type Inline =
  | string
  | { readonly kind: 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'cite'; readonly entries: readonly number[] }
  /** A fact that nobody has recorded: prints as a visible blank, `to be completed: …`. */
  | { readonly kind: 'blank'; readonly what: string };

/** A passage: plain text, or runs in order. A line break in a string is one on the page. */
export type Text = string | readonly Inline[];

/** The seven states, drawn by shape and word as well as by colour. */
export type StateMark = 'pass' | 'fail' | 'no-data' | 'stale' | 'not-applicable' | 'not-started' | 'excluded';

/** A table's cell: a passage, or a state with its mark and word. */
export type Cell = Text | { readonly kind: 'state'; readonly state: StateMark; readonly word?: string };

/** A table's column. */
export type Column = { readonly title: string; /** Share of the width. */ readonly width: number; readonly align?: 'left' | 'right' };

/** A block of the document; a heading of level 1 opens a section. Missing cells of a row are empty. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3 | 4; readonly text: string; readonly id?: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly ordered?: boolean; readonly items: readonly Text[] }
  | { readonly kind: 'table'; readonly caption?: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[]; readonly empty?: string }
  /** Term and description pairs. */
  | { readonly kind: 'terms'; readonly items: readonly { readonly term: string; readonly text: Text }[] }
  | { readonly kind: 'figure'; readonly svg: string; readonly alt: string; readonly caption: string }
  /** A boxed notice: who says what, or what is missing. */
  | { readonly kind: 'notice'; readonly tone: 'plain' | 'missing' | 'placeholder'; readonly title?: string; readonly text: Text }
  | { readonly kind: 'signature'; readonly lines: readonly string[] }
  | { readonly kind: 'contents' }
  | { readonly kind: 'page-break' };

/** A document, whole. Cover lines of the form `Label: value` are set as a small table. */
export type Document = {
  readonly title: string;
  readonly subtitle?: string;
  /** Lines under the title on the cover. */
  readonly cover: readonly string[];
  readonly language: 'en';
  readonly author: string;
  /** A day (`2026-06-30`) or a time with its zone. Fixed: it goes into the file's metadata, so that the same document gives the same bytes. */
  readonly date: string;
  /** Printed on every page. */
  readonly runningNotice: string;
  readonly blocks: readonly Block[];
};
