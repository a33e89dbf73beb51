import { z } from 'zod';
import type { Projection } from '../context.ts';

/** What the fact of an issued package says; sealed, for it names the company. */
export const issued = z.object({
  asOf: z.string(), title: z.string(), ledgerSize: z.number().int(), openItems: z.number().int(), orderedAt: z.string(), warnings: z.array(z.string()),
  files: z.array(z.object({ form: z.enum(['pdf', 'docx', 'html', 'bundle']), bytes: z.number().int(), sha256: z.string() })),
});
export type Issued = z.infer<typeof issued>;

/** Readiness packages that were issued. */
export const issuedPackages: Projection = {
  name: 'packages',
  tables: ['issued_package'],
  fold: async (tx, org, recorded) => {
    for (const { index, entry, fact } of recorded) {
      if (entry.kind !== 'package.issued') continue;
      const told = issued.parse(JSON.parse(Buffer.from(fact.parts[0]?.payload ?? []).toString('utf8')));
      await tx.query(
        `insert into issued_package (org, id, as_of, title, ledger_size, files, warnings, open_items, ordered_at, idx)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [org, entry.about, told.asOf, told.title, told.ledgerSize, JSON.stringify(told.files), JSON.stringify(told.warnings), told.openItems, told.orderedAt, index]);
    }
  },
};
