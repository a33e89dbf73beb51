import type { Answer } from '@avouch/api/client';

export type Standing = Answer<'standing'>;
export type ControlSummary = Answer<'controls'>['items'][number];
export type Status = ControlSummary['status'];
export type SourceSummary = Answer<'source'>;
export type Progress = Answer<'progress'>;
