import { z } from 'zod';

/**
 * A service described by data: how it is signed in to, where personal data lies in it, how a person's rows are found,
 * read, changed and deleted, and what it cannot do. Users bring their own as YAML (docs/guides/service-descriptions.md);
 * those that Avouch ships are values of the same type.
 *
 * Texts of requests have holes: `{email}` takes a value by its name, `{email|lower|md5}` passes it on. Holes in a path are
 * percent-encoded; a text of `json` that is one hole alone takes the value as it is, with its own type.
 */

const name = z.string().regex(/^[A-Za-z_][\w.-]*$/, 'A name of letters, digits, _, . and -');
const sentence = z.string().min(3);
/** A place in JSON: `data`, `pages.next.starting_after`; the empty text is the whole. */
const path = z.string();
const texts = z.record(z.string(), z.string());
const status = z.number().int().min(100).max(599);

const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  path: z.string().startsWith('/'),
  query: texts.default({}),
  headers: texts.default({}),
  json: z.unknown().optional(),
  form: texts.optional(),
});

const into = z.union([z.strictObject({ query: z.string() }), z.strictObject({ json: path })]);
const paging = z.discriminatedUnion('by', [
  /** The body holds a cursor at `next`, which goes `into` the next request; no cursor, or a false `more`, is the end. */
  z.strictObject({ by: z.literal('cursor'), next: path, into, more: path.optional() }),
  /** The next request names the last row's `item`; `more` tells whether there is one. */
  z.strictObject({ by: z.literal('last'), item: path, into, more: path }),
  z.strictObject({ by: z.literal('offset'), into, size: z.number().int().positive() }),
  z.strictObject({ by: z.literal('page'), into, first: z.number().int(), size: z.number().int().positive() }),
  /** The body holds the next address at `next`, of the same origin. */
  z.strictObject({ by: z.literal('url'), next: path, more: path.optional() }),
  /** RFC 8288: a Link header with rel="next". */
  z.strictObject({ by: z.literal('link') }),
]);

const listing = z.strictObject({
  request,
  /** Where the rows are. */
  items: path.default(''),
  /** The answer is one row. */
  single: z.boolean().default(false),
  paging: paging.optional(),
  /** Where the service says how many rows there are in all: fewer or more is a problem. */
  total: path.optional(),
  /** The most rows that the service ever lists; reaching them is a problem, since there may be more. */
  rowsMax: z.number().int().positive().optional(),
  /** Statuses that mean that there is no row. */
  none: z.array(status).default([]),
  /** Fields that the rows have although the service does not say so: `{ customer: '{customer}' }` for what was asked by it. */
  adds: texts.default({}),
});

const waiting = z.strictObject({
  request,
  state: path,
  done: z.array(z.string()).min(1),
  failed: z.array(z.string()).default([]),
  everySeconds: z.number().positive(),
  timesMax: z.number().int().positive(),
});

const find = z.strictObject({
  by: z.array(name).min(1),
  /** The service compares texts without regard to case. */
  folds: z.boolean().default(false),
  ...listing.shape,
});

const field = z.strictObject({
  type: z.enum(['text', 'integer', 'decimal', 'boolean', 'day', 'instant', 'json', 'list']),
  path: path.optional(),
  /** How an instant is written, where it is a number. */
  unit: z.enum(['seconds', 'milliseconds']).optional(),
  /** A suggestion for the data map: `contact.email`, `none`. */
  category: z.string().optional(),
  choices: z.array(z.string()).optional(),
  lengthMax: z.number().int().positive().optional(),
  nullable: z.boolean().default(true),
  comment: z.string().optional(),
});

