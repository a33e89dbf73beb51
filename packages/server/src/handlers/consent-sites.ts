import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { RecordVersion } from '@avouch/records/record-type';
import { recordTypeOf } from '@avouch/records/record-types';
import type { ConsentNotice, ConsentSite } from '@avouch/records/consent';
import { currentRecord, recordsOf } from '@avouch/records/store';
import { configOf, type NoticeDocument } from '@avouch/privacy/notices';
import type { PoolClient } from 'pg';
import { compose, differenceOf, publicationsOf, publishedFact, shownPublication } from '../consent/publishing.ts';
import { siteKeyOf } from '../consent/site.ts';
import { languages, wordsOf } from '../consent/words.ts';
import type { Context, Handlers } from '../context.ts';
import { parse } from '../http/refusals.ts';
import { writeRecord } from './write-record.ts';

const SITES_MAX = 200;
const PUBLICATIONS_MAX = 200;

const missing = (what: string): never => {
  throw new Refusal('not_found', `There is no such ${what}.`);
};

/** The newest version of a site or a notice that has not ended. */
export async function found(tx: PoolClient, org: string, type: 'consent-site' | 'consent-notice', id: string): Promise<RecordVersion> {
  const record = await currentRecord(tx, { org, type, id });
  return record === undefined || record.ended ? missing(type === 'consent-site' ? 'site' : 'notice') : record;
}

const sealOf = ({ entry, ended, heldFrom, captured, recorded, actor }: RecordVersion, names: ReadonlyMap<string, string>): Answer<'consentSite'>['seal'] => ({
  entry, kind: ended ? 'record.ended' : 'record.written', heldFrom, heldTo: null, captured, recorded, actor, actorName: names.get(actor) ?? null,
});

const schemaOf = (type: 'consent-site' | 'consent-notice'): NonNullable<ReturnType<typeof recordTypeOf>>['schema'] => {
  const known = recordTypeOf(type);
  if (known === undefined) throw new Error(`there is no record type ${type}`);
  return known.schema;
};

async function shownSite(org: string, record: RecordVersion, here: string, context: Context): Promise<Answer<'consentSite'>> {
  const value = record.value as ConsentSite;
  const now = context.now().getTime();
  const { notice, publication, document, answers } = await context.tenant(org, async (tx) => {
    const [newest] = await publicationsOf(tx, org, record.id, 1);
    const counted = await tx.query<{ day: number; week: number }>(
      'select count(*) filter (where recorded > $3)::int as day, count(*)::int as week from consent_choice where org = $1 and recorded > $4 and site = $2 and not repeated', [org, record.id, new Date(now - 86_400_000), new Date(now - 7 * 86_400_000)]);
    return {
      notice: await currentRecord(tx, { org, type: 'consent-notice', id: value.notice }), publication: newest, answers: counted.rows[0] ?? { day: 0, week: 0 },
      document: newest === undefined ? undefined : (await tx.query<{ document: NoticeDocument }>('select document from consent_publication where org = $1 and site = $2 and idx = $3 order by language limit 1', [org, record.id, newest.idx])).rows[0]?.document,
    };
  });
  const words = notice === undefined || notice.ended ? undefined : notice.value as ConsentNotice;
  const composed = words === undefined ? undefined : compose(record.id, value, words, publication?.version ?? '1');
  const names = await context.actorNames(org, [record.actor, ...(publication === undefined ? [] : [publication.actor])]);
  const key = siteKeyOf(org, record.id);
  return {
    id: record.id, version: record.version, value, seal: sealOf(record, names), key, endpoint: `${here}/api/consents/${key}`, noticeName: words?.name ?? null, languages: words === undefined ? [] : Object.keys(words.translations),
    published: publication === undefined ? null : shownPublication(record.id, publication, names),
    differs: composed === undefined ? 'substance' : differenceOf(composed, publication === undefined || document === undefined ? undefined : { hashes: new Map(Object.entries(publication.hashes)), document }),
    problems: composed === undefined ? [{ where: 'notice', message: 'The site names no notice that is there: choose one.' }] : [...composed.problems], answers,
  };
}

async function shownNotice(org: string, record: RecordVersion, context: Context): Promise<Answer<'consentNotice'>> {
  const { items } = await context.tenant(org, (tx) => recordsOf(tx, { org, type: 'consent-site', limit: SITES_MAX }));
  const names = await context.actorNames(org, [record.actor]);
  return { id: record.id, version: record.version, value: record.value as ConsentNotice, sites: items.filter(({ value }) => value['notice'] === record.id).map(({ id }) => id), seal: sealOf(record, names) };
}

