import type { ReferenceControl } from './control.ts';
import { accessControls } from './access.ts';
import { assetsControls } from './assets.ts';
import { availabilityControls } from './availability.ts';
import { changesControls } from './changes.ts';
import { communicationControls } from './communication.ts';
import { confidentialityControls } from './confidentiality.ts';
import { devicesControls } from './devices.ts';
import { encryptionControls } from './encryption.ts';
import { governanceControls } from './governance.ts';
import { incidentsControls } from './incidents.ts';
import { loggingControls } from './logging.ts';
import { monitoringControls } from './monitoring.ts';
import { networkControls } from './network.ts';
import { peopleControls } from './people.ts';
import { physicalControls } from './physical.ts';
import { privacyControls } from './privacy.ts';
import { processingControls } from './processing.ts';
import { riskControls } from './risk.ts';
import { vendorsControls } from './vendors.ts';
import { vulnerabilitiesControls } from './vulnerabilities.ts';

/** All 120 reference controls, domain by domain. */
export const allControls: readonly ReferenceControl[] = [
  ...governanceControls, ...peopleControls, ...communicationControls, ...riskControls, ...monitoringControls,
  ...accessControls, ...physicalControls, ...networkControls, ...encryptionControls, ...devicesControls,
  ...assetsControls, ...loggingControls, ...vulnerabilitiesControls, ...incidentsControls, ...changesControls,
  ...vendorsControls, ...availabilityControls, ...processingControls, ...confidentialityControls, ...privacyControls,
];
