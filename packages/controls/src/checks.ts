import { accountChecks } from './checks/account.ts';
import type { Check } from './checks/check.ts';

export type { Check, Judgement, Verdict } from './checks/check.ts';

/** Every check, by entity type. */
export const checks: readonly Check[] = [...accountChecks];

const byId = new Map(checks.map((check) => [check.id, check]));

/** The check with this id, or undefined. */
export const checkOf = (id: string): Check | undefined => byId.get(id);
