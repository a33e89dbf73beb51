import { Refusal } from '@avouch/api/refusal';
import { faultIn, FILES_AT_ONCE, FILE_BYTES_MAX, handIn, mayHandIn, rowsOf, wantedOf, type Purpose } from '../requests/handed-in.ts';
import { dayText } from '../requests/letters.ts';
import type { Held } from '../requests/request.ts';
import { partsIn } from './multipart.ts';
import { forgottenShown } from './forgotten.ts';
import { codePage, plainPage, statusPage, type Keys, type Place, type Said, type StatusShown } from './pages.ts';
import { meantIn, open, rightOf, stageOf, type Visit } from './visits.ts';
import { filled, wordsIn } from './words.ts';

/** A visit, and where its pages stand. */
export type Centre = { readonly visit: Visit; readonly place: Place };

/** A form with as many files as are taken at once, and what stands around them. */
export const UPLOAD_BYTES_MAX = FILES_AT_ONCE * FILE_BYTES_MAX + 100_000;

type Release = { readonly id: string; readonly kept: boolean };
type Typed = Readonly<Record<string, string>>;

const keysIn = (typed: Typed): Keys => ({ reference: typed['reference'] ?? '', code: typed['code'] ?? '' });

async function shownOf({ visit, place }: Centre, held: Held, together: readonly Held[]): Promise<StatusShown> {
  const { context, org } = visit;
  const { language } = wordsIn(place.language);
  const { state } = held;
  if (held.forgotten) return forgottenShown(held, language);
  const found = await context.tenant(org, async (tx) => ({
    release: (await tx.query<Release>(`select r.id, s.owner is not null as kept from release r left join secret s on s.org = r.org and s.owner = 'answer:' || r.id where r.org = $1 and r.request = $2 and r.way = 'link' and not r.ended order by r.entry desc limit 1`, [org, held.id])).rows[0],
    // One code proves who asks for all that was asked together.
    waits: ((await tx.query('select from sent_code where org = $1 and request = any($2::text[])', [org, together.map(({ id }) => id)])).rowCount ?? 0) > 0,
    files: await rowsOf(tx, org, held.id),
  }));
  return {
    right: rightOf(held), stage: stageOf(held, found.release !== undefined, found.waits), received: dayText(state.clock.day, language), due: dayText(state.clock.due, language), day: null,
    passphrase: found.release === undefined ? 'none' : found.release.kept ? 'offered' : 'gone', certificate: state.certificate !== null, open: state.clock.stopped === null && state.closed === null,
    files: { wanted: await wantedOf(context, org, held), proof: mayHandIn(held, 'proof'), document: mayHandIn(held, 'document'), list: found.files.map(({ name, deleted }) => ({ name, deleted: deleted !== null })) },
  };
}

/** The page about requests, for whoever holds their reference and code; `said` is what came of what they just did. */
export async function statusOf(centre: Centre, found: readonly Held[], typed: Typed, said: Said = null): Promise<string> {
  const shown = [];
  for (const held of found) shown.push(await shownOf(centre, held, found));
  return statusPage(centre.place, keysIn(typed), shown, said);
}

/** Takes the files of a form once each of them was looked at, and shows the page about the request with what came of it. */
export async function takeFiles(centre: Centre, contentType: string, body: unknown): Promise<{ readonly page: string; readonly status: number }> {
  const { visit, place } = centre;
  const words = wordsIn(place.language);
  const parts = body instanceof Uint8Array ? partsIn(contentType, Buffer.from(body)) : undefined;
  if (parts === undefined) return { page: plainPage(place, words.problem.heading, words.files.many), status: 400 };
  const keys = Object.fromEntries(parts.filter(({ file }) => file === null).map(({ name, bytes }) => [name, bytes.subarray(0, 200).toString('utf8')]));
  const found = await open(visit, keys['reference'] ?? '', keys['code'] ?? '');
  const held = meantIn(found, keys['of']);
  if (held === undefined) return { page: codePage(place, 'status', keys['reference'] ?? '', words.status.wrong), status: 400 };
  const purpose: Purpose = keys['purpose'] === 'proof' ? 'proof' : 'document';
  // A field in which nothing was chosen comes as a file without name and bytes.
  const files = parts.flatMap(({ file, bytes }) => (file === null || (file === '' && bytes.length === 0) ? [] : [{ name: file === '' ? 'file' : file, bytes }]));
  const problem = (text: string): Promise<{ readonly page: string; readonly status: number }> => statusOf(centre, found, keys, { ok: false, text }).then((page) => ({ page, status: 400 }));
  if (files.length === 0) return problem(words.files.nothing);
  if (files.length > FILES_AT_ONCE) return problem(words.files.many);
  for (const { name, bytes } of files) {
    const fault = faultIn(bytes);
    if (fault !== undefined) return problem(filled(words.files[fault], { name: name.slice(0, 100) }));
  }
  try {
    for (const file of files) await handIn(visit.context, { org: visit.org, id: held.id, actor: 'visitor' }, purpose, file);
  } catch (cause) {
    if (!(cause instanceof Refusal) || cause.code !== 'conflict') throw cause;
    return problem(words.files.over);
  }
  return { page: await statusOf(centre, await open(visit, keys['reference'] ?? '', keys['code'] ?? ''), keys, { ok: true, text: words.files.done }), status: 200 };
}
