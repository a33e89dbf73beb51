import type { StateMark } from './document.ts';

/** One line of a state's drawing in a box of 16 × 16 units. Filled paths use the even-odd rule, so that inner outlines are holes. */
export type MarkPath = { readonly d: string; readonly paint: 'fill' | 'stroke' };

/** How a state is drawn everywhere: its word, its shape and its colours on white and on the dark ground (both ≥ 4.5 : 1 as text). */
export type StateDrawing = {
  readonly word: string;
  /** The nearest character, for surfaces that have only text: a terminal, a word processor. */
  readonly character: string;
  readonly meaning: string;
  readonly paths: readonly MarkPath[];
  readonly light: string;
  readonly dark: string;
};

/** The width of a mark's stroked lines, in units of its 16 × 16 box. */
export const markStroke = 1.4;

const ring = 'M14.3 8A6.3 6.3 0 1 1 1.7 8A6.3 6.3 0 1 1 14.3 8Z';
const arcs = 'M14.22 7.01A6.3 6.3 0 0 1 14.22 8.99M11.98 12.89A6.3 6.3 0 0 1 10.27 13.88M5.73 13.88A6.3 6.3 0 0 1 4.02 12.89M1.78 8.99A6.3 6.3 0 0 1 1.78 7.01M4.02 3.11A6.3 6.3 0 0 1 5.73 2.12M10.27 2.12A6.3 6.3 0 0 1 11.98 3.11';

/** The seven states' one alphabet: shape and word as well as colour. Plain data, for paper and screen alike. */
export const stateMarks: Readonly<Record<StateMark, StateDrawing>> = {
  pass: {
    word: 'Pass',
    character: '✔',
    meaning: 'The checks that ran found what the control asks for.',
    paths: [{ paint: 'fill', d: 'M15 8A7 7 0 1 1 1 8A7 7 0 1 1 15 8ZM4.1 8.3L6.9 11.2L12 5.7L10.9 4.6L6.9 8.9L5.2 7.2Z' }],
    light: '#17663a',
    dark: '#6fcf97',
  },
  fail: {
    word: 'Fail',
    character: '✖',
    meaning: 'At least one check found what the control forbids.',
    paths: [
      { paint: 'fill', d: 'M3 1.5H13A1.5 1.5 0 0 1 14.5 3V13A1.5 1.5 0 0 1 13 14.5H3A1.5 1.5 0 0 1 1.5 13V3A1.5 1.5 0 0 1 3 1.5ZM5.5 4.4L4.4 5.5L6.9 8L4.4 10.5L5.5 11.6L8 9.1L10.5 11.6L11.6 10.5L9.1 8L11.6 5.5L10.5 4.4L8 6.9Z' },
    ],
    light: '#b3261e',
    dark: '#ff8f85',
  },
  'no-data': {
    word: 'No data',
    character: '▨',
    meaning: 'Nothing was read, so nothing is known.',
    paths: [
      { paint: 'stroke', d: 'M2.2 2.2H13.8V13.8H2.2Z' },
      { paint: 'stroke', d: 'M2.2 6.1L6.1 2.2M2.2 10L10 2.2M2.2 13.8L13.8 2.2M6 13.8L13.8 6M9.9 13.8L13.8 9.9' },
    ],
    light: '#4b4a9c',
    dark: '#b1b2f7',
  },
  stale: {
    word: 'Stale',
    character: '◐',
    meaning: 'The last reading is too old to speak for this day.',
    paths: [
      { paint: 'stroke', d: ring },
      { paint: 'fill', d: 'M8 1.7A6.3 6.3 0 0 1 8 14.3Z' },
    ],
    light: '#855600',
    dark: '#e9b95b',
  },
  'not-applicable': {
    word: 'Not applicable',
    character: '⊝',
    meaning: 'There is nothing that this could apply to.',
    paths: [
      { paint: 'stroke', d: arcs },
      { paint: 'stroke', d: 'M5.2 8H10.8' },
    ],
    light: '#5a6068',
    dark: '#a9b0b9',
  },
  'not-started': {
    word: 'Not started',
    character: '○',
    meaning: 'The company has not begun with it.',
    paths: [{ paint: 'stroke', d: ring }],
    light: '#5a6068',
    dark: '#a9b0b9',
  },
  excluded: {
    word: 'Excluded',
    character: '⊘',
    meaning: 'The company left it out, with a recorded reason.',
    paths: [
      { paint: 'stroke', d: ring },
      { paint: 'stroke', d: 'M3.6 12.4L12.4 3.6' },
    ],
    light: '#5a6068',
    dark: '#a9b0b9',
  },
};
