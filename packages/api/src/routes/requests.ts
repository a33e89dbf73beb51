import { z } from 'zod';
import { agent, correction, manualTask, provenBy, restrictionGround, requestDetail, requestProgress, requestStatus, requestSummary, right } from '../shapes/request.ts';
import { bytes, id, nothingBack, org, page, paging, route } from './define.ts';

const one = org.extend({ request: id });
const reason = z.string().min(1).max(4000);
const act = (verb: string, title: string, permission: 'privacy.write' | 'privacy.approve' | 'privacy.run') =>
  route('POST', `/orgs/:org/privacy/requests/:request/${verb}`, { id: `requests.${verb.replaceAll('-', '_')}`, title, permission, params: one, output: requestDetail });
const said = <Body extends z.ZodType>(verb: string, title: string, permission: 'privacy.write' | 'privacy.approve' | 'privacy.run', body: Body) =>
  route('POST', `/orgs/:org/privacy/requests/:request/${verb}`, { id: `requests.${verb.replaceAll('-', '_')}`, title, permission, params: one, body, output: requestDetail });

const keys = z.record(z.string().min(1).max(200), z.array(z.string().min(1).max(1000)).min(1).max(50)).describe('identity keys of the data map, and what was shown: customer.email → addresses');
const stated = z.object({
  right: right.optional().describe('what is asked, where it is one thing'), rights: z.array(right).min(1).max(9).optional().describe('what is asked, where it is several things: each becomes a request of its own, all with one reference and shown by one proof; in place of `right`'),
  language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/).default('en'), name: z.string().min(1).max(300).nullable().default(null), mail: z.email().max(320).nullable().default(null),
  statement: z.string().max(10_000).nullable().default(null), corrections: z.array(correction).max(50).default([]),
  restriction: restrictionGround.nullable().default(null).describe('where restriction is asked: on which ground; staff can say it later'),
});

