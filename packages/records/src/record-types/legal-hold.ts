import { z } from 'zod';
import { day, line, prose, recordType } from './fields.ts';

/** What must not be deleted or changed for a time, whatever else is asked: a dispute, an order, an audit. */
export const legalHold = recordType({
  id: 'legal-hold',
  title: 'Legal hold',
  plural: 'Legal holds',
  purpose: 'What must not be deleted for a time, and why: a dispute, an order, an audit.',
  schema: z.strictObject({
    title: line,
    reason: prose,
    /** `system/place` of the data map; all places when empty. */
    places: z.array(line).max(500).default([]),
    /** The person whose data it is about, by identity keys of the data map; everybody's when absent. */
    person: z.record(z.string().min(1).max(200), z.array(line).min(1).max(50)).optional(),
    until: day.optional(),
  }),
  relations: {},
  personal: ['person'],
  columns: ['title', 'places', 'until'],
  label: 'title',
});
