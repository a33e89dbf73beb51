import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { Actor, Context, Input } from '../context.ts';
import { typedReference } from './reference.ts';
import { REQUEST_COLUMNS, type Held } from './request.ts';
import { summariesOf } from './shown.ts';

/** The requests, those whose time runs out first before the others; those whose clock stopped come last. */
export async function listOf(context: Context, actor: Actor, query: Input<'requests'>['query']): Promise<Answer<'requests'>> {
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  return context.tenant(actor.org, async (tx) => {
    const { rows } = await tx.query<Held & { readonly stopped: boolean; readonly raw: string }>(
      `select ${REQUEST_COLUMNS}, stopped, raw from request
       where org = $1 and ($2::text is null or status = $2) and ($3::text is null or $3 = any(rights)) and ($4::boolean is null or stopped = $4)
         and ($5::text is null or stated ->> 'reference' = $5) and ($6::boolean is null or (stopped, raw, id) > ($6, $7::text, $8::text))
       order by stopped, raw, id limit $9`,
      [actor.org, query.status ?? null, query.right ?? null, query.open === undefined ? null : query.open === 'no', query.reference === undefined ? null : typedReference(query.reference), after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, query.limit + 1]);
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return { items: await summariesOf(tx, context, actor, shown), next: last === undefined ? null : Buffer.from(JSON.stringify([last.stopped, last.raw, last.id])).toString('base64url'), total: null };
  });
}

function readCursor(cursor: string): readonly [boolean, string, string] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && typeof read[0] === 'boolean' && typeof read[1] === 'string' && typeof read[2] === 'string') return [read[0], read[1], read[2]];
  } catch {
    // Whatever it was, it is no cursor: the refusal below says so.
  }
  throw new Refusal('invalid', 'The cursor is not one that a list gave.', { field: 'cursor' });
}
