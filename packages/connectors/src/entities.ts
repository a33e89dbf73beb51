import { z } from 'zod';

/**
 * Normal things at a source. A connector turns what it reads into these; a check judges one type. `null` means that the
 * source did not tell, which no check may take for a pass. `id` is stable at its source; `name` is what a person calls it.
 */
const entity = z.object({ id: z.string().min(1).max(500), name: z.string().max(500) });
const instant = z.iso.datetime({ precision: 3 });
const known = <T extends z.ZodType>(schema: T) => schema.nullable();
const flag = known(z.boolean());
const severity = z.enum(['critical', 'high', 'medium', 'low', 'info', 'unknown']);

const shapes = {
  /** A person's or a program's account at a system. */
  account: entity.extend({
    kind: z.enum(['person', 'service', 'unknown']), active: flag, privileged: flag, rights: z.array(z.string()),
    mfa: flag, email: known(z.string()), createdAt: known(instant), lastSeenAt: known(instant), expiresAt: known(instant),
    /** How its password is kept: `scram-sha-256`, `md5`, `none`; null when not visible. */
    passwordScheme: known(z.string()), shared: flag,
  }),
  /** Somebody whose name stands on commits. Nobody signs in with it: who has access is told by the accounts of the code host. */
  author: entity.extend({ kind: z.enum(['person', 'service']), email: known(z.string()), lastSeenAt: known(instant) }),
  /** An organisation or tenant at a service, with the settings that bind all of its members. */
  workspace: entity.extend({
    mfaRequired: flag, defaultRight: known(z.string()), membersMayCreatePublic: flag, auditLog: flag, memberCount: known(z.number().int()),
  }),
  repository: entity.extend({
    visibility: z.enum(['public', 'private', 'internal', 'unknown']), archived: flag, defaultBranch: known(z.string()),
    codeOwners: flag, securityPolicy: flag, licence: flag, continuousIntegration: flag, dependencyLock: flag, ignoresSecrets: flag,
    secretScanning: flag, dependencyAlerts: flag, codeScanning: flag, lastChangeAt: known(instant),
  }),
  branch: entity.extend({
    repository: z.string(), isDefault: z.boolean(), protected: flag, reviewsRequired: known(z.number().int()),
    dismissesStaleReviews: flag, codeOwnerReview: flag, checksRequired: known(z.array(z.string())), bindsAdmins: flag,
    forcePushAllowed: flag, deletionAllowed: flag, signaturesRequired: flag,
  }),
  /** A change that reached the default branch: a merged pull request, a merge, or a commit pushed without either. */
  change: entity.extend({
    repository: z.string(), mergedAt: instant, author: known(z.string()), mergedBy: known(z.string()),
    approvers: known(z.array(z.string())), checks: z.enum(['passed', 'failed', 'none', 'unknown']), signed: flag,
    how: z.enum(['pull-request', 'merge', 'direct', 'unknown']),
  }),
  release: entity.extend({ repository: z.string(), at: known(instant), signed: flag, annotated: flag }),
  dataStore: entity.extend({
    engine: z.string(), version: known(z.string()), endOfLife: known(z.iso.date()), tlsOn: flag, tlsRequired: flag, tlsMinimum: known(z.string()),
    passwordScheme: known(z.string()), logsConnections: flag, logsDisconnections: flag, logsSchemaChanges: flag, encryptedAtRest: flag,
    checksums: flag, publiclyReachable: flag, lastBackupAt: known(instant), archiving: flag, lastArchivedAt: known(instant), durableWrites: flag,
    /** Whether it listens on a network address at all; one that has a local socket only needs no TLS. */
    networked: flag,
  }),
  table: entity.extend({ store: z.string(), schema: z.string(), rowSecurity: flag, rowSecurityForced: flag, publicRights: known(z.array(z.string())), rowEstimate: known(z.number().int()) }),
  /** A column of a store, and what the company's data map says of it: for a guard, never with a value. */
  personalField: entity.extend({
    system: z.string(), place: z.string(), field: z.string(), classified: flag,
    /** As the map says: `contact.email`, `none`; null when nobody has classified it. */
    category: known(z.string()),
    /** What its name and type speak of; null when they speak of nothing personal. */
    looksLike: known(z.string()),
    /** How many purposes the map names for it. */
    purposes: known(z.number().int()),
    /** Whether the store has it still; false for a column of which the map alone tells. */
    present: flag,
    /** Where in the file to begin, when something is to be put right there; null when nothing is, so that lines that move change nothing. */
    line: known(z.number().int()),
  }),
  /** A place with personal data, its storage limit in the data map, and how many rows are past it. */
  retentionPlace: entity.extend({
    system: z.string(), place: z.string(),
    /** Whether the data map says how long its rows stay. */
    scheduled: flag,
    /** Rows past the limit that nothing holds; null when nobody knows. */
    overdue: known(z.number().int()),
    /** Rows past it that a legal hold covers. */
    held: known(z.number().int()),
  }),
  endpoint: entity.extend({
    url: z.string(), tlsVersion: known(z.string()), oldTlsAccepted: flag, certificateValid: flag, certificateProblem: known(z.string()),
    certificateNotAfter: known(instant), certificateIssuer: known(z.string()),
    /** Plain HTTP leads to HTTPS, or is not served at all. */
    redirectsToHttps: flag, hsts: flag, hstsMaxAgeS: known(z.number().int()),
    contentSecurityPolicy: flag, frameProtection: flag, contentTypeOptions: flag, referrerPolicy: flag, revealsServerVersion: flag,
    cookies: known(z.array(z.object({ name: z.string(), secure: z.boolean(), httpOnly: z.boolean(), sameSite: known(z.string()) }))),
    securityTxt: flag, status: known(z.number().int()),
  }),
  /** A text is empty, and a list too, where the domain has no such record: that is an answer, which `null` is not. */
  domain: entity.extend({
    caa: known(z.array(z.string())), spf: known(z.string()), spfStrict: flag, dmarc: known(z.string()), dmarcPolicy: known(z.enum(['none', 'quarantine', 'reject'])),
    dnssec: flag, mail: flag,
  }),
  host: entity.extend({
    os: known(z.string()), osVersion: known(z.string()), endOfLife: known(z.iso.date()), diskEncrypted: flag, firewallOn: flag, timeSynced: flag,
    updatesPending: known(z.number().int()), securityUpdatesPending: known(z.number().int()), updatesAutomatic: flag, screenLock: flag, protectionAgent: known(z.string()),
    sshRootLogin: flag, sshPasswords: flag, rebootRequired: flag, hardeningIndex: known(z.number()),
  }),
  listener: entity.extend({ host: z.string(), port: z.number().int(), protocol: z.enum(['tcp', 'udp']), address: z.string(), beyondLoopback: z.boolean(), program: known(z.string()) }),
  /** What another tool found: its own rule, its own verdict, kept as it said it. */
  finding: entity.extend({
    tool: z.string(), rule: z.string(), state: z.enum(['pass', 'fail', 'manual', 'not-applicable', 'not-checked', 'error']), muted: z.boolean(),
    severity, resource: known(z.string()), account: known(z.string()), detail: known(z.string()), at: known(instant),
  }),
  vulnerability: entity.extend({
    kind: z.enum(['dependency', 'code', 'secret', 'host']), where: z.string(), severity, state: z.enum(['open', 'fixed', 'dismissed', 'suppressed']),
    advisory: known(z.string()), firstSeenAt: known(instant), endedAt: known(instant), fixAvailable: flag, dismissReason: known(z.string()),
  }),
  component: entity.extend({ version: known(z.string()), purl: known(z.string()), licences: z.array(z.string()), kind: z.string() }),
  auditEvent: entity.extend({ action: z.string(), actor: known(z.string()), at: instant, target: known(z.string()) }),
} as const;

