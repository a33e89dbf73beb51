import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The keys of the stand-in: made up, and so put together that nothing takes them for real ones. */
export const fakeKeys = { accessKey: ['FAKE', 'KEY', 'FOR', 'TESTS'].join('-'), secretKey: ['fake', 'secret', 'for', 'tests'].join('-') };

type Version = { readonly id: string; readonly at: string; readonly content: Buffer | null; readonly headers: Readonly<Record<string, string>>; readonly tags: Readonly<Record<string, string>>; readonly lock?: { readonly mode?: string; readonly until?: string; readonly hold?: boolean } };
type Reply = { readonly status: number; readonly body?: string | Buffer; readonly headers?: Readonly<Record<string, string>> };
type Query = ReadonlyMap<string, string>;

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
const strict = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The signature of a request by AWS Signature Version 4, written from its specification ("Create a signed AWS API request") and
 * independent of the library that signs. `path` and `query` are as they stand in the request line.
 */
export const signatureOf = (secretKey: string, request: { readonly method: string; readonly path: string; readonly query: string; readonly headers: Readonly<Record<string, string>>; readonly signedHeaders: readonly string[]; readonly hash: string; readonly stamp: string; readonly scope: string }): string => {
  const query = request.query.split('&').filter((part) => part !== '').map((part) => (part.includes('=') ? part : `${part}=`)).sort().join('&');
  const headers = request.signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}\n`).join('');
  const canonical = [request.method, request.path, query, headers, request.signedHeaders.join(';'), request.hash].join('\n');
  const [day = '', region = '', service = '', end = ''] = request.scope.split('/');
  const key = [day, region, service, end].reduce<string | Buffer>((so, step) => hmac(so, step), `AWS4${secretKey}`);
  return hmac(key, ['AWS4-HMAC-SHA256', request.stamp, request.scope, sha256(canonical)].join('\n')).toString('hex');
};

const refusedSignature = (request: IncomingMessage, body: Buffer): string | undefined => {
  const [, credential = '', signedHeaders = '', given = ''] = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(request.headers.authorization ?? '') ?? [];
  const [accessKey, ...scope] = credential.split('/');
  if (accessKey !== fakeKeys.accessKey) return 'InvalidAccessKeyId';
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  if (headers['x-amz-content-sha256'] !== sha256(body)) return 'XAmzContentSHA256Mismatch';
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const wanted = signatureOf(fakeKeys.secretKey, { method: request.method ?? '', path, query, headers, signedHeaders: signedHeaders.split(';'), hash: headers['x-amz-content-sha256'] ?? '', stamp: headers['x-amz-date'] ?? '', scope: scope.join('/') });
  return wanted === given ? undefined : 'SignatureDoesNotMatch';
};

const escaped = (text: string): string => text.replace(/[&<>]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[one] ?? one);
const error = (status: number, code: string): Reply => ({ status, body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>users/7/secret.png</Message></Error>` });
const xml = (body: string): Reply => ({ status: 200, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`, headers: { 'content-type': 'application/xml' } });
const unescaped = (text: string): string => text.replace(/&(amp|lt|gt|#13);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', '#13': '\r' })[name] ?? '');

/** A bucket that keeps versions, hands out lists of `pageSize`, and checks every signature. */
export type FakeBucket = {
  readonly endpoint: string; readonly asked: readonly string[];
  readonly put: (key: string, content: string | Buffer, more?: { readonly type?: string; readonly meta?: Readonly<Record<string, string>>; readonly tags?: Readonly<Record<string, string>>; readonly lock?: Version['lock']; readonly encoding?: string }) => void;
  /** Deletes as an app does: with a marker. */
  readonly hide: (key: string) => void;
  /** Everything that is left, markers too. */
  readonly left: () => readonly string[];
  readonly disturb: (by: ((line: string) => Reply | undefined) | undefined) => void;
  readonly close: () => Promise<void>;
};

type Inside = { readonly objects: Map<string, Version[]>; readonly versioned: boolean; readonly pageSize: number };

const listVersions = ({ objects, pageSize }: Inside, query: Query): Reply => {
  const all = [...objects].sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other))).flatMap(([key, versions]) => versions.map((version, index) => ({ key, version, latest: index === 0 })));
  const fitting = all.filter(({ key }) => key.startsWith(query.get('prefix') ?? ''));
  const marker = query.get('version-id-marker');
  const from = query.has('key-marker') ? fitting.findIndex(({ key, version }) => key === query.get('key-marker') && version.id === marker) + 1 : 0;
  const page = fitting.slice(from, from + pageSize);
  const last = page.at(-1);
  const more = from + pageSize < fitting.length && last !== undefined;
  const rows = page.map(({ key, version, latest }) => {
    const shared = `<Key>${strict(key)}</Key><VersionId>${version.id}</VersionId><IsLatest>${latest}</IsLatest><LastModified>${version.at}</LastModified>`;
    return version.content === null ? `<DeleteMarker>${shared}</DeleteMarker>` : `<Version>${shared}<ETag>&quot;${sha256(version.content).slice(0, 32)}&quot;</ETag><Size>${version.content.length}</Size></Version>`;
  });
  return xml(`<ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${more}</IsTruncated>${more ? `<NextKeyMarker>${strict(last.key)}</NextKeyMarker><NextVersionIdMarker>${last.version.id}</NextVersionIdMarker>` : ''}${rows.join('')}</ListVersionsResult>`);
};

const listObjects = ({ objects, pageSize }: Inside, query: Query): Reply => {
  const fitting = [...objects].filter(([key]) => key.startsWith(query.get('prefix') ?? '')).sort(([one], [other]) => (one < other ? -1 : 1));
  const from = Number(query.get('continuation-token') ?? 0);
  const rows = fitting.slice(from, from + pageSize).map(([key, [version]]) => `<Contents><Key>${strict(key)}</Key><LastModified>${version?.at}</LastModified><ETag>&quot;x&quot;</ETag><Size>${version?.content?.length}</Size></Contents>`);
  const more = from + pageSize < fitting.length;
  return xml(`<ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${from + pageSize}</NextContinuationToken>` : ''}${rows.join('')}</ListBucketResult>`);
};

