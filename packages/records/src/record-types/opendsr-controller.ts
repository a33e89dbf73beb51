import { z } from 'zod';
import { line, recordType } from './fields.ts';

/** A company for whom data is processed, and which asks for its people by OpenDSR. Its secret is kept as a keyed hash apart. */
export const opendsrController = recordType({
  id: 'opendsr-controller',
  title: 'OpenDSR controller',
  plural: 'OpenDSR controllers',
  purpose: 'For whom data is processed, what they may ask by OpenDSR, and by which keys of the data map their people are found.',
  schema: z.strictObject({
    name: line,
    /** Whom to call there: a person, so sealed. */
    contact: line.optional(),
    active: z.boolean(),
    types: z.array(z.enum(['erasure', 'access', 'portability'])).min(1).max(3),
    /** Which identity key of the data map a type of OpenDSR is, for this controller's people and nobody else's. */
    identities: z.array(z.strictObject({ type: line, key: line })).min(1).max(20),
    /** Origins to which its callbacks may go. */
    callbacks: z.array(z.url().max(300)).max(20),
    /** PEM: signs its tokens, where it does not use a secret. */
    publicKey: z.string().max(4000).nullable(),
  }),
  relations: {},
  personal: ['contact'],
  columns: ['name', 'active', 'types'],
  label: 'name',
});