export type EntityType = keyof typeof shapes;
export type EntityOf<T extends EntityType> = z.infer<(typeof shapes)[T]>;
export type AnyEntity = { readonly [T in EntityType]: { readonly type: T; readonly entity: EntityOf<T> } }[EntityType];

/** How an entity type is called, validated and treated. `personal` types name people: each entity is sealed under its own subject. */
export type EntityKind<T extends EntityType = EntityType> = {
  readonly type: T;
  readonly title: string;
  readonly plural: string;
  readonly schema: (typeof shapes)[T];
  readonly personal: boolean;
};

const kind = <T extends EntityType>(type: T, title: string, plural: string, personal = false): EntityKind<T> =>
  ({ type, title, plural, schema: shapes[type], personal });

/** Every entity type, by its id. */
export const entityKinds: { readonly [T in EntityType]: EntityKind<T> } = {
  account: kind('account', 'Account', 'Accounts', true),
  author: kind('author', 'Author', 'Authors', true),
  workspace: kind('workspace', 'Workspace', 'Workspaces'),
  repository: kind('repository', 'Repository', 'Repositories'),
  branch: kind('branch', 'Branch', 'Branches'),
  change: kind('change', 'Change', 'Changes', true),
  release: kind('release', 'Release', 'Releases'),
  dataStore: kind('dataStore', 'Data store', 'Data stores'),
  table: kind('table', 'Table', 'Tables'),
  personalField: kind('personalField', 'Column in the data map', 'Columns in the data map'),
  retentionPlace: kind('retentionPlace', 'Place with a storage limit', 'Places with storage limits'),
  endpoint: kind('endpoint', 'Endpoint', 'Endpoints'),
  domain: kind('domain', 'Domain', 'Domains'),
  host: kind('host', 'Host', 'Hosts'),
  listener: kind('listener', 'Listening port', 'Listening ports'),
  finding: kind('finding', 'Finding', 'Findings'),
  vulnerability: kind('vulnerability', 'Vulnerability', 'Vulnerabilities'),
  component: kind('component', 'Component', 'Components'),
  auditEvent: kind('auditEvent', 'Audit event', 'Audit events', true),
};
