import { z } from 'zod';
import { day, instant, seal } from './ledger.ts';
import { category } from './standing.ts';

export const role = z.enum(['owner', 'compliance-lead', 'control-owner', 'employee', 'auditor', 'privacy-lead', 'reader']).meta({ id: 'Role' });

export const session = z.object({
  member: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  organisations: z.array(z.object({ id: z.string(), name: z.string(), role })),
}).meta({ id: 'Session' });

/** What the first run asks, all of it changeable afterwards as records. */
export const setupOrder = z.object({
  token: z.string().min(1).describe('the one-time token that the start command printed'),
  owner: z.object({ name: z.string().min(1).max(200), email: z.email().max(320), password: z.string().min(12).max(200) }),
  company: z.object({ name: z.string().min(1).max(200), website: z.string().max(300).optional() }),
  system: z.object({ name: z.string().min(1).max(200), purpose: z.string().min(1).max(2000) }),
  categories: z.array(category).min(1),
}).meta({ id: 'SetupOrder' });

export const recordTypeInfo = z.object({
  id: z.string(), title: z.string(), plural: z.string(), purpose: z.string(), schema: z.record(z.string(), z.unknown()).describe('JSON Schema'), personal: z.array(z.string()), columns: z.array(z.string()), label: z.string(),
  relations: z.record(z.string(), z.object({ to: z.string(), many: z.boolean() })),
}).meta({ id: 'RecordTypeInfo' });

export const record = z.object({ type: z.string(), id: z.string(), version: z.number().int(), value: z.record(z.string(), z.unknown()), ended: z.boolean(), seal }).meta({ id: 'Record' });

/** A Type I readiness package: prepared by management as of one date; not an examination report. */
export const readinessPackage = z.object({
  id: z.string(), kind: z.literal('type-1'), asOf: day, title: z.string(), state: z.enum(['queued', 'composing', 'ready', 'failed']), progress: z.string().nullable(), problem: z.string().nullable(),
  ledgerSize: z.number().int().nullable(), files: z.array(z.object({ form: z.enum(['pdf', 'docx', 'html', 'bundle']), bytes: z.number().int(), sha256: z.string() })), createdAt: instant, warnings: z.array(z.string()), openItems: z.number().int().nullable().describe('facts still to be completed'),
}).meta({ id: 'ReadinessPackage' });
