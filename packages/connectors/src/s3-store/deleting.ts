import { createHash } from 'node:crypto';
import { type Outcome, problemOf } from '../http/problem.ts';
import { elementsIn, textIn, xmlText } from './answer-xml.ts';
import { type Bucket, codeIn } from './bucket.ts';
import { versionQuery, type Versions, versionsOf } from './listing.ts';

type One = { readonly key: string; readonly version: string };
type Failure = One & { readonly code: string };

const batchMax = 1000;

/** Deletes versions in one request; what failed comes back. A version that is gone already counts as deleted. */
const deleteBatch = async (bucket: Bucket, batch: readonly One[]): Promise<Outcome<readonly Failure[]>> => {
  const objects = batch.map(({ key, version }) => `<Object><Key>${xmlText(key) ?? ''}</Key>${version === '' ? '' : `<VersionId>${xmlText(version) ?? ''}</VersionId>`}</Object>`).join('');
  const body = `<?xml version="1.0" encoding="UTF-8"?><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects}</Delete>`;
  // The protocol asks for MD5 as a check of transport; SHA-256 goes with the signature.
  const md5 = createHash('md5').update(body).digest('base64');
  const outcome = await bucket.ask({ method: 'POST', query: { delete: '' }, body, headers: { 'content-type': 'application/xml', 'content-md5': md5 } }, 's3:DeleteObjectVersion');
  if (!outcome.ok) return outcome;
  const failed = elementsIn(outcome.value, 'Error').map((error) => ({ key: textIn(error, 'Key') ?? '', version: textIn(error, 'VersionId') ?? 'null', code: textIn(error, 'Code') ?? 'Error' }));
  const told = elementsIn(outcome.value, 'Deleted').length + failed.length;
  return told === batch.length ? { ok: true, value: failed } : problemOf('cut-short', `The bucket ${bucket.name} told of ${told} of ${batch.length} versions that it was to delete.`, 'Run it again: what is deleted is not deleted twice.');
};

/** For names that XML cannot say. */
const deleteSingle = async (bucket: Bucket, { key, version }: One): Promise<Outcome<readonly Failure[]>> => {
  const outcome = await bucket.send({ method: 'DELETE', key, query: versionQuery(version), expected: [403, 404] }, 's3:DeleteObjectVersion');
  if (!outcome.ok) return outcome;
  return { ok: true, value: outcome.value.status === 403 ? [{ key, version, code: codeIn(outcome.value) }] : [] };
};

/** Why a version cannot be deleted: until when it is locked, or that somebody holds it. */
const lockOf = async (bucket: Bucket, { key, version }: One): Promise<Outcome<string | undefined>> => {
  const query = versionQuery(version);
  const retention = await bucket.send({ key, query: { retention: '', ...query }, expected: [400, 403, 404, 501] }, 's3:GetObjectRetention');
  if (!retention.ok) return retention;
  const until = /<RetainUntilDate>([0-9T:.Z-]+)<\/RetainUntilDate>/.exec(new TextDecoder().decode(retention.value.body))?.[1];
  const mode = /<Mode>(GOVERNANCE|COMPLIANCE)<\/Mode>/.exec(new TextDecoder().decode(retention.value.body))?.[1];
  const hold = await bucket.send({ key, query: { 'legal-hold': '', ...query }, expected: [400, 403, 404, 501] }, 's3:GetObjectLegalHold');
  if (!hold.ok) return hold;
  if (/<Status>ON<\/Status>/.test(new TextDecoder().decode(hold.value.body))) return { ok: true, value: 'under a legal hold' };
  return { ok: true, value: until === undefined ? undefined : `locked until ${until.slice(0, 10)} (${mode === 'COMPLIANCE' ? 'compliance' : 'governance'} mode)` };
};

const locked = async (bucket: Bucket, failures: readonly Failure[]): Promise<{ readonly ok: false; readonly problem: ReturnType<typeof problemOf>['problem'] }> => {
  const [first] = failures;
  const lock: Outcome<string | undefined> = first === undefined || first.code !== 'AccessDenied' ? { ok: true, value: undefined } : await lockOf(bucket, first);
  if (!lock.ok) return lock;
  const count = failures.length === 1 ? 'A version of an object' : `${failures.length} versions of objects`;
  if (lock.value !== undefined) return problemOf('forbidden', `${count} in the bucket ${bucket.name} could not be deleted: ${failures.length === 1 ? 'it is' : 'the first is'} ${lock.value}.`, 'Record why it is kept and until when, and run the erasure again after that; Avouch never bypasses a lock.');
  const code = /^[A-Za-z]{1,60}$/.test(first?.code ?? '') ? first?.code : 'Error';
  return problemOf(code === 'AccessDenied' ? 'forbidden' : 'failed', `${count} in the bucket ${bucket.name} could not be deleted (${code}).`, 'Give the key s3:DeleteObjectVersion, and run it again.');
};

/**
 * Deletes everything under these names: all versions and all delete markers, so that nothing can be brought back. Tells
 * how many names held something. A version that is locked is a problem that says until when; the others are deleted all the same.
 */
export const deleteKeys = async (bucket: Bucket, keys: readonly string[]): Promise<Outcome<number>> => {
  const found: Versions[] = [];
  for (const key of new Set(keys)) {
    const outcome = await versionsOf(bucket, key);
    if (!outcome.ok) return outcome;
    if (outcome.value !== undefined) found.push(outcome.value);
  }
  // Oldest first: if it breaks off, what is left is still seen under its name.
  const all = found.flatMap(({ key, versions }) => [...versions].reverse().map(({ id }) => ({ key, version: id })));
  const failures: Failure[] = [];
  const sayable = all.filter(({ key }) => xmlText(key) !== undefined);
  for (let from = 0; from < sayable.length; from += batchMax) {
    const outcome = await deleteBatch(bucket, sayable.slice(from, from + batchMax));
    if (!outcome.ok) return outcome;
    failures.push(...outcome.value);
  }
  for (const one of all.filter(({ key }) => xmlText(key) === undefined)) {
    const outcome = await deleteSingle(bucket, one);
    if (!outcome.ok) return outcome;
    failures.push(...outcome.value);
  }
  return failures.length === 0 ? { ok: true, value: found.length } : locked(bucket, failures);
};
