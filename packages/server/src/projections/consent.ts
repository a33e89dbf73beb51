import type { PoolClient } from 'pg';
import type { Recorded } from '@avouch/ledger/ledger';
import { CHOSEN } from '@avouch/privacy/choices';
import type { NoticeDocument } from '@avouch/privacy/notices';
import type { Projection } from '../context.ts';
import { foldChoices, forgetChoices } from './consent-choices.ts';
import { emptiedBy } from './forgotten.ts';

const payloadOf = <T>({ fact, index }: Recorded): T => {
  const [part] = fact.parts;
  if (part === undefined) throw new Error(`entry ${index} has no part to read`);
  return JSON.parse(Buffer.from(part.payload).toString('utf8')) as T;
};

type Apply = (tx: PoolClient, org: string, recorded: Recorded) => Promise<unknown>;

const published: Apply = (tx, org, recorded) => {
  const { documents, hashes } = payloadOf<{ documents: Readonly<Record<string, NoticeDocument>>; hashes: Readonly<Record<string, string>> }>(recorded);
  const rows = Object.entries(documents).map(([language, document]) => ({ language, hash: hashes[language], document }));
  return tx.query(
    `insert into consent_publication (org, site, idx, language, hash, version, substance, document)
     select $1, $2, $3, r.language, r.hash, $4, $5, r.document from jsonb_to_recordset($6::jsonb) as r(language text, hash text, document jsonb)`,
    [org, recorded.entry.about, recorded.index, recorded.entry.header['version'], recorded.entry.header['substance'], JSON.stringify(rows)]);
};

const bound: Apply = async (tx, org, recorded) => {
  // Whoever was forgotten is bound to nothing.
  if (recorded.fact.parts.length === 0) return;
  const { subject, account, own } = payloadOf<{ subject: string; account: string; own: boolean }>(recorded);
  await tx.query(
    `insert into consent_binding (org, site, account, subject, own, key, idx) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (org, site, account, subject) do nothing`,
    [org, recorded.entry.about, account, subject, own, recorded.fact.parts[0]?.subject, recorded.index]);
};

const keyMade: Apply = (tx, org, recorded) => {
  const { entry, index } = recorded;
  const { name, begins, hash } = payloadOf<{ name: string; begins: string; hash: string }>(recorded);
  return tx.query(
    'insert into consent_key (org, site, id, name, scopes, begins, hash, actor, created_at, idx) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
    [org, entry.header['site'], entry.about, name, entry.header['scopes'], begins, hash, entry.actor, entry.recorded, index]);
};

const byKind: Readonly<Record<string, Apply>> = {
  'consent.published': published,
  'consent.bound': bound,
  'consent.key_made': keyMade,
  'consent.key_ended': (tx, org, { entry }) => tx.query('update consent_key set ended = true where org = $1 and site = $2 and id = $3', [org, entry.header['site'], entry.about]),
  'consent.webhook_set': (tx, org, recorded) => tx.query(
    `insert into consent_webhook (org, site, url, since, idx) values ($1, $2, $3, $4, $5)
     on conflict (org, site) do update set url = excluded.url, since = excluded.since, idx = excluded.idx`,
    [org, recorded.entry.about, payloadOf<{ url: string }>(recorded).url, recorded.entry.recorded, recorded.index]),
  'consent.webhook_ended': (tx, org, { entry }) => tx.query('delete from consent_webhook where org = $1 and site = $2', [org, entry.about]),
};

/** What visitors were shown, what they answered, and who may ask for it. */
export const consent: Projection = {
  name: 'consent',
  byItself: true,
  tables: ['consent_publication', 'consent_choice', 'consent_tally', 'consent_purpose_tally', 'consent_binding', 'consent_key', 'consent_webhook'],
  fold: async (tx, org, recorded) => {
    let choices: Recorded[] = [];
    const flush = async (): Promise<void> => {
      if (choices.length > 0) await foldChoices(tx, org, choices);
      choices = [];
    };
    for (const one of recorded) {
      if (one.entry.kind === CHOSEN) choices.push(one);
      else if (one.entry.kind === 'subject.forgotten') {
        await flush();
        const emptied = emptiedBy(one);
        await forgetChoices(tx, org, emptied);
        await tx.query('delete from consent_binding where org = $1 and key = $2', [org, one.entry.about]);
      } else await byKind[one.entry.kind]?.(tx, org, one);
    }
    await flush();
  },
};
