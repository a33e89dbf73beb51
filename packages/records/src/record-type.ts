import type { ZodObject, infer as ZodInfer } from 'zod';

/** A field that points at another record type; `many` when it holds a list of ids. */
export type Relation = { readonly to: string; readonly many?: boolean };

/**
 * What a record type is: a value. Everything that stores, lists, validates or shows records of it derives from this.
 * `personal` fields name a person: they are sealed apart, under the subject that the record is about, and vanish when
 * that person is forgotten; the rest of the record stays.
 */
export type RecordType<Schema extends ZodObject = ZodObject> = {
  /** Kebab-case: `service-commitment`. */
  readonly id: string;
  readonly title: string;
  readonly plural: string;
  /** One sentence for the empty page: what it is for. */
  readonly purpose: string;
  readonly schema: Schema;
  readonly relations: Readonly<Record<string, Relation>>;
  readonly personal: readonly (keyof ZodInfer<Schema> & string)[];
  /** What a list shows, in order. */
  readonly columns: readonly (keyof ZodInfer<Schema> & string)[];
  /** The field that a person would call it by. */
  readonly label: keyof ZodInfer<Schema> & string;
};

/** One version of a record, as the projection keeps it. `value` lacks personal fields once their subject is forgotten; `forgotten` then says so. */
export type RecordVersion = {
  readonly type: string;
  readonly id: string;
  /** 1, 2, 3 … */
  readonly version: number;
  readonly value: Readonly<Record<string, unknown>>;
  readonly ended: boolean;
  readonly forgotten?: boolean;
  readonly actor: string;
  /** When it was true from, captured and recorded: never merged. */
  readonly heldFrom: string;
  readonly captured: string;
  readonly recorded: string;
  /** The ledger entry. */
  readonly entry: number;
};
