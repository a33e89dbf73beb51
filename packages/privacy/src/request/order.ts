import type { RequestHeader, RequestKind } from './headers.ts';
import type { RequestState, RequestStatus } from './state.ts';

const unproven = ['received', 'identifying', 'paused'] as const;
const beforeRun = [...unproven, 'surveying', 'planned', 'awaiting_approval', 'forwarded'] as const;
const open = [...beforeRun, 'running', 'rereading', 'answering'] as const;
const settled = ['answered', 'partly_refused', 'refused', 'withdrawn', 'forwarded'] as const;

/** In which statuses each kind of fact may come. A kind that is not here is not about one request, or begins it. */
const follows: Readonly<Partial<Record<RequestKind, readonly RequestStatus[]>>> = {
  'request.identity_asked': [...unproven, 'surveying', 'forwarded'],
  'request.identified': ['received', 'identifying', 'surveying', 'forwarded'],
  'request.joined': beforeRun,
  'request.forwarded': ['received', 'identifying', 'surveying'],
  'request.paused': ['received', 'identifying'],
  'request.resumed': ['paused'],
  'request.extended': open,
  'request.surveyed': ['surveying', 'planned', 'awaiting_approval'],
  'request.planned': ['surveying', 'planned', 'awaiting_approval', 'running', 'rereading'],
  'request.approved': ['planned', 'awaiting_approval'],
  'request.step': ['running'],
  'request.ran': ['running'],
  'request.reread': ['rereading', 'answering'],
  'request.refused': [...beforeRun, 'answering'],
  'request.answered': ['answering'],
  'request.withdrawn': open,
  'request.closed': settled,
};

/** What a recipient reports goes forward only: it began, it works on it, it is over. */
const reportRank = { pending: 0, in_progress: 1, completed: 2, cancelled: 2 } as const;

type Further = { readonly [Kind in RequestKind]?: (request: RequestState, header: RequestHeader<Kind>) => string | false };

/** What else must hold; each gives the sentence that says why not. */
const further: Further = {
  'request.identified': ({ received }, { authority }) => received.by !== 'self' && authority !== true && 'whoever asks for somebody else must show the authority first',
  'request.joined': ({ id }, { into }) => into === id && 'a request cannot be joined to itself',
  'request.forwarded': ({ received }) => received.role !== 'processor' && 'only what we do for another company is forwarded to it',
  'request.extended': ({ clock }) => clock.extendBy === null && 'it was extended already',
  'request.planned': ({ survey, plan }, { version }) => (survey === null ? 'nothing was surveyed yet' : version !== (plan?.version ?? 0) + 1 && `the next plan is version ${(plan?.version ?? 0) + 1}`),
  'request.approved': ({ plan }, { version, digest, by }) => (plan?.version !== version || plan.digest !== digest ? 'another plan stands now' : plan.approval === 'person' && by === 'rule' && 'this plan needs a person to approve it'),
  'request.step': ({ plan }, { version }) => plan?.version !== version && 'it belongs to another plan',
  'request.ran': ({ plan, steps }, header) =>
    (plan?.version !== header.version ? 'it belongs to another plan' : steps.some(({ problem }) => problem !== null) ? 'a step met a problem and is not done' : steps.length !== header.steps && `${steps.length} of ${header.steps} steps are done`),
  'recipient.reported': ({ reports }, { recipient, status }) => {
    const last = reports.findLast((one) => one.recipient === recipient);
    return last !== undefined && reportRank[status] <= reportRank[last.status] && 'the recipient reported this or more already';
  },
  'request.answered': ({ received }, { to }) => (received.role === 'processor' ? to === 'person' && 'the company that we work for answers the person' : to === 'controller' && 'we decide over this data, so the person gets the answer'),
};

/**
 * Why a fact of this kind and header may not follow, in a sentence for the user, or null when it may. `request` is undefined
 * before the first fact.
 */
export function obstacleTo<Kind extends RequestKind>(request: RequestState | undefined, kind: Kind, header: RequestHeader<Kind>): string | null {
  if (kind === 'request.received') return request === undefined ? null : 'the request was received already';
  if (request === undefined) return 'there is no such request';
  const statuses = follows[kind];
  if (statuses !== undefined && !statuses.includes(request.status)) return `a request that is ${request.status.replace('_', ' ')} cannot get this: ${kind}`;
  const why = further[kind]?.(request, header);
  return why === undefined || why === false ? null : why;
}
