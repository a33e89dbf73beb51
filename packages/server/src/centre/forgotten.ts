import { setImmediate as turn } from 'node:timers/promises';
import { opensReference } from '@avouch/privacy/certificate';
import { dayText } from '../requests/letters.ts';
import { typedReference } from '../requests/reference.ts';
import { REQUEST_COLUMNS, type Held } from '../requests/request.ts';
import { togetherWith } from '../requests/bundle.ts';
import type { StatusShown } from './pages.ts';
import { rightOf, stageOf, type Visit } from './visits.ts';

/** So many are tried before others get their turn. */
const AT_ONCE = 200;

/**
 * The request whose person is forgotten and whose reference this is, with those that were asked together with it and are forgotten too; none where there is none. Nothing in the database names it any more: each forgotten request keeps
 * a commitment that its reference alone opens, so they are tried one after the other.
 */
export async function forgottenOf({ context, org }: Visit, typed: string): Promise<readonly Held[]> {
  const reference = typedReference(typed);
  let after = '';
  for (;;) {
    const { rows } = await context.tenant(org, (tx) => tx.query<Held>(`select ${REQUEST_COLUMNS} from request where org = $1 and forgotten and id > $2 order by id limit $3`, [org, after, AT_ONCE]));
    const found = rows.find(({ id, state }) => opensReference(state.received.reference, id, reference));
    if (found !== undefined) {
      const together = await context.tenant(org, (tx) => togetherWith(tx, org, [found.state]));
      return together.length === 0 ? [found] : together.filter(({ forgotten }) => forgotten);
    }
    if (rows.length < AT_ONCE) return [];
    after = rows.at(-1)?.id ?? after;
    await turn();
  }
}

/** What can still be told of one: what was asked, that it was done and on which day, and the certificate, which names nobody. */
export function forgottenShown(held: Held, language: string): StatusShown {
  const { answer, closed, clock, certificate } = held.state;
  const day = answer?.at ?? clock.stopped ?? closed;
  return {
    right: rightOf(held), stage: stageOf(held, false, false), received: dayText(clock.day, language), due: null, day: day === null ? null : dayText(day, language), passphrase: 'none', certificate: certificate !== null, open: false,
    files: { wanted: null, proof: false, document: false, list: [] },
  };
}
