import { z } from 'zod';
import { day, instant, seal } from './ledger.ts';
import { problem } from './source.ts';

/** What people may ask: Arts. 15, 16, 17, 18, 20; `objection` is Art. 21(1), `marketing` Art. 21(2), `human_review` Art. 22(3), `consent` Art. 7(3). */
export const right = z.enum(['access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'marketing', 'human_review', 'consent']).meta({ id: 'Right' });
export const requestStatus = z.enum(['received', 'identifying', 'paused', 'surveying', 'planned', 'awaiting_approval', 'running', 'rereading', 'answering', 'forwarded', 'answered', 'partly_refused', 'refused', 'withdrawn', 'closed']).meta({ id: 'RequestStatus' });
export const provenBy = z.enum(['account', 'mail', 'question', 'document', 'known', 'agent', 'controller']).describe('signed in at the company’s app; a code by mail; a question answered; a document shown; known to who vouches; an agent; the company that we work for').meta({ id: 'ProvenBy' });

/** How long the company has. `raw` is the date that the law counts to, at which to aim; `due` is moved to the next working day where the law says so. */
export const clock = z.object({
  day: day.describe('of receipt, in the company’s zone'), raw: day, due: day, calendar: z.string(), jurisdiction: z.string(), extendBy: day.nullable().describe('the last day to tell of an extension; null once it was told'),
  extended: z.object({ at: instant, reason: z.string() }).nullable(), pausedSince: day.nullable(), pauses: z.array(z.object({ ground: z.string(), from: day, to: day })), stopped: instant.nullable(),
  clock: z.enum(['running', 'paused', 'stopped']), late: z.boolean(), daysLeft: z.number().int().describe('until `due`; negative when past'), reminders: z.array(day),
}).meta({ id: 'RequestClock' });

export const correction = z.object({ category: z.string().min(1).max(120).describe('of the data map: contact.email'), from: z.string().max(2000), to: z.string().max(2000) });
export const agent = z.object({ name: z.string().min(1).max(300), mail: z.email().max(320).nullable(), authority: z.string().min(1).max(2000).describe('what shows that they may act: a power of attorney, custody') });

/** On which ground restriction is asked: accuracy contested, unlawful use, kept for the person’s own claims, an objection that is weighed. */
export const restrictionGround = z.enum(['accuracy', 'unlawful', 'claims', 'objection']).describe('Art. 18(1)(a) – (d)').meta({ id: 'RestrictionGround' });

/** What the person said of themselves. Null to those who may not see it, and once it is forgotten. */
export const personStated = z.object({
  reference: z.string().describe('what the person keeps'), name: z.string().nullable(), mail: z.string().nullable(), statement: z.string().nullable(), corrections: z.array(correction), agent: agent.nullable(),
}).meta({ id: 'PersonStated' });

export const nextAct = z.object({
  act: z.enum(['identify', 'survey', 'settle', 'mend', 'plan', 'approve', 'run', 'reread', 'tasks', 'complete', 'compose', 'release', 'tell', 'close', 'wait', 'none']), sentence: z.string(),
}).meta({ id: 'NextAct' });

export const requestSummary = z.object({
  id: z.string(), status: requestStatus, rights: z.array(right), channel: z.enum(['centre', 'app', 'mail', 'hand', 'opendsr']), role: z.enum(['controller', 'processor']), by: z.enum(['self', 'agent', 'guardian']), language: z.string(),
  stated: personStated.nullable(), forgotten: z.boolean(), clock, proven: provenBy.nullable(), working: z.boolean().describe('whether a job is under way'), next: nextAct, seal,
  controller: z.object({ id: z.string(), name: z.string(), order: z.string(), status: z.enum(['pending', 'in_progress', 'completed', 'cancelled']) }).nullable().describe('who ordered it by OpenDSR, under which id, and the status that they read; the clock is theirs'),
}).meta({ id: 'RequestSummary' });

export const doubt = z.object({
  key: z.string(), system: z.string(), place: z.string(), sentence: z.string(),
  candidates: z.array(z.object({ id: z.string(), system: z.string(), place: z.string(), key: z.array(z.unknown()).nullable(), same: z.array(z.string()), different: z.array(z.string()), absent: z.array(z.string()), chosen: z.boolean().nullable() })),
}).meta({ id: 'IdentityDoubt' });

export const identityKnown = z.object({
  by: provenBy, proven: z.array(z.object({ key: z.string(), title: z.string(), values: z.array(z.string()).nullable() })), found: z.array(z.object({ key: z.string(), title: z.string(), count: z.number().int(), values: z.array(z.string()).nullable() })), doubts: z.array(doubt),
}).meta({ id: 'IdentityKnown' });

const place = { system: z.string(), place: z.string() };
const figures = z.record(z.string(), z.number().int());

export const mapGap = z.object({
  id: z.string(), code: z.string(), system: z.string(), place: z.string().nullable(), field: z.string().nullable(), sentence: z.string(), remedy: z.string(), stops: z.boolean(), accepted: z.string().nullable().describe('the reason for which a person accepted it'),
}).meta({ id: 'PlanFault' });

/** What is to happen at one place. Counts are those of the survey. */
export const placePlan = z.object({
  ...place, title: z.string(), engine: z.string(), rows: z.object({ own: z.number().int(), shared: z.number().int(), accessible: z.number().int() }), does: z.enum(['read', 'change', 'keep', 'nothing', 'left-out']), why: z.array(z.string()),
  dispositions: figures.nullable().describe('under erasure: deleted, emptied, kept, ended, shells, cleared, loosened, held'),
  kept: z.array(z.object({ rows: z.number().int(), reason: z.string(), exemption: z.string().nullable(), law: z.string().nullable(), until: z.object({ first: z.string().nullable(), last: z.string().nullable(), open: z.number().int() }).nullable(), hold: z.string().nullable() })),
  fields: z.array(z.object({ field: z.string(), category: z.string(), of: z.string(), does: z.string(), why: z.string() })),
  rules: z.array(z.object({ basis: z.string(), applies: z.enum(['yes', 'no', 'weigh']), source: z.string(), because: z.string() })),
}).meta({ id: 'PlacePlan' });

export const requestPlan = z.object({
  version: z.number().int(), right, digest: z.string().describe('of all that is planned: approval is of exactly this'), at: instant, places: z.array(placePlan),
  tasks: z.array(z.object({ system: z.string(), title: z.string(), owner: z.string().nullable(), days: z.number().int().nullable(), how: z.string().nullable(), places: z.array(z.string()) })),
  recipients: z.array(z.object({ id: z.string(), title: z.string(), role: z.string(), by: z.string().nullable(), categories: z.array(z.string()) })), backups: z.array(z.object({ system: z.string(), days: z.number().int(), note: z.string().nullable() })),
  faults: z.array(mapGap), ready: z.boolean(), approval: z.enum(['person', 'rule']), approved: z.object({ by: z.enum(['person', 'rule']), at: instant, actor: z.string() }).nullable(), seal,
}).meta({ id: 'RequestPlan' });

export const requestStep = z.object({
  step: z.string(), system: z.string(), place: z.string().nullable(), does: z.string(), planned: z.number().int(), done: z.number().int(), counts: z.record(z.string(), figures), problem: problem.nullable(), seal,
}).meta({ id: 'RequestStep' });

export const reread = z.object({
  at: instant, clean: z.boolean().describe('every place was read, and every row that is left is explained'), unexplained: z.number().int(), seal,
  places: z.array(z.object({ ...place, counts: figures.describe('kept, held, shared, shell, emptied, unexplained'), accessible: z.number().int(), sentences: z.array(z.object({ rows: z.number().int(), why: z.string(), sentence: z.string(), exemption: z.string().nullable(), until: z.string().nullable() })), problem: problem.nullable() })),
}).meta({ id: 'Reread' });

export const recipientTold = z.object({
  recipient: z.string(), title: z.string(), by: z.enum(['opendsr', 'webhook', 'mail', 'person']), outcome: z.enum(['waiting', 'told', 'failed', 'impossible', 'disproportionate']), at: instant.nullable(), note: z.string().nullable().describe('what came of the last try; null to those who may not see it'), tries: z.number().int().describe('tries in vain'),
  reported: z.object({ status: z.enum(['pending', 'in_progress', 'completed', 'cancelled']), at: instant }).nullable().describe('what it says itself, under its verified signature'),
}).meta({ id: 'RecipientTold' });

export const manualTask = z.object({
  id: z.string(), request: z.string(), system: z.string(), title: z.string(), owner: z.string().nullable(), how: z.string().nullable(), places: z.array(z.string()), right, due: day, late: z.boolean(), state: z.enum(['open', 'done', 'void']),
  identity: z.array(z.object({ key: z.string(), values: z.array(z.string()) })).nullable().describe('by which keys to look; null to those who may not see it'), done: z.object({ note: z.string().nullable(), rows: z.number().int().nullable(), seal }).nullable(),
}).meta({ id: 'ManualTask' });

/** What the answer needs and nobody has recorded: asked of a person, never invented. */
export const question = z.object({ id: z.string(), article: z.string(), sentence: z.string(), answer: z.string().nullable() }).meta({ id: 'AnswerQuestion' });

export const release = z.object({
  id: z.string(), at: instant, by: z.enum(['link', 'age', 'hand', 'opendsr']), until: instant, state: z.enum(['open', 'fetched', 'ended', 'locked']), fetched: z.number().int(), bytes: z.number().int(), seal,
}).meta({ id: 'AnswerRelease' });

export const timelineItem = z.object({ kind: z.string(), sentence: z.string(), detail: z.string().nullable().describe('in the words of whoever did it; null to those who may not see it'), irregular: z.string().nullable().describe('why it changed nothing'), seal }).meta({ id: 'RequestEvent' });

/** What an erasure keeps until a day, in one system. */
export const keptRows = z.object({
  id: z.string(), request: z.string(), system: z.string(), rows: z.number().int(), until: day.describe('the first day on which a ground ends'), next: day.nullable().describe('the day after which it is looked at again; null when nothing is left to end'),
  gone: z.number().int().describe('rows and fields that went'), kept: z.number().int().nullable().describe('that another ground keeps; null before the first look'), held: z.number().int().nullable(), others: z.number().int().nullable().describe('somebody else’s by now, left alone'),
  why: z.array(z.string()), problem: z.string().nullable(), seal,
}).meta({ id: 'KeptRows' });

/** A file that the person handed in. What it was called is null to those who may not see it, and once it is deleted. */
export const handedInFile = z.object({
  id: z.string(), purpose: z.enum(['proof', 'document']), name: z.string().nullable(), type: z.string().describe('by its bytes'), bytes: z.number().int(), at: instant, seen: instant.nullable().describe('when somebody of the company first looked at it'), deleted: instant.nullable(), seal,
}).meta({ id: 'HandedInFile' });

export const requestDetail = requestSummary.extend({
  together: z.array(z.object({ id: z.string(), rights: z.array(right), status: requestStatus })).describe('what the same person asked in the same breath, without this one; each goes its own way'),
  identity: identityKnown.nullable(), joinedInto: z.string().nullable(), joined: z.array(z.string()), survey: z.object({ systems: z.number().int(), places: z.number().int(), rows: z.number().int(), problems: z.number().int(), doubts: z.number().int(), at: instant }).nullable(),
  plan: requestPlan.nullable(), steps: z.array(requestStep), reread: reread.nullable(), told: z.array(recipientTold), tasks: z.array(manualTask), questions: z.array(question),
  answer: z.object({ state: z.enum(['none', 'composing', 'ready', 'failed']), bytes: z.number().int().nullable(), problem: z.string().nullable(), at: instant.nullable() }),
  releases: z.array(release), files: z.array(handedInFile), refused: z.array(z.object({ right, ground: z.string(), title: z.string() })), restriction: restrictionGround.nullable().describe('on which ground restriction is asked; null where it is not, or nobody said'), kept: z.array(keptRows), handed: z.array(z.object({ sites: z.array(z.object({ site: z.string(), name: z.string(), ids: z.array(z.string()), accounts: z.number().int(), subjects: z.number().int() })), seal })).describe('purposes and companies that were switched off in consent'), certificate: z.object({ at: instant, entry: z.number().int() }).nullable(), timeline: z.array(timelineItem),
}).meta({ id: 'RequestDetail' });

/** A job on a request as it happens. */
export const requestProgress = z.object({
  request: z.string(), job: z.enum(['survey', 'run', 'reread', 'answer']), phase: z.enum(['queued', 'working', 'done', 'failed']), at: instant, done: z.number().int(), total: z.number().int().nullable(), note: z.string().nullable(),
}).meta({ id: 'RequestProgress' });
