import type { output } from 'zod';
import type { Pool, PoolClient } from 'pg';
import type { Contract, Role } from '@avouch/api/contract';
import type { Answer } from '@avouch/api/client';
import type { Connector, Outside, Reading, ReadInput } from '@avouch/connectors/connector';
import type { StoreConnector } from '@avouch/connectors/store';
import type { Ledger, Recorded } from '@avouch/ledger/ledger';
import type { Restricted } from './requests/restricted.ts';
import type { AnswerShelf } from '@avouch/privacy/answer';
import type { Attempts } from './identity/attempts.ts';

/** Who asks: a signed-in member in one organisation. The id is opaque and stands as the actor in the ledger. */
export type Actor = { readonly member: string; readonly org: string; readonly role: Role; /** What the key of an app may do; absent for people. */ readonly scopes?: readonly string[] };

/** A table family derived from the ledger alone. `fold` runs inside the transaction that appends. */
export type Projection = {
  readonly name: string;
  /** Emptied and refilled by a rebuild; compared row by row afterwards. */
  readonly tables: readonly string[];
  readonly fold: (tx: PoolClient, org: string, recorded: readonly Recorded[]) => Promise<void>;
  /** Reads no other projection's tables, and no other fold reads these: it may fold beside the others. It alone sees facts of consent. */
  readonly byItself?: true;
};

