import { accountChecks } from './checks/account.ts';
import { branchChecks } from './checks/branch.ts';
import { changeChecks } from './checks/change.ts';
import type { Check } from './checks/check.ts';
import { dataStoreChecks } from './checks/data-store.ts';
import { domainChecks } from './checks/domain.ts';
import { endpointChecks } from './checks/endpoint.ts';
import { findingChecks } from './checks/finding.ts';
import { hostChecks } from './checks/host.ts';
import { listenerChecks } from './checks/listener.ts';
import { personalFieldChecks } from './checks/personal-field.ts';
import { releaseChecks } from './checks/release.ts';
import { repositoryChecks } from './checks/repository.ts';
import { retentionPlaceChecks } from './checks/retention-place.ts';
import { tableChecks } from './checks/table.ts';
import { vulnerabilityChecks } from './checks/vulnerability.ts';
import { workspaceChecks } from './checks/workspace.ts';

export type { Check, Judgement, Verdict } from './checks/check.ts';

/** Every check, by entity type. Components and audit events are kept as populations; no check judges them. */
export const checks: readonly Check[] = [
  ...accountChecks, ...workspaceChecks, ...repositoryChecks, ...branchChecks, ...changeChecks, ...releaseChecks, ...dataStoreChecks, ...tableChecks, ...personalFieldChecks, ...retentionPlaceChecks,
  ...endpointChecks, ...domainChecks, ...hostChecks, ...listenerChecks, ...findingChecks, ...vulnerabilityChecks,
];

const byId = new Map(checks.map((check) => [check.id, check]));

/** The check with this id, or undefined. */
export const checkOf = (id: string): Check | undefined => byId.get(id);
