import { type Outcome, problemOf } from '../http/problem.ts';
import { type Element, elementsIn, textIn } from './answer-xml.ts';
import type { Bucket } from './bucket.ts';

/** One version of an object; its id is empty in a store that knows none. A delete marker hides older versions and has no content. */
export type Version = { readonly id: string; readonly latest: boolean; readonly marker: boolean; readonly modified: string; readonly bytes: number; readonly etag: string | null };

/** How a request names a version. */
export const versionQuery = (id: string): Readonly<Record<string, string>> => (id === '' ? {} : { versionId: id });

/** Everything under one name, newest first. */
export type Versions = { readonly key: string; readonly versions: readonly Version[] };

/** Names come percent-encoded, since XML cannot say every one. */
const keyIn = (element: Element): string => decodeURIComponent((textIn(element, 'Key') ?? '').replace(/\+/g, ' '));

const versionIn = (element: Element): Version => ({
  id: element.name === 'Contents' ? '' : textIn(element, 'VersionId') ?? 'null', latest: textIn(element, 'IsLatest') !== 'false', marker: element.name === 'DeleteMarker',
  modified: new Date(textIn(element, 'LastModified') ?? 0).toISOString(), bytes: Number(textIn(element, 'Size') ?? 0), etag: textIn(element, 'ETag') ?? null,
});

const flag = (root: Element, name: string): boolean => textIn(root, name) === 'true';

type Page = { readonly root: Element; readonly next: Readonly<Record<string, string>> | undefined };

const versionsPage = async (bucket: Bucket, prefix: string, from: Readonly<Record<string, string>>): Promise<Outcome<Page>> => {
  const outcome = await bucket.ask({ query: { versions: '', prefix, 'encoding-type': 'url', 'max-keys': '1000', ...from } }, 's3:ListBucketVersions');
  if (!outcome.ok) return outcome;
  const root = outcome.value;
  const marker = textIn(root, 'NextVersionIdMarker');
  const next = flag(root, 'IsTruncated') ? { 'key-marker': decodeURIComponent((textIn(root, 'NextKeyMarker') ?? '').replace(/\+/g, ' ')), ...(marker === undefined || marker === '' ? {} : { 'version-id-marker': marker }) } : undefined;
  return { ok: true, value: { root, next } };
};

const objectsPage = async (bucket: Bucket, prefix: string, from: Readonly<Record<string, string>>): Promise<Outcome<Page>> => {
  const outcome = await bucket.ask({ query: { 'list-type': '2', prefix, 'encoding-type': 'url', 'max-keys': '1000', ...from } }, 's3:ListBucket');
  if (!outcome.ok) return outcome;
  const token = textIn(outcome.value, 'NextContinuationToken');
  return { ok: true, value: { root: outcome.value, next: flag(outcome.value, 'IsTruncated') ? { 'continuation-token': token ?? '' } : undefined } };
};

/**
 * Every name that begins with `prefix`, with all of its versions, in batches; `each` answers false when enough was seen. A store
 * that knows no versions gives each object as one. A list that breaks off is a problem.
 */
export const readVersions = async (bucket: Bucket, prefix: string, each: (found: readonly Versions[]) => Promise<boolean> | boolean): Promise<Outcome<null>> => {
  let page = versionsPage;
  let from: Readonly<Record<string, string>> | undefined = {};
  const asked = new Set<string>();
  // The versions of the last name of a page go on on the next.
  let open: { key: string; versions: Version[] } | undefined;
  while (from !== undefined) {
    const mark = JSON.stringify(from);
    if (asked.has(mark)) return problemOf('cut-short', `The list of the bucket ${bucket.name} leads in a circle.`, 'Run it again; nothing was concluded from the part that came.');
    asked.add(mark);
    const outcome: Outcome<Page> = await page(bucket, prefix, from);
    if (!outcome.ok) {
      if (outcome.problem.kind !== 'unsupported' || page === objectsPage) return outcome;
      page = objectsPage;
      asked.clear();
      continue;
    }
    const { root, next } = outcome.value;
    if (!/^List\w*Result$/.test(root.name) || textIn(root, 'IsTruncated') === undefined) return problemOf('malformed', `The bucket ${bucket.name} answered with something that is no list.`, 'Check the endpoint and the bucket.');
    const whole: Versions[] = [];
    for (const element of root.children.filter((one) => ['Version', 'DeleteMarker', 'Contents'].includes(one.name))) {
      const key = keyIn(element);
      if (open?.key !== key) {
        if (open !== undefined) whole.push(open);
        open = { key, versions: [] };
      }
      open.versions.push(versionIn(element));
    }
    if (next === undefined && open !== undefined) whole.push(open);
    if (!await each(whole.map(({ key, versions }) => ({ key, versions: [...versions].sort((one, other) => Number(other.latest) - Number(one.latest) || other.modified.localeCompare(one.modified)) })))) return { ok: true, value: null };
    from = next;
  }
  return { ok: true, value: null };
};

/** Everything under exactly this name; undefined when there is nothing. */
export const versionsOf = async (bucket: Bucket, key: string): Promise<Outcome<Versions | undefined>> => {
  let found: Versions | undefined;
  // Names come in order, so that the name itself comes before what only begins with it.
  const outcome = await readVersions(bucket, key, (names) => {
    found ??= names.find((one) => one.key === key);
    return found === undefined && names.length === 0;
  });
  return outcome.ok ? { ok: true, value: found } : outcome;
};

/** The tags of an object. */
export const tagsOf = async (bucket: Bucket, key: string, version: string): Promise<Outcome<Readonly<Record<string, string>>>> => {
  const outcome = await bucket.ask({ key, query: { tagging: '', ...versionQuery(version) } }, 's3:GetObjectVersionTagging');
  if (!outcome.ok) return outcome;
  return { ok: true, value: Object.fromEntries(elementsIn(elementsIn(outcome.value, 'TagSet')[0], 'Tag').map((tag) => [textIn(tag, 'Key') ?? '', textIn(tag, 'Value') ?? ''])) };
};
