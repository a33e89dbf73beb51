import type { Status } from '../status.ts';

/** A status with its reason; what a control's parts each give, and the control in the end. */
export type Standing = { readonly status: Status; readonly reason: string };

/**
 * From worst to best: a decision stands above everything; a known failure is worse than not knowing; a part that never
 * started says nothing where another part does.
 */
const order: readonly Status[] = ['excluded', 'not-applicable', 'fail', 'no-data', 'stale', 'pass', 'not-started'];

/** The worst of some standings, whatever order they come in; undefined when there are none. */
export const worst = (standings: readonly Standing[]): Standing | undefined => {
  const ranked = [...standings].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || (a.reason < b.reason ? -1 : a.reason > b.reason ? 1 : 0));
  return ranked[0];
};
