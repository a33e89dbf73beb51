import type { FieldErasure, Provenance } from '../datamap.ts';

/** A kind of personal data. `article` says that Art. 9 or Art. 10 asks for more than a lawful basis. */
export type Category = {
  readonly id: string;
  /** As people read it in an answer: "E-mail address". */
  readonly title: string;
  readonly article?: 9 | 10;
  /** How such data usually comes, where a field says nothing else. */
  readonly provenance: Provenance;
  /** What erasure does to it in a row that stays, where a field says nothing else. */
  readonly erasure: FieldErasure;
};

const given = (id: string, title: string, more: Partial<Category> = {}): Category => ({ id, title, provenance: 'given', erasure: 'clear', ...more });
const observed = (id: string, title: string, more: Partial<Category> = {}): Category => given(id, title, { provenance: 'observed', ...more });
const derived = (id: string, title: string, more: Partial<Category> = {}): Category => given(id, title, { provenance: 'derived', ...more });

/**
 * The kinds of data that a field may hold. The special ones are those that Art. 9(1) names, and Art. 10. `none` is for
 * what says nothing about a person: it is shown to whoever may see the row, and no erasure touches it.
 */
export const categories: readonly Category[] = [
  { id: 'none', title: 'Not personal', provenance: 'derived', erasure: 'keep' },
  observed('identifier', 'Internal number of a person'),
  given('name', 'Name'),
  given('name.user', 'User name'),
  given('contact.email', 'E-mail address'),
  given('contact.phone', 'Telephone number'),
  given('contact.address', 'Postal address'),
  given('contact.social', 'Account at a social network'),
  given('birth', 'Date or place of birth'),
  given('gender', 'Gender or form of address'),
  given('nationality', 'Nationality'),
  given('language', 'Language'),
  given('family', 'Family and household'),
  given('government-id', 'Number of an identity document or of a register'),
  given('tax-id', 'Tax number'),
  given('image', 'Picture of a person'),
  given('voice', 'Recording of a voice'),
  given('payment.card', 'Payment card'),
  given('payment.account', 'Bank account'),
  observed('payment.transaction', 'Payments and purchases'),
  derived('financial', 'Income, credit and wealth'),
  given('employment', 'Work and employment'),
  given('education', 'Education and qualifications'),
  derived('employment.evaluation', 'Assessment of work'),
  observed('location', 'Location'),
  observed('device', 'Device and browser'),
  observed('online-id', 'Address or identifier on a network'),
  observed('behaviour', 'Use and behaviour'),
  given('preference', 'Preferences and settings'),
  given('consent', 'Consents and objections'),
  given('credential', 'Password, key or token'),
  given('content.message', 'Messages and free text'),
  given('content.file', 'Files and documents'),
  derived('profile', 'Conclusions drawn about a person'),
  given('other', 'Other personal data'),
  given('health', 'Health', { article: 9 }),
  given('genetic', 'Genetic data', { article: 9 }),
  given('biometric', 'Biometric data that identifies', { article: 9 }),
  given('ethnicity', 'Racial or ethnic origin', { article: 9 }),
  given('religion', 'Religious or philosophical beliefs', { article: 9 }),
  given('politics', 'Political opinions', { article: 9 }),
  given('union', 'Trade union membership', { article: 9 }),
  given('sexuality', 'Sex life or sexual orientation', { article: 9 }),
  given('criminal', 'Criminal convictions and offences', { article: 10, provenance: 'elsewhere' }),
];

const byId = new Map(categories.map((one) => [one.id, one]));

/** The category with this id, or undefined. */
export const categoryOf = (id: string): Category | undefined => byId.get(id);
