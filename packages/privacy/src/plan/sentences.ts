import type { PlacePlan, Plan, Right, RowMark } from '../plan.ts';
import type { PlaceSurvey } from '../survey.ts';

export type SentenceInput = { readonly right: Right; readonly rows: PlacePlan['rows']; readonly counted: PlaceSurvey | undefined; readonly corrected: number; readonly ours: boolean; readonly leftOut: boolean; readonly role: Plan['role']; readonly marks: readonly RowMark[] };

const rowsOf = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;
const are = (count: number): string => (count === 1 ? 'is' : 'are');
const stay = (count: number): string => (count === 1 ? 'stays' : 'stay');

function erasing({ counted, rows }: SentenceInput): readonly string[] {
  const { treatment, dispositions } = counted ?? {};
  if (dispositions === null || dispositions === undefined) return ['What would become of its rows was not counted.'];
  const { deleted, emptied, kept, ended, shells, cleared, loosened, held } = dispositions;
  return [
    ...(deleted > 0 ? [`${rowsOf(deleted)} ${are(deleted)} deleted.`] : []),
    ...(ended > 0 ? [`The ground for keeping ${rowsOf(ended)} of them has ended.`] : []),
    ...(emptied > 0 ? [`${rowsOf(emptied)} ${stay(emptied)} without personal data.`] : []),
    ...(shells > 0 ? [`${rowsOf(shells)} ${stay(shells)} as an empty shell, because rows that stay point at ${shells === 1 ? 'it' : 'them'}.`] : []),
    ...(kept > 0 ? [`${rowsOf(kept)} ${are(kept)} kept${treatment?.rows === 'keep' ? `: ${treatment.keep.reason}` : '.'}`] : []),
    ...(held > 0 ? [`${rowsOf(held)} ${stay(held)} as ${held === 1 ? 'it is' : 'they are'}, because of a legal hold.`] : []),
    ...(rows.shared > 0 && cleared > 0 ? [`${rowsOf(cleared)} ${are(cleared)} shared with others: this person's part goes, the rest stays.`] : []),
    ...(rows.shared > cleared + held ? [`${rowsOf(rows.shared - cleared)} ${are(rows.shared - cleared)} shared with others and ${stay(rows.shared - cleared)} as before.`] : []),
    ...(loosened > 0 ? [`In ${rowsOf(loosened)} of others a pointer to what goes is cleared, as the data map allows.`] : []),
    ...(rows.accessible > 0 ? [`${rowsOf(rows.accessible)} ${are(rows.accessible)} somebody else's and only shown to this person: untouched.`] : []),
  ];
}

/** What is done in a place, in sentences for people. */
export function sentencesOf(input: SentenceInput): readonly string[] {
  const { right, rows, corrected, ours, leftOut, role } = input;
  if (!ours) return [role === 'controller' ? 'The company works for others here: a request about it goes to them.' : 'The company decides over this itself: a request about it is made to it directly.'];
  if (leftOut) return ['Left out: see the fault that was accepted, or that stops the plan.'];
  if (right === 'erasure' || right === 'retention') return erasing(input).length === 0 ? ['Nothing of this person.'] : erasing(input);
  if (right === 'rectification') return [corrected === 0 ? 'Holds none of the values that are to be put right.' : `${rowsOf(corrected)} ${corrected === 1 ? 'holds' : 'hold'} a value that is to be put right.`];
  const found = [
    ...input.marks.map(({ mark, field }) => `${rowsOf(rows.own)} ${are(rows.own)} marked as ${mark} in ${field}.`),
    ...(rows.own > 0 ? [`${rowsOf(rows.own)} of this person alone.`] : []),
    ...(rows.shared > 0 ? [`${rowsOf(rows.shared)} shared with others: what is about them is left out.`] : []),
    ...(rows.accessible > 0 && right !== 'portability' ? [`${rowsOf(rows.accessible)} of others that this person may see: what is about them is left out.`] : []),
  ];
  return found.length === 0 ? ['Nothing of this person.'] : found;
}
