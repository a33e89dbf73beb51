import { z } from 'zod';

export const instant = z.iso.datetime({ precision: 3 }).describe('RFC 3339, UTC, milliseconds');
export const day = z.iso.date().describe('A calendar day, YYYY-MM-DD, UTC');

/** The seal on every statement of fact: where it stands in the ledger and its three times. */
export const seal = z.object({
  entry: z.number().int(), kind: z.string(), heldFrom: instant.nullable(), heldTo: instant.nullable(), captured: instant, recorded: instant, actor: z.string(), actorName: z.string().nullable(),
}).meta({ id: 'Seal' });

export const entrySummary = z.object({
  index: z.number().int(), kind: z.string(), about: z.string(), aboutName: z.string().nullable(), actor: z.string(), actorName: z.string().nullable(), captured: instant, recorded: instant,
  origin: z.string(), parts: z.number().int(), forgotten: z.number().int().describe('how many of its parts have been forgotten'),
}).meta({ id: 'EntrySummary' });

/** Everything a browser needs to verify one entry itself: canonical bytes, proof file, commitments, and openings where the viewer may see them. */
export const entryDetail = entrySummary.extend({
  bytes: z.base64().describe('the canonical entry'),
  proof: z.string().describe('the .tlog-proof text; its last part is the checkpoint'),
  verifierKey: z.string(),
  commitments: z.array(z.base64()),
  disclosed: z.array(z.discriminatedUnion('forgotten', [
    z.object({ forgotten: z.literal(false), payload: z.base64(), blind: z.base64() }),
    z.object({ forgotten: z.literal(true), at: instant, entry: z.number().int() }),
  ])),
}).meta({ id: 'EntryDetail' });

export const ledgerState = z.object({
  origin: z.string(), size: z.number().int(), checkpoint: z.string(), verifierKey: z.string(), signedAt: instant.nullable(),
  witnesses: z.array(z.object({ name: z.string(), at: instant })), timestamps: z.array(z.object({ authority: z.string(), at: instant, size: z.number().int() })),
}).meta({ id: 'LedgerState' });
