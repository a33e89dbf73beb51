import { z } from 'zod';
import { instant, seal } from './ledger.ts';

export const problem = z.object({ kind: z.string(), sentence: z.string(), remedy: z.string() }).meta({ id: 'Problem' });

export const connectorInfo = z.object({
  id: z.string(), version: z.string(), title: z.string(), summary: z.string(), guide: z.string().describe('Markdown'),
  settings: z.record(z.string(), z.unknown()).describe('JSON Schema of the settings'), files: z.array(z.string()).describe('settings that name an uploaded file'),
  secrets: z.array(z.object({ key: z.string(), title: z.string(), optional: z.boolean() })),
  reads: z.array(z.object({ entityType: z.string(), title: z.string(), plural: z.string(), scopes: z.array(z.object({ name: z.string(), why: z.string() })) })),
  checks: z.number().int().describe('how many checks its readings feed'),
}).meta({ id: 'ConnectorInfo' });

export const readState = z.object({
  entityType: z.string(), title: z.string(), state: z.enum(['never', 'complete', 'problem']), count: z.number().int().nullable(), at: instant.nullable(), lastComplete: instant.nullable(), problem: problem.nullable(), seal: seal.nullable(),
}).meta({ id: 'ReadState' });

export const sourceSummary = z.object({
  id: z.string(), name: z.string(), connector: z.string(), connectorTitle: z.string(), settings: z.record(z.string(), z.unknown()), paused: z.boolean(), pausedReason: z.string().nullable(),
  everyMinutes: z.number().int().nullable(), running: z.boolean(), reads: z.array(readState), version: z.number().int(), seal,
}).meta({ id: 'SourceSummary' });

/** One step of a collection as it happens. `phase` runs queued → reading → judging → done. */
export const collectProgress = z.object({
  run: z.string(), source: z.string(), phase: z.enum(['queued', 'reading', 'recording', 'done', 'failed']), at: instant,
  entityType: z.string().nullable(), done: z.number().int(), total: z.number().int().nullable(), note: z.string().nullable(),
  reads: z.array(z.object({ entityType: z.string(), state: z.enum(['waiting', 'reading', 'complete', 'problem']), count: z.number().int().nullable(), problem: problem.nullable(), changed: z.number().int().nullable(), entry: z.number().int().nullable() })),
}).meta({ id: 'CollectProgress' });

export const upload = z.object({ id: z.string(), name: z.string(), bytes: z.number().int(), type: z.string(), sha256: z.string() }).meta({ id: 'Upload' });
