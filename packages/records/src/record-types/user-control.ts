import { z } from 'zod';
import { criterion, line, prose, recordType } from './fields.ts';

/** DC 6: what customers must do themselves for the company's controls to be enough (a complementary user entity control). */
export const userControl = recordType({
  id: 'user-control',
  title: 'Customer control',
  plural: 'Customer controls',
  purpose: 'What your customers must do themselves, such as removing their own leavers; the description tells them.',
  schema: z.strictObject({
    title: line,
    text: prose,
    criteria: z.array(criterion).min(1).max(61),
    /** Why the company cannot do it for them. */
    why: prose,
  }),
  relations: {},
  personal: [],
  columns: ['title', 'criteria'],
  label: 'title',
});