/** What people asked, from its coming in to the certificate. */
export const requestRoutes = {
  requests: route('GET', '/orgs/:org/privacy/requests', { id: 'requests.list', title: 'Requests, the most urgent first; closed ones last', permission: 'privacy.read', params: org, query: paging.extend({ status: requestStatus.optional(), right: right.optional(), open: z.enum(['yes', 'no']).optional(), reference: z.string().max(40).optional() }), output: page(requestSummary) }),
  request: route('GET', '/orgs/:org/privacy/requests/:request', { id: 'requests.read', title: 'One request with its clock, plan, steps, report and seals', permission: 'privacy.read', params: one, output: requestDetail }),
  requestCreate: route('POST', '/orgs/:org/privacy/requests', { id: 'requests.create', title: 'Take in a request that came by mail, letter, telephone or in person', permission: 'privacy.write', params: org, body: stated.extend({ channel: z.enum(['mail', 'hand']), received: z.iso.datetime({ precision: 3 }).describe('when it reached the company; never later than now'), role: z.enum(['controller', 'processor']).default('controller'), by: z.enum(['self', 'agent', 'guardian']).default('self'), agent: agent.nullable().default(null) }), output: requestDetail }),
  requestIdentify: said('identify', 'State how it was shown who asks, and by which keys the person is known; the data is then looked for', 'privacy.write', z.object({ by: provenBy, keys, authority: z.boolean().nullable().default(null).describe('whether the agent or guardian showed the authority'), reason })),
  requestAskProof: said('ask-proof', 'Ask the person for more, with the reasonable doubt: Art. 12(6)', 'privacy.write', z.object({ reason: z.enum(['proof', 'doubt', 'several_people', 'authority']), by: provenBy, wanted: z.string().min(1).max(4000).describe('what is asked, and why: the person reads it'), pause: z.boolean().default(false).describe('whether the clock stands until they answer: a recorded decision') })),
  requestJoin: said('join', 'Join a duplicate to the request that goes on', 'privacy.write', z.object({ to: id, reason })),
  requestPause: said('pause', 'Let the clock stand, with the reason in law', 'privacy.approve', z.object({ reason })),
  requestResume: act('resume', 'Let the clock run again', 'privacy.write'),
  requestExtend: said('extend', 'Extend by two months, with reasons, inside the first month; the person is told', 'privacy.approve', z.object({ reason: z.enum(['complexity', 'number', 'complexity_and_number']), text: reason.describe('the reasons as the person reads them') })),
  requestSurvey: act('survey', 'Look in every store for the person, and plan', 'privacy.run'),
  requestSettle: said('settle', 'Say which rows are the person’s where several people go by one key', 'privacy.write', z.object({ theirs: z.array(z.string().max(300)).max(200).describe('ids of the candidates that are the person; the others are somebody else'), reason })),
  requestDecide: said('decide', 'Decide a place where the law asks to weigh, accept a fault with a reason, or name the values to put right', 'privacy.approve', z.object({ decisions: z.array(z.object({ system: id, place: z.string().max(200), outcome: z.enum(['applies', 'keep']), exemption: z.string().max(20).nullable().default(null), reason, until: z.iso.date().nullable().default(null) })).max(200).default([]), accepted: z.array(z.object({ fault: z.string().max(400), reason })).max(200).default([]), corrections: z.array(z.object({ system: id, place: z.string().max(200), field: z.string().max(200), from: z.string().max(2000), to: z.string().max(2000) })).max(200).default([]), restriction: restrictionGround.nullable().default(null).describe('the ground on which restriction is asked, where it is another') })),
  requestPlan: act('plan', 'Plan again: after a hold, a settled doubt or another data map', 'privacy.write'),
  requestApprove: said('approve', 'Approve exactly this plan', 'privacy.approve', z.object({ digest: z.string().min(1).max(200), note: z.string().max(2000).default('') })),
  requestRun: act('run', 'Carry out the approved plan; a run that broke off goes on', 'privacy.run'),
  requestReread: act('reread', 'Read every source again and explain what remains', 'privacy.run'),
  requestProgress: route('GET', '/orgs/:org/privacy/requests/:request/progress', { id: 'requests.progress', title: 'The running job of a request, live; ends when it is done', permission: 'privacy.read', params: one, output: requestProgress, gives: 'events' }),
  requestComplete: said('complete', 'Answer what nobody had recorded, for this answer', 'privacy.write', z.object({ answers: z.record(z.string().max(200), z.string().min(1).max(4000)) })),
  requestGrounds: route('GET', '/orgs/:org/privacy/grounds', { id: 'requests.grounds', title: 'The grounds on which a right may be refused or limited, with their source in law', permission: 'privacy.read', params: org, output: z.object({ items: z.array(z.object({ code: z.string(), article: z.string(), rights: z.array(right), reach: z.enum(['whole', 'part']), needs: z.array(z.enum(['reason', 'law', 'until'])), when: z.string() })) }) }),
  requestRefuse: said('refuse', 'Refuse with ground, complaint and remedy; the person is told', 'privacy.approve', z.object({ grounds: z.array(z.object({ right, ground: z.string().min(1).max(80).describe('a code of the list of grounds'), law: z.string().max(500).nullable().default(null), until: z.iso.date().nullable().default(null) })).min(1).max(20), text: reason.describe('the reasons as the person reads them') })),
  requestAnswer: route('GET', '/orgs/:org/privacy/requests/:request/answer', { id: 'requests.answer', title: 'The answer as the person would get it', permission: 'privacy.write', params: one, query: z.object({ form: z.enum(['html', 'json', 'zip']).default('html') }), output: bytes, gives: 'bytes' }),
  requestCompose: act('compose', 'Compose the answer from what was found', 'privacy.run'),
  requestRelease: route('POST', '/orgs/:org/privacy/requests/:request/release', { id: 'requests.release', title: 'Give the answer to the person, encrypted; the passphrase is shown this once, to be told by another way', permission: 'privacy.approve', params: one, body: z.object({ by: z.enum(['link', 'age', 'hand']), recipient: z.string().max(200).nullable().default(null).describe('the person’s own age key'), days: z.number().int().min(1).max(60).default(14) }), output: z.object({ request: requestDetail, passphrase: z.string().nullable(), link: z.string().nullable() }) }),
  requestClose: said('close', 'Close: the certificate is written, and the contents can be forgotten', 'privacy.approve', z.object({ forget: z.boolean().default(false).describe('destroy the contents now; certificate and proofs stay') })),
  requestCertificate: route('GET', '/orgs/:org/privacy/requests/:request/certificate', { id: 'requests.certificate', title: 'The certificate, which names nobody and verifies offline', permission: 'privacy.read', params: one, query: z.object({ form: z.enum(['json', 'html']).default('json') }), output: bytes, gives: 'bytes' }),
  requestWithdraw: said('withdraw', 'The person takes the request back', 'privacy.write', z.object({ reason })),
  requestTold: said('told', 'State that a recipient was told by hand: Art. 19', 'privacy.write', z.object({ recipient: id, outcome: z.enum(['told', 'impossible', 'disproportionate']), note: reason })),
  requestFile: route('GET', '/orgs/:org/privacy/requests/:request/files/:file', { id: 'requests.file', title: 'A file that the person handed in, as a download; the first look is recorded', permission: 'privacy.write', params: one.extend({ file: id }), output: bytes, gives: 'bytes' }),
  requestTell: act('tell', 'Tell the recipients that were not told yet, now', 'privacy.run'),
  manualTasks: route('GET', '/orgs/:org/privacy/tasks', { id: 'requests.tasks', title: 'What is to be done by hand in systems without a connector', permission: 'privacy.read', params: org, query: z.object({ state: z.enum(['open', 'done', 'void']).optional() }), output: z.object({ items: z.array(manualTask) }) }),
  manualTaskDone: route('POST', '/orgs/:org/privacy/tasks/:task/done', { id: 'requests.task_done', title: 'Attest that it was done, with what was found', permission: 'privacy.write', params: org.extend({ task: id }), body: z.object({ note: reason, rows: z.number().int().min(0).nullable() }), output: manualTask }),

  appRequest: route('POST', '/orgs/:org/app/requests', { id: 'app.request', title: 'Take in a request of somebody who is signed in at the company’s app, which vouches for the account', permission: 'app', params: org, body: stated.extend({ keys }), output: z.object({ reference: z.string(), code: z.string().describe('the person’s own code: with the reference it shows how the request stands'), due: z.iso.date() }) }),
  appRestriction: route('GET', '/orgs/:org/app/restrictions/:subject', { id: 'app.restriction', title: 'Whether processing of somebody’s data is restricted: Art. 18', permission: 'app', params: org.extend({ subject: z.string().min(1).max(300) }), output: z.object({ restricted: z.boolean(), since: z.iso.datetime({ precision: 3 }).nullable() }) }),
  appHealth: route('GET', '/orgs/:org/app', { id: 'app.known', title: 'Whether the key is known', permission: 'app', params: org, output: nothingBack }),
};
