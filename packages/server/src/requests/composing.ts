import { Refusal } from '@avouch/api/refusal';
import type { PoolClient } from 'pg';
import { jurisdictions } from '@avouch/privacy/deadlines';
import { composeAnswer, type Answer } from '@avouch/privacy/answer';
import { allRecords } from '../collecting/source.ts';
import type { Context } from '../context.ts';
import { needCentre } from './centre-record.ts';
import { needMap } from './data-map.ts';
import type { Known } from './known.ts';

/** What vendors' records tell of who keeps data for the company. */
async function vendorsOf(tx: PoolClient, org: string): Promise<Readonly<Record<string, { readonly name: string }>>> {
  return Object.fromEntries((await allRecords(tx, org, 'vendor')).map(({ id, value }) => [id, { name: String(value['name']) }]));
}

/** The rights whose answer is a copy of data. */
export const givesData = (known: Pick<Known, 'held'>): 'access' | 'portability' | undefined => {
  const { rights } = known.held.state;
  return rights.includes('access') ? 'access' : rights.includes('portability') ? 'portability' : undefined;
};

/** Puts the answer together from what the run collected. The same each time, until something that it tells is recorded. */
export async function composeOf(context: Context, org: string, known: Known): Promise<Answer> {
  const kind = givesData(known);
  if (kind === undefined) throw new Refusal('conflict', 'This request is not one for a copy of data: it is answered by what was done.');
  const { state, stated } = known.held;
  const { map, settings, vendors } = await context.tenant(org, async (tx) => ({ map: (await needMap(tx, org)).map, settings: await needCentre(tx, org), vendors: await vendorsOf(tx, org) }));
  const jurisdiction = jurisdictions[state.received.jurisdiction];
  if (jurisdiction === undefined) throw new Refusal('conflict', `This version of Avouch does not know the jurisdiction ${state.received.jurisdiction}.`);
  return composeAnswer({
    shelf: context.shelfOf(org, known.held.id, known.secret), map, vendors, answers: known.decided.answers,
    head: {
      kind, reference: stated?.reference ?? '', language: state.received.language, law: jurisdiction.law, received: state.clock.day, composed: context.now().toISOString().slice(0, 10),
      controller: settings.controller, authority: settings.authority, ...(settings.remedy === '' ? {} : { remedy: settings.remedy }),
    },
  });
}

/** Refuses to hand out an answer that must still tell something: before its first byte, since a file that breaks off tells nobody why. */
export function needWhole({ account }: Answer): void {
  const open = account.questions.filter(({ answer }) => answer === null);
  if (open.length > 0) throw new Refusal('conflict', `The answer must still tell ${open.length === 1 ? 'one thing' : `${open.length} things`} that nobody has recorded, the first: ${open[0]?.sentence ?? ''} State it on the page of the request, then ask again.`);
}