const removed = ({ objects }: Inside, key: string, id: string | undefined): string | undefined => {
  const versions = objects.get(key) ?? [];
  const version = id === undefined ? versions[0] : versions.find((one) => one.id === id);
  if (version?.lock !== undefined) return 'AccessDenied';
  const left = versions.filter((one) => one !== version);
  if (left.length === 0) objects.delete(key);
  else objects.set(key, left);
  return undefined;
};

const deleteMany = (inside: Inside, body: string, md5: string | undefined): Reply => {
  if (md5 !== createHash('md5').update(body).digest('base64')) return error(400, 'BadDigest');
  const results = [...body.matchAll(/<Object><Key>([\s\S]*?)<\/Key>(?:<VersionId>(.*?)<\/VersionId>)?<\/Object>/g)].map(([, key = '', id]) => {
    const code = removed(inside, unescaped(key), id);
    return code === undefined ? `<Deleted><Key>${key}</Key><VersionId>${id}</VersionId></Deleted>` : `<Error><Key>${key}</Key><VersionId>${id}</VersionId><Code>${code}</Code><Message>locked</Message></Error>`;
  });
  return xml(`<DeleteResult>${results.join('')}</DeleteResult>`);
};

const oneObject = (inside: Inside, method: string, key: string, query: Query, range: string | undefined): Reply => {
  if (method === 'DELETE') return removed(inside, key, query.get('versionId')) === undefined ? { status: 204 } : error(403, 'AccessDenied');
  const versions = inside.objects.get(key) ?? [];
  const version = query.has('versionId') ? versions.find((one) => one.id === query.get('versionId')) : versions[0];
  if (version === undefined || version.content === null) return error(404, 'NoSuchKey');
  if (query.has('tagging')) return xml(`<Tagging><TagSet>${Object.entries(version.tags).map(([name, value]) => `<Tag><Key>${escaped(name)}</Key><Value>${escaped(value)}</Value></Tag>`).join('')}</TagSet></Tagging>`);
  if (query.has('retention')) return version.lock?.until === undefined ? error(404, 'NoSuchObjectLockConfiguration') : xml(`<Retention><Mode>${version.lock.mode}</Mode><RetainUntilDate>${version.lock.until}</RetainUntilDate></Retention>`);
  if (query.has('legal-hold')) return version.lock?.hold === true ? xml('<LegalHold><Status>ON</Status></LegalHold>') : error(404, 'NoSuchObjectLockConfiguration');
  const headers = { ...version.headers, ...(query.has('response-content-encoding') ? { 'content-encoding': query.get('response-content-encoding') ?? '' } : {}) };
  if (method === 'HEAD') return { status: 200, headers };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  return from === undefined ? { status: 200, body: version.content, headers } : { status: 206, body: version.content.subarray(Number(from), Number(to) + 1), headers };
};

