import { checks } from '@avouch/controls/checks';
import type { Projection } from '../context.ts';
import { consent } from './consent.ts';
import { entryIndex } from './entries.ts';
import { issuedPackages } from './packages.ts';
import { privacy } from './privacy.ts';
import { openReadings } from './readings.ts';
import { requests } from './requests.ts';

/** The projections of sources, entities, verdicts, packages, the privacy side, its requests and consent, in the order in which they fold. */
export const projections: readonly Projection[] = [entryIndex, openReadings(checks), issuedPackages, privacy, requests, consent];
