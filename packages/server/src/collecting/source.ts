import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { RecordVersion } from '@avouch/records/record-type';
import { currentRecord, recordsOf } from '@avouch/records/store';

/** A connected source as its record has it. */
export type Source = {
  readonly id: string;
  readonly version: RecordVersion;
  readonly connector: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly everyMinutes: number | null;
  readonly paused: boolean;
  readonly pausedReason: string | null;
};

/** The record's value was parsed by its schema when it was written. */
type Value = Omit<Source, 'id' | 'version'>;

/** The source in a version of its record. */
export const sourceIn = (version: RecordVersion): Source => ({ id: version.id, version, ...(version.value as Value) });

/** Where the progress of a source is published. */
export const channelOf = (source: string): string => `source:${source}`;

/** Under which name the secrets of a source are kept. */
export const secretsOf = channelOf;

/** The source as it stands, or stood; undefined when it is not connected. */
export async function findSource(tx: PoolClient, org: string, id: string, asOf?: string): Promise<Source | undefined> {
  const version = await currentRecord(tx, { org, type: 'source', id, ...(asOf === undefined ? {} : { asOf }) });
  return version === undefined || version.ended ? undefined : sourceIn(version);
}

/** The source, or the refusal that says that there is none. */
export async function needSource(tx: PoolClient, org: string, id: string, asOf?: string): Promise<Source> {
  const source = await findSource(tx, org, id, asOf);
  if (source === undefined) throw new Refusal('not_found', asOf === undefined ? 'There is no such source.' : 'There was no such source at that time.');
  return source;
}

/** All connected sources in the order of their names. */
export async function allSources(tx: PoolClient, org: string, asOf?: string): Promise<readonly Source[]> {
  return (await allRecords(tx, org, 'source', asOf)).map(sourceIn);
}

/** All records of a type, page by page, in the order of their labels. */
export async function allRecords(tx: PoolClient, org: string, type: string, asOf?: string): Promise<readonly RecordVersion[]> {
  const found: RecordVersion[] = [];
  let after: string | null | undefined;
  do {
    const page = await recordsOf(tx, { org, type, limit: 500, ...(asOf === undefined ? {} : { asOf }), ...(after === null || after === undefined ? {} : { after }) });
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}
