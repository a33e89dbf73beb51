import type { JsonObject } from '@avouch/ledger/entry';
import type { Identity } from '@avouch/privacy/datamap';
import type { RequestHeader } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import { appendTo, type Doing } from './appending.ts';
import { goingOn, provenWith, togetherWith } from './bundle.ts';
import { partsOf, type Known, type SurveyedPart } from './known.ts';
import { needRequest } from './request.ts';
import { enqueueWork, publishWork } from './work-order.ts';

/**
 * Records how it was shown who asks, for the request and for all that the same person asked in the same breath and is not shown yet; the data is then
 * looked for.
 */
export async function identifyRequest(context: Context, doing: Doing, header: RequestHeader<'request.identified'>, sealed: JsonObject): Promise<void> {
  const { org, id, actor } = doing;
  const { state } = await needRequest(context, org, id);
  const together = await context.tenant(org, (tx) => togetherWith(tx, org, [state]));
  const siblings = provenWith(together, id, actor === 'visitor').map((one) => one.id);
  await appendTo(context, doing, {
    kind: 'request.identified', header, sealed, siblings,
    also: async (tx) => {
      for (const one of [id, ...siblings]) await enqueueWork(context, tx, { org, id: one }, 'survey');
    },
  });
  for (const one of [id, ...siblings]) await publishWork(context, { org, id: one }, 'survey', { phase: 'queued' });
}

/** By which keys the person is looked for: what was shown, and what a correction that was asked with it found before it changed anything. */
export async function provenKeys(context: Context, org: string, { held, identified }: Known): Promise<Identity> {
  const shown = identified?.keys ?? {};
  const corrections = await context.tenant(org, async (tx) => {
    const together = (await togetherWith(tx, org, [held.state])).filter((one) => one.id !== held.id && one.state.rights.includes('rectification'));
    return Promise.all(together.map((one) => goingOn(tx, org, one)));
  });
  const found = await Promise.all(corrections.map(async (one) => (one === undefined ? null : ((await partsOf<SurveyedPart>(context, org, one.id, 'request.surveyed')).at(-1)?.identity ?? null))));
  return found.reduce<Identity>((all, one) => {
    const keys = [...new Set([...Object.keys(all), ...Object.keys(one ?? {})])];
    return Object.fromEntries(keys.map((key) => [key, [...new Set([...(all[key] ?? []), ...(one?.[key] ?? [])])]])) as Identity;
  }, shown);
}
