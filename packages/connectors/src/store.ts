import type { ZodObject, infer as ZodInfer } from 'zod';
import type { Outside, Problem, Scope } from './connector.ts';

/**
 * A cell as it goes between a store and us. What JSON cannot hold exactly is text: integers beyond 2^53 and decimals as the
 * store spells them, instants as RFC 3339 in UTC, days as `2026-01-31`, uuids in lower case, bytes in base64.
 */
export type Cell = null | boolean | number | string | readonly Cell[] | { readonly [field: string]: Cell };

export type FieldType = 'text' | 'integer' | 'decimal' | 'boolean' | 'day' | 'instant' | 'time' | 'uuid' | 'json' | 'bytes' | 'list' | 'other';

/** One field of a place, as the store itself describes it. */
export type FieldShape = {
  readonly name: string;
  readonly type: FieldType;
  /** The store's own word: `character varying(80)`. */
  readonly native: string;
  readonly nullable: boolean;
  /** The most characters that fit; null when there is no bound or it is not known. */
  readonly lengthMax: number | null;
  /** What it may hold, for enumerations. */
  readonly choices?: readonly string[];
  /** Filled by the store itself: never written. */
  readonly generated: boolean;
  readonly comment: string | null;
};

/** What the store does with a row when the one it points at is deleted. */
export type OnDelete = 'refuse' | 'cascade' | 'clear' | 'default';

/** A foreign key: `fields` of this place hold `toFields` of `to`. */
export type Reference = { readonly name: string; readonly fields: readonly string[]; readonly to: string; readonly toFields: readonly string[]; readonly onDelete: OnDelete; readonly deferrable: boolean };

/** One place where data lies: `public.orders`, a collection, a bucket, an object of an API, a file. */
export type PlaceShape = {
  readonly place: string;
  readonly kind: 'table' | 'collection' | 'bucket' | 'resource' | 'file';
  readonly fields: readonly FieldShape[];
  /** The fields that name a row; empty when the store has no key for it. */
  readonly key: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  readonly references: readonly Reference[];
  /** An estimate; null when the store does not tell. */
  readonly rows: number | null;
  readonly comment: string | null;
  /** What the store does not do with rows of this place, each with a sentence for whoever plans; such a change gives a problem `unsupported`. */
  readonly cannot?: { readonly delete?: string; readonly set?: string; readonly insert?: string };
  /** What a change here does beyond its word, a sentence each: `Deleting a customer ends its subscriptions at once.` */
  readonly effects?: { readonly delete?: string; readonly set?: string };
};

export type StoreShape = { readonly engine: string; readonly version: string | null; readonly places: readonly PlaceShape[] };

/**
 * Which rows. `in` never matches a null; `outside` matches what is wholly there and not among the tuples. Where a field of a
 * document holds a list, `in` asks whether any value in it is among them, and `outside` whether any is not. `within` matches
 * tuples that the other place of the same store holds in `of` in rows that match `where`. With `fold: 'case'` texts are
 * compared in lower case on both sides. A condition is true or false, never in between: `not` matches where its own does not,
 * nulls included. Values are compared as the field's type has it (`1.50` is `1.5` in a decimal); one that the type cannot hold
 * matches nothing. `before` compares a day as its first moment in UTC, and is for days and instants only.
 */
export type Condition =
  | { readonly op: 'in' | 'outside'; readonly fields: readonly string[]; readonly tuples: readonly (readonly Cell[])[]; readonly fold?: 'case' }
  | { readonly op: 'within'; readonly fields: readonly string[]; readonly place: string; readonly of: readonly string[]; readonly where: Condition }
  | { readonly op: 'known'; readonly fields: readonly string[] }
  | { readonly op: 'before'; readonly field: string; readonly instant: string }
  | { readonly op: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition };

/**
 * What is read: `fields` of the rows that match `where`, with a yes or no for each mark. In no promised order. With an empty
 * `key` each row is named by one cell of the store's own, which is good within the same `work` only.
 */
export type ReadOrder = {
  readonly place: string;
  readonly key: readonly string[];
  readonly fields: readonly string[];
  readonly where: Condition;
  /** Further conditions, told of each row and not limiting. */
  readonly marks?: Readonly<Record<string, Condition>>;
  /** Reads no more than so many rows; without it, all of them. */
  readonly rowsMax?: number;
};

