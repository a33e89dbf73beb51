import { z } from 'zod';
import { day, id, line, recordType } from './fields.ts';

/** Somebody who works for the company. Name and address vanish when the person is forgotten; role and dates stay. */
export const person = recordType({
  id: 'person',
  title: 'Person',
  plural: 'People',
  purpose: 'Who works here, in which role, from when to when: owners of controls and the population of many tests.',
  schema: z.strictObject({
    name: line,
    email: z.email().max(320).optional(),
    role: line,
    kind: z.enum(['employee', 'contractor', 'board-member', 'other']).default('employee'),
    team: line.optional(),
    manager: id.optional(),
    startedOn: day.optional(),
    endedOn: day.optional(),
  }),
  relations: { manager: { to: 'person' } },
  personal: ['name', 'email'],
  columns: ['name', 'role', 'kind', 'startedOn', 'endedOn'],
  label: 'name',
});
