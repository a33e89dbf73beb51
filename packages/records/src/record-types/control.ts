import { z } from 'zod';
import { criterion, day, id, line, prose, recordType } from './fields.ts';

/**
 * What the company says of a control: its own wording of a reference control, its decision about it, or a control of its own.
 * The record's id is the control's id (`IAM-02`, `OWN-01`). A field left out is as the reference set has it.
 */
export const control = recordType({
  id: 'control',
  title: 'Control',
  plural: 'Controls',
  purpose: 'What you do, in your own words: adopt a reference control, change it, decide that it does not apply, or add your own.',
  schema: z.strictObject({
    /** The reference control that it is a version of; absent for the company's own. */
    reference: z.string().regex(/^[A-Z]{3}-[0-9]{2}$/).optional(),
    title: line,
    statement: prose.optional(),
    ownerRole: line.optional(),
    owner: id.optional(),
    nature: z.enum(['automated', 'manual', 'hybrid']).optional(),
    effect: z.enum(['preventive', 'detective']).optional(),
    frequency: z.array(z.enum(['continuous', 'multiple-daily', 'daily', 'weekly', 'monthly', 'quarterly', 'semiannual', 'annual', 'event'])).min(1).max(9).optional(),
    decision: z.enum(['applicable', 'not-applicable', 'excluded']).default('applicable'),
    reason: prose.optional(),
    /** The opaque id of who approved the decision: a member or the record of a person. */
    approver: id.optional(),
    reviewOn: day.optional(),
    criteria: z.array(criterion).max(61).optional(),
    checks: z.array(z.string().min(1).max(100)).max(100).optional(),
    /** For how many days filed evidence counts, where the company's rule differs from the default. */
    freshDays: z.number().int().min(1).max(1100).optional(),
  }).superRefine((value, context) => {
    if (value.decision !== 'applicable') {
      if (value.reason === undefined) context.addIssue({ code: 'custom', path: ['reason'], message: 'a control that is left out needs a reason' });
      if (value.approver === undefined) context.addIssue({ code: 'custom', path: ['approver'], message: 'a control that is left out needs an approver' });
    }
    if (value.decision === 'not-applicable' && value.reviewOn === undefined) context.addIssue({ code: 'custom', path: ['reviewOn'], message: 'a control that does not apply needs a day on which that is reviewed' });
    if (value.reference === undefined && value.statement === undefined) context.addIssue({ code: 'custom', path: ['statement'], message: 'a control of your own needs a statement' });
    if (value.reference === undefined && (value.criteria ?? []).length === 0) context.addIssue({ code: 'custom', path: ['criteria'], message: 'a control of your own supports at least one criterion' });
  }),
  relations: { owner: { to: 'person' } },
  personal: [],
  columns: ['title', 'decision', 'ownerRole', 'reviewOn'],
  label: 'title',
});