const place = z.strictObject({
  title: z.string().min(1),
  key: z.array(name).min(1),
  fields: z.record(name, field),
  /** Fields that the account itself defines, asked of the service: each of `items` has its name at `name` and its words at `label`. */
  own: z.strictObject({ ...listing.shape, name: path, label: path.optional(), under: path, category: z.string().optional(), comment: z.string().optional() }).optional(),
  references: z.array(z.strictObject({ fields: z.array(name).min(1), to: name, toFields: z.array(name).min(1) })).default([]),
  find: z.array(find).default([]),
  list: listing.optional(),
  /** How all rows are had as a file, where a list has an end: newline-delimited JSON, packed by gzip or not. */
  export: z.strictObject({ start: request, id: path, wait: waiting, address: path }).optional(),
  /** A row that the service still shows although it is deleted: all of these hold. */
  gone: z.array(z.strictObject({ path, is: z.union([z.string(), z.number(), z.boolean(), z.null()]) })).default([]),
  /**
   * `presumed`: the service tells nobody what it holds of a person. A row is then taken to be there for any key that is asked,
   * unless `find` gives one, which means that it was deleted.
   */
  presumed: z.boolean().default(false),
  delete: z.strictObject({
    /** One after the other. A status of `gone` means that this step was done before. */
    steps: z.array(z.strictObject({ request, gone: z.array(status).default([404, 410]), wait: z.strictObject({ id: path, ...waiting.shape }).optional() })).min(1),
    effect: sentence.optional(),
  }).optional(),
  set: z.strictObject({
    request,
    fields: z.union([z.array(name), z.literal('any')]),
    as: z.enum(['json', 'form']),
    /** Where in the body the fields stand. */
    under: path.default(''),
    /** How a field is emptied. */
    empty: z.union([z.null(), z.literal('')]).default(null),
    gone: z.array(status).default([404, 410]),
    effect: sentence.optional(),
  }).optional(),
  cannot: z.strictObject({ delete: sentence.optional(), set: sentence.optional() }).default({}),
  comment: z.string().optional(),
});

const secretKey = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
const authentication = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bearer'), secret: secretKey, title: z.string() }),
  /** RFC 7617. `user` and `password` are texts with holes; the secret is `{secret}`. */
  z.strictObject({ kind: z.literal('basic'), secret: secretKey, title: z.string(), user: z.string(), password: z.string() }),
  z.strictObject({ kind: z.literal('header'), secret: secretKey, title: z.string(), name: z.string(), text: z.string().default('{secret}') }),
  z.strictObject({ kind: z.literal('query'), secret: secretKey, title: z.string(), name: z.string() }),
  /** RFC 6749 section 4.4. The token is asked for again before it ends and when it is refused. */
  z.strictObject({ kind: z.literal('oauth-client'), secret: secretKey, title: z.string(), client: name, tokenPath: z.string().startsWith('/'), as: z.enum(['json', 'form']).default('form'), parameters: texts.default({}) }),
]);

export const serviceDescription = z.strictObject({
  service: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  version: z.string().min(1).default('1'),
  summary: z.string().regex(/\.$/, 'One sentence with a full stop'),
  /** How to make a key with the least rights, step by step, in Markdown. */
  guide: z.array(z.string()).min(1),
  /** The address before all paths; holes are settings. */
  base: z.string().regex(/^https?:\/\//),
  settings: z.record(name, z.strictObject({ title: z.string().min(3), pattern: z.string().optional(), optional: z.boolean().default(false) })).default({}),
  authentication,
  scopes: z.array(z.strictObject({ name: z.string(), why: z.string() })).min(1),
  headers: texts.default({}),
  /** Calls a second that the service bears. */
  perSecond: z.number().positive().default(5),
  /** Where an error's own code stands, which may be shown: never its message, which may hold a person's data. */
  errorCode: path.optional(),
  places: z.record(name, place),
});

/** A service as it is described; defaults filled in. */
export type ServiceDescription = z.infer<typeof serviceDescription>;
/** A service as somebody writes it down. */
export type ServiceDescriptionInput = z.input<typeof serviceDescription>;
export type DescribedPlace = z.infer<typeof place>;
export type DescribedField = z.infer<typeof field>;
export type DescribedRequest = z.infer<typeof request>;
export type DescribedListing = z.infer<typeof listing>;
export type DescribedFind = z.infer<typeof find>;
export type DescribedWaiting = z.infer<typeof waiting>;
