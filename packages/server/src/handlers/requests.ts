import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import type { JsonObject } from '@avouch/ledger/entry';
import type { Candidate } from '@avouch/privacy/identity';
import { grounds } from '@avouch/privacy/rights';
import { packAnswer } from '@avouch/privacy/answer';
import type { Context, Download, Handlers, Input } from '../context.ts';
import { certificateOf, closeRequest, closingOf, releaseAnswer } from '../requests/answering.ts';
import { appendTo, ownFact, type Doing } from '../requests/appending.ts';
import { needCentre } from '../requests/centre-record.ts';
import { sendCode } from '../requests/codes.ts';
import { composeOf, needWhole } from '../requests/composing.ts';
import { candidateId, detailOf, type Detail } from '../requests/detail.ts';
import { openHandedIn } from '../requests/handed-in.ts';
import { deadlineUnder, rightsIn, takeIn } from '../requests/intake.ts';
import { identifyRequest } from '../requests/identifying.ts';
import { openKnown } from '../requests/known.ts';
import { sendLegal } from '../requests/letters.ts';
import { certificateDocument } from '@avouch/privacy/certificate';
import { listOf } from '../requests/listing.ts';
import { needRequest } from '../requests/request.ts';
import { todayOf } from '../requests/shown.ts';
import { plain } from '../requests/survey.ts';
import { ofRight, recordTold } from '../requests/told.ts';
import { allTasks, attest } from '../requests/tasks.ts';
import { enqueueWork, isWorkOver, publishWork, requestChannel, type Work, type WorkState } from '../requests/work-order.ts';

const doingOf = ({ actor, params }: { readonly actor: { readonly org: string; readonly member: string }; readonly params: { readonly request: string } }): Doing => ({ org: actor.org, id: params.request, actor: actor.member });

async function create(input: Input<'requestCreate'>, context: Context): Promise<Detail> {
  const { actor, body } = input;
  const settings = await context.tenant(actor.org, (tx) => needCentre(tx, actor.org));
  const { channel, role, by, language, received, agent, name, mail, statement, corrections, restriction } = body;
  if (by !== 'self' && agent === null) throw new Refusal('invalid', 'Say who asks for the person, and what shows the authority.', { field: 'agent' });
  const { id } = await takeIn(context, settings, { org: actor.org, actor: actor.member, rights: rightsIn(body), channel, role, by, language, received, restriction, stated: { name, mail, statement, corrections, agent } });
  return detailOf(context, actor, id);
}

/** Starts a job on a request, and says so to whoever follows it. */
const start = (job: Work) => async (input: { readonly actor: Input<'requestSurvey'>['actor']; readonly params: { readonly request: string } }, context: Context): Promise<Detail> => {
  const doing = doingOf(input);
  await needRequest(context, doing.org, doing.id);
  await publishWork(context, doing, job, { phase: 'queued' });
  await context.tenant(doing.org, (tx) => enqueueWork(context, tx, doing, job));
  return detailOf(context, input.actor, doing.id);
};

async function identify(input: Input<'requestIdentify'>, context: Context): Promise<Detail> {
  const { body, actor } = input;
  const doing = doingOf(input);
  await identifyRequest(context, doing, { by: body.by, keys: Object.values(body.keys).flat().length, authority: body.authority }, plain({ keys: body.keys, reason: body.reason }));
  return detailOf(context, actor, doing.id);
}

async function askProof(input: Input<'requestAskProof'>, context: Context): Promise<Detail> {
  const { body, actor } = input;
  const doing = doingOf(input);
  const settings = await context.tenant(doing.org, (tx) => needCentre(tx, doing.org));
  const held = await needRequest(context, doing.org, doing.id);
  const reasons = { proof: 'it was not shown yet', doubt: 'what we know and what you sent do not agree', several_people: 'several people go by what you named', authority: 'your authority was not shown yet' }[body.reason];
  await appendTo(context, doing, {
    kind: 'request.identity_asked', header: { reason: body.reason, by: body.by }, sealed: plain({ wanted: body.wanted }),
    also: async (tx) => void (await sendLegal(context, tx, doing.org, settings, held, { kind: body.pause ? 'paused' : 'identity', reasons, wanted: body.wanted, due: held.state.clock.due })),
  });
  if (body.pause) await appendTo(context, doing, { kind: 'request.paused', header: { ground: 'identity', day: todayOf(context, held.state) }, sealed: plain({ reason: body.wanted }) });
  if (body.by === 'mail') await sendCode(context, doing.org, settings, doing.id);
  return detailOf(context, actor, doing.id);
}

