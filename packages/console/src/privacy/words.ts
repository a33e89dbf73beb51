import type { Answer } from '@avouch/api/client';

export type Summary = Answer<'requests'>['items'][number];
export type Detail = Answer<'request'>;
export type Plan = NonNullable<Detail['plan']>;
export type PlacePlan = Plan['places'][number];
export type Right = Summary['rights'][number];
export type Act = Summary['next']['act'];

/** What people may ask, in words, and the article. */
export const rightWord: Readonly<Record<Right, string>> = {
  access: 'Access', rectification: 'Correction', erasure: 'Erasure', restriction: 'Restriction', portability: 'Portability', objection: 'Objection', marketing: 'No marketing', human_review: 'Human review', consent: 'Withdrawal of consent',
};
/** Where each right stands in the GDPR. */
export const rightArticle: Readonly<Record<Right, string>> = {
  access: 'Art. 15', rectification: 'Art. 16', erasure: 'Art. 17', restriction: 'Art. 18', portability: 'Art. 20', objection: 'Art. 21(1)', marketing: 'Art. 21(2)', human_review: 'Art. 22(3)', consent: 'Art. 7(3)',
};
/** How far a request is. */
export const statusWord: Readonly<Record<Summary['status'], string>> = {
  received: 'Received', identifying: 'Who asks is not shown yet', paused: 'The clock stands', surveying: 'Being looked for', planned: 'Planned', awaiting_approval: 'Waits for approval', running: 'Being carried out', rereading: 'Being read again', answering: 'Being answered',
  forwarded: 'Forwarded to the controller', answered: 'Answered', partly_refused: 'Answered, refused in part', refused: 'Refused', withdrawn: 'Taken back', closed: 'Closed',
};
/** How a request came in. */
export const channelWord: Readonly<Record<Summary['channel'], string>> = { centre: 'privacy centre', app: 'the company’s app', mail: 'mail', hand: 'letter, telephone or in person', opendsr: 'a controller, by OpenDSR' };
/** The statuses of OpenDSR, as they read. */
export const orderWord = { pending: 'pending', in_progress: 'in progress', completed: 'completed', cancelled: 'cancelled' } as const;
/** How it was shown who asks. */
export const provenWord = { mail: 'a code by mail', account: 'signed in at the company’s app', question: 'a question', document: 'a document', known: 'a colleague who knows them', agent: 'whoever acts for them', controller: 'the controller says so' } as const;
/** Why a row is still found, and what becomes of rows. */
export const figureWord: Readonly<Record<string, string>> = {
  deleted: 'deleted', emptied: 'emptied', kept: 'kept', ended: 'deleted, their ground has ended', shells: 'left as empty shells', cleared: 'shared, this person’s part cleared', loosened: 'of others, a pointer cleared', held: 'held', shared: 'shared with others', accessible: 'of others, shown to this person', shell: 'empty shells', key: 'a key to which others point', unexplained: 'unexplained', own: 'own', read: 'read', corrected: 'corrected', restricted: 'restricted',
};
/** `3 deleted, 1 kept`; what is nothing is left out. */
export const formatFigures = (figures: Readonly<Record<string, number>>): string => {
  const said = Object.entries(figures).filter(([, count]) => count > 0).map(([name, count]) => `${count} ${figureWord[name] ?? name}`);
  return said.length === 0 ? 'nothing' : said.join(', ');
};
/** `12 days left`, `2 days late`, `today`. */
export const formatLeft = ({ daysLeft, clock }: Pick<Summary['clock'], 'daysLeft' | 'clock'>): string => {
  if (clock === 'stopped') return 'answered';
  if (clock === 'paused') return 'paused';
  const days = Math.abs(daysLeft);
  return daysLeft === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} ${daysLeft < 0 ? 'late' : 'left'}`;
};
/** The place of the data map by its two names. */
export const placeName = ({ system, place }: { readonly system: string; readonly place: string | null }): string => (place === null || place === '' ? system : `${system} / ${place}`);
/** Rights as a heading says them: `Access and portability`. */
export const formatRights = (rights: readonly Right[]): string => rights.map((right, at) => (at === 0 ? rightWord[right] : rightWord[right].toLowerCase())).join(' and ');
const unitWord: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };
/** An ISO 8601 period in words: `P1Y6M` is `1 year and 6 months`. What is spelt otherwise is shown as it stands. */
export const formatPeriod = (period: string): string => {
  const parts = [...period.matchAll(/(\d+)([YMWD])/g)].map(([, count = '', unit = '']) => `${count} ${unitWord[unit] ?? unit}${count === '1' ? '' : 's'}`);
  return parts.length === 0 ? period : parts.join(' and ');
};

/** On which ground of Art. 18(1) restriction is asked. */
export const groundWord: Readonly<Record<NonNullable<Detail['restriction']>, string>> = {
  accuracy: 'Accuracy is contested and being checked (a)', unlawful: 'Use is unlawful and they do not want erasure (b)', claims: 'Kept for their own claims (c)', objection: 'An objection is being weighed (d)',
};