/** Sites and notices, and what is published of them. */
export const consentSiteHandlers: Handlers = {
  consentSites: async ({ params: { org }, exchange }, context) => {
    const { items } = await context.tenant(org, (tx) => recordsOf(tx, { org, type: 'consent-site', limit: SITES_MAX }));
    const sites = [];
    for (const record of items) sites.push(await shownSite(org, record, exchange.here, context));
    return { items: sites };
  },
  consentSite: async ({ params: { org, site }, exchange }, context) => shownSite(org, await context.tenant(org, (tx) => found(tx, org, 'consent-site', site)), exchange.here, context),
  consentSiteCreate: async ({ params: { org }, body: { value }, actor, exchange }, context) =>
    shownSite(org, await writeRecord({ org, type: 'consent-site', id: `site_${Buffer.from(context.random(8)).toString('hex')}`, actor, value, expected: 0 }, context), exchange.here, context),
  consentSiteWrite: async ({ params: { org, site }, body: { expected, value }, actor, exchange }, context) =>
    shownSite(org, await writeRecord({ org, type: 'consent-site', id: site, actor, value, expected }, context), exchange.here, context),
  consentNotices: async ({ params: { org } }, context) => {
    const { items } = await context.tenant(org, (tx) => recordsOf(tx, { org, type: 'consent-notice', limit: SITES_MAX }));
    const notices = [];
    for (const record of items) notices.push(await shownNotice(org, record, context));
    return { items: notices };
  },
  consentNotice: async ({ params: { org, notice } }, context) => shownNotice(org, await context.tenant(org, (tx) => found(tx, org, 'consent-notice', notice)), context),
  consentNoticeCreate: async ({ params: { org }, body: { value }, actor }, context) =>
    shownNotice(org, await writeRecord({ org, type: 'consent-notice', id: `notice_${Buffer.from(context.random(8)).toString('hex')}`, actor, value, expected: 0 }, context), context),
  consentNoticeWrite: async ({ params: { org, notice }, body: { expected, value }, actor }, context) =>
    shownNotice(org, await writeRecord({ org, type: 'consent-notice', id: notice, actor, value, expected }, context), context),
  consentLanguages: async () => ({
    items: languages.map((language) => {
      const words = wordsOf(language);
      return { language, texts: { ...words?.texts }, purposes: Object.fromEntries(Object.entries(words?.purposes ?? {}).map(([id, [name, text]]) => [id, { name, text }])) };
    }),
  }),
  consentPreview: async ({ body, exchange }) => {
    const site = parse(schemaOf('consent-site'), body.site, 'The site') as ConsentSite;
    const notice = parse(schemaOf('consent-notice'), body.notice, 'The notice') as ConsentNotice;
    const { documents, hashes, problems } = compose('preview', site, notice, 'preview');
    const document = documents[body.language];
    return { config: document === undefined ? null : configOf(document, hashes[body.language] ?? '', `${exchange.here}/nowhere`) as Answer<'notice'>, problems: [...problems] };
  },
  consentPublish: async ({ params: { org, site: id }, body: { substance, expected }, actor }, context) => {
    const { site, notice, newest, document } = await context.tenant(org, async (tx) => {
      const record = await found(tx, org, 'consent-site', id);
      const [last] = await publicationsOf(tx, org, id, 1);
      return {
        site: record, notice: await found(tx, org, 'consent-notice', (record.value as ConsentSite).notice), newest: last,
        document: last === undefined ? undefined : (await tx.query<{ document: NoticeDocument }>('select document from consent_publication where org = $1 and site = $2 and idx = $3 order by language limit 1', [org, id, last.idx])).rows[0]?.document,
      };
    });
    if (site.version !== expected.site || notice.version !== expected.notice) throw new Refusal('conflict', 'The site or the notice was changed meanwhile: read both, then publish.');
    const composed = compose(id, site.value as ConsentSite, notice.value as ConsentNotice, newest?.version ?? '1');
    const differs = differenceOf(composed, newest === undefined || document === undefined ? undefined : { hashes: new Map(Object.entries(newest.hashes)), document });
    if (differs === 'no' && !substance) throw new Refusal('conflict', 'Nothing has changed since the last publication.');
    if (differs === 'substance' && !substance && newest !== undefined) throw new Refusal('conflict', 'What is asked has changed, so everybody has to be asked again: publish it as a change in substance.', { field: 'substance' });
    const version = substance || newest === undefined ? String(Number(newest?.version ?? '0') + 1) : newest.version;
    const fact = publishedFact({ org, id, site: site.value as ConsentSite, notice: notice.value as ConsentNotice, version, substance: substance || newest === undefined, actor: actor.member }, context);
    await (await context.ledgerOf(org)).append(fact, {
      guard: async (tx) => {
        const [last] = await publicationsOf(tx, org, id, 1);
        if (last?.idx !== newest?.idx) throw new Refusal('conflict', 'Somebody else published meanwhile: read the site again.');
      },
    });
    const [made] = await context.tenant(org, (tx) => publicationsOf(tx, org, id, 1));
    if (made === undefined) throw new Error('what was published is there');
    return shownPublication(id, made, await context.actorNames(org, [made.actor]));
  },
  consentPublications: async ({ params: { org, site } }, context) => {
    const rows = await context.tenant(org, async (tx) => { await found(tx, org, 'consent-site', site); return publicationsOf(tx, org, site, PUBLICATIONS_MAX); });
    const names = await context.actorNames(org, rows.map(({ actor }) => actor));
    return { items: rows.map((row) => shownPublication(site, row, names)) };
  },
  consentPublication: async ({ params: { org, site, hash } }, context) => {
    const { row, all } = await context.tenant(org, async (tx) => ({
      row: (await tx.query<{ idx: number; language: string; document: Record<string, unknown> }>('select idx::float8 as idx, language, document from consent_publication where org = $1 and site = $2 and hash = $3 order by idx limit 1', [org, site, hash])).rows[0],
      all: await publicationsOf(tx, org, site, 10_000),
    }));
    const publication = all.find(({ idx }) => idx === row?.idx);
    if (row === undefined || publication === undefined) return missing('published notice');
    return { publication: shownPublication(site, publication, await context.actorNames(org, [publication.actor])), language: row.language, document: row.document };
  },
};