async function resume(input: Input<'requestResume'>, context: Context): Promise<Detail> {
  const doing = doingOf(input);
  const settings = await context.tenant(doing.org, (tx) => needCentre(tx, doing.org));
  const { state } = await needRequest(context, doing.org, doing.id);
  const day = todayOf(context, state);
  if (state.clock.pausedSince === null) throw new Refusal('conflict', 'The clock runs already.');
  const deadline = deadlineUnder(settings, state.clock.day, { pauses: [...state.clock.pauses, { ground: 'identity', from: state.clock.pausedSince, to: day }] });
  await appendTo(context, doing, { kind: 'request.resumed', header: { day, days: deadline.pausedDays, raw: deadline.raw, due: deadline.due, calendar: deadline.calendar, extendBy: deadline.extendBy } });
  return detailOf(context, input.actor, doing.id);
}

async function extend(input: Input<'requestExtend'>, context: Context): Promise<Detail> {
  const { body, actor } = input;
  const doing = doingOf(input);
  const settings = await context.tenant(doing.org, (tx) => needCentre(tx, doing.org));
  const held = await needRequest(context, doing.org, doing.id);
  const { extendBy, pauses } = held.state.clock;
  if (extendBy === null || todayOf(context, held.state) > extendBy) throw new Refusal('conflict', 'It can be extended only once, and only inside the first period.');
  const deadline = deadlineUnder(settings, held.state.clock.day, { extended: true, pauses });
  await appendTo(context, doing, {
    kind: 'request.extended', header: { reason: body.reason, raw: deadline.raw, due: deadline.due, calendar: deadline.calendar }, sealed: plain({ text: body.text }),
    also: async (tx) => void (await sendLegal(context, tx, doing.org, settings, held, { kind: 'extended', reasons: body.text, due: deadline.due })),
  });
  return detailOf(context, actor, doing.id);
}

/** Records a decision of a person, which the next look or plan takes in. */
async function decided(context: Context, input: { readonly actor: Input<'requestSettle'>['actor']; readonly params: { readonly request: string } }, sealed: JsonObject, header: JsonObject): Promise<Detail> {
  const doing = doingOf(input);
  const held = await needRequest(context, doing.org, doing.id);
  if (held.forgotten || held.state.closed !== null) throw new Refusal('conflict', 'This request is closed.');
  await (await context.ledgerOf(doing.org)).append(ownFact(context, { kind: 'request.decided', about: doing.id, actor: doing.actor, header, sealed, subject: doing.id }));
  return start('survey')(input, context);
}

async function settle(input: Input<'requestSettle'>, context: Context): Promise<Detail> {
  const { surveyed } = await openKnown(context, input.actor.org, input.params.request);
  const candidates = (surveyed?.doubts ?? []).flatMap((doubt): readonly Candidate[] => doubt.candidates);
  const theirs = input.body.theirs.map((id) => {
    const found = candidates.find((one) => candidateId(one) === id);
    if (found === undefined) throw new Refusal('invalid', 'One of these rows is not among the candidates any more: look again.', { field: 'theirs' });
    return { system: found.system, place: found.place, key: found.key };
  });
  return decided(context, input, plain({ settled: theirs, reason: input.body.reason }), { settled: theirs.length });
}

async function decide(input: Input<'requestDecide'>, context: Context): Promise<Detail> {
  const { decisions, accepted, corrections, restriction } = input.body;
  const { held } = await openKnown(context, input.actor.org, input.params.request);
  const right = held.state.rights.find((one) => ['access', 'portability', 'rectification', 'erasure', 'restriction', 'objection'].includes(one)) ?? 'access';
  const sealed = {
    decisions: decisions.map(({ exemption, until, ...one }) => ({ ...one, right, ...(exemption === null ? {} : { exemption }), ...(until === null ? {} : { until }) })),
    accepted: accepted.map(({ fault, reason }) => ({ id: fault, reason })), corrections, ...(restriction === null ? {} : { restriction }),
  };
  return decided(context, input, plain(sealed), { decisions: decisions.length, accepted: accepted.length, corrections: corrections.length, ...(restriction === null ? {} : { restriction }) });
}

