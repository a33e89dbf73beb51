import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Fact, JsonObject, Receipt } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';
import { obstacleTo, requestFact, type RequestHeader, type RequestKind } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import { wakeTogether } from './bundle.ts';
import { findRequest, type Held } from './request.ts';

/** Who does something to which request. */
export type Doing = { readonly org: string; readonly id: string; readonly actor: string };

export type Step<Kind extends RequestKind> = {
  readonly kind: Kind;
  readonly header: RequestHeader<Kind>;
  readonly sealed?: JsonObject;
  /** Looked at in the same transaction, under the writer's lock; throwing refuses. */
  readonly also?: (tx: PoolClient) => Promise<void>;
  /** Other requests to which the very same fact goes, or to none of them. */
  readonly siblings?: readonly string[];
  /** Facts without which this one must not stand: all of them are kept, or none. */
  readonly beside?: readonly Fact[];
};

/** What a fact has done in the background: the controller is told of its order, what waited for it goes on, and proof of identity goes once it was decided on. */
async function followUp(context: Context, tx: PoolClient, org: string, held: Held, kind: RequestKind): Promise<void> {
  const { id, state } = held;
  if (['request.answered', 'request.refused', 'request.withdrawn', 'request.joined', 'request.closed'].includes(kind)) await wakeTogether(context, tx, org, held);
  if (state.received.channel === 'opendsr') await context.jobs.add(tx, 'opendsr-callbacks', { org, request: id }, { key: `opendsr-callbacks:${org}:${id}` });
  if (!['request.identified', 'request.refused', 'request.withdrawn', 'request.joined', 'request.closed'].includes(kind)) return;
  const { rowCount } = await tx.query(`select from handed_in where org = $1 and request = $2 and purpose = 'proof' and deleted is null`, [org, id]);
  if ((rowCount ?? 0) > 0) await context.jobs.add(tx, 'proof-ending', { org, request: id }, { key: `proof-ending:${org}:${id}` });
}

/** Appends one fact to a request (and to its siblings, where they are named), if it may follow; refuses with the sentence that says why it may not. */
export async function appendTo<Kind extends RequestKind>(context: Context, { org, id, actor }: Doing, { kind, header, sealed, also, siblings = [], beside = [] }: Step<Kind>): Promise<Receipt> {
  const captured = context.now().toISOString();
  const facts = [id, ...siblings].map((about) => requestFact({ kind, about, header, actor, captured, random: context.random, ...(sealed === undefined ? {} : { sealed }) }));
  const ledger = await context.ledgerOf(org);
  const [receipt] = await ledger.appendAll([...facts, ...beside], {
    guard: async (tx) => {
      const all = [];
      for (const about of [id, ...siblings]) {
        const held = await findRequest(tx, org, about);
        const why = obstacleTo(held?.state, kind, header);
        if (why !== null) throw new Refusal('conflict', `${why.charAt(0).toUpperCase()}${why.slice(1)}.`);
        if (held?.forgotten === true) throw new Refusal('conflict', 'What this request was about is forgotten: nothing can be added to it.');
        if (held !== undefined) all.push(held);
      }
      await also?.(tx);
      for (const held of all) await followUp(context, tx, org, held, kind);
    },
  });
  if (receipt === undefined) throw new Error('each fact gives a receipt');
  return receipt;
}

/** A fact of the server's own about the privacy side: its one part is sealed under `subject`, or about nobody. */
export function ownFact(context: Context, draft: { readonly kind: string; readonly about: string; readonly actor: string; readonly header: JsonObject; readonly sealed?: JsonObject; readonly subject?: string }): Fact {
  return {
    kind: draft.kind, about: draft.about, actor: draft.actor, captured: context.now().toISOString(), origin: { name: 'server', version: context.version }, header: draft.header,
    parts: draft.sealed === undefined ? [] : [seal(draft.sealed, draft.subject ?? null, context.random)],
  };
}
