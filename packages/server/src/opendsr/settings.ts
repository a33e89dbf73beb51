import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { RecordVersion } from '@avouch/records/record-type';
import { currentRecord } from '@avouch/records/store';
import { allRecords } from '../collecting/source.ts';
import type { Context } from '../context.ts';

type Shown = Answer<'openDsr'>;
export type ProcessorSettings = NonNullable<Shown['processor']>['settings'];
export type ControllerSettings = Shown['controllers'][number]['settings'];
export type RecipientSettings = NonNullable<Shown['recipients'][number]['settings']> & { readonly recipient: string };
type Kept<Settings> = { readonly version: RecordVersion; readonly settings: Settings };

/** The id of the one record of how we answer as processor. */
export const PROCESSOR = 'opendsr';
export const PROCESSOR_TYPE = 'opendsr-processor';
export const CONTROLLER_TYPE = 'opendsr-controller';
export const RECIPIENT_TYPE = 'opendsr-recipient';

/** Whose secrets they are, in the store of secrets. */
export const processorSecret = 'opendsr-processor';
export const controllerSecret = (controller: string): string => `opendsr-controller:${controller}`;
export const recipientSecret = (recipient: string): string => `opendsr-recipient:${recipient}`;

async function find<Settings>(tx: PoolClient, org: string, type: string, id: string): Promise<Kept<Settings> | undefined> {
  const version = await currentRecord(tx, { org, type, id });
  // The value was parsed by its type's schema when it was written; who is named in it may be forgotten since.
  return version === undefined ? undefined : { version, settings: version.value as Settings };
}

export const findProcessor = (tx: PoolClient, org: string): Promise<Kept<ProcessorSettings> | undefined> => find(tx, org, PROCESSOR_TYPE, PROCESSOR);
export const findController = (tx: PoolClient, org: string, id: string): Promise<Kept<ControllerSettings> | undefined> => find(tx, org, CONTROLLER_TYPE, id);
export const findRecipient = (tx: PoolClient, org: string, id: string): Promise<Kept<RecipientSettings> | undefined> => find(tx, org, RECIPIENT_TYPE, id);

/** Every record of a type, with its id. */
export const allOf = async <Settings>(tx: PoolClient, org: string, type: string): Promise<readonly (Kept<Settings> & { readonly id: string })[]> =>
  (await allRecords(tx, org, type)).map((version) => ({ id: version.id, version, settings: version.value as Settings }));

/** Where controllers reach us as processor. */
export const processorAddress = (context: Context, org: string, path = ''): string => `${context.origin}/opendsr/${encodeURIComponent(org)}/v2${path}`;

/** Where processors tell us what became of an order of ours. */
export const callbackAddress = (context: Context, org: string): string => `${context.origin}/opendsr/${encodeURIComponent(org)}/callbacks`;
