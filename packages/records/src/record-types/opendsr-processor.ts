import { z } from 'zod';
import { line, recordType } from './fields.ts';

/** How the company answers those for whom it processes data, by OpenDSR 2.0. The signing key itself is a secret and no record. */
export const opendsrProcessor = recordType({
  id: 'opendsr-processor',
  title: 'OpenDSR processor',
  plural: 'OpenDSR processor',
  purpose: 'Under which domain and certificate the company answers the controllers for whom it processes data.',
  schema: z.strictObject({
    open: z.boolean(),
    domain: line,
    /** PEM: the certificate of the signing key first, then those above it. */
    certificate: z.string().max(30_000),
  }),
  relations: {},
  personal: [],
  columns: ['domain', 'open'],
  label: 'domain',
});
