import type { Config } from '../config.ts';
import type { Handlers } from '../context.ts';
import type { Desk } from '../consent/visit.ts';
import { backEndHandlers } from '../handlers/back-ends.ts';
import { choiceHandlers } from '../handlers/choices.ts';
import { consentPassingHandlers } from '../handlers/consent-passing.ts';
import { consentSiteHandlers } from '../handlers/consent-sites.ts';
import { consentHandlers } from '../handlers/consent.ts';
import { ledgerHandlers } from '../handlers/ledger.ts';
import { packageHandlers } from '../handlers/packages.ts';
import { rebuildHandlers } from '../handlers/rebuild.ts';
import { privacyHandlers } from '../handlers/privacy.ts';
import { recordHandlers } from '../handlers/records.ts';
import { sessionHandlers, type SessionNeeds } from '../handlers/session.ts';
import { sourceHandlers } from '../handlers/sources.ts';
import { standingHandlers } from '../handlers/standing.ts';
import { uploadHandlers } from '../handlers/uploads.ts';

/** What every route of the contract does. */
export const handlersOf = (needs: SessionNeeds, config: Config, desk: Desk): Handlers => ({
  ...sessionHandlers(needs), ...recordHandlers, ...uploadHandlers(config), ...ledgerHandlers(needs.signIn),
  ...sourceHandlers, ...standingHandlers, ...packageHandlers, ...rebuildHandlers, 
  ...consentSiteHandlers, ...consentPassingHandlers, ...consentHandlers(() => desk), ...choiceHandlers(() => desk), ...backEndHandlers(() => desk), ...privacyHandlers,
});