/** Bytes too large for the database: handed-in files, composed packages. Keys are opaque. */
export type ObjectStore = {
  readonly put: (org: string, key: string, bytes: AsyncIterable<Uint8Array>, bytesMax: number) => Promise<{ readonly bytes: number; readonly sha256: string }>;
  readonly open: (org: string, key: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
  readonly size: (org: string, key: string) => Promise<number | undefined>;
  readonly remove: (org: string, key: string) => Promise<void>;
};

/** Connector secrets, encrypted at rest. They never enter the ledger, a log line or an export. */
export type SecretStore = {
  readonly put: (tx: PoolClient, org: string, owner: string, values: Readonly<Record<string, string>>) => Promise<void>;
  readonly read: (org: string, owner: string) => Promise<Readonly<Record<string, string>>>;
};

/** Live progress inside this process and across processes (LISTEN/NOTIFY): the newest state of each channel, then changes. */
export type ProgressBus = {
  readonly publish: (org: string, channel: string, state: unknown) => Promise<void>;
  readonly follow: (org: string, channel: string, signal: AbortSignal) => AsyncIterable<unknown>;
};

export type Jobs = {
  /** Joins the transaction: the job exists exactly if the transaction commits. `key` replaces a waiting job of the same key. */
  readonly add: (tx: PoolClient, task: string, payload: Readonly<Record<string, string>>, options?: { readonly key?: string; readonly runAt?: Date }) => Promise<void>;
};

/** A message to one person. */
export type Mail = { readonly to: string; readonly subject: string; readonly text: string; readonly html: string; readonly replyTo: string | null };

/** The way out for mail, if the operator gave one. */
export type Mailer = {
  /** False without SMTP settings: mails are then shown to be sent by hand. */
  readonly sends: boolean;
  /** Resolves when the server took the message; rejects otherwise. */
  readonly send: (mail: Mail) => Promise<void>;
};

/** For what a keyed hash is made: one use never matches another. */
export type MarkUse = 'duplicate' | 'code' | 'restriction' | 'suppression' | 'retention' | 'nonce' | 'order' | 'results';

/** What can be read: a connector to the outside, or what Avouch keeps itself, which it reads by way of the context of one organisation. */
export type SourceKind = Omit<Connector, 'read'> & { readonly read: (input: ReadInput<Record<string, unknown>>, context: Context, org: string) => AsyncIterable<Reading> };

/** Every dependency of a handler, built once, closed once. */
export type Context = {
  readonly version: string;
  readonly pool: Pool;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) => void;
  /** The instance's own origin without a scheme; log origins start with it. */
  readonly instance: string;
  /** Verifier keys of the witnesses whose cosignatures checkpoints may carry. */
  readonly witnessKeys: readonly string[];
  readonly ledgerOf: (org: string) => Promise<Ledger<PoolClient>>;
  /** Runs `work` in one transaction that row security confines to `org`. */
  readonly tenant: <T>(org: string, work: (tx: PoolClient) => Promise<T>) => Promise<T>;
  readonly objects: ObjectStore;
  readonly secrets: SecretStore;
  readonly progress: ProgressBus;
  readonly jobs: Jobs;
  readonly connectors: readonly SourceKind[];
  readonly storeConnectors: readonly StoreConnector[];
  readonly mailer: Mailer;
  /** A keyed hash by which somebody is found again without being named; it follows from the key-encryption key. */
  readonly markOf: (org: string, use: MarkUse, value: string) => string;
  /** Encrypts under the key-encryption key what waits in a table; it opens under the same organisation and words alone. */
  readonly cover: (org: string, words: readonly string[], plain: Uint8Array) => Uint8Array;
  readonly uncover: (org: string, words: readonly string[], sealed: Uint8Array) => Uint8Array | undefined;
  readonly attempts: Attempts;
  /** The organisation whose privacy centre is open under this slug or host. */
  readonly centreOf: (name: string) => Promise<string | undefined>;
  /** Where what was found of a person lies until they got it: encrypted under the request's own secret. */
  readonly shelfOf: (org: string, request: string, secret: Uint8Array) => AnswerShelf & { readonly clear: () => Promise<void> };
  /** What the company's app asks often, answered out of memory. */
  readonly restricted: Pick<Restricted, 'since' | 'hosts'>;
  /** Where browsers reach the server: for links in mails. */
  readonly origin: string;
  readonly outside: (org: string, signal: AbortSignal) => Outside;
  /** The names behind opaque actor ids, for seals on screens. */
  readonly actorNames: (org: string, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

/** What sign-in alone needs of the request, and gives to the answer. */
export type Exchange = {
  /** The cookie header as it came. */
  readonly cookie: string | undefined;
  /** The authorization header as it came. */
  readonly authorization: string | undefined;
  /** The caller's network address. */
  readonly address: string;
  readonly setCookies: (lines: readonly string[]) => void;
  /** A header of the request by its name in small letters; undefined when it is absent or came twice. */
  readonly header: (name: string) => string | undefined;
  /** Headers of the answer, those of a refusal too. */
  readonly setHeaders: (headers: Readonly<Record<string, string>>) => void;
  /** Where browsers reach this server. */
  readonly here: string;
};

export type Input<Name extends keyof Contract> = {
  readonly params: output<Contract[Name]['params']>;
  readonly query: output<Contract[Name]['query']>;
  readonly body: output<Contract[Name]['body']>;
  /** Absent on public routes only. */
  readonly actor: Actor;
  /** The raw body of a route that takes bytes. */
  readonly stream: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly exchange: Exchange;
};

/** A file to download: always an attachment, never served inline. */
export type Download = { readonly name: string; readonly type: string; readonly bytes: AsyncIterable<Uint8Array> | Uint8Array };

/** An answer that is JSON already, for routes that are asked very often or cached. A test holds it against the contract. */
export type Written = { readonly written: string; readonly status?: number };

/** What a handler returns: the route's answer; a download where the route gives bytes; states where it gives events. */
export type HandlerResult<Name extends keyof Contract> =
  Contract[Name]['gives'] extends 'json' ? Answer<Name> | Written : Answer<Name> | Written | Download | AsyncIterable<Answer<Name>>;

/** A thin function of its input and the context. Throws `Refusal` to refuse. */
export type Handle<Name extends keyof Contract> = (input: Input<Name>, context: Context) => Promise<HandlerResult<Name>>;
export type Handlers = { readonly [Name in keyof Contract]?: Handle<Name> };

/** A background task by name; re-runnable: running it twice does no harm. */
export type Task = (payload: Readonly<Record<string, string>>, context: Context, signal: AbortSignal) => Promise<void>;
export type Tasks = Readonly<Record<string, Task>>;
