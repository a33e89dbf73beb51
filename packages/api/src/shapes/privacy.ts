import { z } from 'zod';
import { day, instant, seal } from './ledger.ts';
import { right } from './request.ts';
import { problem } from './source.ts';

/** What is wrong with a data map, and where. Lines and columns count from 1. */
export const mapFault = z.object({ line: z.number().int().nullable(), column: z.number().int().nullable(), path: z.string(), sentence: z.string() }).meta({ id: 'MapFault' });

export const mapVersion = z.object({ version: z.number().int(), note: z.string(), systems: z.number().int(), places: z.number().int(), fields: z.number().int(), seal }).meta({ id: 'DataMapVersion' });
export const writtenMap = mapVersion.extend({ text: z.string().describe('avouch.datamap.yaml as it was written'), map: z.record(z.string(), z.unknown()).describe('what it says, parsed') }).meta({ id: 'DataMap' });

export const storeConnectorInfo = z.object({
  id: z.string(), version: z.string(), title: z.string(), summary: z.string(), guide: z.string().describe('Markdown'), settings: z.record(z.string(), z.unknown()).describe('JSON Schema of the settings'),
  secrets: z.array(z.object({ key: z.string(), title: z.string(), optional: z.boolean() })), scopes: z.array(z.object({ name: z.string(), why: z.string() })),
}).meta({ id: 'StoreConnectorInfo' });

/** How the live schema of a store differs from the data map. */
export const drift = z.object({
  store: z.string(), system: z.string(), state: z.enum(['never', 'agrees', 'differs', 'problem']), at: instant.nullable(),
  faults: z.array(z.object({ place: z.string(), field: z.string().nullable(), sentence: z.string() })), problem: problem.nullable(),
}).meta({ id: 'Drift' });

export const storeSummary = z.object({
  id: z.string(), name: z.string(), connector: z.string(), connectorTitle: z.string(), system: z.string().describe('the system of the data map that it is'), settings: z.record(z.string(), z.unknown()),
  perSecondMax: z.number().int().nullable(), version: z.number().int(), drift, seal,
}).meta({ id: 'StoreSummary' });

export const storeTest = z.object({ ok: z.boolean(), engine: z.string().nullable(), engineVersion: z.string().nullable(), places: z.number().int().nullable(), problem: problem.nullable() }).meta({ id: 'StoreTest' });

export const discovery = z.object({
  store: z.string(), state: z.enum(['none', 'running', 'done', 'failed']), at: instant.nullable(), problem: problem.nullable(),
  text: z.string().nullable().describe('the data map with what was found, to be reviewed and written'),
  findings: z.array(z.object({ place: z.string(), field: z.string().nullable(), proposal: z.string(), ground: z.string(), confidence: z.number().min(0).max(1) })),
}).meta({ id: 'Discovery' });

export const retentionLine = z.object({
  system: z.string(), place: z.string(), title: z.string(), after: z.string().describe('the field from which it counts'), period: z.string(), does: z.enum(['delete', 'empty']), reason: z.string(), automatic: z.boolean().describe('whether it goes by itself, by the data map'),
  overdue: z.number().int().nullable().describe('null when it was not looked at, or could not be'), held: z.number().int().nullable(), at: instant.nullable(), problem: problem.nullable(),
}).meta({ id: 'RetentionLine' });

export const retentionRun = z.object({
  id: z.string(), at: instant, dry: z.boolean(), scheduled: z.boolean().describe('whether the clock began it'), problems: z.array(z.string()), state: z.enum(['working', 'done', 'failed']), lines: z.array(z.object({ system: z.string(), place: z.string(), planned: z.number().int().nullable(), done: z.number().int().nullable(), problem: problem.nullable() })), seal: seal.nullable(),
}).meta({ id: 'RetentionRun' });

export const suppression = z.object({
  people: z.number().int().describe('erased people whose return is watched for'), scanned: instant.nullable(), scheduled: z.boolean().nullable().describe('whether the clock began the last scan'),
  found: z.number().int().nullable().describe('people found again at the last scan'), again: z.number().int().nullable().describe('of them, erased again at once: their rows are whole what was erased'), asked: z.number().int().nullable().describe('of them, waiting for a person: they may have come again by their own will'),
  problems: z.array(z.string()), running: z.boolean(), seal: seal.nullable(),
}).meta({ id: 'Suppression' });

export const restriction = z.object({
  id: z.string(), request: z.string().nullable(), since: instant, ground: z.string(), subjects: z.array(z.string()).nullable().describe('what the company’s app asks by; null to those who may not see it'),
  notice: z.object({ at: instant, liftOn: day }).nullable().describe('Art. 18(3): told before it is lifted'), lifted: instant.nullable(), seal,
}).meta({ id: 'Restriction' });

export const appKey = z.object({ id: z.string(), name: z.string(), scopes: z.array(z.enum(['requests', 'restrictions'])), since: instant, ended: instant.nullable(), seal }).meta({ id: 'AppKey' });

/** A key under which the company's app signs who is signed in there. */
export const assertionKey = z.object({ id: z.string().describe('stands as kid in what it signs'), name: z.string(), algorithm: z.enum(['HS256', 'ES256', 'EdDSA', 'RS256']), since: instant, ended: instant.nullable(), seal }).meta({ id: 'AssertionKey' });

/** A message to a person: sent by the server, or shown to be sent by hand where the server has no way to send. */
export const outgoingMail = z.object({
  id: z.string(), request: z.string().nullable(), to: z.string(), subject: z.string(), text: z.string(), state: z.enum(['waiting', 'sent', 'by-hand', 'failed']), at: instant, problem: z.string().nullable(),
}).meta({ id: 'OutgoingMail' });

const centreText = z.object({ title: z.string().min(1).max(200), intro: z.string().max(4000), contact: z.string().max(1000) });

/** How an organisation's privacy centre stands before the public. */
export const centreSettings = z.object({
  open: z.boolean(), slug: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, 'small letters, digits and hyphens'), host: z.string().max(253).regex(/^[a-z0-9.-]+$/, 'a host name').nullable().default(null),
  people: z.string().min(1).max(120).describe('the kind of people of the data map who ask here'), mailKey: z.string().min(1).max(200).describe('the identity key that a code by mail proves: customer.email'),
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).min(1).max(30), texts: z.record(z.string(), centreText).describe('by language'),
  rights: z.array(right).min(1), jurisdiction: z.string().min(1).max(40).describe('ISO code of the country whose law and calendar count: DE'), zone: z.string().min(1).max(60).describe('time zone in which the day of receipt is taken: Europe/Berlin'), controller: z.object({ name: z.string().min(1).max(300), address: z.string().max(1000), mail: z.email().max(320), representative: z.string().max(1000).nullable().default(null), officer: z.string().max(1000).nullable().default(null) }),
  authority: z.object({ name: z.string().min(1).max(300), address: z.string().max(1000), url: z.url().max(300).nullable() }),
  remedy: z.string().max(1000).describe('which court, in words'), plainByRule: z.boolean().default(false).describe('whether plain cases are approved by rule'), replyTo: z.email().max(320).nullable().default(null),
  reminders: z.boolean().default(true).describe('whether mails remind of what waits and what is due'),
  scanDays: z.number().int().min(0).max(365).default(1).describe('days between two looks for erased people who came back; 0: only when somebody asks'),
}).meta({ id: 'PrivacyCentre' });
