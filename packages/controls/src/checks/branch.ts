import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { fail, notApplicable, pass, setting, unknown } from './verdicts.ts';

type Branch = EntityOf<'branch'>;

const side = notApplicable('It is not the default branch.');
const open = fail('The default branch is not protected at all.');
const untold = unknown('whether the default branch is protected');
const isProtected = setting({ pass: 'The default branch is protected.', fail: 'The default branch is not protected at all.', what: 'whether the default branch is protected' });

/** Only the default branch is judged; one that is not protected fails whatever its rules would be. */
const rule = (judge: (branch: Branch) => Judgement) => (branch: Branch): Judgement => {
  if (!branch.isDefault) return side;
  if (branch.protected === false) return open;
  return branch.protected === true ? judge(branch) : untold;
};

const stale = setting({ pass: 'An approval ends when the change is altered.', fail: 'An approval stands although the change was altered afterwards.', what: 'whether an approval ends when the change is altered' });
const admins = setting({ pass: 'The rules bind administrators too.', fail: 'Administrators can pass by the rules.', what: 'whether the rules bind administrators' });
const force = setting({ want: false, pass: 'History cannot be overwritten.', fail: 'History can be overwritten by a forced push.', what: 'whether history can be overwritten' });
const deletion = setting({ want: false, pass: 'The branch cannot be deleted.', fail: 'The branch can be deleted.', what: 'whether the branch can be deleted' });

const judgeReviews = ({ reviewsRequired }: Branch): Judgement => {
  if (reviewsRequired === null || reviewsRequired === undefined) return unknown('how many approvals a change needs');
  return reviewsRequired > 0 ? pass(`A change needs ${reviewsRequired} ${reviewsRequired === 1 ? 'approval' : 'approvals'}.`) : fail('A change needs no approval.');
};

const judgeChecks = ({ checksRequired }: Branch): Judgement => {
  if (checksRequired === null || checksRequired === undefined) return unknown('which automatic checks a change must pass');
  return checksRequired.length > 0 ? pass(`A change must pass ${checksRequired.length} automatic ${checksRequired.length === 1 ? 'check' : 'checks'}.`) : fail('A change need not pass any automatic check.');
};

const settings = 'Open the branch protection or ruleset of the default branch';

/** Checks over the rules of default branches. */
export const branchChecks = checksOver('branch', [
  {
    id: 'branch.protected', title: 'The default branch is protected', why: 'What lies there is released; nobody should be able to change it alone and unseen.',
    remedy: `${settings} and require a pull request before merging.`, controls: ['CHG-04'],
    judge: (branch) => (branch.isDefault ? isProtected(branch.protected) : side),
  },
  {
    id: 'branch.reviews-required', title: 'A change needs the approval of another person', why: 'A second pair of eyes is what stops mistakes and misuse; the platform must insist on it.',
    remedy: `${settings} and require at least one approving review.`, controls: ['CHG-02', 'IAM-12'], judge: rule(judgeReviews),
  },
  {
    id: 'branch.stale-reviews', title: 'An approval ends when the change is altered', why: 'Otherwise something else than what was approved can be merged.',
    remedy: `${settings} and dismiss approvals when new commits are pushed.`, controls: ['CHG-02'], judge: rule(({ dismissesStaleReviews }) => stale(dismissesStaleReviews)),
  },
  {
    id: 'branch.checks-required', title: 'A change must pass the automatic checks', why: 'A failing build that can be merged will be merged on a busy day.',
    remedy: `${settings} and require the checks of your pipeline by name.`, controls: ['CHG-03'], judge: rule(judgeChecks),
  },
  {
    id: 'branch.binds-administrators', title: 'The rules bind administrators too', why: 'The accounts that can do most are those most worth stealing.',
    remedy: `${settings} and take away every bypass. For emergencies keep one account under seal and review each use.`, controls: ['CHG-04', 'IAM-12'], judge: rule(({ bindsAdmins }) => admins(bindsAdmins)),
  },
  {
    id: 'branch.no-forced-push', title: 'The history of the default branch cannot be overwritten', why: 'Whoever overwrites history removes the trace of what was changed.',
    remedy: `${settings} and forbid force pushes.`, controls: ['CHG-04'],
    judge: rule(({ forcePushAllowed }) => force(forcePushAllowed)),
  },
  {
    id: 'branch.no-deletion', title: 'The default branch cannot be deleted', why: 'Deleting it and making it anew would pass by all of its rules.',
    remedy: `${settings} and forbid deletion.`, controls: ['CHG-04'], judge: rule(({ deletionAllowed }) => deletion(deletionAllowed)),
  },
]);
