import { z } from 'zod';
import { criterion, day, id, prose, recordType } from './fields.ts';

/** DC 8: a criterion of a category in scope that is not relevant to the system, with the reason that the description gives. */
export const criterionRelevance = recordType({
  id: 'criterion-relevance',
  title: 'Criterion relevance',
  plural: 'Criteria not relevant',
  purpose: 'Criteria that have no meaning for your system; each is disclosed with its reason, never silently left out.',
  schema: z.strictObject({
    criterion,
    relevant: z.boolean(),
    reason: prose,
    /** The opaque id of who approved it. */
    approver: id,
    reviewOn: day.optional(),
  }),
  relations: {},
  personal: [],
  columns: ['criterion', 'relevant', 'reason'],
  label: 'criterion',
});
