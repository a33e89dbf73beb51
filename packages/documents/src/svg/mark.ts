import type { StateMark } from '../document.ts';
import { markStroke, stateMarks } from '../states.ts';
import { sealPath } from '../text/citation.ts';
import { element } from './element.ts';

const framed = (content: string): string => element('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, content);

/** The paths of a state's mark in one colour, in its 16 × 16 box. */
export const markPaths = (state: StateMark, colour: string): string =>
  stateMarks[state].paths
    .map(({ d, paint }) =>
      paint === 'fill' ? element('path', { d, fill: colour, 'fill-rule': 'evenodd' }) : element('path', { d, fill: 'none', stroke: colour, 'stroke-width': markStroke, 'stroke-linecap': 'round' }),
    )
    .join('');

/** A state's mark as a drawing of its own. */
export const drawMark = (state: StateMark, colour: string): string => framed(markPaths(state, colour));

/** The small seal beside a cited fact. */
export const drawSeal = (colour: string): string => framed(element('path', { d: sealPath, fill: colour, 'fill-rule': 'evenodd' }));
