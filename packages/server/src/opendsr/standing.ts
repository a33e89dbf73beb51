import type { RequestState } from '@avouch/privacy/request';

/** The statuses of OpenDSR 2.0 part 8. */
export type OrderStatus = 'pending' | 'in_progress' | 'completed' | 'cancelled';

/**
 * The status of an order by the state of the request that it became. `pending` until a person or rule approved a plan, and only
 * then can it be cancelled; `in_progress` while it is carried out, read again and answered; `completed` once the controller was
 * answered, also where a law keeps a part. OpenDSR has no word for a refusal: it is `cancelled`, and the controller is told why
 * by letter.
 */
export function orderStatusOf({ status, answer }: Pick<RequestState, 'status' | 'answer'>): OrderStatus {
  switch (status) {
    case 'received': case 'identifying': case 'paused': case 'surveying': case 'planned': case 'awaiting_approval': case 'forwarded': return 'pending';
    case 'running': case 'rereading': case 'answering': return 'in_progress';
    case 'answered': case 'partly_refused': return 'completed';
    case 'refused': case 'withdrawn': return 'cancelled';
    case 'closed': return answer === null ? 'cancelled' : 'completed';
    default: return status satisfies never;
  }
}

/** When it is expected to be done: by the controller's clock, or by the end of today once that is past. */
export const expectedOf = ({ clock }: Pick<RequestState, 'clock'>, now: Date): string => {
  const today = now.toISOString().slice(0, 10);
  return `${clock.raw > today ? clock.raw : today}T23:59:59.000Z`;
};
