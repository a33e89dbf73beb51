import type { Handlers } from '../context.ts';
import { projections } from '../projections/projections.ts';
import { rebuild } from '../rebuilding/rebuild.ts';
import { ownProjections } from '../tenancy/projections.ts';

/** What the route that rebuilds projections does. */
export const rebuildHandlers: Handlers = {
  rebuild: ({ actor }, context) => rebuild(context, actor.org, [...ownProjections, ...projections]),
};
