import { z } from 'zod';
import { line, recordType } from './fields.ts';

const choiceId = z.string().regex(/^(?!(?:__proto__|constructor)$)[a-z0-9_-]{1,64}$/, 'is written in small letters, digits, - and _');
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is a language tag such as de or pt-BR');
const words = z.string().trim().min(1).max(2000);
const textKey = z.enum(['title', 'body', 'accept', 'refuse', 'choose', 'save', 'close', 'always', 'companies', 'session', 'notice', 'back', 'signal', 'saved', 'held', 'allow']);

const translation = z.strictObject({
  /** The company's own words in place of the SDK's. */
  texts: z.partialRecord(textKey, line).default({}),
  purposes: z.record(choiceId, z.strictObject({ name: line, text: words })).default({}),
  vendors: z.record(choiceId, z.strictObject({ text: words })).default({}),
});

const schema = z.strictObject({
  name: line,
  /** Who answers for the data. */
  controller: z.strictObject({ name: line, address: line.optional(), contact: line.optional(), url: z.url().max(2000).optional() }),
  /** The privacy notice in full. */
  url: z.string().trim().min(1).max(2000).optional(),
  translations: z.record(language, translation).refine((given) => Object.keys(given).length > 0, 'a notice stands in one language at least'),
});

/** The words of a notice. */
export type ConsentNotice = z.infer<typeof schema>;

/** What visitors are told, in each language. Its versions are drafts: visitors see what was published. */
export const consentNotice = recordType({
  id: 'consent-notice',
  title: 'Consent notice',
  plural: 'Consent notices',
  purpose: 'The words in which visitors are asked, in each language, and who answers for the data.',
  schema,
  relations: {},
  personal: [],
  columns: ['name', 'url'],
  label: 'name',
});
