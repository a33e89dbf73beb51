import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { fail, pass, unknown } from './verdicts.ts';

type Change = EntityOf<'change'>;

const judgeReview = ({ author, approvers }: Change): Judgement => {
  if (approvers === null || approvers === undefined) return unknown('who approved the change');
  if (approvers.length === 0) return fail('Nobody approved the change before it was merged.');
  if (author === null || author === undefined) return unknown('who made the change, so nobody can say whether another person approved it');
  return approvers.some((approver) => approver !== author) ? pass('Another person than its author approved the change.') : fail('Only its author approved the change.');
};

const ways: { readonly [how in Change['how']]: Judgement } = {
  'pull-request': pass('The change came by a pull request.'),
  merge: pass('The change came by a merge of a branch.'),
  direct: fail('The change was pushed directly to the default branch.'),
  unknown: unknown('how the change reached the default branch'),
};

const outcomes: { readonly [checks in Change['checks']]: Judgement } = {
  passed: pass('The automatic checks of the change passed.'),
  failed: fail('The change was merged although its automatic checks failed.'),
  none: fail('No automatic check looked at the change.'),
  unknown: unknown('whether the automatic checks of the change passed'),
};

/** Checks over changes that reached a default branch: each shows what was done, one change at a time. */
export const changeChecks = checksOver('change', [
  {
    id: 'change.reviewed', title: 'Each change was approved by another person', shows: 'act',
    why: 'The rule that demands a review can be switched off for a moment; the changes show whether it was kept.',
    remedy: 'Have the change reviewed now by somebody else and record what they found; that does not undo the deviation, but it limits it. Then find out how it could be merged, and close that way.',
    controls: ['CHG-02', 'IAM-12'], judge: judgeReview,
  },
  {
    id: 'change.checks-passed', title: 'Each change passed its automatic checks', shows: 'act',
    why: 'Each release is then known to have been tested.',
    remedy: 'Run the tests on the merged state now. Then require the checks on the default branch, for administrators too.',
    controls: ['CHG-03'], judge: ({ checks }) => outcomes[checks] ?? outcomes.unknown,
  },
  {
    id: 'change.not-direct', title: 'No change was pushed directly', shows: 'act',
    why: 'A direct push passes by review, tests and their record.',
    remedy: 'Have the change reviewed now and record it. If it was an emergency, record the approval. Then protect the branch against direct pushes.',
    controls: ['CHG-04', 'CHG-05'], judge: ({ how }) => ways[how] ?? ways.unknown,
  },
]);
