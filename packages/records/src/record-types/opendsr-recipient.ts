import { z } from 'zod';
import { line, recordType } from './fields.ts';

/** A recipient of the data map that is told by OpenDSR: whose signature its answers must bear. Its token is a secret and no record. */
export const opendsrRecipient = recordType({
  id: 'opendsr-recipient',
  title: 'OpenDSR recipient',
  plural: 'OpenDSR recipients',
  purpose: 'Which signature the answers of a recipient must bear before it counts as told.',
  schema: z.strictObject({
    recipient: line,
    domain: line,
    /** Which type of OpenDSR an identity key of the data map is sent as; others are not sent. */
    identities: z.array(z.strictObject({ key: line, type: line })).min(1).max(20),
    /** `pinned`: one of these very certificates; `chained`: one for the domain that these certify. */
    trust: z.enum(['pinned', 'chained']),
    certificate: z.string().min(1).max(30_000),
  }),
  relations: {},
  personal: [],
  columns: ['recipient', 'domain', 'trust'],
  label: 'recipient',
});
