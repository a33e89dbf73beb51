import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Receipt } from '@avouch/ledger/entry';
import { chosenFact, marksOf, standingOf, statesAfter, type Chosen, type Placed } from '@avouch/privacy/choices';
import type { Context } from '../context.ts';
import { placedOf, type ChoiceRow } from './history.ts';
import { ANSWERS_A_DAY, checkFirst, isFresh, look, Met, type Known, type Order } from './known.ts';
import type { Taken } from './reply.ts';

/** What came of it: taken now, or taken before under the same id. */
export type Outcome = { readonly again: false; readonly taken: Taken } | { readonly again: true; readonly entry: number };

/** Takes answers in: those that arrive together share one look at what stood, and one commit. Refuses more than `ANSWERS_A_DAY` of one pseudonym. */
export type Intake = { readonly take: (order: Order, context: Context) => Promise<Outcome> };

export type { Order };

type Waiting = { readonly order: Order; readonly resolve: (outcome: Outcome) => void; readonly reject: (error: unknown) => void };
const ordersOf = (batch: readonly Waiting[]): readonly Order[] => batch.map(({ order }) => order);

/** So many at once at most: while the database writes one batch, this process draws up the next and answers the one before. */
const BATCH_MAX = 128;
/** One batch is on its way to the disk, one waits behind it, and one is being answered; what comes meanwhile gathers, so that there is a commit for many and not for few. */
const BATCHES_UNDER_WAY = 3;
/** Beyond this the process is behind by more than a second: the SDK sends again later. */
const WAITING_MAX = 10_000;
const DAY_MS = 86_400_000;

/**
 * What waits of one organisation, and how many batches of it are on their way. First answers have a lane of their own: nothing
 * stood before nearly all of them, so that is not looked up ahead but made sure of in the transaction that takes them.
 */
type Lane = { readonly isFirst: boolean; readonly waiting: Waiting[]; readonly under: Set<Promise<void>>; isLooking: boolean };

