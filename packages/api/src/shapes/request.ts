import { z } from 'zod';
import { day, instant, seal } from './ledger.ts';
import { problem } from './source.ts';

/** What may be asked: Arts. 15, 16, 17, 18, 20 and 21. */
export const right = z.enum(['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection']).meta({ id: 'Right' });
export const requestState = z.enum(['received', 'identified', 'surveyed', 'planned', 'approved', 'running', 'done', 'answered', 'closed', 'refused', 'withdrawn', 'joined']).meta({ id: 'RequestState' });
export const proofMethod = z.enum(['account', 'mail', 'document', 'known', 'agent']).describe('signed in at the company’s app; a code by mail; a document shown; known to the person who vouches; an agent whose authority was checked').meta({ id: 'ProofMethod' });

/** How long the company has, by Regulation (EEC, Euratom) 1182/71: the calendar day and the day on which it really ends. */
export const clock = z.object({
  received: day, jurisdiction: z.string(), calendar: z.string(), raw: day.describe('the date that the law counts to: aim at this one'), due: day.describe('moved to the next working day where the law says so'),
  extended: z.object({ reasons: z.string(), seal }).nullable(), extendable: z.boolean().describe('whether the first month still runs'),
  paused: z.object({ since: day, reason: z.string() }).nullable(), ended: day.nullable().describe('the day of the answer, refusal or withdrawal'),
  left: z.number().int().describe('days from now to the raw date; negative when it is past'), late: z.boolean(), notes: z.array(z.string()),
}).meta({ id: 'RequestClock' });

export const correction = z.object({ category: z.string().min(1).max(120).describe('of the data map: contact.email'), from: z.string().max(2000).nullable(), to: z.string().max(2000) });

/** What the person said of themselves. Null to those who may not see personal contents, and once it is forgotten. */
export const personStated = z.object({
  name: z.string().nullable(), mail: z.string().nullable(), statement: z.string().nullable(), corrections: z.array(correction),
  agent: z.object({ name: z.string(), mail: z.string().nullable(), authority: z.string() }).nullable(),
  files: z.array(z.object({ id: z.string(), name: z.string(), bytes: z.number().int() })),
}).meta({ id: 'PersonStated' });

export const nextAct = z.object({
  act: z.enum(['identify', 'survey', 'settle', 'plan', 'approve', 'run', 'reread', 'tasks', 'complete', 'release', 'close', 'wait', 'none']), sentence: z.string(),
}).meta({ id: 'NextAct' });

export const requestSummary = z.object({
  id: z.string(), reference: z.string().describe('what the person keeps; it names nobody'), right, marketing: z.boolean().describe('an objection to direct marketing alone: Art. 21(2)'),
  state: requestState, channel: z.enum(['centre', 'app', 'mail', 'hand', 'opendsr']), language: z.string(), role: z.enum(['controller', 'processor']), people: z.string().nullable().describe('the kind of people of the data map'),
  name: z.string().nullable(), clock, proven: proofMethod.nullable(), working: z.boolean().describe('whether a job is under way'), problem: z.string().nullable(), next: nextAct, seal,
}).meta({ id: 'RequestSummary' });

export const doubt = z.object({
  id: z.string(), key: z.string(), sentence: z.string(), values: z.array(z.string()).nullable(), choices: z.array(z.object({ id: z.string(), title: z.string() })), settled: z.object({ choice: z.string(), reason: z.string(), seal }).nullable(),
}).meta({ id: 'IdentityDoubt' });

export const identityKnown = z.object({
  method: proofMethod, seal, keys: z.array(z.object({ key: z.string(), title: z.string(), count: z.number().int(), values: z.array(z.string()).nullable(), proven: z.boolean() })), doubts: z.array(doubt),
}).meta({ id: 'IdentityKnown' });

const kept = z.object({ reason: z.string(), exemption: z.string().nullable(), law: z.string().nullable(), until: z.string().nullable() });

/** What is to happen at one place, in one line. */
export const planLine = z.object({
  id: z.string(), system: z.string(), systemTitle: z.string(), place: z.string(), title: z.string(),
  verb: z.enum(['read', 'delete', 'empty', 'shell', 'clear', 'keep', 'correct', 'restrict', 'stop', 'task', 'leave']),
  rows: z.number().int().nullable().describe('null when nobody knows'), fields: z.array(z.string()), why: z.string(), kept: kept.nullable(),
}).meta({ id: 'PlanLine' });

