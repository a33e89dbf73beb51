import { checksOver } from './check.ts';
import { fail, pass, setting, unknown } from './verdicts.ts';

const mfaRequired = setting({
  pass: 'Every member must have a second factor.',
  fail: 'Members may join and stay without a second factor.',
  what: 'whether members must have a second factor',
});
const publicCreation = setting({
  want: false,
  pass: 'Members cannot publish repositories by themselves.',
  fail: 'Any member can create a public repository.',
  what: 'whether members may create public repositories',
});
const auditLog = setting({
  pass: 'The service keeps an audit log for this organisation.',
  fail: 'The service keeps no audit log for this organisation.',
  what: 'whether an audit log is kept',
});
const harmless = new Set(['none', 'read', 'no-access', 'noaccess', 'viewer']);

/** Checks over organisations at services, whose settings bind all of their members. */
export const workspaceChecks = checksOver('workspace', [
  {
    id: 'workspace.second-factor-required',
    title: 'The service demands a second factor of all members',
    why: 'What is demanded cannot be forgotten or switched off by one person.',
    remedy: 'Open the security settings of the organisation and require two-factor authentication. Tell members before: those without one lose access until they set it up.',
    controls: ['IAM-02'],
    judge: ({ mfaRequired: required }) => mfaRequired(required),
  },
  {
    id: 'workspace.default-right',
    title: 'Members start with no more than the right to read',
    why: 'Rights to change things are then given one by one, to those who need them.',
    remedy: 'Set the base permission of members to **none** or **read**, and give write access through teams.',
    controls: ['IAM-03'],
    judge: ({ defaultRight }) => {
      if (defaultRight === null || defaultRight === undefined) return unknown('with which right members start');
      const right = defaultRight.toLowerCase();
      return harmless.has(right) ? pass(`Members start with the right "${right}".`) : fail(`Members start with the right "${right}".`);
    },
  },
  {
    id: 'workspace.public-creation',
    title: 'Only owners can make a repository public',
    why: 'One wrong click by anybody would otherwise publish source code and what is in it.',
    remedy: 'In the member privileges of the organisation, forbid members to create public repositories and to change visibility.',
    controls: ['NET-06', 'CHG-04'],
    judge: ({ membersMayCreatePublic }) => publicCreation(membersMayCreatePublic),
  },
  {
    id: 'workspace.audit-log',
    title: 'The service keeps an audit log',
    why: 'Without it nobody can say afterwards who gave which right to whom.',
    remedy: 'Switch on the audit log, or move to a plan that has one, and stream it to your central log store.',
    controls: ['LOG-01'],
    judge: ({ auditLog: kept }) => auditLog(kept),
  },
]);
