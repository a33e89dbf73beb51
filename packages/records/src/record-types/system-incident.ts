import { z } from 'zod';
import { id, instant, line, prose, recordType } from './fields.ts';

const answer = z.boolean().nullable();

/** DC 4: an incident of the system, with the questions that decide whether the description discloses it. Null: not yet answered. */
export const systemIncident = recordType({
  id: 'system-incident',
  title: 'System incident',
  plural: 'System incidents',
  purpose: 'What went wrong, when, with what effect and outcome; those that controls caused or that broke a commitment are disclosed.',
  schema: z.strictObject({
    title: line,
    nature: prose,
    startedAt: instant,
    discoveredAt: instant.optional(),
    endedAt: instant.optional(),
    extent: prose.optional(),
    outcome: prose.optional(),
    system: id.optional(),
    causedByControl: answer,
    commitmentFailed: answer,
    disclosureRequired: answer,
    materialEffect: answer,
    sanction: answer,
    contractLost: answer,
    misleadingWithout: answer,
    personalData: answer,
  }),
  relations: { system: { to: 'system' } },
  personal: [],
  columns: ['title', 'startedAt', 'endedAt', 'causedByControl', 'commitmentFailed'],
  label: 'title',
});
