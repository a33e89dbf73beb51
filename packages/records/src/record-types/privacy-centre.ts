import { z } from 'zod';
import { line, recordType } from './fields.ts';

const language = z.string().regex(/^[a-z]{2}$/);
const text = z.string().max(4000);

/** How the company's privacy centre stands before the public: who is responsible, what may be asked, in which languages. */
export const privacyCentre = recordType({
  id: 'privacy-centre',
  title: 'Privacy centre',
  plural: 'Privacy centre',
  purpose: 'Where people ask for their data, have it put right or erased, without an account and in their own language.',
  schema: z.strictObject({
    open: z.boolean(),
    /** The last part of its address: `/privacy/<slug>`. */
    slug: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/),
    /** A host name of the company's own, under which the centre stands at `/`. */
    host: z.string().max(253).regex(/^[a-z0-9.-]+$/).nullable(),
    people: line,
    mailKey: line,
    languages: z.array(language).min(1).max(30),
    texts: z.record(language, z.strictObject({ title: line, intro: text, contact: text })),
    rights: z.array(line).min(1).max(9),
    jurisdiction: line,
    zone: line,
    controller: z.strictObject({ name: line, address: text, mail: z.email().max(320), representative: text.nullable(), officer: text.nullable() }),
    authority: z.strictObject({ name: line, address: text, url: z.url().max(300).nullable() }),
    remedy: text,
    plainByRule: z.boolean(),
    replyTo: z.email().max(320).nullable(),
    /** Whether mails remind of what waits and what is due. */
    reminders: z.boolean().default(true),
    /** Days between two looks for erased people who came back; 0 for none by itself. */
    scanDays: z.int().min(0).max(365),
  }).refine((value) => value.languages.every((one) => value.texts[one] !== undefined), { path: ['texts'], message: 'each language has its texts' }),
  relations: {},
  personal: [],
  columns: ['slug', 'open', 'languages'],
  label: 'slug',
});