const replyTo = (inside: Inside, request: IncomingMessage, body: Buffer): Reply => {
  const refused = refusedSignature(request, body);
  if (refused !== undefined) return error(403, refused);
  const [path = '', search = ''] = (request.url ?? '').split('?');
  const query: Query = new Map(search.split('&').filter((part) => part !== '').map((part) => { const [name = '', value = ''] = part.split('='); return [decodeURIComponent(name), decodeURIComponent(value)]; }));
  const [, bucket, ...rest] = path.split('/');
  if (bucket !== 'avatars') return error(404, 'NoSuchBucket');
  const key = decodeURIComponent(rest.join('/'));
  if (key !== '') return oneObject(inside, request.method ?? '', key, query, request.headers.range);
  if (request.method === 'POST' && query.has('delete')) return deleteMany(inside, body.toString('utf8'), request.headers['content-md5'] === undefined ? undefined : String(request.headers['content-md5']));
  if (query.has('versions')) return inside.versioned ? listVersions(inside, query) : error(501, 'NotImplemented');
  return query.has('list-type') ? listObjects(inside, query) : error(400, 'InvalidRequest');
};

/** Starts a bucket `avatars`. */
export const openFakeBucket = async ({ versioned = true, pageSize = 2 }: { readonly versioned?: boolean; readonly pageSize?: number } = {}): Promise<FakeBucket> => {
  const inside: Inside = { objects: new Map(), versioned, pageSize };
  const asked: string[] = [];
  let count = 0;
  let disturbance: ((line: string) => Reply | undefined) | undefined;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const line = `${request.method} ${request.url}`;
      asked.push(line);
      const reply = disturbance?.(line) ?? replyTo(inside, request, Buffer.concat(parts));
      response.writeHead(reply.status, reply.headers);
      response.end(request.method === 'HEAD' ? undefined : reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const add = (key: string, version: Omit<Version, 'id' | 'at'>): void => {
    count += 1;
    const made = { ...version, id: versioned ? `v${count}` : 'null', at: new Date(1_767_225_600_000 + count * 1000).toISOString() };
    inside.objects.set(key, versioned ? [made, ...(inside.objects.get(key) ?? [])] : [made]);
  };
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked,
    put: (key, content, { type = 'image/png', meta = {}, tags = {}, lock, encoding } = {}) => add(key, {
      content: Buffer.from(content), tags, ...(lock === undefined ? {} : { lock }),
      headers: { 'content-type': type, ...(encoding === undefined ? {} : { 'content-encoding': encoding }), ...Object.fromEntries(Object.entries(meta).map(([name, value]) => [`x-amz-meta-${name}`, value])) },
    }),
    hide: (key) => add(key, { content: null, headers: {}, tags: {} }),
    left: () => [...inside.objects].flatMap(([key, versions]) => versions.map((version) => `${key}${version.content === null ? ' (marker)' : ''}`)),
    disturb: (by) => { disturbance = by; },
    close: async () => { server.closeAllConnections(); await new Promise((resolve) => server.close(resolve)); },
  };
};
