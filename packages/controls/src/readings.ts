export { composeReading } from './readings/compose.ts';
export type { LiveRow, ReadingDraft } from './readings/compose.ts';
export { foldReading } from './readings/fold.ts';
export type { ReadingFinding, ReadingState, Standing, StandingRow } from './readings/fold.ts';
export { readReading } from './readings/read.ts';
export type { PutRow, ReadingFact } from './readings/read.ts';
export type { Parts } from './readings/opened.ts';
export type { Position } from './readings/rows.ts';
