import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { Identity } from '@avouch/privacy/datamap';
import type { Plan } from '@avouch/privacy/plan';
import type { Actor, Context } from '../context.ts';
import { sealsOf, type SealOf } from '../standing/seals.ts';
import { appendTo } from './appending.ts';
import { waitSentence, waitsFor } from './bundle.ts';
import { openKnown } from './known.ts';
import { REQUEST_COLUMNS, type Held } from './request.ts';
import { maySee, todayOf } from './shown.ts';
import { plain } from './survey.ts';
import { enqueueWork } from './work-order.ts';

type ManualTask = Answer<'manualTaskDone'>;

/** Days for a task whose system does not say. */
const DAYS = 14;

const stepOf = (system: string): string => `attest:${system}`;
const idOf = (request: string, system: string): string => `${request}:${system}`;

const later = (instant: string, days: number): string => new Date(Date.parse(instant) + days * 86_400_000).toISOString().slice(0, 10);

/** What a person does by hand for an approved plan, and whether they attested it. */
export function tasksOf(context: Context, { id, state, forgotten }: Held, plan: Plan, identity: Identity | null, seal: SealOf): ManualTask[] {
  const { approval } = state;
  if (approval === null || forgotten) return [];
  return plan.tasks.map(({ system, title, owner, days, how, places }) => {
    const step = state.steps.find((one) => one.step === stepOf(system) && one.problem === null);
    const due = later(approval.at, days ?? DAYS);
    return {
      id: idOf(id, system), request: id, system, title, owner, how, places: [...places], right: plan.right === 'retention' ? 'erasure' : plan.right, due, late: step === undefined && due < todayOf(context, state),
      state: step === undefined ? (state.status === 'running' ? 'open' : 'void') : 'done', identity: identity === null ? null : Object.entries(identity).map(([key, values]) => ({ key, values: [...values] })),
      done: step === undefined ? null : { note: null, rows: step.done, seal: seal(step.entry) },
    };
  });
}

/** The tasks of all requests whose run is not through, the most urgent first. */
export async function allTasks(context: Context, actor: Actor): Promise<ManualTask[]> {
  const { org } = actor;
  const { rows } = await context.tenant(org, (tx) => tx.query<Held>(`select ${REQUEST_COLUMNS} from request where org = $1 and not forgotten and status <> 'closed' and (state #>> '{plan,tasks}')::int > 0 and state -> 'approval' <> 'null' order by raw, id limit 500`, [org]));
  const tasks: ManualTask[] = [];
  for (const held of rows) {
    const known = await openKnown(context, org, held.id);
    if (known.planned === undefined) continue;
    const { planned } = known;
    const seal = await context.tenant(org, (tx) => sealsOf(tx, context, org, held.state.steps.map(({ entry }) => entry)));
    tasks.push(...tasksOf(context, held, planned, maySee(actor) ? (known.surveyed?.identity ?? null) : null, seal));
  }
  return tasks.toSorted((a, b) => a.due.localeCompare(b.due) || a.id.localeCompare(b.id));
}

/** A person's word that a task is done. The last one lets the run come to its end. */
export async function attest(context: Context, actor: Actor, task: string, note: string, rows: number | null): Promise<ManualTask> {
  const found = (await allTasks(context, actor)).find(({ id }) => id === task);
  if (found === undefined) throw new Refusal('not_found', 'There is no such task that is open.');
  if (found.state !== 'open') throw new Refusal('conflict', 'This task is not open any more.');
  const { held, planned } = await openKnown(context, actor.org, found.request);
  const waits = await context.tenant(actor.org, (tx) => waitsFor(tx, actor.org, held.state, 'run'));
  if (waits.length > 0) throw new Refusal('conflict', waitSentence(waits));
  const doing = { org: actor.org, id: found.request, actor: actor.member };
  await appendTo(context, doing, {
    kind: 'request.step', header: { version: held.state.plan?.version ?? 1, step: stepOf(found.system), system: found.system, place: null, does: 'attest', planned: rows ?? 0, done: rows ?? 0, problem: null },
    sealed: plain({ note, version: held.state.plan?.version ?? 1 }),
    also: async (tx) => {
      const attested = held.state.steps.filter(({ does, problem }) => does === 'attest' && problem === null).length + 1;
      if (attested >= (planned?.tasks.length ?? 0)) await enqueueWork(context, tx, doing, 'run');
    },
  });
  const done = (await allTasks(context, actor)).find(({ id }) => id === task);
  if (done === undefined) throw new Error('the task that was attested is not there');
  return done;
}
