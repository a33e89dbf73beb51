import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { RecordVersion } from '@avouch/records/record-type';
import { currentRecord } from '@avouch/records/store';

/** The settings of an organisation's privacy centre. */
export type CentreSettings = NonNullable<Answer<'privacyCentre'>['current']>['settings'];

/** The id of the one record of its type. */
export const CENTRE = 'privacy-centre';

/** The settings with their record's version; undefined before the first. */
export async function findCentre(tx: PoolClient, org: string): Promise<{ readonly version: RecordVersion; readonly settings: CentreSettings } | undefined> {
  const version = await currentRecord(tx, { org, type: CENTRE, id: CENTRE });
  // The value was parsed by its type's schema when it was written.
  return version === undefined ? undefined : { version, settings: version.value as CentreSettings };
}

/** The settings, or the refusal that says what is missing without them. */
export async function needCentre(tx: PoolClient, org: string): Promise<CentreSettings> {
  const found = await findCentre(tx, org);
  if (found === undefined) throw new Refusal('conflict', 'Set up the privacy centre first: which law and calendar count, and who answers, stand in its settings.');
  return found.settings;
}

/** Whether plain cases may be approved by rule. */
export const plainByRule = async (tx: PoolClient, org: string): Promise<boolean> => (await findCentre(tx, org))?.settings.plainByRule === true;
