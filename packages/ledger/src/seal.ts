import type { SealedPart } from './entry.ts';
export type { SealedPart };
