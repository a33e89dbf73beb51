import type { ZodType } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One operation of Avouch, as a value: the server registers it, the client calls it, OpenAPI describes it. Every route
 * names its permission; every mutation is recorded with its actor.
 */
export type Route<Params extends ZodType = ZodType, Query extends ZodType = ZodType, Body extends ZodType = ZodType, Output extends ZodType = ZodType> = {
  /** `sources.connect`: also the operation id. */
  readonly id: string;
  readonly method: Method;
  /** `/orgs/:org/sources/:source`, below `/api`. */
  readonly path: string;
  readonly title: string;
  /** `public` needs no session; `session` any signed-in member; `app` a key of the company's own app; otherwise a permission of the organisation in the path. */
  readonly permission: Permission;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly output: Output;
  /** What comes back: `json`, a file's bytes, or server-sent events whose `data` lines match `output`. */
  readonly gives: 'json' | 'bytes' | 'events';
  /** What goes in: `json`, the raw bytes of a file, or a short text as it is. */
  readonly takes: 'json' | 'bytes' | 'text';
  /**
   * Whose pages may call it from a browser: `own` our console's alone; `sites` those of the site in the path too; `anywhere`
   * whoever holds the key or token that it takes. Only public routes, which no cookie opens, are other than `own`.
   */
  readonly from: 'own' | 'sites' | 'anywhere';
};

export type Permission =
  | 'public' | 'session' | 'app'
  | 'organisation.read' | 'organisation.write' | 'records.read' | 'records.write'
  | 'sources.read' | 'sources.write' | 'sources.collect' | 'standing.read' | 'controls.write'
  | 'evidence.read' | 'evidence.write' | 'ledger.read' | 'ledger.verify' | 'ledger.forget' | 'packages.read' | 'packages.write' | 'operations.rebuild'
  | 'consent.read' | 'consent.write' | 'privacy.read' | 'privacy.write' | 'privacy.approve' | 'privacy.run';

export type Role = 'owner' | 'compliance-lead' | 'control-owner' | 'employee' | 'auditor' | 'privacy-lead' | 'reader';
