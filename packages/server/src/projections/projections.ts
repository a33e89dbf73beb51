import { checks } from '@avouch/controls/checks';
import type { Projection } from '../context.ts';
import { entryIndex } from './entries.ts';
import { issuedPackages } from './packages.ts';
import { openReadings } from './readings.ts';

/** The projections of sources, entities, verdicts and packages, in the order in which they fold. */
export const projections: readonly Projection[] = [entryIndex, openReadings(checks), issuedPackages];
