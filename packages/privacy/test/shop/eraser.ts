import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Session, Store } from '@avouch/connectors/store';
import type { DataMap, Identity } from '../../src/datamap.ts';
import type { Plan } from '../../src/plan.ts';
import { runPlan, type Deed } from '../../src/run.ts';
import { at, runInput } from '../random/request.ts';
import { storeAt } from './shop.ts';

/**
 * A process that carries out the erasure that lies in a folder, on a real database, and keeps its deeds in a file there. It says
 * `here` and then waits for ever where it is told to, so that it can be killed exactly there.
 */
const [, , url = '', folder = '', death = ''] = process.argv;
const { plan, map, identity } = JSON.parse(readFileSync(join(folder, 'request.json'), 'utf8')) as { plan: Plan; map: DataMap; identity: Identity };
const deedFile = join(folder, 'deeds.ndjson');
const deeds = existsSync(deedFile) ? readFileSync(deedFile, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Deed) : [];

const seen = new Map<string, number>();
async function reach(point: string): Promise<void> {
  const count = (seen.get(point) ?? 0) + 1;
  seen.set(point, count);
  if (`${point} ${count}` !== death) return;
  process.stdout.write('here\n');
  await new Promise(() => { setInterval(() => undefined, 60_000); });
}

const mortalSession = (session: Session, mode: string): Session => ({
  count: session.count,
  read: async (order, each) => {
    const outcome = await session.read(order, each);
    await reach(`${mode} read`);
    return outcome;
  },
  change: async (changes) => {
    const outcome = await session.change(changes);
    await reach(`${mode} change`);
    return outcome;
  },
});

const mortal = (store: Store): Store => ({
  ...store,
  work: async (mode, job) => {
    const outcome = await store.work(mode, (session) => job(mortalSession(session, mode)));
    await reach(`${mode} work`);
    return outcome;
  },
});

const store = await storeAt(url);
const outcome = await runPlan({
  ...runInput(plan, map, identity, { shop: mortal(store) }, deeds), at,
  record: async (deed) => {
    appendFileSync(deedFile, `${JSON.stringify(deed)}\n`, { flush: true });
    await reach('record');
  },
});
await store.close();
process.stdout.write(`${outcome.status}\n`);
