import type { Answer } from '@avouch/api/client';
import type { DataMap, Identity } from '@avouch/privacy/datamap';
import type { Candidate } from '@avouch/privacy/identity';
import type { Plan } from '@avouch/privacy/plan';
import type { Reread } from '@avouch/privacy/reread';
import { grounds } from '@avouch/privacy/rights';
import type { Actor, Context } from '../context.ts';
import { sealsOf, type SealOf } from '../standing/seals.ts';
import { togetherWith } from './bundle.ts';
import { composeOf, givesData } from './composing.ts';
import { findMap } from './data-map.ts';
import { keptOf } from './kept.ts';
import { rowsOf } from './handed-in.ts';
import { handedOf } from './objecting.ts';
import { openKnown, partsOf, type Known, type RereadPart, type SteppedPart } from './known.ts';
import { entriesOf, needRequest, type Held } from './request.ts';
import { maySee, summariesOf } from './shown.ts';
import { tasksOf } from './tasks.ts';
import { timelineOf } from './timeline.ts';
import { failuresOf, notesOf } from './told.ts';

export type Detail = Answer<'request'>;

/** The name of a candidate row: stable, and of no meaning outside of its request. */
export const candidateId = ({ system, place, key }: Pick<Candidate, 'system' | 'place' | 'key'>): string => JSON.stringify([system, place, key]);

const titleIn = (map: DataMap | undefined, key: string): string => {
  const [people = '', name = ''] = key.split('.');
  return map?.people[people]?.keys[name]?.title ?? key;
};

function identityOf(known: Known | undefined, map: DataMap | undefined, { state }: Held): Detail['identity'] {
  const { proven } = state.identity;
  if (proven === null) return null;
  const keysOf = (identity: Identity) => Object.entries(identity).map(([key, values]) => ({ key, title: titleIn(map, key), count: values.length, values: [...values] }));
  const settled = known?.decided.settled ?? [];
  return {
    by: proven.by,
    proven: known?.identified === undefined ? [] : keysOf(known.identified.keys).map(({ count: _count, ...one }) => one),
    found: known?.surveyed?.identity === null || known?.surveyed === undefined ? [] : keysOf(known.surveyed.identity),
    doubts: (known?.surveyed?.doubts ?? []).map(({ key, place, sentence, candidates }) => ({
      key, ...place, sentence,
      candidates: candidates.map((one) => ({
        id: candidateId(one), system: one.system, place: one.place, key: [...one.key], same: [...one.same], different: [...one.different], absent: [...one.absent],
        chosen: settled.length === 0 ? null : settled.some((row) => candidateId(row) === candidateId(one)),
      })),
    })),
  };
}

const planShown = (plan: Plan, { state }: Held, seal: SealOf): Detail['plan'] => {
  const { plan: stated, approval } = state;
  if (stated === null) return null;
  const { places, tasks, recipients, backups, faults } = plan;
  return {
    version: stated.version, right: plan.right === 'retention' ? 'erasure' : plan.right, digest: plan.digest, at: plan.at, ready: plan.ready, approval: stated.approval,
    approved: approval === null ? null : { by: approval.by, at: approval.at, actor: approval.actor }, seal: seal(stated.entry),
    places: places.map(({ treatment: _treatment, dispositions, rules, ...place }) => ({
      ...place, why: [...place.why], fields: [...place.fields], dispositions: dispositions === null ? null : { ...dispositions }, rules: rules.map(({ right: _right, ...rule }) => rule),
      kept: place.kept.map((one) => ({ ...one, exemption: one.exemption ?? null })),
    })),
    tasks: tasks.map((task) => ({ ...task, places: [...task.places] })), recipients: recipients.map(({ told, categories, ...one }) => ({ ...one, by: told?.by ?? null, categories: [...categories] })),
    backups: [...backups], faults: [...faults],
  };
};

function rereadShown(reread: Reread, entry: number, seal: SealOf): Detail['reread'] {
  return {
    at: reread.at, clean: reread.clean, unexplained: reread.places.reduce((sum, { counts }) => sum + (counts.unexplained ?? 0), 0), seal: seal(entry),
    places: reread.places.map(({ system, place, counts, accessible, remainders, problem }) => {
      const told = new Map<string, { rows: number; why: string; sentence: string; exemption: string | null; until: string | null }>();
      for (const { why, sentence, exemption = null, until = null } of remainders) {
        const name = JSON.stringify([why, sentence, exemption, until]);
        told.set(name, { rows: (told.get(name)?.rows ?? 0) + 1, why, sentence, exemption, until });
      }
      return { system, place, counts: { ...counts }, accessible, sentences: [...told.values()], problem: problem === null ? null : { kind: problem.kind, sentence: problem.sentence, remedy: problem.remedy } };
    }),
  };
}

async function stepsOf(context: Context, org: string, id: string, seal: SealOf, state: Held['state']): Promise<Detail['steps']> {
  const parts = await partsOf<SteppedPart>(context, org, id, 'request.step');
  const deeds = new Map(parts.flatMap(({ deed }) => (deed === undefined ? [] : [[deed.step, deed] as const])));
  return state.steps.map(({ step, system, place, does, planned, done, problem, entry }) => {
    const deed = deeds.get(step);
    const counts = Object.fromEntries(Object.entries(deed?.counts ?? {}).map(([name, figures]) => [name, { ...figures }]));
    return { step, system, place, does, planned, done, counts, problem: problem === null ? null : { kind: problem, sentence: deed?.problem?.sentence ?? 'What went wrong is forgotten.', remedy: deed?.problem?.remedy ?? '' }, seal: seal(entry) };
  });
}

