import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type Json } from '@avouch/ledger/entry';
import type { ConsentNotice, ConsentSite } from '@avouch/records/consent';

/** The SDK's own words in one language: one text a key, and name and explanation of the purposes that it knows. */
export type Words = { readonly language: string; readonly dir?: 'ltr' | 'rtl'; readonly texts: Readonly<Record<string, string>>; readonly purposes: Readonly<Record<string, readonly [name: string, text: string]>> };

/** Everything that a visitor is shown and asked in one language. Its hash names it for ever. */
export type NoticeDocument = {
  readonly controller: ConsentNotice['controller'];
  readonly notice: { readonly id: string; readonly version: string; readonly url?: string };
  readonly language: string;
  readonly dir: 'ltr' | 'rtl';
  readonly purposes: readonly { readonly id: string; readonly required: boolean; readonly name: string; readonly text: string }[];
  readonly vendors: readonly (ConsentSite['vendors'][number] & { readonly text?: string })[];
  readonly regimes: ConsentSite['regimes'];
  readonly months: number;
  readonly doNotTrack: boolean;
  readonly variants: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
};

/** Why a notice cannot be published: where, and what to do. */
export type NoticeProblem = { readonly where: string; readonly message: string };

type Order = {
  readonly id: string; readonly site: ConsentSite; readonly notice: ConsentNotice; readonly version: string;
  readonly language: string;
  /** The SDK's words for that language or its first part; undefined when it has none. */
  readonly words: Words | undefined;
};

const compact = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as T;

/** The document that this language would get, or what hinders it. The company's own words stand before the SDK's. */
export function composeNotice({ id, site, notice, version, language, words }: Order): { readonly document: NoticeDocument; readonly problems: readonly NoticeProblem[] } {
  const own = notice.translations[language] ?? { texts: {}, purposes: {}, vendors: {} };
  const problems: NoticeProblem[] = [];
  if (notice.translations[language] === undefined) problems.push({ where: language, message: 'The notice has no translation into this language: add one.' });
  const texts = { ...words?.texts, ...own.texts } as Readonly<Record<string, string>>;
  if (words === undefined && Object.keys(own.texts).length < 16) problems.push({ where: language, message: 'The SDK brings no words in this language: write all sixteen texts.' });
  const purposes = site.purposes.map(({ id: purpose, required }) => {
    const [name, text] = own.purposes[purpose] === undefined ? words?.purposes[purpose] ?? ['', ''] : [own.purposes[purpose].name, own.purposes[purpose].text];
    if (name === '' || text === '') problems.push({ where: `${language}.purposes.${purpose}`, message: `The purpose ${purpose} has no name and explanation in this language: write them.` });
    return { id: purpose, required, name, text };
  });
  const vendors = site.vendors.map((vendor) => compact({ ...vendor, text: own.vendors[vendor.id]?.text }) as NoticeDocument['vendors'][number]);
  return {
    problems,
    document: {
      controller: compact(notice.controller), notice: compact({ id, version, url: notice.url }) as NoticeDocument['notice'], language, dir: words?.dir ?? 'ltr',
      purposes, vendors, regimes: site.regimes, months: site.months, doNotTrack: site.doNotTrack, variants: site.variants, texts,
    },
  };
}

/** SHA-256 over the document's canonical JSON (RFC 8785), in hex: changes with every character of it. */
export const noticeHash = (document: NoticeDocument): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(document as unknown as Json))));

/** What is asked, and what it means: a change here, not one of words, is a change in substance. */
export const substanceOf = ({ purposes, vendors, months, regimes }: NoticeDocument): string => canonicalJson({
  purposes: purposes.map(({ id, required }) => ({ id, required })), vendors: vendors.map(({ id, purpose }) => ({ id, purpose })), months, regimes,
} as unknown as Json);

/** The config that the SDK takes, with the document's own words. */
export function configOf(document: NoticeDocument, hash: string, endpoint: string): Readonly<Record<string, unknown>> {
  const { notice, language, dir, purposes, vendors, regimes, months, doNotTrack, texts } = document;
  return {
    notice: { ...notice, hash }, purposes,
    vendors: vendors.map(({ text: _text, ...vendor }) => vendor),
    endpoint, regimes, months, doNotTrack, language, texts: { [language.split('-')[0] ?? language]: { ...texts, ...(dir === 'rtl' ? { dir } : {}) } },
  };
}
