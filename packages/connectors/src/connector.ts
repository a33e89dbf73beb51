import type { ZodObject, infer as ZodInfer } from 'zod';
import type { EntityOf, EntityType } from './entities.ts';

/** RFC 3339 in UTC with milliseconds. */
export type Instant = string;

/**
 * Why a source could not be read whole. Shown as it stands: `sentence` says what happened, `remedy` what to do.
 * Neither ever contains a secret.
 */
export type Problem = {
  readonly kind:
    | 'unreachable' | 'timed-out' | 'unauthorised' | 'forbidden' | 'rate-limited' | 'cut-short'
    | 'malformed' | 'too-large' | 'not-found' | 'unsupported' | 'refused-address' | 'conflict' | 'failed';
  readonly sentence: string;
  readonly remedy: string;
  /** Seconds after which the source allows another try. */
  readonly retryAfterS?: number;
};

/**
 * What one look at a source gave for one entity type, whole. A failed, partial or rate-limited look is a problem and
 * carries no entities at all, so that nothing downstream can mistake it for an empty source.
 */
export type Reading<T extends EntityType = EntityType> = {
  readonly entityType: T;
  /** The query as the source understood it, without secrets: SQL text, `GET /orgs/acme/members?per_page=100`, a command line. */
  readonly query: string;
  readonly captured: Instant;
  /** The period that the reading covers, for populations such as changes. */
  readonly window?: { readonly from: Instant; readonly to: Instant };
  /** The source's own version: `PostgreSQL 16.4`, `Prowler 5.4.0`; null when it does not tell. */
  readonly sourceVersion: string | null;
} & (
  | { readonly complete: true; readonly entities: readonly EntityOf<T>[] }
  | { readonly complete: false; readonly problem: Problem }
);

/** One right that the connector needs, and what for. Nothing that is not listed is ever used. */
export type Scope = { readonly name: string; readonly why: string };

/** A reading that the connector promises: one for every entity type at every run, as entities or as a problem. */
export type ReadPromise = {
  readonly entityType: EntityType;
  readonly title: string;
  readonly scopes: readonly Scope[];
};

export type RunOptions = {
  readonly cwd?: string;
  readonly timeoutMs?: number;
  readonly stdoutBytesMax?: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** What came of a program: its output, or the problem of starting or finishing it. Never throws. */
export type ProgramResult =
  | { readonly ok: true; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly ok: false; readonly problem: Problem };

/** Whether a host may be connected to: resolves names itself and refuses private addresses unless allowed. */
export type AddressPolicy = {
  readonly resolve: (host: string) => Promise<
    | { readonly ok: true; readonly addresses: readonly string[] }
    | { readonly ok: false; readonly problem: Problem }
  >;
};

export type HttpRequest = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly bytesMax?: number;
  /** 0 refuses redirects and gives the 3xx answer as it stands. */
  readonly redirectsMax?: number;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly body: Uint8Array;
  readonly url: string;
};

/** The one way out over HTTP. A refusal, time-out, size limit or exhausted rate limit is a problem, never an exception. */
export type HttpClient = {
  readonly send: (request: HttpRequest) => Promise<
    { readonly ok: true; readonly answer: HttpAnswer } | { readonly ok: false; readonly problem: Problem }
  >;
  /** A `fetch` with the same policy, for official clients that take one; a problem is thrown as `HttpProblem`. */
  readonly fetch: typeof fetch;
};

/** A file that somebody handed in, read as a stream so that its size never matters to memory. */
export type HandedFile = {
  readonly name: string;
  readonly bytes: number;
  readonly stream: () => AsyncIterable<Uint8Array>;
};

/** Everything of the outside that a connector may touch. */
export type Outside = {
  readonly now: () => Date;
  readonly http: HttpClient;
  readonly addresses: AddressPolicy;
  readonly run: (program: string, args: readonly string[], options?: RunOptions) => Promise<ProgramResult>;
  /** The handed-in file that a setting of kind `file` names. */
  readonly file: (id: string) => Promise<HandedFile | undefined>;
  readonly signal: AbortSignal;
  /** Folders of this machine that the operator allowed: stores read and change files below these alone. None when absent. */
  readonly folders?: readonly string[];
};

/** How far a read has come; shown live. `total` is absent when the source does not tell. */
export type Progress = { readonly entityType: EntityType; readonly done: number; readonly total?: number; readonly note?: string };

export type ReadInput<Settings> = {
  readonly settings: Settings;
  readonly secrets: Readonly<Record<string, string>>;
  readonly outside: Outside;
  readonly progress: (progress: Progress) => void;
};

/**
 * A connector is a value: what it reads, the rights it needs, its settings, and one function. `read` yields exactly one
 * reading for each promised entity type, in any order, and never throws for what the source does.
 */
export type Connector<Schema extends ZodObject = ZodObject> = {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** One sentence: what it is good for. */
  readonly summary: string;
  /** How to give it least privilege, step by step, in Markdown. */
  readonly guide: string;
  readonly settings: Schema;
  /** The settings' keys that name a handed-in file. */
  readonly files?: readonly string[];
  /**
   * Secrets that it asks for: kept encrypted, never in settings, the ledger, a log line or an export. `sentTo` are the settings that
   * say where a secret goes: when one of them changes it must be given again, lest it is led to somebody else.
   */
  readonly secrets: readonly { readonly key: string; readonly title: string; readonly optional?: boolean; readonly sentTo?: readonly string[] }[];
  readonly reads: readonly ReadPromise[];
  readonly read: (input: ReadInput<ZodInfer<Schema>>) => AsyncIterable<Reading>;
};