async function questionsOf(context: Context, org: string, known: Known | undefined): Promise<{ readonly questions: Detail['questions']; readonly answer: Detail['answer'] }> {
  const none: Detail['answer'] = { state: 'none', bytes: null, problem: null, at: null };
  if (known === undefined || known.held.state.status !== 'answering' || givesData(known) === undefined) return { questions: [], answer: none };
  try {
    const { account } = await composeOf(context, org, known);
    return { questions: account.questions.map(({ id, article, sentence, answer }) => ({ id, article, sentence, answer })), answer: { ...none, state: 'ready' } };
  } catch (cause) {
    return { questions: [], answer: { ...none, state: 'failed', problem: cause instanceof Error ? cause.message : String(cause) } };
  }
}

type Release = { readonly id: string; readonly way: 'link' | 'age' | 'hand' | 'opendsr'; readonly until: string; readonly bytes: number; readonly fetched: number; readonly ended: boolean; readonly entry: number };

/** Everything about one request, as far as the actor may see it. */
export async function detailOf(context: Context, actor: Actor, id: string): Promise<Detail> {
  const { org } = actor;
  const held = await needRequest(context, org, id);
  const known = maySee(actor) && !held.forgotten ? await openKnown(context, org, id) : undefined;
  // Plan and report name nobody: whoever may read requests sees them.
  const opened = known ?? (held.forgotten ? undefined : await openKnown(context, org, id));
  const { state } = held;
  const { questions, answer } = await questionsOf(context, org, opened);
  const reread = state.reread === null ? undefined : (await partsOf<RereadPart>(context, org, id, 'request.reread')).at(-1)?.reread;
  const { rows, files, seal, map, told } = await context.tenant(org, async (tx) => {
    const { rows } = await tx.query<Release>('select id, way, until, bytes::float8 as bytes, fetched, ended, entry::float8 as entry from release where org = $1 and request = $2 order by entry', [org, id]);
    const closed = await entriesOf(tx, org, id, 'request.closed');
    const files = await rowsOf(tx, org, id);
    const cited = [...files.map(({ entry }) => entry), ...state.steps.map(({ entry }) => entry), ...rows.map(({ entry }) => entry), ...[state.plan?.entry, state.reread?.entry, ...closed].filter((one) => one !== undefined)];
    return { rows, files, told: closed, map: (await findMap(tx, org))?.map, seal: await sealsOf(tx, context, org, cited) };
  });
  const notes = known === undefined ? new Map<string, string>() : await notesOf(context, org, state);
  const steps = await stepsOf(context, org, id, seal, state);
  const mendable = opened?.surveyed?.problem ?? null;
  const now = context.now().toISOString();
  const handed = await handedOf(context, org, id);
  return context.tenant(org, async (tx) => {
    const [summary] = await summariesOf(tx, context, actor, [held], { plan: opened?.planned, questions: questions.filter((one) => one.answer === null).length, mendable: mendable === null ? null : `${mendable.sentence} ${mendable.remedy}`, unseen: files.filter(({ seen, deleted }) => seen === null && deleted === null).length });
    if (summary === undefined) throw new Error('one request gives one summary');
    const together = (await togetherWith(tx, org, [state])).filter((one) => one.id !== id).map((one) => ({ id: one.id, rights: [...one.state.rights], status: one.state.status }));
    return {
      ...summary, together, identity: identityOf(known, map, held), joinedInto: state.joinedInto, joined: [...state.joined],
      survey: state.survey === null ? null : { systems: state.survey.systems, places: state.survey.places, rows: state.survey.rows, problems: state.survey.problems, doubts: state.survey.doubts, at: state.survey.at },
      plan: opened?.planned === undefined ? null : planShown(opened.planned, held, seal), steps, reread: reread === undefined || state.reread === null ? null : rereadShown(reread, state.reread.entry, seal),
      told: toldOf(held, opened?.planned, notes), tasks: opened?.planned === undefined ? [] : tasksOf(context, held, opened.planned, known?.surveyed?.identity ?? null, seal), questions, answer,
      releases: rows.map((one) => ({ id: one.id, at: seal(one.entry).captured, by: one.way, until: one.until, state: one.ended || one.until < now ? 'ended' as const : one.fetched > 0 ? 'fetched' as const : 'open' as const, fetched: one.fetched, bytes: one.bytes, seal: seal(one.entry) })),
      refused: state.refused.map(({ right, ground }) => ({ right, ground, title: grounds.find(({ code }) => code === ground)?.when ?? ground })),
      files: files.map(({ entry, name, ...file }) => ({ ...file, name: maySee(actor) ? name : null, seal: seal(entry) })),
      restriction: opened?.decided.restriction ?? null, kept: await keptOf(tx, context, org, id), handed, certificate: told[0] === undefined ? null : { at: seal(told[0]).captured, entry: told[0] }, timeline: await timelineOf(tx, context, org, state),
    };
  });
}

/** Whom the plan names as recipients, what became of telling them, and what they say themselves. */
function toldOf({ state }: Held, plan: Plan | undefined, notes: ReadonlyMap<string, string>): Detail['told'] {
  if (plan === undefined || state.plan === null || state.plan.changes === 0) return [];
  return plan.recipients.map(({ id, title, told }) => {
    const outcome = state.told.findLast((one) => one.recipient === id && one.outcome !== 'failed') ?? state.told.findLast((one) => one.recipient === id);
    const report = state.reports.findLast((one) => one.recipient === id);
    return {
      recipient: id, title, by: outcome?.by ?? told?.by ?? 'person', outcome: outcome?.outcome ?? 'waiting', at: outcome?.at ?? null, note: notes.get(id) ?? null, tries: failuresOf(state, id),
      reported: report === undefined ? null : { status: report.status, at: report.at },
    };
  });
}
