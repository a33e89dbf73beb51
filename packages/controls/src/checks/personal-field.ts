import type { EntityOf } from '@avouch/connectors/entities';
import { checksOver, type Judgement } from './check.ts';
import { fail, notApplicable, pass, unknown } from './verdicts.ts';

type PersonalField = EntityOf<'personalField'>;

/** Where to put it right, as the end of a sentence. */
const at = (line: PersonalField['line']): string => (line === null ? '' : ` See line ${line} of avouch.datamap.yaml.`);

const judgeClassified = ({ classified, category, looksLike, present, line }: PersonalField): Judgement => {
  if (present === false) return notApplicable('The store has no such column any more, which another check says.');
  if (classified === null || classified === undefined) return unknown('whether the data map covers this column');
  if (classified) return pass('The data map says what this column holds.');
  if (category !== null && category !== undefined) return fail(`What the data map says of this column is a proposal that nobody has looked at.${at(line)}`);
  return fail(`${looksLike === null || looksLike === undefined ? 'The data map does not say what this column holds.' : `The data map does not say what this column holds; by its name it holds ${looksLike}.`}${at(line)}`);
};

const judgePurpose = ({ classified, category, purposes, present, line }: PersonalField): Judgement => {
  if (present === false) return notApplicable('The store has no such column any more, which another check says.');
  if (classified === false) return notApplicable('Nobody has classified this column, which another check says.');
  if (category === 'none') return notApplicable('The column holds nothing personal.');
  if (category === null || category === undefined || purposes === null || purposes === undefined) return unknown('what this column is kept for');
  return purposes > 0 ? pass('The data map names what this column is kept for.') : fail(`The column holds personal data, and the data map names no purpose for it.${at(line)}`);
};

const judgePresent = ({ present, line }: PersonalField): Judgement => {
  if (present === null || present === undefined) return unknown('whether the store has this column');
  return present ? pass('The store has this column.') : fail(`The data map tells of this column, and the store has no such column any more.${at(line)}`);
};

/** Checks over columns of stores and what the data map says of them. */
export const personalFieldChecks = checksOver('personalField', [
  {
    id: 'personal-field.classified', title: 'Somebody has said what each column holds', why: 'Data that is in no map is missing from answers and stays after erasures.',
    remedy: 'Add the column to `avouch.datamap.yaml` with its category, or under `none`; `avouch datamap discover` proposes one. Run `avouch datamap check` in your own CI, so that a new column is classified before it goes live.', controls: ['PRV-15', 'PRV-05'], judge: judgeClassified,
  },
  {
    id: 'personal-field.purpose', title: 'Personal data names what it is kept for', why: 'Data without a purpose may not be kept, and people are told the purpose when they ask.',
    remedy: 'Name `purposes` at the place or at the column in `avouch.datamap.yaml`; where there is no purpose, stop collecting the data and erase it.', controls: ['PRV-06', 'PRV-02'], judge: judgePurpose,
  },
  {
    id: 'personal-field.present', title: 'The data map tells of columns that there are', why: 'What went, or was given another name, is looked for in vain when somebody asks for their data or for its erasure.',
    remedy: 'Take the column out of `avouch.datamap.yaml`, or give it the name that it has now.', controls: ['PRV-15'], judge: judgePresent,
  },
]);
