import { z } from 'zod';
import { category, id, line, prose, recordType } from './fields.ts';

/** DC 2: what was promised to customers or is required of the system; the objective that the criteria are judged against. */
export const serviceCommitment = recordType({
  id: 'service-commitment',
  title: 'Service commitment',
  plural: 'Service commitments',
  purpose: 'What you promised your customers, and what law or contract requires of the system: everything else is judged against it.',
  schema: z.strictObject({
    title: line,
    kind: z.enum(['commitment', 'requirement']).default('commitment'),
    category,
    /** Where it is written: a contract, a service level agreement, a notice, a law. */
    source: line,
    text: prose,
    system: id.optional(),
  }),
  relations: { system: { to: 'system' } },
  personal: [],
  columns: ['title', 'kind', 'category', 'source'],
  label: 'title',
});
