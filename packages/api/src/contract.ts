import { choiceRoutes } from './routes/choices.ts';
import { consentRoutes } from './routes/consent.ts';
import { ledgerRoutes, packageRoutes } from './routes/ledger.ts';
import { openDsrRoutes } from './routes/opendsr.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { recordRoutes } from './routes/records.ts';
import { requestRoutes } from './routes/requests.ts';
import { sessionRoutes } from './routes/session.ts';
import { sourceRoutes } from './routes/sources.ts';
import { standingRoutes } from './routes/standing.ts';
import type { Permission, Role } from './route.ts';

export type { Method, Permission, Role, Route } from './route.ts';

/** Every operation of Avouch by its name: server, client, OpenAPI and the CLI's calls derive from this one value. */
export const contract = { ...sessionRoutes, ...recordRoutes, ...sourceRoutes, ...standingRoutes, ...ledgerRoutes, ...packageRoutes, ...consentRoutes, ...choiceRoutes, ...privacyRoutes, ...requestRoutes, ...openDsrRoutes };
export type Contract = typeof contract;

const reads: readonly Permission[] = ['organisation.read', 'records.read', 'sources.read', 'standing.read', 'evidence.read', 'ledger.read', 'ledger.verify', 'packages.read', 'consent.read'];
const leads: readonly Permission[] = [...reads, 'organisation.write', 'records.write', 'sources.write', 'sources.collect', 'controls.write', 'evidence.write', 'packages.write', 'consent.write'];

/** Requests carry what people say of themselves: who may write them sees that, who may only read them does not. */
const handlesRequests: readonly Permission[] = ['privacy.read', 'privacy.write', 'privacy.approve', 'privacy.run'];

/** What each role may do in its organisation. An auditor reads and never edits; an employee sees tasks only. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  'owner': [...leads, ...handlesRequests, 'ledger.forget', 'operations.rebuild'],
  'compliance-lead': [...leads, 'privacy.read'],
  'control-owner': [...reads, 'evidence.write', 'sources.collect'],
  'employee': ['organisation.read'],
  'auditor': [...reads, 'privacy.read'],
  'privacy-lead': [...reads, ...handlesRequests, 'records.write', 'evidence.write', 'consent.write', 'ledger.forget'],
  'reader': ['organisation.read', 'standing.read'],
};
