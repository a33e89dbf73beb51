import { z, type ZodType } from 'zod';
import type { Method, Permission, Route } from '../route.ts';

const nothing = z.strictObject({});
type Nothing = typeof nothing;

type Draft<P, Q, B, O> = {
  readonly id: string; readonly title: string; readonly permission: Permission;
  readonly params?: P; readonly query?: Q; readonly body?: B; readonly output: O;
  readonly gives?: 'json' | 'bytes' | 'events'; readonly takes?: 'json' | 'bytes' | 'text'; readonly from?: 'own' | 'sites' | 'anywhere';
};

/** Completes a draft: what it does not name takes nothing, as JSON. */
export function route<O extends ZodType, P extends ZodType = Nothing, Q extends ZodType = Nothing, B extends ZodType = Nothing>(
  method: Method, path: string, draft: Draft<P, Q, B, O>,
): Route<P, Q, B, O> {
  const { id, title, permission, output } = draft;
  return {
    id, method, path, title, permission, output, gives: draft.gives ?? 'json', takes: draft.takes ?? 'json', from: draft.from ?? 'own',
    // A draft that leaves one out has the default type argument, which is what `nothing` is.
    params: draft.params ?? (nothing as ZodType as P), query: draft.query ?? (nothing as ZodType as Q), body: draft.body ?? (nothing as ZodType as B),
  };
}

export const id = z.string().regex(/^[A-Za-z0-9_.:-]{1,120}$/, 'letters, digits and . _ : - only');
/** Every page of a list: `cursor` continues where the last page ended. */
export const paging = z.object({ cursor: z.string().max(300).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });
export const page = <T extends ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable(), total: z.number().int().nullable() });
/** Turns a read to that instant. */
export const asOf = z.object({ asOf: z.iso.datetime({ precision: 3 }).optional() });
export const org = z.object({ org: id });
export const nothingBack = z.object({ ok: z.literal(true) });
export const bytes = z.instanceof(Uint8Array);
