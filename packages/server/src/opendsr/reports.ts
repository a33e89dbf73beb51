import { Refusal } from '@avouch/api/refusal';
import { obstacleTo, requestFact, type RequestHeader } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import { findRequest } from '../requests/request.ts';

type Reported = RequestHeader<'recipient.reported'>;

/** Records what a recipient reported under a verified signature. One that does not go forward changes nothing, and is no fact. */
export async function recordReport(context: Context, org: string, header: Reported): Promise<void> {
  const fact = requestFact({ kind: 'recipient.reported', about: `${header.request}:${header.recipient}`, header, actor: 'system', captured: context.now().toISOString(), random: context.random });
  try {
    await (await context.ledgerOf(org)).append(fact, {
      guard: async (tx) => {
        const why = obstacleTo((await findRequest(tx, org, header.request))?.state, 'recipient.reported', header);
        if (why !== null) throw new Refusal('conflict', why);
      },
    });
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.code !== 'conflict') throw cause;
  }
}
