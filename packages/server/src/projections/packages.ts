import { z } from 'zod';
import type { Projection } from '../context.ts';

/** What a `package.issued` fact says beside the manifest, which is its first part. */
export const issued = z.object({
  ledgerSize: z.number().int(), openItems: z.number().int(), warnings: z.array(z.string()),
  files: z.array(z.object({ form: z.enum(['pdf', 'docx', 'html']), bytes: z.number().int(), sha256: z.string() })),
});
export type Issued = z.infer<typeof issued>;

/** Readiness packages that were issued. */
export const issuedPackages: Projection = {
  name: 'packages',
  tables: ['issued_package'],
  fold: async (tx, org, recorded) => {
    for (const { index, entry, fact } of recorded) {
      if (entry.kind !== 'package.issued') continue;
      const told = issued.parse(JSON.parse(Buffer.from(fact.parts[1]?.payload ?? []).toString('utf8')));
      await tx.query(
        'insert into issued_package (org, id, ledger_size, open_items, warnings, files, idx) values ($1, $2, $3, $4, $5, $6, $7)',
        [org, entry.about, told.ledgerSize, told.openItems, JSON.stringify(told.warnings), JSON.stringify(told.files), index]);
    }
  },
};
