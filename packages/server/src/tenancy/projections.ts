import { foldRecords, recordTables } from '@avouch/records/store';
import type { Projection } from '../context.ts';
import { members } from './members.ts';
import { uploads } from './uploads.ts';

const records: Projection = { name: 'records', tables: recordTables, fold: foldRecords };

/** The server's own projections, which fold before all others. */
export const ownProjections: readonly Projection[] = [records, members, uploads];
