import { z } from 'zod';
import { category, line, prose, recordType } from './fields.ts';

/** The company itself, and the categories that it takes into scope. */
export const organisation = recordType({
  id: 'organisation',
  title: 'Organisation',
  plural: 'Organisations',
  purpose: 'Who you are: the company that makes the commitments and owns the controls.',
  schema: z.strictObject({
    name: line,
    legalName: line.optional(),
    website: z.url().max(300).optional(),
    country: line.optional(),
    description: prose.optional(),
    /** What the report covers; security is always in scope. */
    categories: z.array(category).min(1).max(5),
    /** How the company oversees management, named honestly: a board, an owner, an advisory board. */
    oversightBody: prose.optional(),
    /** A postal or mail address of the company's function, never of a person. */
    securityContact: line.optional(),
  }),
  relations: {},
  personal: [],
  columns: ['name', 'categories', 'website'],
  label: 'name',
});
