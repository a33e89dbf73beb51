import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { RequestState } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import type { Received } from '../projections/requests.ts';

/** What the person said of themselves, as it is shown to those who may see it. */
export type Stated = NonNullable<Answer<'request'>['stated']>;

/** A request as its row has it. */
export type Held = { readonly id: string; readonly state: RequestState; readonly stated: Stated | null; readonly forgotten: boolean; readonly first: number };

type Row = { readonly id: string; readonly state: RequestState; readonly stated: Stated | null; readonly forgotten: boolean; readonly first: number };

/** The columns of a request's row. */
export const REQUEST_COLUMNS = 'id, state, stated, forgotten, first_entry::float8 as first';

/** The request of this id; undefined when there is none. */
export async function findRequest(tx: PoolClient, org: string, id: string): Promise<Held | undefined> {
  const { rows } = await tx.query<Row>({ name: 'request-of', text: `select ${REQUEST_COLUMNS} from request where org = $1 and id = $2`, values: [org, id] });
  return rows[0];
}

/** The request, or the refusal that says that there is none. */
export async function needRequest(context: Context, org: string, id: string): Promise<Held> {
  const held = await context.tenant(org, (tx) => findRequest(tx, org, id));
  if (held === undefined) throw new Refusal('not_found', 'There is no such request.');
  return held;
}

/** The JSON of an entry's one part; undefined once it is forgotten. */
export async function partOf(context: Context, org: string, entry: number): Promise<Readonly<Record<string, unknown>> | undefined> {
  const [part] = await partsAt(context, org, [entry]);
  return part;
}

/** So many entries are opened together. */
const OPENED_MAX = 500;

/** The JSON of each entry's one part, in the order asked; undefined for those that are forgotten. */
export async function partsAt(context: Context, org: string, entries: readonly number[]): Promise<readonly (Readonly<Record<string, unknown>> | undefined)[]> {
  const ledger = await context.ledgerOf(org);
  const found: (Readonly<Record<string, unknown>> | undefined)[] = [];
  for (let at = 0; at < entries.length; at += OPENED_MAX) {
    for (const [part] of await ledger.discloseAll(entries.slice(at, at + OPENED_MAX))) {
      found.push(part === undefined || part.forgotten ? undefined : (JSON.parse(Buffer.from(part.payload).toString('utf8')) as Readonly<Record<string, unknown>>));
    }
  }
  return found;
}

/** What the first fact of a request seals; refuses once it is forgotten. */
export async function receivedOf(context: Context, org: string, held: Held): Promise<Received> {
  const sealed = await partOf(context, org, held.first);
  if (sealed === undefined) throw new Refusal('conflict', 'What this request was about is forgotten.');
  return sealed as unknown as Received;
}

/** The entries about a request that are of one kind, oldest first. */
export async function entriesOf(tx: PoolClient, org: string, id: string, kind: string): Promise<readonly number[]> {
  const { rows } = await tx.query<{ idx: number }>('select idx::float8 as idx from entry where org = $1 and about = $2 and kind = $3 order by idx', [org, id, kind]);
  return rows.map(({ idx }) => idx);
}
