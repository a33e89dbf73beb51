import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { dayOf, daysAfter, fail, notApplicable, pass, setting, unknown, until } from './verdicts.ts';

type Account = EntityOf<'account'>;

const dormantDays = 90;

const inactive = notApplicable('The account is switched off.');
const program = notApplicable('The account belongs to a program, not to a person.');
const person = notApplicable('The account does not belong to a program.');

const secondFactor = setting({
  pass: 'A second factor is set up.',
  fail: 'The account can sign in without a second factor.',
  what: 'whether the account has a second factor',
});
const noPrivilege = notApplicable('The account has no administrator rights.');
const untoldPrivilege = unknown('whether the account has administrator rights');
const shared = setting({
  want: false,
  pass: 'The account is used by one person.',
  fail: 'Several people share the account.',
  what: 'whether several people share the account',
});

const judgeDormant = ({ lastSeenAt, active }: Account, at: string): Judgement => {
  if (active === false) return inactive;
  if (lastSeenAt === null || lastSeenAt === undefined) return unknown('when the account was last used');
  return until(daysAfter(lastSeenAt, dormantDays), at, {
    pass: `The account was used in the last ${dormantDays} days.`,
    fail: `The account has not been used since ${dayOf(lastSeenAt)}, which is more than ${dormantDays} days.`,
  });
};

const weakSchemes = new Set(['md5', 'plain', 'plaintext', 'sha1', 'crypt', 'des', 'trust', 'password']);
const strongScheme = /^(scram-sha-(256|512)|argon2(id|i|d)?|bcrypt|scrypt|yescrypt|pbkdf2.*|sha512crypt)$/;

const judgeScheme = ({ passwordScheme }: Account): Judgement => {
  if (passwordScheme === null || passwordScheme === undefined) return unknown('how the password of the account is kept');
  const scheme = passwordScheme.toLowerCase();
  if (scheme === 'none') return notApplicable('The account has no password.');
  if (weakSchemes.has(scheme)) return fail(`The password of the account is kept as ${scheme}, which is quickly guessed from a copy.`);
  return strongScheme.test(scheme) ? pass(`The password of the account is kept as ${scheme}.`) : unknown('how the password of the account is kept in a form that is known here');
};

const judgeExpiry = ({ kind, active, expiresAt }: Account, at: string): Judgement => {
  if (kind !== 'service') return person;
  if (active === false) return inactive;
  if (expiresAt === null || expiresAt === undefined) return unknown('when the access of the account ends');
  return until(expiresAt, at, { pass: `The access of the account ends on ${dayOf(expiresAt)}.`, fail: `The access of the account should have ended on ${dayOf(expiresAt)}, but it is still switched on.` });
};

/** Checks over accounts of people and programs. */
export const accountChecks = checksOver('account', [
  {
    id: 'account.second-factor',
    title: 'People sign in with a second factor',
    why: 'A stolen or guessed password alone then opens nothing.',
    remedy: 'Ask the person to set up a passkey or an authenticator app in their account settings. Then switch on the setting that **requires** it for all members, so that nobody can remove it.',
    controls: ['IAM-02'],
    judge: ({ kind, active, mfa }) => (kind === 'service' ? program : active === false ? inactive : secondFactor(mfa)),
  },
  {
    id: 'account.privileged-second-factor',
    title: 'Administrators sign in with a second factor',
    why: 'Who holds an administrator account holds the system.',
    remedy: 'Set up a passkey or a hardware key for the account now, or take its administrator rights away until that is done.',
    controls: ['IAM-02', 'IAM-07'],
    judge: ({ kind, active, privileged, mfa }) => {
      if (kind === 'service') return program;
      if (active === false) return inactive;
      if (privileged === null || privileged === undefined) return untoldPrivilege;
      return privileged ? secondFactor(mfa) : noPrivilege;
    },
  },
  {
    id: 'account.personal',
    title: 'An account belongs to one person',
    why: 'What was done with a shared account cannot be traced to anybody.',
    remedy: 'Give each person an account of their own and switch the shared one off. Where the service allows only one, keep its password in a vault that logs who took it, and record the exception.',
    controls: ['IAM-01'],
    judge: ({ kind, active, shared: many }) => (kind === 'service' ? program : active === false ? inactive : shared(many)),
  },
  {
    id: 'account.in-use',
    title: 'Accounts that nobody uses are switched off',
    why: 'Nobody notices when an unused account is taken over; often its owner has left.',
    remedy: `Ask whether the person still needs the account. If not, or if they have left, switch it off. This check fails after ${dormantDays} days without use.`,
    controls: ['IAM-05', 'IAM-06'],
    judge: (account, at) => (account.kind === 'service' ? program : judgeDormant(account, at)),
  },
  {
    id: 'account.service-in-use',
    title: 'Accounts of programs that nothing uses are switched off',
    why: 'A forgotten key still opens what it once opened.',
    remedy: 'Find out what the account was for. Switch it off for a week; if nothing breaks, delete it and its keys.',
    controls: ['IAM-09'],
    judge: (account, at) => (account.kind === 'service' ? judgeDormant(account, at) : person),
  },
  {
    id: 'account.password-scheme',
    title: 'Passwords are kept by a slow, salted scheme',
    why: 'A copy of the password table is then not a copy of the passwords.',
    remedy: 'For PostgreSQL set `password_encryption = scram-sha-256` and set the password of the account anew; the old form stays until then. Elsewhere use Argon2id, scrypt or bcrypt.',
    controls: ['IAM-08', 'IAM-10'],
    judge: judgeScheme,
  },
  {
    id: 'account.service-expiry',
    title: 'The access of programs has an end',
    why: 'A key that ends by itself limits what a leaked one is worth.',
    remedy: 'Give the account or its key an end date and put its renewal into the calendar, or replace it by short-lived credentials.',
    controls: ['IAM-09'],
    judge: judgeExpiry,
  },
]);
