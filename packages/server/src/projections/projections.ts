import type { Projection } from '../context.ts';

/** The projections of sources, entities, verdicts, evidence and packages, in the order in which they fold. */
export const projections: readonly Projection[] = [];
