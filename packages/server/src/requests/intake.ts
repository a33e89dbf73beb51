import { Refusal } from '@avouch/api/refusal';
import type { Fact, JsonObject } from '@avouch/ledger/entry';
import type { PoolClient } from 'pg';
import { dayIn, deadlineOf, jurisdictions, type Deadline } from '@avouch/privacy/deadlines';
import { referenceOf } from '@avouch/privacy/certificate';
import { requestFact, type RequestHeader, type Right } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import type { CentreSettings } from './centre-record.ts';
import { randomWord } from './reference.ts';
import type { Stated } from './request.ts';

/** Art. 18(1)(a) – (d). */
export type RestrictionGround = 'accuracy' | 'unlawful' | 'claims' | 'objection';

/** What came in, from whichever door. */
export type Incoming = {
  readonly org: string;
  readonly actor: string;
  /** What is asked. Several become requests of their own with one reference and code, tied together. */
  readonly rights: readonly Right[];
  readonly channel: RequestHeader<'request.received'>['channel'];
  readonly role: 'controller' | 'processor';
  readonly by: 'self' | 'agent' | 'guardian';
  readonly language: string;
  readonly stated: Omit<Stated, 'reference'>;
  /** On which ground of Art. 18(1) restriction is asked, where somebody said it. */
  readonly restriction?: RestrictionGround | null;
  /** By what a repetition of it is found, where that is not the address. */
  readonly mark?: string;
  /** When it reached the company. */
  readonly received: string;
  /** From when the clock runs, where that is another's receipt: of the company for whom we process data. */
  readonly clockFrom?: string;
  /** Facts that must stand with each of them, or not at all. */
  readonly beside?: (request: string) => readonly Fact[];
  /** Looked at in the same transaction, under the writer's lock; throwing refuses. */
  readonly also?: (tx: PoolClient, requests: readonly string[]) => Promise<void>;
};

/** What is asked in a body that names one right, or several. */
export function rightsIn({ right, rights }: { readonly right?: Right | undefined; readonly rights?: readonly Right[] | undefined }): readonly Right[] {
  if (rights !== undefined && right === undefined) return rights;
  if (right === undefined || rights !== undefined) throw new Refusal('invalid', 'Say what is asked: `right` for one thing, `rights` in its place for several.', { field: 'rights' });
  return [right];
}

/** What the person gets to keep: the reference, and the code with which they alone see how it stands. `id` is the first of `ids`. */
export type TakenIn = { readonly id: string; readonly ids: readonly string[]; readonly reference: string; readonly code: string; readonly due: string; readonly raw: string };

/** The deadline under the law and in the zone that the centre's settings name. `received` is an instant, or the day that was taken of it. */
export function deadlineUnder(settings: CentreSettings, received: string, more: { readonly extended?: boolean | string; readonly pauses?: Parameters<typeof deadlineOf>[0]['pauses'] } = {}): Deadline {
  const jurisdiction = jurisdictions[settings.jurisdiction];
  if (jurisdiction === undefined) throw new Refusal('conflict', `The privacy centre names ${settings.jurisdiction} as its jurisdiction, which this version of Avouch does not know: choose another in its settings.`);
  return deadlineOf({ received: received.length === 10 ? received : dayIn(received, settings.zone), jurisdiction, extended: more.extended ?? false, pauses: more.pauses ?? [], settings: [] });
}

type Drafted = { readonly id: string; readonly right: Right; readonly bundle: string | undefined; readonly reference: string; readonly commitment: string; readonly code: string; readonly deadline: Deadline; readonly captured: string };

function receivedFact(context: Context, settings: CentreSettings, incoming: Incoming, { id, right, bundle, reference, commitment, code, deadline, captured }: Drafted): Fact {
  const { org, stated, restriction = null } = incoming;
  const sealed = {
    stated: { ...stated, corrections: bundle === undefined || right === 'rectification' ? stated.corrections : [], reference }, secret: Buffer.from(context.random(32)).toString('base64'), code: context.markOf(org, 'code', code),
    ...(right === 'restriction' && restriction !== null ? { restriction } : {}),
    mark: incoming.mark !== undefined ? incoming.mark : stated.mail === null ? null : context.markOf(org, 'duplicate', JSON.stringify([right, stated.mail.toLowerCase()])),
  };
  return requestFact({
    kind: 'request.received', about: id, actor: incoming.actor, captured, heldFrom: incoming.received, random: context.random, sealed: sealed as unknown as JsonObject,
    header: {
      channel: incoming.channel, rights: [right], role: incoming.role, by: incoming.by, language: incoming.language, jurisdiction: settings.jurisdiction, zone: settings.zone, day: deadline.received,
      raw: deadline.raw, due: deadline.due, calendar: deadline.calendar, extendBy: deadline.extendBy ?? deadline.due, reference: commitment, ...(bundle === undefined ? {} : { bundle }),
    },
  });
}

/** Records that a request came in, or several at once: all of them or none. The clock runs from the receipt, whoever it was. */
export async function takeIn(context: Context, settings: CentreSettings, incoming: Incoming): Promise<TakenIn> {
  const captured = context.now().toISOString();
  if (incoming.received > captured) throw new Refusal('invalid', 'received cannot be later than now.', { field: 'received' });
  const rights = [...new Set(incoming.rights)];
  const ids = rights.map(() => `dsr_${Buffer.from(context.random(16)).toString('hex')}`);
  const [id] = ids;
  if (id === undefined) throw new Refusal('invalid', 'Say what is asked.', { field: 'rights' });
  const { reference, commitment } = referenceOf(id, context.random);
  const code = randomWord(context.random, 12);
  const deadline = deadlineUnder(settings, incoming.clockFrom ?? incoming.received);
  const bundle = ids.length === 1 ? undefined : id;
  const facts = rights.flatMap((right, at) => {
    const own = ids[at] ?? id;
    return [receivedFact(context, settings, incoming, { id: own, right, bundle, reference, commitment: own === id ? commitment : referenceOf(own, context.random, reference).commitment, code, deadline, captured }), ...(incoming.beside?.(own) ?? [])];
  });
  await (await context.ledgerOf(incoming.org)).appendAll(facts, { guard: async (tx) => incoming.also?.(tx, ids) });
  return { id, ids, reference, code, due: deadline.due, raw: deadline.raw };
}
