import type { Answer } from '@avouch/api/client';

/** The seven states in which a control or check stands on a day. */
export type State = Answer<'controls'>['items'][number]['status'];
/** What a check says of one subject. */
export type Verdict = Answer<'checkSubjects'>['items'][number]['verdict'];

/** One line of a state's drawing in a box of 16 × 16 units; filled paths use the even-odd rule. */
export type MarkPath = { readonly d: string; readonly paint: 'fill' | 'stroke' };
/** How a state is drawn and called; its colour is the style sheet's `--state-…`. */
export type StateDrawing = { readonly word: string; readonly meaning: string; readonly paths: readonly MarkPath[] };

const ring = 'M14.3 8A6.3 6.3 0 1 1 1.7 8A6.3 6.3 0 1 1 14.3 8Z';
const arcs = 'M14.22 7.01A6.3 6.3 0 0 1 14.22 8.99M11.98 12.89A6.3 6.3 0 0 1 10.27 13.88M5.73 13.88A6.3 6.3 0 0 1 4.02 12.89M1.78 8.99A6.3 6.3 0 0 1 1.78 7.01M4.02 3.11A6.3 6.3 0 0 1 5.73 2.12M10.27 2.12A6.3 6.3 0 0 1 11.98 3.11';

/** The one alphabet of states: the drawings are those of the report's, so that paper and screen agree. */
export const stateMarks: Readonly<Record<State, StateDrawing>> = {
  'pass': {
    word: 'Pass', meaning: 'The checks that ran found what the control asks for.',
    paths: [{ paint: 'fill', d: 'M15 8A7 7 0 1 1 1 8A7 7 0 1 1 15 8ZM4.1 8.3L6.9 11.2L12 5.7L10.9 4.6L6.9 8.9L5.2 7.2Z' }],
  },
  'fail': {
    word: 'Fail', meaning: 'At least one check found what the control forbids.',
    paths: [{ paint: 'fill', d: 'M3 1.5H13A1.5 1.5 0 0 1 14.5 3V13A1.5 1.5 0 0 1 13 14.5H3A1.5 1.5 0 0 1 1.5 13V3A1.5 1.5 0 0 1 3 1.5ZM5.5 4.4L4.4 5.5L6.9 8L4.4 10.5L5.5 11.6L8 9.1L10.5 11.6L11.6 10.5L9.1 8L11.6 5.5L10.5 4.4L8 6.9Z' }],
  },
  'no-data': {
    word: 'No data', meaning: 'Nothing was read, so nothing is known.',
    paths: [
      { paint: 'stroke', d: 'M2.2 2.2H13.8V13.8H2.2Z' },
      { paint: 'stroke', d: 'M2.2 6.1L6.1 2.2M2.2 10L10 2.2M2.2 13.8L13.8 2.2M6 13.8L13.8 6M9.9 13.8L13.8 9.9' },
    ],
  },
  'stale': {
    word: 'Stale', meaning: 'The last reading is too old to speak for this day.',
    paths: [{ paint: 'stroke', d: ring }, { paint: 'fill', d: 'M8 1.7A6.3 6.3 0 0 1 8 14.3Z' }],
  },
  'not-applicable': {
    word: 'Not applicable', meaning: 'There is nothing that this could apply to.',
    paths: [{ paint: 'stroke', d: arcs }, { paint: 'stroke', d: 'M5.2 8H10.8' }],
  },
  'not-started': {
    word: 'Not started', meaning: 'The company has not begun with it.',
    paths: [{ paint: 'stroke', d: ring }],
  },
  'excluded': {
    word: 'Excluded', meaning: 'The company left it out, with a recorded reason.',
    paths: [{ paint: 'stroke', d: ring }, { paint: 'stroke', d: 'M3.6 12.4L12.4 3.6' }],
  },
};

/** The order in which states are counted and listed: what needs a person first. */
export const stateOrder: readonly State[] = ['fail', 'no-data', 'stale', 'not-started', 'pass', 'not-applicable', 'excluded'];

/** How a verdict of one subject is drawn: unknown looks like no data, because that is what it is. */
export const stateOfVerdict: Readonly<Record<Verdict, State>> = { 'pass': 'pass', 'fail': 'fail', 'not-applicable': 'not-applicable', 'unknown': 'no-data' };

/** The word for a verdict. */
export const verdictWord: Readonly<Record<Verdict, string>> = { 'pass': 'Pass', 'fail': 'Fail', 'not-applicable': 'Not applicable', 'unknown': 'Unknown' };