export function openIntake(): Intake {
  const lanes = new Map<string, Lane>();
  // Two answers of one browser, one after the other: the second must see the first.
  const flying = new Map<string, Promise<unknown>>();
  let waiting = 0;

  async function empty(org: string, name: string, lane: Lane, context: Context): Promise<void> {
    while (lane.waiting.length > 0) {
      if (lane.under.size >= BATCHES_UNDER_WAY) await Promise.race(lane.under);
      const batch = lane.waiting.splice(0, BATCH_MAX);
      try {
        const known = lane.isFirst ? undefined : await look(org, ordersOf(batch), context);
        const settling: Promise<void> = settle(org, batch, known, context).finally(() => {
          lane.under.delete(settling);
          if (lane.under.size === 0 && !lane.isLooking) lanes.delete(name);
        });
        lane.under.add(settling);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    lane.isLooking = false;
    if (lane.under.size === 0) lanes.delete(name);
  }

  const enqueue = (order: Order, context: Context): Promise<Outcome> => new Promise((resolve, reject) => {
    const { org } = order.site;
    const isFirst = isFresh(order);
    const name = isFirst ? `${org} first` : org;
    const lane = lanes.get(name) ?? { isFirst, waiting: [], under: new Set(), isLooking: false };
    lanes.set(name, lane);
    lane.waiting.push({ order, resolve, reject });
    if (lane.isLooking) return;
    lane.isLooking = true;
    // Whoever arrives in this turn comes along.
    setImmediate(() => void empty(org, name, lane, context));
  });

  return {
    take: (order, context) => {
      if (waiting >= WAITING_MAX) throw new Refusal('unavailable', 'The server is behind with answers: send this again in a moment.');
      waiting += 1;
      const name = `${order.site.org} ${order.chosen.subject}`;
      // Whether the one before was taken or not, this one looks for itself.
      const taking = flying.get(name)?.then(() => enqueue(order, context), () => enqueue(order, context)) ?? enqueue(order, context);
      flying.set(name, taking);
      const over = (): void => {
        waiting -= 1;
        if (flying.get(name) === taking) flying.delete(name);
      };
      taking.then(over, over);
      return taking;
    },
  };
}

/** The ledger's subject of a new pseudonym: opaque, and beginning with the time, so that its index grows at one end. */
export const newKey = (received: Date, random: Context['random']): string => `visitor_${received.getTime().toString(16).padStart(12, '0')}${Buffer.from(random(12)).toString('hex')}`;

/** An answer that is new, as it goes to the ledger. */
type Drawn = Pick<Taken, 'chosen' | 'fact'>;
/** What is made sure of in the transaction. */
type Guard = { readonly guard?: (tx: PoolClient) => Promise<void> };
type Pending = { readonly one: Waiting; readonly drawn: Drawn };

/** Settles each: what was taken before is told so, the others are appended together. Where nothing is `known`, all are taken for first answers. */
async function settle(org: string, batch: readonly Waiting[], known: Known | undefined, context: Context): Promise<void> {
  const pending: Pending[] = [];
  for (const one of batch) {
    try {
      const drawn = drawUp(one.order, known?.get(one.order.chosen.subject) ?? [], context);
      if ('again' in drawn) one.resolve(drawn);
      else pending.push({ one, drawn });
    } catch (error) {
      one.reject(error);
    }
  }
  if (pending.length === 0) return;
  const guard: Guard = known === undefined ? { guard: (tx: PoolClient) => checkFirst(tx, org, ordersOf(batch)) } : {};
  try {
    const receipts = await (await context.ledgerOf(org)).appendAll(pending.map(({ drawn }) => drawn.fact), guard);
    pending.forEach(({ one, drawn }, at) => one.resolve({ again: false, taken: { ...drawn, receipt: receipts[at] as Receipt } }));
  } catch (error) {
    if (error instanceof Met) return settleKnown(org, batch, context);
    // Nobody is refused for a neighbour: all or none were taken, so each is tried by itself.
    await Promise.all(pending.map((each) => settleAlone(each, guard, pending.length === 1 ? error : undefined, context)));
  }
}

/** Settles a batch of which some turned out to be known. */
async function settleKnown(org: string, batch: readonly Waiting[], context: Context): Promise<void> {
  try {
    await settle(org, batch, await look(org, ordersOf(batch), context), context);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

async function settleAlone({ one, drawn }: Pending, guard: Guard, failed: unknown, context: Context): Promise<void> {
  const { org } = one.order.site;
  const append = async ({ chosen, fact }: Drawn): Promise<Outcome> => ({ again: false, taken: { chosen, fact, receipt: await (await context.ledgerOf(org)).append(fact, guard) } });
  try {
    one.resolve(await (failed === undefined ? append(drawn) : Promise.reject(failed)));
  } catch (error) {
    if (error instanceof Met) return settleKnown(org, [one], context);
    // Somebody who was forgotten since the look is somebody new.
    if (isForgotten(error)) append(drawNew(one.order, [], context)).then(one.resolve, one.reject);
    else one.reject(error);
  }
}

const isForgotten = (error: unknown): boolean => error instanceof Error && 'code' in error && error.name === 'AppendError' && error.code === 'forgotten';

const sameAnswers = (row: ChoiceRow, { chosen }: Order): boolean => {
  const { answers } = placedOf(row).chosen;
  const ids = Object.keys(answers);
  return ids.length === Object.keys(chosen.answers).length && ids.every((id) => answers[id] === chosen.answers[id]) && row.hash === chosen.notice.hash;
};

/** What becomes of an answer, given the newest of its pseudonym: told again, refused, or new. */
function drawUp(order: Order, rows: readonly ChoiceRow[], context: Context): Drawn | { readonly again: true; readonly entry: number } {
  const twin = rows.find(({ site, id }) => site === order.site.id && id === order.chosen.id);
  if (twin !== undefined) {
    if (!sameAnswers(twin, order)) throw new Refusal('conflict', 'Another answer was taken under this id: a new answer has an id of its own.');
    return { again: true, entry: twin.idx };
  }
  const drawn = drawNew(order, rows, context);
  if (!isOften(order, rows) || withdraws(drawn.chosen)) return drawn;
  throw new Refusal('too_many', `This browser has answered ${ANSWERS_A_DAY} times within a day: what it answered last stands. It may withdraw at any time, and answer anew tomorrow.`);
}

/** Whether the newest answers fill a day. */
function isOften({ received }: Order, rows: readonly ChoiceRow[]): boolean {
  const oldest = rows[ANSWERS_A_DAY - 1];
  return oldest !== undefined && received.getTime() - oldest.recorded.getTime() < DAY_MS;
}

/** Whether it takes back what stood and gives nothing: that is never refused, and can be done once only. */
const withdraws = ({ answers, states }: Chosen): boolean => Object.values(states).includes('ConsentWithdrawn') && !Object.values(answers).includes(true);

function drawNew({ site, document, received, chosen: said, states, actor }: Order, rows: readonly ChoiceRow[], context: Context): Drawn {
  const history: readonly Placed[] = rows.filter((row) => row.site === site.id).map(placedOf);
  const asking = site.current?.asking ?? { version: document.notice.version, months: document.months, ids: new Set<string>() };
  const before = history.length === 0 ? undefined : standingOf(history, asking, received.toISOString());
  const { id, subject, previous, notice, language, variant, answers, method, signal, place, country, regime, at } = said;
  const chosen: Chosen = {
    v: 1, id, subject, site: site.id, previous, notice, language, variant, answers, states: states ?? statesAfter(answers, before), method, signal, place, country, regime, at,
    marks: [...marksOf(said, received.getTime(), country)],
  };
  return { chosen, fact: chosenFact({ chosen, key: rows[0]?.key ?? newKey(received, context.random), actor, captured: received.toISOString(), random: context.random }) };
}
