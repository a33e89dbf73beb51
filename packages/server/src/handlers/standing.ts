import { Refusal } from '@avouch/api/refusal';
import { checkOf } from '@avouch/controls/checks';
import type { Handlers } from '../context.ts';
import { allSources } from '../collecting/source.ts';
import { instantOf } from '../standing/instants.ts';
import { looksOf } from '../standing/looks.ts';
import { subjectsOf } from '../standing/subjects.ts';
import { countsAt, talliesBetween } from '../standing/tallies.ts';

/** What the routes of criteria, controls, checks and evidence do. */
export const standingHandlers: Handlers = {
  checkSubjects: async ({ actor, params, query }, context) => {
    const check = checkOf(params.check);
    if (check === undefined) throw new Refusal('not_found', 'There is no such check.');
    const at = instantOf(query.asOf, context.now);
    return context.tenant(actor.org, async (tx) => {
      const looks = (await looksOf(tx, actor.org, await allSources(tx, actor.org, query.asOf), at)).filter((look) => look.entity_type === check.entityType);
      const counts = countsAt(await talliesBetween(tx, actor.org, at, at), looks, check, at);
      const { items, next } = await subjectsOf(tx, context, actor.org, looks, { ...query, check, at, asOf: query.asOf !== undefined });
      const total = query.verdict === undefined ? counts.pass + counts.fail + counts.notApplicable + counts.unknown
        : { 'pass': counts.pass, 'fail': counts.fail, 'not-applicable': counts.notApplicable, 'unknown': counts.unknown }[query.verdict];
      return { items, next, total };
    });
  },
};