export const requestPlan = z.object({
  id: z.string().describe('the hash of what is planned: approval is of exactly this'), made: instant, lines: z.array(planLine), blocked: z.array(z.string()).describe('why it cannot run; empty when it can'),
  holds: z.array(z.object({ id: z.string(), title: z.string() })), plain: z.boolean().describe('whether the rule for plain cases would approve it'), reasons: z.array(z.string()).describe('why it is not plain'),
  approved: z.object({ by: z.enum(['person', 'rule']), seal }).nullable(), seal,
}).meta({ id: 'RequestPlan' });

export const requestStep = z.object({
  step: z.string(), system: z.string(), place: z.string(), verb: z.string(), planned: z.number().int().nullable(), done: z.number().int().nullable(),
  state: z.enum(['waiting', 'done', 'problem']), problem: problem.nullable(), seal: seal.nullable(),
}).meta({ id: 'RequestStep' });

export const reread = z.object({
  at: instant, whole: z.boolean().describe('false when a source could not be read: then nothing is claimed of it'), faults: z.number().int().describe('rows that remain and that nothing explains'),
  places: z.array(z.object({ system: z.string(), place: z.string(), title: z.string(), remaining: z.number().int().nullable(), explained: z.array(z.object({ rows: z.number().int(), why: z.string(), kept: kept.nullable() })), faults: z.number().int(), problem: problem.nullable() })), seal,
}).meta({ id: 'Reread' });

export const recipientTold = z.object({
  recipient: z.string(), title: z.string(), by: z.enum(['opendsr', 'webhook', 'mail', 'person']), state: z.enum(['waiting', 'told', 'confirmed', 'problem']), at: instant.nullable(), problem: z.string().nullable(), seal: seal.nullable(),
}).meta({ id: 'RecipientTold' });

export const manualTask = z.object({
  id: z.string(), request: z.string(), reference: z.string(), system: z.string(), title: z.string(), owner: z.string(), how: z.string(), due: day, state: z.enum(['open', 'done', 'void']), what: z.string(), identity: z.array(z.object({ key: z.string(), values: z.array(z.string()) })).nullable(),
  done: z.object({ note: z.string(), rows: z.number().int().nullable(), seal }).nullable(),
}).meta({ id: 'ManualTask' });

/** What the answer needs and nobody has recorded: asked of a person, never invented. */
export const question = z.object({ id: z.string(), article: z.string(), sentence: z.string(), where: z.string().describe('where it is recorded: a path of the data map, or a record'), answer: z.string().nullable() }).meta({ id: 'AnswerQuestion' });

export const release = z.object({
  id: z.string(), at: instant, by: z.enum(['link', 'age', 'hand']), until: instant, state: z.enum(['open', 'fetched', 'ended', 'locked']), fetched: z.number().int(), bytes: z.number().int(), seal,
}).meta({ id: 'AnswerRelease' });

export const timelineItem = z.object({ kind: z.string(), sentence: z.string(), seal }).meta({ id: 'RequestEvent' });

export const requestDetail = requestSummary.extend({
  person: personStated.nullable(), forgotten: z.boolean(), identity: identityKnown.nullable(), joinedTo: z.string().nullable(), joined: z.array(z.string()),
  plan: requestPlan.nullable(), steps: z.array(requestStep), reread: reread.nullable(), told: z.array(recipientTold), tasks: z.array(manualTask), questions: z.array(question),
  answer: z.object({ state: z.enum(['none', 'composing', 'ready', 'failed']), bytes: z.number().int().nullable(), files: z.number().int().nullable(), problem: z.string().nullable(), at: instant.nullable() }),
  releases: z.array(release), refusal: z.object({ ground: z.string(), whole: z.boolean(), text: z.string(), seal }).nullable(),
  certificate: z.object({ at: instant, entry: z.number().int() }).nullable(), timeline: z.array(timelineItem),
}).meta({ id: 'RequestDetail' });

/** A job on a request as it happens. */
export const requestProgress = z.object({
  request: z.string(), job: z.enum(['survey', 'run', 'reread', 'answer']), phase: z.enum(['queued', 'working', 'done', 'failed']), at: instant, done: z.number().int(), total: z.number().int().nullable(), note: z.string().nullable(),
}).meta({ id: 'RequestProgress' });
