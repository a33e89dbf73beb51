import { z } from 'zod';
import { line, recordType } from './fields.ts';

/** A connected place where personal data lies, which requests read and change. Its secrets are kept elsewhere, encrypted, and never here. */
export const store = recordType({
  id: 'store',
  title: 'Store',
  plural: 'Stores',
  purpose: 'Where personal data lies, and how requests reach it.',
  schema: z.strictObject({
    /** The store connector's id. */
    connector: z.string().min(1).max(100),
    /** The system of the data map that it is. */
    system: line,
    name: line,
    /** Already parsed by the connector's own schema. */
    settings: z.record(z.string(), z.json()),
    /** The most rows changed or calls made a second. */
    perSecondMax: z.number().int().min(1).nullable().default(null),
  }),
  relations: {},
  personal: [],
  columns: ['name', 'system', 'connector'],
  label: 'name',
});
