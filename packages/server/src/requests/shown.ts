import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import { permissionsOf } from '@avouch/api/contract';
import { jurisdictions, dayIn, deadlineOf } from '@avouch/privacy/deadlines';
import { clockStandingOf, type RequestState } from '@avouch/privacy/request';
import type { Actor, Context } from '../context.ts';
import { sealsOf } from '../standing/seals.ts';
import { waitingOf } from './bundle.ts';
import { nextOf, type Standing } from './next.ts';
import type { Held } from './request.ts';
import { requestChannel, type WorkState } from './work-order.ts';

type Summary = Answer<'requests'>['items'][number];

/** Whether an actor may see what people said of themselves. */
export const maySee = ({ role }: Pick<Actor, 'role'>): boolean => permissionsOf[role].includes('privacy.write');

/** Today in the zone of the request. */
export const todayOf = (context: Context, { received }: RequestState): string => dayIn(context.now().toISOString(), received.zone);

/** The clock as the contract shows it. */
export function clockOf(context: Context, state: RequestState): Summary['clock'] {
  const { clock, received } = state;
  const jurisdiction = jurisdictions[received.jurisdiction];
  const reminders = jurisdiction === undefined ? [] : deadlineOf({ received: clock.day, jurisdiction, extended: false, pauses: clock.pauses, settings: [] }).reminders;
  return {
    day: clock.day, raw: clock.raw, due: clock.due, calendar: clock.calendar, jurisdiction: received.jurisdiction, extendBy: clock.extendBy, extended: clock.extended, pausedSince: clock.pausedSince,
    pauses: clock.pauses.map(({ ground, from, to }) => ({ ground, from, to })), stopped: clock.stopped, ...clockStandingOf(state, todayOf(context, state)), reminders: [...reminders],
  };
}

/** Which of these requests have a job under way, as far as is told. */
export async function workingOf(tx: PoolClient, org: string, ids: readonly string[]): Promise<ReadonlyMap<string, WorkState>> {
  const { rows } = await tx.query<{ state: WorkState }>('select state from progress where org = $1 and channel = any($2::text[])', [org, ids.map(requestChannel)]);
  return new Map(rows.map(({ state }) => [state.request, state]));
}

const isWorking = (state: WorkState | undefined): boolean => state?.phase === 'queued' || state?.phase === 'working';

/** Which of these requests a controller ordered by OpenDSR, by their ids. */
async function ordersOf(tx: PoolClient, org: string, ids: readonly string[]): Promise<ReadonlyMap<string, NonNullable<Summary['controller']>>> {
  type Row = { readonly request: string; readonly controller: string; readonly ref: string; readonly status: NonNullable<Summary['controller']>['status']; readonly name: string | null };
  const { rows } = await tx.query<Row>(
    `select o.request, o.controller, o.ref, o.changes -> -1 ->> 'status' as status, v.value ->> 'name' as name from opendsr_order o
     left join record_version v on v.org = o.org and v.type = 'opendsr-controller' and v.id = o.controller and v.superseded is null where o.org = $1 and o.request = any($2::text[])`, [org, ids]);
  return new Map(rows.map(({ request, controller, ref, status, name }) => [request, { id: controller, name: name ?? controller, order: ref, status }]));
}

/** What lists and details say of a request. `more` is what only an opened request tells. */
export async function summariesOf(tx: PoolClient, context: Context, actor: Actor, held: readonly Held[], more: Omit<Standing, 'working' | 'waits'> = {}): Promise<Summary[]> {
  const seal = await sealsOf(tx, context, actor.org, held.map(({ first }) => first));
  const work = await workingOf(tx, actor.org, held.map(({ id }) => id));
  const waiting = await waitingOf(tx, actor.org, held);
  const orders = await ordersOf(tx, actor.org, held.map(({ id }) => id));
  return held.map(({ id, state, stated, forgotten, first }) => {
    const { received } = state;
    const working = isWorking(work.get(id));
    return {
      id, status: state.status, rights: [...state.rights], channel: received.channel, role: received.role, by: received.by, language: received.language, stated: maySee(actor) ? stated : null, forgotten,
      clock: clockOf(context, state), proven: state.identity.proven?.by ?? null, working, next: nextOf(state, { ...more, working, waits: waiting.get(id) ?? null }), seal: seal(first), controller: orders.get(id) ?? null,
    };
  });
}
