import { z } from 'zod';
import { criterion, day, line, prose, recordType } from './fields.ts';

/** DC 7: a control that the company assumes at a subservice organisation, with the criteria that need it. */
const assumedControl = z.strictObject({ text: prose, criteria: z.array(criterion).min(1).max(61) });

/** Another company that provides something. It is a subservice organisation only when its controls are needed to meet the criteria. */
export const vendor = recordType({
  id: 'vendor',
  title: 'Vendor',
  plural: 'Vendors',
  purpose: 'Whose services you build on, and which of them carry a part of your controls.',
  schema: z.strictObject({
    name: line,
    services: z.array(line).min(1).max(100),
    tier: z.enum(['critical', 'high', 'medium', 'low']).optional(),
    subserviceOrganisation: z.boolean().default(false),
    /** Only for a subservice organisation. */
    method: z.enum(['carve-out', 'inclusive']).optional(),
    criteria: z.array(criterion).max(61).default([]),
    assumedControls: z.array(assumedControl).max(200).default([]),
    /** How the company watches over it. */
    monitoring: prose.optional(),
    data: z.array(line).max(100).default([]),
    personalData: z.boolean().optional(),
    region: line.optional(),
    website: z.url().max(300).optional(),
    startedOn: day.optional(),
    endedOn: day.optional(),
    reviewOn: day.optional(),
  }).refine((value) => !value.subserviceOrganisation || value.method !== undefined, {
    path: ['method'], message: 'a subservice organisation is either carved out or included',
  }),
  relations: {},
  personal: [],
  columns: ['name', 'services', 'tier', 'subserviceOrganisation', 'region'],
  label: 'name',
});
