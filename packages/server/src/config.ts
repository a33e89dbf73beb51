import { isAbsolute } from 'node:path';
import { inspect } from 'node:util';
import { z } from 'zod';

/** A value that never shows itself: not in a log line, not as JSON, not in an error. */
export type Secret = { readonly reveal: () => string; readonly toString: () => string; readonly toJSON: () => string };

/** Wraps a text so that it prints as `[secret]`. */
export function secret(text: string): Secret {
  const shown = (): string => '[secret]';
  return Object.freeze({ reveal: () => text, toString: shown, toJSON: shown, [inspect.custom]: shown });
}

/** Everything that can be set about the process. */
export type Config = {
  /** The folder of the embedded database, handed-in files and the key. */
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** Where browsers reach the server, when that is not `http://host:port`. */
  readonly origin: string | undefined;
  readonly databaseUrl: Secret | undefined;
  /** The key-encryption key itself, or the file that holds it; in `data/keys` when neither is given. */
  readonly kek: Secret | undefined;
  readonly keyFile: string | undefined;
  /** Private hosts, addresses and ranges that sources may be read from. */
  readonly allowPrivate: readonly string[];
  /** Folders of this machine in which data stores may be files. */
  readonly storeFolders: readonly string[];
  readonly timestampUrl: string | undefined;
  /** Verifier keys of witnesses whose cosignatures are taken. */
  readonly witnessKeys: readonly string[];
  readonly witnessUrls: readonly string[];
  /** Whether one proxy stands in front, which says what the caller's address is. */
  readonly trustProxy: boolean;
  /** The header in which that proxy, and it alone, says which country a visitor is in. */
  readonly countryHeader: string | undefined;
  readonly uploadBytesMax: number;
  /** Where mail goes out; without it, mails are shown to be sent by hand. */
  readonly smtpUrl: Secret | undefined;
  readonly mailFrom: string | undefined;
  /** Files that describe further services with an HTTP API. */
  readonly services: readonly string[];
};

/** The settings, or everything that is wrong with them, one sentence each. */
export type ConfigResult = { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly string[] };

const wholeNumber = (least: number, most: number) => z.string().regex(/^\d{1,12}$/, 'a whole number').transform(Number).pipe(z.number().min(least, `at least ${least}`).max(most, `at most ${most}`));
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()).filter((item) => item !== ''));
const webAddress = z.url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' });
const originOnly = z.string().refine((text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text, 'an origin without a path: https://avouch.example.com');
const hosts = list.refine((items) => items.every((item) => !item.includes('/') || /^[0-9a-fA-F.:]+\/\d{1,3}$/.test(item)), 'host names, addresses and ranges such as 10.0.0.0/8, with commas between');

const settings = z.strictObject({
  AVOUCH_DATA: z.string().min(1).default('./data'),
  AVOUCH_PORT: wholeNumber(0, 65_535).default(4400),
  AVOUCH_HOST: z.string().min(1).default('127.0.0.1'),
  AVOUCH_ORIGIN: originOnly.optional(),
  AVOUCH_KEK: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in base64').transform(secret).optional(),
  AVOUCH_KEY_FILE: z.string().min(1).optional(),
  AVOUCH_ALLOW_PRIVATE: hosts.optional(),
  AVOUCH_STORE_FOLDERS: list.refine((items) => items.every(isAbsolute), 'absolute paths of folders, with commas between').default([]),
  AVOUCH_TIMESTAMP_URL: webAddress.optional(),
  AVOUCH_WITNESS_KEYS: list.pipe(z.array(z.string().regex(/^[^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/, 'verifier keys: name+id+key'))).default([]),
  AVOUCH_WITNESS_URLS: list.pipe(z.array(webAddress)).default([]),
  AVOUCH_TRUST_PROXY: z.enum(['yes', 'no'], 'yes or no').default('no').transform((text) => text === 'yes'),
  AVOUCH_COUNTRY_HEADER: z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'the name of a header').transform((name) => name.toLowerCase()).optional(),
  AVOUCH_UPLOAD_MB_MAX: wholeNumber(1, 100_000).default(512),
  AVOUCH_SMTP_URL: z.string().regex(/^smtps?:\/\/[^\s]+$/, 'an address that begins with smtp:// or smtps://').transform(secret).optional(),
  AVOUCH_MAIL_FROM: z.string().regex(/^(?:[^<>@\r\n]{1,100} <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, 'an address, or a name with an address: Example <privacy@example.com>').optional(),
  AVOUCH_SERVICES: list.default([]),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'an address that begins with postgresql://').transform(secret).optional(),
}).refine((given) => given.AVOUCH_KEK === undefined || given.AVOUCH_KEY_FILE === undefined, { path: ['AVOUCH_KEY_FILE'], message: 'only one of AVOUCH_KEK and AVOUCH_KEY_FILE' })
  .refine((given) => (given.AVOUCH_SMTP_URL === undefined) === (given.AVOUCH_MAIL_FROM === undefined), { path: ['AVOUCH_MAIL_FROM'], message: 'AVOUCH_SMTP_URL and AVOUCH_MAIL_FROM go together' })
  .refine((given) => given.AVOUCH_COUNTRY_HEADER === undefined || given.AVOUCH_TRUST_PROXY, { path: ['AVOUCH_COUNTRY_HEADER'], message: 'anybody can send a header: it counts only with AVOUCH_TRUST_PROXY=yes' });

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.');

/**
 * The settings from an environment, in which only `AVOUCH_*` and `DATABASE_URL` are looked at. An unknown name and an
 * unparsable value are errors, all told at once.
 *
 * Sources at private addresses are refused unless `AVOUCH_ALLOW_PRIVATE` names them. When it is absent and the server itself
 * listens on loopback only, loopback is allowed: whoever can reach the server then is on this machine already.
 */
export function configOf(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.entries(env).filter(([name, value]) => (name.startsWith('AVOUCH_') || name === 'DATABASE_URL') && value !== undefined && value !== '');
  const read = settings.safeParse(Object.fromEntries(given));
  if (!read.success) return { ok: false, problems: read.error.issues.flatMap(sentencesOf) };
  const found = read.data;
  return {
    ok: true,
    config: {
      data: found.AVOUCH_DATA, host: found.AVOUCH_HOST, port: found.AVOUCH_PORT, origin: found.AVOUCH_ORIGIN, databaseUrl: found.DATABASE_URL,
      kek: found.AVOUCH_KEK, keyFile: found.AVOUCH_KEY_FILE,
      allowPrivate: found.AVOUCH_ALLOW_PRIVATE ?? (isLoopback(found.AVOUCH_HOST) ? ['127.0.0.0/8', '::1'] : []),
      storeFolders: found.AVOUCH_STORE_FOLDERS,
      timestampUrl: found.AVOUCH_TIMESTAMP_URL, witnessKeys: found.AVOUCH_WITNESS_KEYS, witnessUrls: found.AVOUCH_WITNESS_URLS,
      trustProxy: found.AVOUCH_TRUST_PROXY, countryHeader: found.AVOUCH_COUNTRY_HEADER, uploadBytesMax: found.AVOUCH_UPLOAD_MB_MAX * 1_000_000, smtpUrl: found.AVOUCH_SMTP_URL, mailFrom: found.AVOUCH_MAIL_FROM,
      services: found.AVOUCH_SERVICES,
    },
  };
}

function sentencesOf(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${key} is no setting of Avouch.`);
  return [`${issue.path.join('.')} is not right: ${issue.message}.`];
}
