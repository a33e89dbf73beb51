/**
 * The data map: where personal data lies, what kind, why, on which ground, and whose. It is a file that people review
 * (`avouch.datamap.yaml`); everything that reads or changes data of a person derives from it.
 *
 * Whose a row is, follows K9db's semantics (OSDI '23): owner paths lead from a row to identities of people. A row is
 * somebody's own when every identity that its owner paths reach is theirs, shared when some are theirs, and foreign when
 * none is; access paths show a row to somebody whose it is not. Foreign keys alone never say whose a row is.
 */

/** Art. 6(1). */
export type LawfulBasis = '6(1)(a)' | '6(1)(b)' | '6(1)(c)' | '6(1)(d)' | '6(1)(e)' | '6(1)(f)';
/** Art. 17(3). */
export type ErasureExemption = '17(3)(a)' | '17(3)(b)' | '17(3)(c)' | '17(3)(d)' | '17(3)(e)';

/** `customer.email`: an identity key of a kind of people. */
export type KeyName = string;

/** One way in which a kind of people is known. */
export type IdentityKey = {
  readonly title: string;
  /** Compared in lower case. */
  readonly fold?: 'case';
  /** How holding it is shown: a code by mail, or being signed in at the company's own app. Without it, it proves nothing. */
  readonly proof?: 'mail' | 'account';
  /** Whether several accounts under the same value are one person; otherwise two rows with it are a doubt that a person settles. */
  readonly several: boolean;
};

export type People = { readonly title: string; readonly keys: Readonly<Record<string, IdentityKey>> };

/** An ISO 8601 period in years, months or days: `P10Y`, `P6M`, `P30D`. */
export type Period = string;

export type Purpose = {
  readonly title: string;
  readonly basis: LawfulBasis;
  /** Art. 9(2) letter, where special categories are used: `9(2)(a)`. */
  readonly special?: string;
  /** The interest, where the basis is 6(1)(f); the law, where it is 6(1)(c) or (e). */
  readonly ground?: string;
  /** Ids of recipients. */
  readonly recipients: readonly string[];
  /** How long, or by which criteria, in words: Art. 15(1)(d). */
  readonly retention?: string;
  /** Logic, significance and consequences of decisions by machine alone: Art. 15(1)(h). Absent: not recorded; null: none. */
  readonly automated?: string | null;
  readonly marketing: boolean;
};

export type Recipient = {
  readonly title: string;
  readonly role: 'processor' | 'controller' | 'joint';
  /** ISO 3166 code. */
  readonly country?: string;
  /** The safeguard of a transfer outside the EEA, and how to get a copy: Art. 15(2). */
  readonly safeguard?: string;
  /** How it is told of erasures, corrections and restrictions: Art. 19. */
  readonly told?: { readonly by: 'opendsr' | 'webhook' | 'mail' | 'person'; readonly to: string };
  /** The vendor's record. */
  readonly vendor?: string;
};

/** One step from a place to another of the same or another system: `on` pairs fields here with fields there. */
export type Hop = { readonly system: string; readonly place: string; readonly on: readonly (readonly [here: string, there: string])[] };

/** From a row over hops to a field that holds an identity. */
export type OwnerPath = { readonly hops: readonly Hop[]; readonly field: string; readonly is: KeyName };

/** Why something is kept although erasure was asked, and until when. */
export type Keep = {
  readonly reason: string;
  readonly exemption: ErasureExemption;
  /** The law or contract that says so. */
  readonly law?: string;
  /** It ends so long after the day in this field. */
  readonly until?: { readonly after: string; readonly period: Period };
};

/** What erasure does to one field of a row that stays. `pseudonym` puts another value of the same kind in its place. */
export type FieldErasure = 'clear' | 'pseudonym' | 'keep';

/** How the data came: Art. 15(1)(g), and what Art. 20 covers (given and observed). */
export type Provenance = 'given' | 'observed' | 'derived' | 'elsewhere';

