import { z } from 'zod';
import { line, prose, recordType } from './fields.ts';

/** A connected source. Its secrets are kept elsewhere, encrypted, and never here. */
export const source = recordType({
  id: 'source',
  title: 'Source',
  plural: 'Sources',
  purpose: 'What is read, how often, and with which settings.',
  schema: z.strictObject({
    /** The connector's id. */
    connector: z.string().min(1).max(100),
    name: line,
    /** Already parsed by the connector's own schema. */
    settings: z.record(z.string(), z.json()),
    /** Null reads only when asked. */
    everyMinutes: z.number().int().min(5).max(10_080).nullable(),
    paused: z.boolean().default(false),
    pausedReason: prose.nullable().default(null),
  }).refine((value) => !value.paused || value.pausedReason !== null, { path: ['pausedReason'], message: 'a source is switched off with a reason' }),
  relations: {},
  personal: [],
  columns: ['name', 'connector', 'everyMinutes', 'paused'],
  label: 'name',
});
