import type { Status } from '../status.ts';
import { lastBefore, type OpenHistory } from './history.ts';

/** What the newest decision before an instant makes of the control, unless it leaves it in. */
export const decisionOn = ({ decisions }: OpenHistory, end: number): { readonly status: Status; readonly reason: string } | undefined => {
  const decided = lastBefore(decisions, end);
  return decided === undefined || decided.decision === 'applicable' ? undefined : { status: decided.decision, reason: decided.reason };
};
