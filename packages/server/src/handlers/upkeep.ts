import { Refusal } from '@avouch/api/refusal';
import type { Handlers } from '../context.ts';
import { needCentre } from '../requests/centre-record.ts';
import { rightsIn, takeIn } from '../requests/intake.ts';
import { identifyRequest } from '../requests/identifying.ts';
import { findMap, needMap } from '../requests/data-map.ts';
import { keptOf } from '../requests/kept.ts';
import { retentionOf } from '../requests/retaining.ts';
import { liftRestriction, noticeOf, restrictionMark, restrictionsOf } from '../requests/restricting.ts';
import { suppressionOf } from '../requests/returned.ts';
import { plain } from '../requests/survey.ts';
import { beginUpkeep } from '../requests/upkeep.ts';

const needScope = (scopes: readonly string[] | undefined, scope: string): void => {
  if (scopes?.includes(scope) !== true) throw new Refusal('forbidden', `This key is not for ${scope}: issue one that is.`);
};

/** What the routes of restrictions, of erased people's return, and of the company's own app do. */
export const upkeepHandlers: Handlers = {
  suppression: async ({ actor: { org } }, context) => context.tenant(org, (tx) => suppressionOf(tx, context, org)),
  suppressionScan: async ({ actor: { org } }, context) => ({ run: await beginUpkeep(context, org, 'suppression') }),
  retention: async ({ actor: { org } }, context) => context.tenant(org, async (tx) => retentionOf(tx, context, org, (await findMap(tx, org))?.map)),
  retentionRun: async ({ actor: { org }, body }, context) => {
    await context.tenant(org, (tx) => needMap(tx, org));
    return { run: await beginUpkeep(context, org, 'retention', body.dry) };
  },
  kept: async ({ actor: { org } }, context) => ({ items: await context.tenant(org, (tx) => keptOf(tx, context, org)) }),
  keptRun: async ({ actor: { org } }, context) => {
    await context.tenant(org, (tx) => needMap(tx, org));
    return { run: await beginUpkeep(context, org, 'kept') };
  },
  restrictions: async ({ actor }, context) => ({ items: await context.tenant(actor.org, (tx) => restrictionsOf(tx, context, actor)) }),
  restrictionNotice: async ({ actor, params, body }, context) => noticeOf(context, actor, params.restriction, body.reason, body.liftOn),
  restrictionLift: async ({ actor, params }, context) => liftRestriction(context, actor, params.restriction),
  appHealth: async () => ({ ok: true }),
  appRestriction: async ({ actor, params }, context) => {
    needScope(actor.scopes, 'restrictions');
    const since = await context.restricted.since(actor.org, restrictionMark(context, actor.org, params.subject));
    return { restricted: since !== undefined, since: since ?? null };
  },
  appRequest: async ({ actor, body }, context) => {
    needScope(actor.scopes, 'requests');
    const { org } = actor;
    const settings = await context.tenant(org, (tx) => needCentre(tx, org));
    const { language, name, mail, statement, corrections, restriction, keys } = body;
    const taken = await takeIn(context, settings, {
      org, actor: actor.member, rights: rightsIn(body), channel: 'app', role: 'controller', by: 'self', language, received: context.now().toISOString(), restriction, stated: { name, mail, statement, corrections, agent: null },
    });
    await identifyRequest(context, { org, id: taken.id, actor: actor.member }, { by: 'account', keys: Object.values(keys).flat().length, authority: null }, plain({ keys, reason: 'Signed in at the company’s own app.' }));
    return { reference: taken.reference, code: taken.code, due: taken.due };
  },
};
