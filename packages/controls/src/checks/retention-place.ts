import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { fail, notApplicable, pass, unknown } from './verdicts.ts';

type RetentionPlace = EntityOf<'retentionPlace'>;

const judgeScheduled = ({ scheduled }: RetentionPlace): Judgement => {
  if (scheduled === null || scheduled === undefined) return unknown('whether the data map says how long this stays');
  return scheduled ? pass('The data map says how long this stays.') : fail('The data map does not say how long this stays.');
};

const judgeOverdue = ({ scheduled, overdue, held }: RetentionPlace): Judgement => {
  if (scheduled === false) return notApplicable('There is no storage limit here, which another check says.');
  if (overdue === null || overdue === undefined) return unknown('how many rows are past their storage limit');
  if (overdue > 0) return fail(`${overdue} ${overdue === 1 ? 'row is' : 'rows are'} past the storage limit.`);
  return pass(held !== null && held !== undefined && held > 0 ? `Nothing is past its storage limit but ${held} ${held === 1 ? 'row' : 'rows'} under a legal hold.` : 'Nothing is past its storage limit.');
};

/** Checks over places with personal data and how long it stays there. */
export const retentionPlaceChecks = checksOver('retentionPlace', [
  {
    id: 'retention-place.scheduled', title: 'The data map says how long personal data stays', why: 'Data without a limit stays for ever, and people are told the limit when they ask.',
    remedy: 'Give the place a `retention` in `avouch.datamap.yaml`: the field with the day, the period, and the reason.', controls: ['CON-02'], judge: judgeScheduled,
  },
  {
    id: 'retention-place.not-overdue', title: 'Nothing stays longer than its limit', why: 'What is kept past its limit is kept without a ground, and is still there when something goes wrong.',
    remedy: 'Look at the dry run of the retention and approve it. Rows that other rows still point at stay overdue: give those places a limit too.', controls: ['CON-02', 'CON-04'], judge: judgeOverdue,
  },
]);
