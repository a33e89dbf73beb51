import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import { chosenFact, marksOf, standingOf, statesAfter, type Chosen, type Placed } from '@avouch/privacy/choices';
import type { NoticeDocument } from '@avouch/privacy/notices';
import type { Context } from '../context.ts';
import { choiceColumns, placedOf, type ChoiceRow } from './history.ts';
import type { Taken } from './reply.ts';
import type { Site } from './site.ts';

/** An answer that was checked and is to be kept: all of it but what follows from what stood before. */
export type Order = {
  readonly site: Site;
  readonly document: NoticeDocument;
  readonly chosen: Omit<Chosen, 'v' | 'site' | 'states' | 'marks'>;
  /** Set where an answer asks for its confirmation first, or time ends it. */
  readonly states?: Chosen['states'];
  readonly actor: string;
  readonly received: Date;
};

/** What came of it: taken now, or taken before under the same id. */
export type Outcome = { readonly again: false; readonly taken: Taken } | { readonly again: true; readonly entry: number };

/** Takes answers in: those that arrive together share one look at what stood, and one commit. */
export type Intake = { readonly take: (order: Order, context: Context) => Promise<Outcome> };

type Waiting = { readonly order: Order; readonly resolve: (outcome: Outcome) => void; readonly reject: (error: unknown) => void };

/** A look at what stood, at most for so many. */
const BATCH_MAX = 256;
/** Beyond this the process is behind by more than a second: the SDK sends again later. */
const WAITING_MAX = 10_000;
/** What was sent within this time may have been taken already; for older browsers' clocks every month is looked at. */
const RECENT_MS = 2 * 86_400_000;

/** Queues by organisation. */
export function openIntake(): Intake {
  const queues = new Map<string, Waiting[]>();
  // Two answers of one browser, one after the other: the second must see the first.
  const flying = new Map<string, Promise<unknown>>();
  let waiting = 0;

  async function work(org: string, queue: Waiting[], context: Context): Promise<void> {
    for (let batch; (batch = queue.splice(0, BATCH_MAX)).length > 0;) {
      try {
        const known = await context.tenant(org, (tx) => knownOf(tx, org, batch.map(({ order }) => order)));
        // The next look does not wait for this commit: the ledger gathers what comes meanwhile.
        for (const one of batch) void settle(one, known.get(one.order.chosen.subject) ?? [], context);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(org);
  }

  return {
    take: async (order, context) => {
      const { org } = order.site;
      if (waiting >= WAITING_MAX) throw new Refusal('unavailable', 'The server is behind with answers: send this again in a moment.');
      waiting += 1;
      const name = `${org} ${order.chosen.subject}`;
      const before = flying.get(name);
      const taking = (async (): Promise<Outcome> => {
        // Whether the one before was taken or not, this one looks for itself.
        if (before !== undefined) await before.catch(() => undefined);
        return new Promise<Outcome>((resolve, reject) => {
          const queue = queues.get(org);
          if (queue !== undefined) return void queue.push({ order, resolve, reject });
          const fresh: Waiting[] = [{ order, resolve, reject }];
          queues.set(org, fresh);
          // Whoever arrives in this turn comes along.
          setImmediate(() => void work(org, fresh, context));
        });
      })();
      flying.set(name, taking);
      try {
        return await taking;
      } finally {
        waiting -= 1;
        if (flying.get(name) === taking) flying.delete(name);
      }
    },
  };
}

/** The earlier answers of these pseudonyms. A browser's first answer can only have been taken lately, so older months are left alone for it. */
async function knownOf(tx: PoolClient, org: string, orders: readonly Order[]): Promise<ReadonlyMap<string, readonly ChoiceRow[]>> {
  const isFresh = ({ chosen, received }: Order): boolean => chosen.previous === '' && Math.abs(received.getTime() - Date.parse(chosen.at)) < RECENT_MS;
  const rows: ChoiceRow[] = [];
  const look = async (name: string, some: readonly Order[], since: Date | undefined): Promise<void> => {
    if (some.length === 0) return;
    const found = await tx.query<ChoiceRow>({
      name, values: [org, some.map(({ chosen }) => chosen.subject), ...(since === undefined ? [] : [since])],
      text: `select ${choiceColumns} from unnest($2::uuid[]) as s(subject) join consent_choice c on c.org = $1 and c.subject = s.subject${since === undefined ? '' : ' and c.recorded >= $3'} where not c.repeated`,
    });
    rows.push(...found.rows);
  };
  const fresh = orders.filter(isFresh);
  await look('consent-known-lately', fresh, new Date((fresh[0]?.received.getTime() ?? 0) - 2 * RECENT_MS));
  await look('consent-known', orders.filter((order) => !isFresh(order)), undefined);
  const bySubject = new Map<string, ChoiceRow[]>();
  for (const row of rows) {
    const own = bySubject.get(row.subject);
    if (own === undefined) bySubject.set(row.subject, [row]);
    else own.push(row);
  }
  return bySubject;
}

/** The ledger's subject of a new pseudonym: opaque, and beginning with the time, so that its index grows at one end. */
export const newKey = (received: Date, random: Context['random']): string => `visitor_${received.getTime().toString(16).padStart(12, '0')}${Buffer.from(random(12)).toString('hex')}`;

async function settle({ order, resolve, reject }: Waiting, rows: readonly ChoiceRow[], context: Context): Promise<void> {
  try {
    // Somebody who was forgotten since the look is somebody new.
    resolve(await append(order, rows, context).catch((error: unknown) => (isForgotten(error) ? append(order, [], context) : Promise.reject(error))));
  } catch (error) {
    reject(error);
  }
}

const isForgotten = (error: unknown): boolean => error instanceof Error && 'code' in error && error.name === 'AppendError' && error.code === 'forgotten';

const sameAnswers = (row: ChoiceRow, { chosen }: Order): boolean => {
  const { answers } = placedOf(row).chosen;
  const ids = Object.keys(answers);
  return ids.length === Object.keys(chosen.answers).length && ids.every((id) => answers[id] === chosen.answers[id]) && row.hash === chosen.notice.hash;
};

async function append(order: Order, rows: readonly ChoiceRow[], context: Context): Promise<Outcome> {
  const { site, document, received } = order;
  const own = rows.filter((row) => row.site === site.id);
  const twin = own.find(({ id }) => id === order.chosen.id);
  if (twin !== undefined) {
    if (!sameAnswers(twin, order)) throw new Refusal('conflict', 'Another answer was taken under this id: a new answer has an id of its own.');
    return { again: true, entry: twin.idx };
  }
  const history: readonly Placed[] = own.map(placedOf);
  const asking = site.current?.asking ?? { version: document.notice.version, months: document.months, ids: new Set<string>() };
  const before = history.length === 0 ? undefined : standingOf(history, asking, received.toISOString());
  const chosen: Chosen = {
    ...order.chosen, v: 1, site: site.id, states: order.states ?? statesAfter(order.chosen.answers, before),
    marks: [...marksOf(order.chosen, received.getTime(), order.chosen.country)],
  };
  const fact = chosenFact({ chosen, key: rows[0]?.key ?? newKey(received, context.random), actor: order.actor, captured: received.toISOString(), random: context.random });
  const [receipt] = await (await context.ledgerOf(site.org)).appendAll([fact]);
  if (receipt === undefined) throw new Error('one fact gives one receipt');
  return { again: false, taken: { chosen, fact, receipt } };
}
