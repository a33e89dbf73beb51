import type { Block, Document } from '@avouch/documents/document';
import type { CertificateStatement, CertifiedPlace } from './statement.ts';

const outcomes: Readonly<Record<string, string>> = { told: 'told', failed: 'could not be told', impossible: 'cannot be told', disproportionate: 'not told: disproportionate effort' };
const counted = (counts: Readonly<Record<string, number>>): string => Object.entries(counts).filter(([, rows]) => rows > 0).map(([what, rows]) => `${rows} ${what.replaceAll('_', ' ')}`).join(', ') || 'nothing';
/** What was done to rows, in words that go after their number. What is listed as kept has its own place. */
const deeds: Readonly<Record<string, string>> = { deleted: 'deleted', emptied: 'emptied', shells: 'left as an empty shell', cleared: 'cleared of what is theirs', loosened: 'no longer pointing at them', ended: 'whose ground to be kept had ended', held: 'held back by a legal hold' };
/** What was done in a place, in words; empty where nothing was. */
const doneText = ({ done }: CertifiedPlace): string => Object.entries(done).filter(([what, rows]) => rows > 0 && what !== 'kept').map(([what, rows]) => `${rows} ${deeds[what] ?? what.replaceAll('_', ' ')}`).join(', ');
const moment = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

const keptOf = ({ title, kept }: CertifiedPlace): readonly (readonly string[])[] =>
  kept.map(({ rows, reason, exemption, law, until, hold }) => [title, String(rows), `${reason}${hold ? ' (legal hold)' : ''}`, [exemption === null ? null : `Art. ${exemption} GDPR`, law].filter((one) => one !== null).join('; ') || '–', until ?? 'until the ground ends']);

/** The certificate for people: what was asked, done, kept and why, and how anybody checks it. It names nobody. */
export function certificateDocument(statement: CertificateStatement, closed: { readonly at: string; readonly entry: number; readonly log: string }): Document {
  const { times, places, recipients, reread, backups, attested, suppressed } = statement;
  const kept = places.flatMap(keptOf);
  const heading = (text: string): Block => ({ kind: 'heading', level: 1, text });
  return {
    title: 'Certificate of erasure', subtitle: statement.controller, language: 'en', author: statement.controller, date: closed.at.slice(0, 10), runningNotice: 'Names nobody. Check it with the file certificate.json.',
    cover: [`Request: ${statement.request}`, `Received: ${moment(times.received)}`, `Answered: ${moment(times.answered)}`, `Recorded: entry ${closed.entry} of ${closed.log}`],
    blocks: [
      heading('What this says'),
      { kind: 'paragraph', text: ['On the day it was received, a person asked ', { kind: 'strong', text: statement.controller }, ' to erase their data. What follows was done, and every place was read again afterwards. The company states it; the ledger shows when it was stated, in which order, and that nothing was changed since. ', { kind: 'cite', entries: [closed.entry] }] },
      { kind: 'terms', items: [
        { term: 'Identity shown', text: moment(times.identified) }, { term: 'Plan approved', text: moment(times.approved) }, { term: 'Read again', text: moment(times.reread) },
        { term: 'Answered', text: moment(times.answered) }, { term: 'Due', text: times.due },
      ] },
      heading('What was done, place by place'),
      { kind: 'table', columns: [{ title: 'System', width: 2 }, { title: 'Place', width: 3 }, { title: 'Done', width: 3 }, { title: 'Found again, and why', width: 3 }], rows: places.map((place) => [place.system, place.title, place.leftOut ? 'left out, by decision: neither read nor changed' : doneText(place) || 'nothing', place.leftOut ? 'not known' : counted(place.remaining)]), empty: 'Nothing was found.' },
      ...(attested.length === 0 ? [] : [{ kind: 'paragraph', text: `Done by hand, on the word of those who did it: ${attested.map(({ title }) => title).join(', ')}.` } as const]),
      heading('What is kept, and why'),
      { kind: 'table', columns: [{ title: 'Place', width: 2 }, { title: 'Rows', width: 1, align: 'right' }, { title: 'Reason', width: 3 }, { title: 'Ground', width: 2 }, { title: 'Until', width: 1 }], rows: kept, empty: 'Nothing is kept.' },
      { kind: 'paragraph', text: `${reread.places} places were read again. ${reread.remaining === 0 ? 'Nothing was found.' : `${reread.remaining} rows were still there; each of them is explained.`}` },
      ...(backups.length === 0 ? [] : [{ kind: 'list', items: backups.map(({ system, days, note }) => `Backups of ${system} hold it for up to ${days} days more${note === null ? '' : `: ${note}`}.`) } as const]),
      heading('Who was told'),
      { kind: 'table', columns: [{ title: 'Recipient', width: 3 }, { title: 'How', width: 1 }, { title: 'Outcome', width: 2 }, { title: 'When', width: 2 }], rows: recipients.map(({ title, by, outcome, at }) => [title, by, outcomes[outcome] ?? outcome, moment(at)]), empty: 'No recipient had to be told.' },
      ...(suppressed === null ? [] : [{ kind: 'paragraph', text: `${suppressed} identity ${suppressed === 1 ? 'value is' : 'values are'} watched for under a key, so that an import or an old backup does not bring them back.` } as const]),
      heading('How to check it'),
      { kind: 'paragraph', text: ['Whoever has the file runs ', { kind: 'code', text: 'avouch verify certificate.json --key KEY' }, ' with the ledger’s key, offline. Whoever made the request adds ', { kind: 'code', text: '--reference' }, ' with the reference they got, which shows that it is about their request.'] },
    ],
  };
}
