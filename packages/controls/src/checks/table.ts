import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { fail, notApplicable, pass, setting, unknown } from './verdicts.ts';

type Table = EntityOf<'table'>;

const forced = setting({
  pass: 'Row security binds the owner of the table too.',
  fail: 'Row security is on, but the owner of the table passes it by.',
  what: 'whether row security binds the owner of the table',
});

const judgeRowSecurity = ({ rowSecurity, rowSecurityForced }: Table): Judgement => {
  if (rowSecurity === null || rowSecurity === undefined) return unknown('whether the table has row security');
  return rowSecurity ? forced(rowSecurityForced) : notApplicable('The table does not use row security; how its rows are kept apart must be shown otherwise.');
};

const judgeRights = ({ publicRights }: Table): Judgement => {
  if (publicRights === null || publicRights === undefined) return unknown('which rights everybody has');
  return publicRights.length === 0 ? pass('Nobody has a right without being given it.') : fail(`Every role of the database may ${publicRights.map((right) => right.toLowerCase()).join(', ')}.`);
};

/** Checks over tables. */
export const tableChecks = checksOver('table', [
  {
    id: 'table.row-security', title: 'Row security binds the owner of a table too',
    why: 'The application often connects as the owner, which passes row security by unless it is forced.',
    remedy: 'Run `alter table … force row level security`, and let the application connect as a role that neither owns tables nor bypasses row security.',
    controls: ['IAM-11'], judge: judgeRowSecurity,
  },
  {
    id: 'table.no-public-rights', title: 'Nobody has a right to a table without being given it',
    why: 'A right that is given to PUBLIC belongs to every present and future role.',
    remedy: 'Run `revoke all on table … from public` and grant what each role needs. Change the default privileges, so that new tables start closed.',
    controls: ['IAM-03', 'CON-03'], judge: judgeRights,
  },
]);
