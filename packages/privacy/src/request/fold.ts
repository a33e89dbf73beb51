import type { Entry } from '@avouch/ledger/entry';
import { headers, type RequestHeader, type RequestKind } from './headers.ts';
import { obstacleTo } from './order.ts';
import type { RequestState, StepState } from './state.ts';

type Placed = { readonly index: number; readonly entry: Entry };
type Changes = Partial<RequestState>;
type Fold = { readonly [Kind in RequestKind]?: (request: RequestState, header: RequestHeader<Kind>, at: Placed) => Changes };

const isRequestKind = (kind: string): kind is RequestKind => Object.hasOwn(headers, kind);

/** The ids of the requests that an entry is about; none for an entry of another kind. */
export function concerns(entry: Entry): readonly string[] {
  if (!isRequestKind(entry.kind)) return [];
  if (entry.kind === 'request.joined') return [entry.about, String(entry.header['into'])];
  if (entry.kind.startsWith('request.')) return [entry.about];
  return entry.kind === 'recipient.told' || entry.kind === 'recipient.reported' || entry.kind === 'suppression.written' ? [String(entry.header['request'])] : [];
}

/**
 * What a request becomes by one more entry, seen from the request `id`. Entries must come in the order of the ledger; one that was
 * folded already changes nothing, and one that cannot follow is kept as irregular and changes nothing else.
 */
export function followRequest(id: string, before: RequestState | undefined, placed: Placed): RequestState | undefined {
  const { index, entry } = placed;
  if (!isRequestKind(entry.kind) || !concerns(entry).includes(id) || (before !== undefined && index <= before.entry)) return before;
  const parsed = headers[entry.kind].safeParse(entry.header);
  const isSelf = entry.about === id;
  const why = !parsed.success ? 'its header is not of this form' : isSelf || entry.kind !== 'request.joined' ? obstacleTo(before, entry.kind, parsed.data as never) : null;
  if (before === undefined) return why === null && entry.kind === 'request.received' ? begun(id, parsed.data as RequestHeader<'request.received'>, placed) : undefined;
  if (why !== null) return { ...before, entry: index, irregular: [...before.irregular, { entry: index, kind: entry.kind, why }] };
  if (!isSelf && entry.kind === 'request.joined') return { ...before, entry: index, ...gathered(before, parsed.data as RequestHeader<'request.joined'>, entry.about) };
  const fold = folds[entry.kind] as ((request: RequestState, header: unknown, at: Placed) => Changes) | undefined;
  return { ...before, ...fold?.(before, parsed.data, placed), entry: index };
}

function begun(id: string, header: RequestHeader<'request.received'>, { index, entry }: Placed): RequestState {
  const { day, raw, due, calendar, extendBy, rights, ...received } = header;
  return {
    id, status: 'received', rights, received: { ...received, at: entry.held?.from ?? entry.captured, entry: index },
    clock: { day, raw, due, calendar, extendBy, extended: null, pausedSince: null, pauses: [], stopped: null },
    identity: { asked: null, proven: null },
    survey: null, plan: null, approval: null, steps: [], reread: null, refused: [], answer: null, forwarded: null, told: [], reports: [], suppressed: null, joined: [], joinedInto: null, closed: null, certificate: null,
    irregular: [], entry: index,
  };
}

/** The request that another is joined to gathers its rights; the clock of the one that goes on is its own. */
const gathered = (request: RequestState, { rights }: RequestHeader<'request.joined'>, other: string): Changes =>
  ({ joined: [...request.joined, other], rights: [...new Set([...request.rights, ...rights])] });

const stoppedAt = (request: RequestState, at: string) => ({ ...request.clock, stopped: request.clock.stopped ?? at });

const folds: Fold = {
  'request.identity_asked': ({ status, identity }, { reason }, { entry }) =>
    ({ status: status === 'received' || status === 'surveying' ? 'identifying' : status, identity: { ...identity, asked: { at: entry.captured, reason } } }),
  'request.identified': ({ identity }, header, { entry }) => ({ status: 'surveying', identity: { ...identity, proven: { at: entry.captured, ...header } } }),
  'request.joined': (request, { into }, { entry }) => ({ status: 'closed', joinedInto: into, closed: entry.captured, clock: stoppedAt(request, entry.captured) }),
  'request.forwarded': (request, { to }, { entry }) => ({ status: 'forwarded', forwarded: { to, at: entry.captured }, clock: stoppedAt(request, entry.captured) }),
  'request.paused': ({ clock }, { day }) => ({ status: 'paused', clock: { ...clock, pausedSince: day } }),
  'request.resumed': ({ clock, identity }, { day, raw, due, calendar, extendBy }) => ({
    status: identity.asked === null ? 'received' : 'identifying',
    clock: { ...clock, raw, due, calendar, extendBy, pausedSince: null, pauses: [...clock.pauses, { ground: 'identity', from: clock.pausedSince ?? day, to: day }] },
  }),
  'request.extended': ({ clock }, { reason, raw, due, calendar }, { entry }) => ({ clock: { ...clock, raw, due, calendar, extendBy: null, extended: { at: entry.captured, reason } } }),
  'request.surveyed': (_, header, { entry, index }) => ({ status: 'surveying', survey: { ...header, at: entry.captured, entry: index } }),
  'request.planned': (_, header, { entry, index }) => ({
    status: header.approval === 'person' ? 'awaiting_approval' : 'planned', plan: { ...header, at: entry.captured, entry: index }, approval: null, steps: [], reread: null,
  }),
  'request.approved': (_, { version, by }, { entry }) => ({ status: 'running', approval: { at: entry.captured, actor: entry.actor, by, version } }),
  'request.step': ({ steps }, { version: _version, ...deed }, { index }) => ({ steps: withStep(steps, { ...deed, entry: index }) }),
  // After a run that changed something, every source is read again; what only reads goes on to the answer.
  'request.ran': ({ plan }) => ({ status: (plan?.changes ?? 0) > 0 ? 'rereading' : 'answering' }),
  'request.reread': (_, header, { entry, index }) => ({ status: header.unexplained + header.problems === 0 ? 'answering' : 'rereading', reread: { ...header, at: entry.captured, entry: index } }),
  'request.refused': (request, { grounds }, { entry }) => ({ status: 'refused', refused: grounds, clock: stoppedAt(request, entry.captured) }),
  'request.answered': (request, header, { entry, index }) => ({
    status: header.grounds.length > 0 ? 'partly_refused' : 'answered', refused: header.grounds, answer: { ...header, at: entry.captured, entry: index }, clock: stoppedAt(request, entry.captured),
  }),
  'request.withdrawn': (request, _, { entry }) => ({ status: 'withdrawn', clock: stoppedAt(request, entry.captured) }),
  'request.closed': (_, { certificate }, { entry }) => ({ status: 'closed', closed: entry.captured, certificate: certificate ?? null }),
  'suppression.written': (_, { keys }) => ({ suppressed: keys }),
  'recipient.told': ({ told }, header, { entry, index }) => ({ told: [...told, { ...header, at: entry.captured, entry: index }] }),
  'recipient.reported': ({ reports }, { recipient, status, by }, { entry }) => ({ reports: [...reports, { recipient, status, by, at: entry.captured }] }),
};

/** A step that was settled stays so: a later deed of it that met a problem came from a run that was started twice. */
const withStep = (steps: readonly StepState[], deed: StepState): readonly StepState[] => {
  const known = steps.find(({ step }) => step === deed.step);
  if (known === undefined) return [...steps, deed];
  return known.problem === null ? steps : steps.map((one) => (one.step === deed.step ? deed : one));
};
