import type { PoolClient } from 'pg';
import type { Recorded } from '@avouch/ledger/ledger';
import { concerns, followRequest, type RequestState } from '@avouch/privacy/request';
import type { Projection } from '../context.ts';
import { orderStatusOf } from '../opendsr/standing.ts';
import { sealedIn, textsIn } from './sealed.ts';

/** What a request's first fact seals, of which `stated` alone is shown. The secret makes pseudonyms and keys; it goes with the person's key. */
export type Received = { readonly stated: Readonly<Record<string, unknown>>; readonly secret: string; readonly code: string | null; readonly mark: string | null; readonly restriction?: string };

/** Each status that an order by OpenDSR had, once and in order: its callbacks tell them one by one. */
async function followOrder(tx: PoolClient, org: string, id: string, state: RequestState, { index, entry }: Recorded): Promise<void> {
  if (state.received.channel !== 'opendsr') return;
  const status = orderStatusOf(state);
  await tx.query({
    name: 'order-change', values: [org, id, status, JSON.stringify([{ status, at: entry.captured, entry: index }])],
    text: `update opendsr_order set changes = changes || $4::jsonb where org = $1 and request = $2 and changes -> -1 ->> 'status' <> $3`,
  });
}

/** The requests that facts of one transaction change: each is read once and written once, however many facts of it come together. */
function openStates(tx: PoolClient, org: string): { readonly follow: (recorded: Recorded) => Promise<void>; readonly write: () => Promise<void> } {
  const held = new Map<string, { readonly state: RequestState; readonly written: boolean }>();
  const keyOf = (id: string, state: RequestState): readonly unknown[] => [org, id, state.status, state.rights, JSON.stringify(state), state.clock.raw, state.clock.stopped !== null];
  const standing = async (id: string): Promise<RequestState | undefined> => {
    const { rows } = await tx.query<{ state: RequestState }>({ name: 'request-state', text: 'select state from request where org = $1 and id = $2', values: [org, id] });
    return rows[0]?.state;
  };
  return {
    follow: async (recorded) => {
      const { index, entry } = recorded;
      for (const id of concerns(entry)) {
        const before = held.get(id)?.state ?? (await standing(id));
        const state = followRequest(id, before, { index, entry });
        if (state === undefined || state === before) continue;
        await followOrder(tx, org, id, state, recorded);
        held.set(id, { state, written: before === undefined });
        if (before !== undefined) continue;
        const sealed = sealedIn(recorded) as Received | undefined;
        await tx.query(
          `insert into request (org, id, status, rights, state, raw, stopped, stated, mark, first_entry) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [...keyOf(id, state), sealed === undefined ? null : JSON.stringify(sealed.stated), sealed?.mark ?? null, index]);
      }
    },
    write: async () => {
      for (const [id, { state, written }] of held) {
        if (written) continue;
        await tx.query('update request set status = $3, rights = $4, state = $5, raw = $6, stopped = $7 where org = $1 and id = $2', [...keyOf(id, state)]);
        held.set(id, { state, written: true });
      }
    },
  };
}

/** Each kind of fact with a table of its own: what it changes there. */
const folds: Readonly<Record<string, (tx: PoolClient, org: string, recorded: Recorded) => Promise<unknown>>> = {
  'answer.released': (tx, org, recorded) => {
    const { index, entry } = recorded;
    return tx.query('insert into release (org, id, request, token, way, until, bytes, entry) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      [org, entry.about, entry.header['request'], sealedIn(recorded)?.['token'] ?? null, entry.header['way'], entry.header['until'], entry.header['bytes'], index]);
  },
  'answer.fetched': (tx, org, { entry }) => tx.query('update release set fetched = fetched + 1 where org = $1 and id = $2', [org, entry.about]),
  'answer.ended': (tx, org, { entry }) => tx.query('update release set ended = true where org = $1 and id = $2', [org, entry.about]),
  'restriction.set': async (tx, org, recorded) => {
    const { index, entry } = recorded;
    const sealed = sealedIn(recorded);
    await tx.query('insert into restriction (org, id, request, ground, since, subjects, entry) values ($1, $2, $3, $4, $5, $6, $7)',
      [org, entry.about, entry.header['request'], entry.header['ground'], entry.captured, sealed === undefined ? null : textsIn(sealed['subjects']), index]);
    await tx.query('insert into restricted_subject (org, mark, restriction, since) select $1, mark, $2, $3 from unnest($4::text[]) mark on conflict do nothing', [org, entry.about, entry.captured, textsIn(sealed?.['marks'])]);
    await changed(tx, org);
  },
  'restriction.notice': (tx, org, { entry }) => tx.query('update restriction set noticed = $3, lift_on = $4 where org = $1 and id = $2', [org, entry.about, entry.captured, entry.header['liftOn']]),
  'restriction.lifted': async (tx, org, { entry }) => {
    await tx.query('update restriction set lifted = $3 where org = $1 and id = $2', [org, entry.about, entry.captured]);
    await tx.query('delete from restricted_subject where org = $1 and restriction = $2', [org, entry.about]);
    await changed(tx, org);
  },
  'suppression.written': async (tx, org, recorded) => {
    const { index, entry } = recorded;
    const sealed = sealedIn(recorded);
    for (const finds of [true, false]) {
      for (const [key, marks] of Object.entries((sealed?.[finds ? 'keys' : 'beside'] ?? {}) as Readonly<Record<string, unknown>>)) {
        await tx.query('insert into suppressed (org, key_name, mark, request, finds, entry) select $1, $2, mark, $3, $4, $5 from unnest($6::text[]) mark on conflict do nothing', [org, key, entry.about, finds, index, textsIn(marks)]);
      }
    }
  },
  'kept.written': (tx, org, { index, entry }) => tx.query('insert into kept_rows (org, id, request, system, rows, until, next, entry) values ($1, $2, $3, $4, $5, $6, $6, $7)',
    [org, entry.about, entry.header['request'], entry.header['system'], entry.header['rows'], entry.header['until'], index]),
  'kept.looked': (tx, org, recorded) => {
    const { gone, ended, kept, held, others, shells, next } = recorded.entry.header;
    const sealed = sealedIn(recorded);
    return tx.query('update kept_rows set next = $3, look = $4, looked = $5 where org = $1 and id = $2', [org, recorded.entry.about, next ?? null, JSON.stringify({ gone, ended, kept, held, others, shells, problem: sealed?.['problem'] ?? null, why: textsIn(sealed?.['why']) }), recorded.index]);
  },
  'opendsr.ordered': (tx, org, recorded) => {
    const { index, entry } = recorded;
    const { controller, ref, type, submitted } = entry.header;
    return tx.query('insert into opendsr_order (org, request, controller, ref, type, submitted, mark, changes, entry) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [org, entry.about, controller, ref, type, submitted, sealedIn(recorded)?.['mark'] ?? null, JSON.stringify([{ status: 'pending', at: entry.captured, entry: index }]), index]);
  },
  'document.handed_in': (tx, org, recorded) => {
    const { index, entry } = recorded;
    const { file, purpose, type, bytes } = entry.header;
    return tx.query('insert into handed_in (org, id, request, purpose, name, type, bytes, at, entry) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [org, file, entry.about, purpose, sealedIn(recorded)?.['name'] ?? null, type, bytes, entry.captured, index]);
  },
  'document.seen': (tx, org, { entry }) => tx.query('update handed_in set seen = coalesce(seen, $3) where org = $1 and id = $2', [org, entry.header['file'], entry.captured]),
  'document.deleted': (tx, org, { entry }) => tx.query('update handed_in set deleted = coalesce(deleted, $3), name = null where org = $1 and id = any ($2)', [org, textsIn(entry.header['files']), entry.captured]),
  'subject.forgotten': async (tx, org, { entry }) => {
    const key = [org, entry.about];
    await tx.query('update request set stated = null, mark = null, forgotten = true where org = $1 and id = $2', key);
    await tx.query('update opendsr_order set mark = null where org = $1 and request = $2', key);
    await tx.query('update handed_in set name = null where org = $1 and request = $2', key);
    await tx.query('update release set token = null where org = $1 and request = $2', key);
    await tx.query('update restriction set subjects = null where org = $1 and id = $2', key);
    await tx.query('delete from restricted_subject where org = $1 and restriction = $2', key);
    await tx.query('update kept_rows set forgotten = true where org = $1 and id = $2', key);
    await tx.query('delete from suppressed where org = $1 and request = $2', key);
    // What is still under way of that person is no fold of anything: it goes all the same, and a replay finds nothing to take.
    await tx.query('delete from outgoing_mail where org = $1 and request = $2', key);
    await tx.query('delete from sent_code where org = $1 and request = $2', key);
    await changed(tx, org);
  },
};

/** The channel on which processes hear that an organisation's restrictions or app keys are others now. */
export const RESTRICTED_CHANNEL = 'avouch_restricted';

const changed = (tx: PoolClient, org: string): Promise<unknown> => tx.query('select pg_notify($1, $2)', [RESTRICTED_CHANNEL, org]);

/** Requests and what follows from them: answers given out, restrictions, people whose return is watched for, and what is kept until a day. */
export const requests: Projection = {
  name: 'requests',
  tables: ['request', 'opendsr_order', 'handed_in', 'release', 'restriction', 'restricted_subject', 'suppressed', 'kept_rows'],
  fold: async (tx, org, recorded) => {
    const states = openStates(tx, org);
    for (const one of recorded) {
      await states.follow(one);
      const fold = folds[one.entry.kind];
      if (fold === undefined) continue;
      // It may look at the request as it is by now.
      await states.write();
      await fold(tx, org, one);
    }
    await states.write();
  },
};