async function approve(input: Input<'requestApprove'>, context: Context): Promise<Detail> {
  const { body, actor } = input;
  const doing = doingOf(input);
  const { planned, held, decided: said } = await openKnown(context, doing.org, doing.id);
  if (planned?.right === 'restriction' && said.restriction === null) throw new Refusal('conflict', 'Say first on which ground restriction is asked (Art. 18(1)(a) – (d)): each ends by something else.');
  if (planned?.ready === false) throw new Refusal('conflict', 'This plan has faults that stop it: mend them, or accept them with a reason.');
  await appendTo(context, doing, {
    kind: 'request.approved', header: { version: held.state.plan?.version ?? 1, digest: body.digest, by: 'person' }, ...(body.note === '' ? {} : { sealed: plain({ note: body.note }) }),
    also: (tx) => enqueueWork(context, tx, doing, 'run'),
  });
  await publishWork(context, doing, 'run', { phase: 'queued' });
  return detailOf(context, actor, doing.id);
}

async function refuse(input: Input<'requestRefuse'>, context: Context): Promise<Detail> {
  const { body, actor } = input;
  const doing = doingOf(input);
  const settings = await context.tenant(doing.org, (tx) => needCentre(tx, doing.org));
  const held = await needRequest(context, doing.org, doing.id);
  const stated = body.grounds.map(({ ground, law, until }) => ({ ground, reason: body.text, ...(law === null ? {} : { law }), ...(until === null ? {} : { until }) }));
  await appendTo(context, doing, {
    kind: 'request.refused', header: { grounds: body.grounds.map(({ right, ground }) => ({ right, ground })) }, sealed: plain({ text: body.text, grounds: stated }),
    also: async (tx) => void (await sendLegal(context, tx, doing.org, settings, held, { kind: 'refused', grounds: stated })),
  });
  return detailOf(context, actor, doing.id);
}

async function preview(input: Input<'requestAnswer'>, context: Context): Promise<Download> {
  const known = await openKnown(context, input.actor.org, input.params.request);
  const answer = await composeOf(context, input.actor.org, known);
  const { form } = input.query;
  if (form === 'zip') {
    needWhole(answer);
    return { name: 'answer.zip', type: 'application/zip', bytes: packAnswer(answer) };
  }
  const file = answer.files.find(({ path }) => path === `answer.${form}`);
  if (file === undefined) throw new Refusal('not_found', 'This answer has no such form.');
  return { name: file.path, type: form === 'html' ? 'text/html; charset=utf-8' : 'application/json', bytes: file.content() };
}

async function certificate({ actor, params, query }: Input<'requestCertificate'>, context: Context): Promise<Download> {
  const made = await certificateOf(context, actor.org, params.request);
  if (query.form === 'json') return { name: 'certificate.json', type: 'application/json', bytes: Buffer.from(`${JSON.stringify(made, undefined, 2)}\n`) };
  const closed = await closingOf(context, actor.org, params.request);
  // Typesetting is loaded when the first certificate is asked for as a page.
  const { renderHtml } = await import('@avouch/documents/render');
  return { name: 'certificate.html', type: 'text/html; charset=utf-8', bytes: (await renderHtml(certificateDocument(made.statement, { ...closed, log: made.log }))).bytes };
}

async function told(input: Input<'requestTold'>, context: Context): Promise<Detail> {
  const { body, actor } = input;
  const { held, planned } = await openKnown(context, actor.org, input.params.request);
  const known = planned?.recipients.find(({ id }) => id === body.recipient);
  if (known === undefined) throw new Refusal('not_found', 'The plan names no such recipient.', { field: 'recipient' });
  await recordTold(context, { org: actor.org, id: held.id, actor: actor.member }, { recipient: body.recipient, of: ofRight(planned?.right), by: 'person', outcome: body.outcome }, body.note);
  return detailOf(context, actor, held.id);
}

async function* follow({ actor, params, signal }: Input<'requestProgress'>, context: Context): AsyncIterable<Answer<'requestProgress'>> {
  const channel = requestChannel(params.request);
  await needRequest(context, actor.org, params.request);
  const begun = await context.tenant(actor.org, (tx) => tx.query('select from progress where org = $1 and channel = $2', [actor.org, channel]));
  if (begun.rowCount === 0) return;
  for await (const state of context.progress.follow(actor.org, channel, signal)) {
    // Only jobs on requests publish here, in this shape.
    yield state as WorkState;
    if (isWorkOver(state as WorkState)) return;
  }
}

