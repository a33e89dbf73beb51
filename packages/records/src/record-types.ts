import type { RecordType } from './record-type.ts';
import { consentNotice } from './record-types/consent-notice.ts';
import { consentSite } from './record-types/consent-site.ts';
import { control } from './record-types/control.ts';
import { criterionRelevance } from './record-types/criterion-relevance.ts';
import { evidence } from './record-types/evidence.ts';
import { legalHold } from './record-types/legal-hold.ts';
import { opendsrController } from './record-types/opendsr-controller.ts';
import { opendsrProcessor } from './record-types/opendsr-processor.ts';
import { opendsrRecipient } from './record-types/opendsr-recipient.ts';
import { organisation } from './record-types/organisation.ts';
import { person } from './record-types/person.ts';
import { privacyCentre } from './record-types/privacy-centre.ts';
import { serviceCommitment } from './record-types/service-commitment.ts';
import { source } from './record-types/source.ts';
import { store } from './record-types/store.ts';
import { systemIncident } from './record-types/system-incident.ts';
import { system } from './record-types/system.ts';
import { userControl } from './record-types/user-control.ts';
import { vendor } from './record-types/vendor.ts';

/** Every record type, in the order in which they are offered. */
export const recordTypes: readonly RecordType[] = [
  organisation, system, serviceCommitment, person, vendor, control, criterionRelevance, evidence, source, userControl, systemIncident, consentSite, consentNotice,
  store, legalHold, privacyCentre, opendsrProcessor, opendsrController, opendsrRecipient,
];

const byId = new Map(recordTypes.map((type) => [type.id, type]));

/** The record type with this id, or undefined. */
export const recordTypeOf = (id: string): RecordType | undefined => byId.get(id);