export type MappedField = {
  /** `contact.email`, `payment.card`, `none` for what is no personal data. */
  readonly category: string;
  /** The role whose data it is; `all` for what all owners may see. Needed where a place has several roles. */
  readonly of: string;
  /** Special category (Art. 9) or criminal (Art. 10). */
  readonly special: boolean;
  readonly provenance: Provenance;
  /** From whom, where the provenance is `elsewhere`. */
  readonly source?: string;
  /** Ids of purposes; those of its place when empty. */
  readonly purposes: readonly string[];
  readonly erasure: FieldErasure;
  readonly keep?: Keep;
  /** Whether it may be cleared in rows of others when what it points at is erased; otherwise the erased row stays as an empty shell. */
  readonly loosens: boolean;
};

/** How long rows stay. `start` says who has overdue rows go: a person, where it is absent, or the daily look by itself. */
export type Retention = { readonly after: string; readonly period: Period; readonly action: 'delete' | 'empty'; readonly reason: string; readonly start?: 'automatic' };

export type MappedPlace = {
  readonly title: string;
  /** False: looked at, holds no personal data. */
  readonly personal: boolean;
  /** The fields that name a row; the store's own key when empty. */
  readonly key: readonly string[];
  /** Each row is about one of these people and links their keys: key name → field. `leads` are the keys from which a row is followed to the others. */
  readonly identifies?: { readonly people: string; readonly keys: Readonly<Record<string, string>>; readonly leads: readonly string[] };
  /** Role → path. A place that identifies people has the role `self` without saying so. */
  readonly owners: Readonly<Record<string, OwnerPath>>;
  readonly access: Readonly<Record<string, OwnerPath>>;
  /** For buckets and folders: `users/{customer_id}/{file}`. */
  readonly pattern?: string;
  readonly purposes: readonly string[];
  /** What erasure does to a row that is somebody's own. */
  readonly rows: 'delete' | 'empty' | 'keep';
  readonly keep?: Keep;
  readonly retention?: Retention;
  /** Fields in which a row says that its use is restricted (Art. 18), or that the person objected (Art. 21): set by the request. `restricted` is cleared when the restriction is lifted. */
  readonly marks?: { readonly restricted?: string; readonly objected?: string };
  readonly fields: Readonly<Record<string, MappedField>>;
};

export type MappedSystem = {
  readonly title: string;
  /** Whether the company decides over this data or works for others: Art. 28(3)(e). */
  readonly role: 'controller' | 'processor';
  /** `postgres`, `mariadb`, `mongodb`, `sqlite`, `csv`, `s3`, `folder`, `http:<service>`; `manual` for a system without connector, which gets tasks. */
  readonly engine: string;
  /** ISO 3166 code of where it lies. */
  readonly location?: string;
  readonly vendor?: string;
  /** Days after which a backup is gone, and how that is said to people. */
  readonly backups?: { readonly days: number; readonly note?: string };
  /** For `manual`: who does it, and in how many days. */
  readonly task?: { readonly owner: string; readonly days: number; readonly how: string };
  readonly places: Readonly<Record<string, MappedPlace>>;
};

export type DataMap = {
  readonly version: 1;
  readonly people: Readonly<Record<string, People>>;
  readonly purposes: Readonly<Record<string, Purpose>>;
  readonly recipients: Readonly<Record<string, Recipient>>;
  readonly systems: Readonly<Record<string, MappedSystem>>;
};

/** What is known of one person: values by key name, `customer.email` → addresses. Never leaves the sealed parts. */
export type Identity = Readonly<Record<KeyName, readonly string[]>>;

export { categories, categoryOf, type Category } from './datamap/categories.ts';
export type { DataMapFault } from './datamap/faults.ts';
export { formatDataMap } from './datamap/format.ts';
export { parseDataMap, type ParsedDataMap, type ReviewMark } from './datamap/parse.ts';
export { dataMapSchema } from './datamap/schema.ts';