/** What the routes of requests do, up to the answer. */
export const requestHandlers: Handlers = {
  requests: async ({ actor, query }, context) => listOf(context, actor, query),
  request: async ({ actor, params }, context) => detailOf(context, actor, params.request),
  requestCreate: create, requestIdentify: identify, requestAskProof: askProof, requestResume: resume, requestExtend: extend, requestSettle: settle, requestDecide: decide, requestApprove: approve, requestRefuse: refuse,
  requestJoin: async (input, context) => {
    const doing = doingOf(input);
    const [one, other] = [await needRequest(context, doing.org, doing.id), await needRequest(context, doing.org, input.body.to)];
    if ([one, other].some(({ state }) => state.received.channel === 'opendsr')) throw new Refusal('conflict', 'What a controller ordered by OpenDSR is answered by itself: it is joined to nothing.', { field: 'to' });
    if (other.state.closed !== null || one.state.rights.some((right) => !other.state.rights.includes(right))) throw new Refusal('conflict', 'Only a request of the same kind, that is still open, takes in a duplicate.', { field: 'to' });
    if (other.state.clock.day > one.state.clock.day) throw new Refusal('conflict', 'The other request came in later: join it to this one, so that the clock of the first counts.', { field: 'to' });
    await appendTo(context, doing, { kind: 'request.joined', header: { into: input.body.to, rights: [...one.state.rights] }, sealed: plain({ reason: input.body.reason }) });
    return detailOf(context, input.actor, doing.id);
  },
  requestPause: async (input, context) => {
    const doing = doingOf(input);
    const { state } = await needRequest(context, doing.org, doing.id);
    await appendTo(context, doing, { kind: 'request.paused', header: { ground: 'identity', day: todayOf(context, state) }, sealed: plain({ reason: input.body.reason }) });
    return detailOf(context, input.actor, doing.id);
  },
  requestSurvey: start('survey'), requestPlan: start('survey'), requestRun: start('run'), requestReread: start('reread'), requestCompose: start('answer'),
  requestProgress: async (input, context) => follow(input, context),
  requestComplete: async (input, context) => {
    const doing = doingOf(input);
    await needRequest(context, doing.org, doing.id);
    await (await context.ledgerOf(doing.org)).append(ownFact(context, { kind: 'request.decided', about: doing.id, actor: doing.actor, header: { answers: Object.keys(input.body.answers).length }, sealed: plain({ answers: input.body.answers }), subject: doing.id }));
    return detailOf(context, input.actor, doing.id);
  },
  requestGrounds: async () => ({ items: grounds.map(({ code, article, rights, reach, needs, when }) => ({ code, article, rights: [...rights], reach, needs: [...needs], when })) }),
  requestAnswer: preview,
  requestRelease: async (input, context) => {
    const released = await releaseAnswer(context, doingOf(input), input.body);
    return { request: await detailOf(context, input.actor, input.params.request), ...released };
  },
  requestClose: async (input, context) => {
    await closeRequest(context, doingOf(input), input.body.forget);
    return detailOf(context, input.actor, input.params.request);
  },
  requestCertificate: certificate,
  requestTold: told,
  requestWithdraw: async (input, context) => {
    const doing = doingOf(input);
    await appendTo(context, doing, { kind: 'request.withdrawn', header: {}, sealed: plain({ reason: input.body.reason }) });
    return detailOf(context, input.actor, doing.id);
  },
  requestFile: async (input, context) => openHandedIn(context, doingOf(input), input.params.file),
  requestTell: async (input, context) => {
    const doing = doingOf(input);
    await needRequest(context, doing.org, doing.id);
    await context.tenant(doing.org, (tx) => context.jobs.add(tx, 'tell', { org: doing.org, request: doing.id }, { key: `tell:${doing.org}:${doing.id}` }));
    return detailOf(context, input.actor, doing.id);
  },
  manualTasks: async ({ actor, query }, context) => ({ items: (await allTasks(context, actor)).filter(({ state }) => query.state === undefined || state === query.state) }),
  manualTaskDone: async ({ actor, params, body }, context) => attest(context, actor, params.task, body.note, body.rows),
};

