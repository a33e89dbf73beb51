import { z } from 'zod';
import { id, line, prose, recordType } from './fields.ts';

/** The parts of a system that DC 3 asks to describe. `id` is what connections point at; it is unique in its system. */
const component = z.strictObject({
  id,
  kind: z.enum(['infrastructure', 'software', 'people', 'procedures', 'data']),
  name: line,
  description: prose.optional(),
  /** Where the part lies or runs. */
  region: line.optional(),
  /** The record of the vendor that runs it. */
  vendor: id.optional(),
  /** For data: the class that the company gave it. */
  classification: line.optional(),
  /** For data: whether it is personal data. */
  personalData: z.boolean().optional(),
});

/** A line of the architecture diagram, between two components or to another system's record. */
const connection = z.strictObject({
  from: id,
  to: id,
  protocol: line.optional(),
  purpose: line.optional(),
  encrypted: z.boolean().nullable(),
});

const technology = z.strictObject({ name: line, version: line.optional(), purpose: line, vendor: line.optional() });

/** The system that the report is about, with its components, connections and technologies. */
export const system = recordType({
  id: 'system',
  title: 'System',
  plural: 'Systems',
  purpose: 'What you provide and what it is made of: the description of the system is drawn from here.',
  schema: z.strictObject({
    name: line,
    purpose: prose,
    /** DC 1: the kinds of services, and who uses them. */
    services: z.array(line).max(100).default([]),
    users: prose.optional(),
    outOfScope: prose.optional(),
    boundary: prose.optional(),
    inScope: z.boolean().default(true),
    regions: z.array(line).max(50).default([]),
    components: z.array(component).max(1000).default([]),
    connections: z.array(connection).max(2000).default([]),
    technologies: z.array(technology).max(500).default([]),
  }),
  relations: {},
  personal: [],
  columns: ['name', 'purpose', 'regions', 'inScope'],
  label: 'name',
});
