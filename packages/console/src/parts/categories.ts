import type { Answer } from '@avouch/api/client';

/** A trust services category. */
export type Category = Answer<'organisation'>['categories'][number];

/** The categories in their order, each with what it promises and the series that it brings. */
export const categories: readonly (readonly [id: Category, title: string, means: string])[] = [
  ['security', 'Security', 'Always in scope: the common criteria, CC1 to CC9.'], ['availability', 'Availability', 'You promise that the service can be used: A1.'], ['confidentiality', 'Confidentiality', 'You keep information that was entrusted to you as confidential: C1.'],
  ['processing-integrity', 'Processing integrity', 'You promise that processing is complete, valid and on time: PI1.'], ['privacy', 'Privacy', 'You deal with the people whose data it is: P1 to P8.'],
];

/** These categories in their order; security is always among them. */
export const scopeOf = (chosen: readonly string[]): Category[] => categories.map(([id]) => id).filter((id) => id === 'security' || chosen.includes(id));
