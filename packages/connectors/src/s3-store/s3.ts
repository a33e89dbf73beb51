import { z } from 'zod';
import { HttpProblem, type Outcome, problemOf } from '../http/problem.ts';
import { isWithoutCredentials, withoutCredentials } from '../http/redirect.ts';
import type { Cell, FieldShape, OpenInput, PlaceShape, Store, StoreConnector, StoredFile } from '../store.ts';
import { type KeyPattern } from '../stores/key-pattern.ts';
import { openNames, type NamedPlace, patternsOf } from '../stores/names.ts';
import type { Cells } from '../stores/matching.ts';
import { openPace } from '../stores/pace.ts';
import { type Bucket, openBucket } from './bucket.ts';
import { deleteKeys } from './deleting.ts';
import { readVersions, tagsOf, versionQuery, type Versions, versionsOf } from './listing.ts';

const settings = z.strictObject({
  bucket: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}$/i).describe('The bucket'),
  region: z.string().regex(/^[a-z0-9-]{2,40}$/).default('us-east-1').describe('The region; `auto` where the store has none'),
  endpoint: z.url({ protocol: /^https?$/ }).refine(isWithoutCredentials, withoutCredentials).optional().describe('The address of the store; AWS in this region when empty'),
  accessKey: z.string().regex(/^[\x21-\x7e]{3,128}$/).describe('The access key ID'),
  objectsMax: z.number().int().min(1).max(10_000_000).default(200_000).describe('The most objects that may be looked through where names do not say whose they are'),
});
type Settings = z.infer<typeof settings>;

const guide = `Avouch lists, reads and deletes objects of one bucket, with their versions. Make a user of its own with this policy alone:

\`\`\`json
{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": ["s3:ListBucket", "s3:ListBucketVersions"], "Resource": "arn:aws:s3:::your-bucket" },
  { "Effect": "Allow", "Resource": "arn:aws:s3:::your-bucket/users/*", "Action": [
    "s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTagging", "s3:GetObjectVersionTagging",
    "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:GetObjectRetention", "s3:GetObjectLegalHold" ] } ] }
\`\`\`

To read only (access requests, the guard) leave out the two \`Delete\` rights. Never give \`s3:BypassGovernanceRetention\`: Avouch asks for no lock to be broken, and tells until when it stands.

**Versions.** An erasure removes every version and every delete marker of an object. Copies elsewhere (replication to other buckets, backups, a CDN) are systems of their own in the data map.

**Names.** Say in the data map how names are made, \`users/{customer_id}/{file}\`: each variable becomes a field, and objects of a person are found by listing what begins with their value. What stands after the first variable that is not known, and any other condition, is found by looking through the bucket, within the bound of the settings.`;

/** Fields that cost a request an object, asked for only where they are wanted. */
const costly = ['type', 'metadata', 'tags'] as const;

const field = (name: string, type: FieldShape['type'], comment: string | null, nullable = false): FieldShape => ({ name, type, native: type, nullable, lengthMax: null, generated: true, comment });

const shapeOf = (place: string, pattern: KeyPattern | undefined): PlaceShape => ({
  place, kind: 'bucket', key: ['key'], uniques: [], references: [], rows: null, comment: pattern?.text ?? null,
  fields: [
    field('key', 'text', 'The whole name'), ...(pattern?.variables ?? []).map((name) => field(name, 'text', 'From the name')), field('bytes', 'integer', 'Of the newest version'),
    field('modified', 'instant', 'Of the newest version'), field('versions', 'integer', 'How many there are'), field('hidden', 'boolean', 'Whether a delete marker hides it'),
    field('type', 'text', 'Media type', true), field('metadata', 'json', 'The uploader\'s own', true), field('tags', 'json', null, true),
  ],
  cannot: { insert: 'Avouch puts no objects into a bucket.', set: 'An object cannot be changed in part: delete it, or keep it with a reason.' },
  effects: { delete: 'All versions and delete markers of the object are removed; nothing can be brought back from the bucket.' },
});

const detailsOf = async (bucket: Bucket, { key, versions }: Versions, wanted: readonly string[]): Promise<Outcome<Cells>> => {
  const newest = versions.find((one) => !one.marker);
  if (newest === undefined) return { ok: true, value: { type: null, metadata: null, tags: null } };
  const cells: Record<string, Cell> = {};
  if (wanted.includes('type') || wanted.includes('metadata')) {
    const head = await bucket.send({ method: 'HEAD', key, query: versionQuery(newest.id) }, 's3:GetObjectVersion');
    if (!head.ok) return head;
    cells['type'] = head.value.headers['content-type'] ?? null;
    cells['metadata'] = Object.fromEntries(Object.entries(head.value.headers).filter(([name]) => name.startsWith('x-amz-meta-')).map(([name, value]) => [name.slice('x-amz-meta-'.length), value]));
  }
  if (wanted.includes('tags')) {
    const tags = await tagsOf(bucket, key, newest.id);
    if (!tags.ok) return tags;
    cells['tags'] = tags.value;
  }
  return { ok: true, value: cells };
};

const baseOf = ({ key, versions }: Versions): Cells => {
  const real = versions.filter((one) => !one.marker);
  const newest = real[0] ?? versions[0];
  return { key, bytes: real[0]?.bytes ?? 0, modified: newest?.modified ?? null, versions: real.length, hidden: versions[0]?.marker === true };
};

