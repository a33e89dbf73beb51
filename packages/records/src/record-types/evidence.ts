import { z } from 'zod';
import { ids, instant, line, prose, recordType } from './fields.ts';

/** A document or statement that was filed for controls. The bytes lie in the object store; what they are is their hash. */
export const evidence = recordType({
  id: 'evidence',
  title: 'Evidence',
  plural: 'Evidence',
  purpose: 'What shows that people acted: minutes, reviews, approvals, reports, handed in with the day they speak of.',
  schema: z.strictObject({
    title: line,
    controls: ids.min(1),
    /** Absent when the note itself is the evidence. */
    file: z.strictObject({
      /** The object store's key. */
      id: z.string().min(1).max(200),
      name: line,
      type: line,
      bytes: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }).optional(),
    note: prose.optional(),
    /** When what it shows was true; never later than its capture. */
    heldFrom: instant,
    /** For how many days from then it counts, where the person who filed it knows better than the default. */
    freshDays: z.number().int().min(1).max(1100).optional(),
  }).refine((value) => value.file !== undefined || value.note !== undefined, { path: ['file'], message: 'evidence is a file or a statement' }),
  relations: { controls: { to: 'control', many: true } },
  personal: [],
  columns: ['title', 'controls', 'heldFrom', 'freshDays'],
  label: 'title',
});
