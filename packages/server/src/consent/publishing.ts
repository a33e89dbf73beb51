import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { Fact, Json } from '@avouch/ledger/entry';
import { seal } from '@avouch/ledger/seal';
import { composeNotice, noticeHash, substanceOf, type NoticeDocument, type NoticeProblem } from '@avouch/privacy/notices';
import type { ConsentNotice, ConsentSite } from '@avouch/records/consent';
import type { Context } from '../context.ts';
import { wordsOf } from './words.ts';

/** Every language of a notice as it would be published under a version. */
export type Composed = { readonly documents: Readonly<Record<string, NoticeDocument>>; readonly hashes: Readonly<Record<string, string>>; readonly problems: readonly NoticeProblem[] };

/** A publication's parts in one fact stay far below what an entry's payload may hold. */
const DOCUMENTS_BYTES_MAX = 2_000_000;

export function compose(id: string, site: ConsentSite, notice: ConsentNotice, version: string): Composed {
  const made = Object.keys(notice.translations).map((language) => ({ language, ...composeNotice({ id, site, notice, version, language, words: wordsOf(language) }) }));
  const documents = Object.fromEntries(made.map(({ language, document }) => [language, document]));
  const problems = [
    ...(site.domains.length === 0 ? [{ where: 'domains', message: 'The site has no domain: name where the banner stands.' }] : []),
    ...(site.purposes.every(({ required }) => required) ? [{ where: 'purposes', message: 'Nothing is asked: every purpose is required.' }] : []),
    ...made.flatMap((one) => one.problems),
    ...(JSON.stringify(documents).length > DOCUMENTS_BYTES_MAX ? [{ where: 'translations', message: 'All languages together are above 2 MB: shorten the texts.' }] : []),
  ];
  return { documents, problems, hashes: Object.fromEntries(made.map(({ language, document }) => [language, noticeHash(document)])) };
}

type PublicationRow = { readonly idx: number; readonly version: string; readonly substance: boolean; readonly hashes: Readonly<Record<string, string>>; readonly current: boolean; readonly captured: string; readonly recorded: string; readonly actor: string };

/** What was published of a site, newest first. */
export async function publicationsOf(tx: PoolClient, org: string, site: string, limit: number): Promise<readonly PublicationRow[]> {
  const { rows } = await tx.query<PublicationRow>(
    `select p.idx::float8 as idx, p.version, p.substance, jsonb_object_agg(p.language, p.hash) as hashes, p.idx = max(p.idx) over () as current, e.captured, e.recorded, e.actor
     from consent_publication p join entry e on e.org = p.org and e.idx = p.idx where p.org = $1 and p.site = $2
     group by p.idx, p.version, p.substance, e.captured, e.recorded, e.actor order by p.idx desc limit $3`, [org, site, limit]);
  return rows;
}

/** A publication as the contract shows it. */
export const shownPublication = (site: string, row: PublicationRow, names: ReadonlyMap<string, string>): Answer<'consentPublish'> => ({
  site, version: row.version, hashes: { ...row.hashes }, substance: row.substance, current: row.current,
  seal: { entry: row.idx, kind: 'consent.published', heldFrom: row.captured, heldTo: null, captured: row.captured, recorded: row.recorded, actor: row.actor, actorName: names.get(row.actor) ?? null },
});

/** How what would be published differs from what is: in nothing, in words, or in what is asked. */
export function differenceOf(composed: Composed, current: { readonly hashes: ReadonlyMap<string, string>; readonly document: NoticeDocument } | undefined): 'no' | 'wording' | 'substance' {
  const [first] = Object.values(composed.documents);
  if (current === undefined || first === undefined || substanceOf(first) !== substanceOf(current.document)) return 'substance';
  const same = Object.entries(composed.hashes).every(([language, hash]) => current.hashes.get(language) === hash) && Object.keys(composed.hashes).length === current.hashes.size;
  return same ? 'no' : 'wording';
}

export type PublishOrder = { readonly org: string; readonly id: string; readonly site: ConsentSite; readonly notice: ConsentNotice; readonly version: string; readonly substance: boolean; readonly actor: string };

/** The fact of a publication: every language whole, so that what a hash names can be shown for ever. */
export function publishedFact({ id, site, notice, version, substance, actor }: PublishOrder, context: Context): Fact {
  const { documents, hashes, problems } = compose(id, site, notice, version);
  const [problem] = problems;
  if (problem !== undefined) throw new Refusal('conflict', `This cannot be published yet: ${problem.message} (${problem.where})`);
  return {
    kind: 'consent.published', about: id, actor, captured: context.now().toISOString(), origin: { name: 'consent', version: '1' }, header: { version, substance },
    parts: [seal({ documents, hashes } as unknown as Json, null, context.random)],
  };
}
