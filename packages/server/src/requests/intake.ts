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
  readonly right: Right;
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
  /** Facts that must stand with it, or not at all. */
  readonly beside?: (request: string) => readonly Fact[];
  /** Looked at in the same transaction, under the writer's lock; throwing refuses. */
  readonly also?: (tx: PoolClient, request: string) => Promise<void>;
};

/** What the person gets to keep: the reference, and the code with which they alone see how it stands. */
export type TakenIn = { readonly id: string; readonly reference: string; readonly code: string; readonly due: string; readonly raw: string };

/** The deadline under the law and in the zone that the centre's settings name. `received` is an instant, or the day that was taken of it. */
export function deadlineUnder(settings: CentreSettings, received: string, more: { readonly extended?: boolean | string; readonly pauses?: Parameters<typeof deadlineOf>[0]['pauses'] } = {}): Deadline {
  const jurisdiction = jurisdictions[settings.jurisdiction];
  if (jurisdiction === undefined) throw new Refusal('conflict', `The privacy centre names ${settings.jurisdiction} as its jurisdiction, which this version of Avouch does not know: choose another in its settings.`);
  return deadlineOf({ received: received.length === 10 ? received : dayIn(received, settings.zone), jurisdiction, extended: more.extended ?? false, pauses: more.pauses ?? [], settings: [] });
}

/** Records that a request came in. The clock runs from its receipt, whoever it was. */
export async function takeIn(context: Context, settings: CentreSettings, incoming: Incoming): Promise<TakenIn> {
  const { org, right, stated } = incoming;
  const captured = context.now().toISOString();
  if (incoming.received > captured) throw new Refusal('invalid', 'received cannot be later than now.', { field: 'received' });
  const id = `dsr_${Buffer.from(context.random(16)).toString('hex')}`;
  const { reference, commitment } = referenceOf(id, context.random);
  const code = randomWord(context.random, 12);
  const deadline = deadlineUnder(settings, incoming.clockFrom ?? incoming.received);
  const sealed = {
    stated: { ...stated, reference }, secret: Buffer.from(context.random(32)).toString('base64'), code: context.markOf(org, 'code', code),
    ...(right === 'restriction' && incoming.restriction !== null && incoming.restriction !== undefined ? { restriction: incoming.restriction } : {}),
    mark: incoming.mark !== undefined ? incoming.mark : stated.mail === null ? null : context.markOf(org, 'duplicate', JSON.stringify([right, stated.mail.toLowerCase()])),
  };
  const fact = requestFact({
    kind: 'request.received', about: id, actor: incoming.actor, captured, heldFrom: incoming.received, random: context.random, sealed: sealed as unknown as JsonObject,
    header: {
      channel: incoming.channel, rights: [right], role: incoming.role, by: incoming.by, language: incoming.language, jurisdiction: settings.jurisdiction, zone: settings.zone, day: deadline.received,
      raw: deadline.raw, due: deadline.due, calendar: deadline.calendar, extendBy: deadline.extendBy ?? deadline.due, reference: commitment,
    },
  });
  await (await context.ledgerOf(org)).appendAll([fact, ...(incoming.beside?.(id) ?? [])], { guard: async (tx) => incoming.also?.(tx, id) });
  return { id, reference, code, due: deadline.due, raw: deadline.raw };
}