const namedPlace = (bucket: Bucket, place: string, pattern: KeyPattern | undefined, objectsMax: number): NamedPlace => ({
  pattern, shape: shapeOf(place, pattern), where: `the bucket ${bucket.name}`, namesMax: objectsMax,
  list: async (prefix, wanted, each) => {
    const missing = costly.filter((name) => wanted.includes(name));
    let problem: Outcome<null> | undefined;
    const outcome = await readVersions(bucket, prefix, async (found) => {
      const rows: Cells[] = [];
      for (const one of found) {
        const details: Outcome<Cells> = missing.length === 0 || (pattern !== undefined && pattern.match(one.key) === undefined) ? { ok: true, value: {} } : await detailsOf(bucket, one, missing);
        if (!details.ok) {
          problem = details;
          return false;
        }
        rows.push({ ...baseOf(one), ...details.value });
      }
      return each(rows);
    });
    return problem ?? outcome;
  },
  remove: (keys) => deleteKeys(bucket, keys),
});

const pieceBytes = 8 * 1024 * 1024;

/** The content in pieces, each asked for by its range and of this version alone. What fails is thrown as `HttpProblem`. */
async function* contentOf(bucket: Bucket, key: string, version: Versions['versions'][number]): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < version.bytes; from += pieceBytes) {
    const last = Math.min(from + pieceBytes, version.bytes) - 1;
    // What was stored packed is given as it was stored.
    const query = { 'response-content-encoding': 'identity', ...versionQuery(version.id) };
    const outcome = await bucket.send({ key, query, headers: { range: `bytes=${from}-${last}`, ...(version.etag === null ? {} : { 'if-match': version.etag }) } }, 's3:GetObjectVersion');
    if (!outcome.ok) throw new HttpProblem(outcome.problem);
    const { body } = outcome.value;
    if (body.length !== last - from + 1) throw new HttpProblem(problemOf('cut-short', `The bucket ${bucket.name} gave ${body.length} of ${last - from + 1} bytes of an object.`, 'Read it again.').problem);
    yield body;
  }
}

const filesOf = async (bucket: Bucket, key: string): Promise<Outcome<readonly StoredFile[]>> => {
  const found = await versionsOf(bucket, key);
  if (!found.ok) return found;
  const name = key.split('/').findLast((part) => part !== '') ?? key;
  const real = found.value?.versions.filter((one) => !one.marker) ?? [];
  const files: StoredFile[] = [];
  for (const [index, version] of real.entries()) {
    const head = await bucket.send({ method: 'HEAD', key, query: versionQuery(version.id) }, 's3:GetObjectVersion');
    if (!head.ok) return head;
    files.push({ name: index === 0 ? name : `${name} (version of ${version.modified})`, type: head.value.headers['content-type'] ?? null, bytes: version.bytes, content: () => contentOf(bucket, key, version) });
  }
  return { ok: true, value: files };
};

const open = async ({ settings: given, secrets, outside, patterns, perSecondMax }: OpenInput<Settings>): Promise<Outcome<Store>> => {
  const secretKey = secrets['secretKey'];
  if (secretKey === undefined || secretKey === '') return problemOf('unauthorised', 'There is no secret key for the bucket.', 'Put it in, as the guide says.');
  const parsed = patternsOf(patterns ?? {});
  if (!parsed.ok) return parsed;
  const bucket = openBucket({
    endpoint: given.endpoint ?? `https://s3.${given.region}.amazonaws.com`, bucket: given.bucket, outside,
    signer: { accessKey: given.accessKey, secretKey, sessionToken: secrets['sessionToken'], region: given.region },
    pace: openPace(perSecondMax, { now: outside.now, signal: outside.signal }),
  });
  const places = new Map([...(parsed.value.size === 0 ? [['objects', undefined] as const] : parsed.value)].map(([name, pattern]) => [name, namedPlace(bucket, name, pattern, given.objectsMax)]));
  return { ok: true, value: openNames('s3', places, (key) => filesOf(bucket, key)) };
};

/** Objects of a bucket of S3 or a store that speaks its protocol. */
export const s3Store: StoreConnector<typeof settings> = {
  id: 's3', version: '1', title: 'S3-compatible bucket', summary: 'Objects of a bucket, with all of their versions, by the shape of their names.', guide, settings,
  secrets: [{ key: 'secretKey', title: 'Secret access key', sentTo: ['endpoint', 'bucket', 'region'] }, { key: 'sessionToken', title: 'Session token, for keys that end', optional: true, sentTo: ['endpoint', 'bucket', 'region'] }],
  scopes: [
    { name: 's3:ListBucketVersions', why: 'To see every version of every object.' }, { name: 's3:ListBucket', why: 'To list stores that keep no versions.' }, { name: 's3:GetObjectVersion', why: 'To give people their files.' },
    { name: 's3:GetObjectVersionTagging', why: 'To read tags that say whose an object is.' }, { name: 's3:DeleteObjectVersion', why: 'To delete every version.' }, { name: 's3:GetObjectRetention', why: 'To tell until when a lock keeps an object.' },
  ],
  open,
};