export type StoredRow = { readonly key: readonly Cell[]; readonly cells: Readonly<Record<string, Cell>>; readonly marks: Readonly<Record<string, boolean>> };

/** Rows that go together: a store that checks references row by row must not trip over their order. */
export type RowSet = { readonly place: string; readonly key: readonly string[]; readonly keys: readonly (readonly Cell[])[] };

/** One change. `set` fails as `conflict` when a row that is there does not hold `expect`; a row that is gone is not a fault. */
export type Change =
  | { readonly change: 'delete'; readonly rows: readonly RowSet[] }
  | { readonly change: 'set'; readonly place: string; readonly keyFields: readonly string[]; readonly key: readonly Cell[]; readonly cells: Readonly<Record<string, Cell>>; readonly expect?: Readonly<Record<string, Cell>> }
  | { readonly change: 'insert'; readonly place: string; readonly rows: readonly Readonly<Record<string, Cell>>[] };

/** How many rows a change found and changed. */
export type Changed = { readonly rows: number };

/** What came of it, or why it could not be done. Never thrown. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A file that belongs to a row: an object of a bucket, an attachment. */
export type StoredFile = { readonly name: string; readonly type: string | null; readonly bytes: number | null; readonly content: () => AsyncIterable<Uint8Array> };

/** What may be done inside one `work`. */
export type Session = {
  readonly count: (place: string, where: Condition) => Promise<Outcome<number>>;
  /** Calls `each` with batches until all rows are through; an outcome that is not ok means that rows are missing, whatever came before. */
  readonly read: (order: ReadOrder, each: (rows: readonly StoredRow[]) => Promise<void> | void) => Promise<Outcome<{ readonly rows: number }>>;
  readonly change: (changes: readonly Change[]) => Promise<Outcome<readonly Changed[]>>;
};

/** What a bounded look at a field showed: for discovery, never kept and never sent on. */
export type FieldSample = { readonly field: string; readonly rows: number; readonly nulls: number; readonly distinct: number; readonly values: readonly Cell[] };

/** An open store. Everything in it is bounded in time and size; secrets never show in a problem. */
export type Store = {
  readonly engine: string;
  /** Whether one `work` is all or nothing, and sees one moment. */
  readonly atomic: boolean;
  /** Whether `within` may be asked; otherwise the caller reads the tuples first. */
  readonly joins: boolean;
  /** How many reads may be asked at once in one `work`, so that they share the way there and back; one after the other when absent. */
  readonly atOnce?: number;
  readonly shape: () => Promise<Outcome<StoreShape>>;
  readonly sample: (place: string, rowsMax: number) => Promise<Outcome<readonly FieldSample[]>>;
  /** Where `atomic`: one transaction, undone when `job` gives an outcome that is not ok or throws; tried again when the store says that others came between. */
  readonly work: <T>(mode: 'read' | 'write', job: (session: Session) => Promise<Outcome<T>>) => Promise<Outcome<T>>;
  /** The files of a row; an empty list when it can have none. */
  readonly files: (place: string, key: readonly Cell[]) => Promise<Outcome<readonly StoredFile[]>>;
  readonly close: () => Promise<void>;
};

export type OpenInput<Settings> = {
  readonly settings: Settings;
  readonly secrets: Readonly<Record<string, string>>;
  readonly outside: Outside;
  /** How the data map shapes places that have no fields of their own: `{ avatars: 'users/{customer_id}/{file}' }` for the keys of a bucket. */
  readonly patterns?: Readonly<Record<string, string>>;
  /** The most rows changed or calls made a second; no bound when absent. */
  readonly perSecondMax?: number;
};

/** A connector to a place where personal data lies: it reads and changes. A value, like every connector. */
export type StoreConnector<Schema extends ZodObject = ZodObject> = {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  /** How to give it least privilege, step by step, in Markdown. */
  readonly guide: string;
  readonly settings: Schema;
  readonly secrets: readonly { readonly key: string; readonly title: string; readonly optional?: boolean; readonly sentTo?: readonly string[] }[];
  readonly scopes: readonly Scope[];
  readonly open: (input: OpenInput<ZodInfer<Schema>>) => Promise<Outcome<Store>>;
};
