import { createHash } from 'node:crypto';
import { Refusal } from '@avouch/api/refusal';
import { seal } from '@avouch/ledger/seal';
import { encryptAnswer, packAnswer, passphraseOf } from '@avouch/privacy/answer';
import { statementDigest, statementOf, type Certificate } from '@avouch/privacy/certificate';
import { requestFact, type GroundGiven } from '@avouch/privacy/request';
import { organisations } from '../consent/webhook.ts';
import type { Context, Task } from '../context.ts';
import { wordsIn } from '../centre/words.ts';
import { addressOf } from './addresses.ts';
import { appendTo, ownFact, type Doing } from './appending.ts';
import { needCentre } from './centre-record.ts';
import { composeOf, givesData } from './composing.ts';
import { forgetFiles } from './handed-in.ts';
import { openKnown, partsOf, type Known, type RereadPart, type SteppedPart } from './known.ts';
import { giveResults } from '../opendsr/results.ts';
import { dayText, sendPlain } from './letters.ts';
import { entriesOf, needRequest, partOf } from './request.ts';
import { plain } from './survey.ts';
import { untoldOf, untoldSentence } from './told.ts';

/** An answer to the person lies encrypted in the object store under this key. */
const answerKey = (release: string): string => `answer/${release}`;
const PASSPHRASE = (release: string): string => `answer:${release}`;

export type Releasing = { readonly by: 'link' | 'age' | 'hand'; readonly recipient: string | null; readonly days: number };
export type Released = { readonly passphrase: string | null; readonly link: string | null };

/** The most that an encrypted answer may hold. */
const BYTES_MAX = 5_000_000_000;

/** What of it was limited: rows that are kept although erasure was asked, by the exemption. */
function groundsOf({ planned }: Known): GroundGiven[] {
  if (planned?.right !== 'erasure') return [];
  const kept = new Set(planned.places.flatMap(({ kept: rows }) => rows.flatMap(({ exemption }) => exemption ?? [])));
  return [...kept].map((ground) => ({ right: 'erasure', ground }));
}

function figures({ planned }: Known): { readonly places: number; readonly rows: number } {
  const places = (planned?.places ?? []).filter(({ does }) => does !== 'nothing' && does !== 'left-out');
  return { places: places.length, rows: places.reduce((sum, { rows }) => sum + rows.own + rows.shared + rows.accessible, 0) };
}

/** Gives the answer to the person: encrypted data by a link, or the word of what was done. */
export async function releaseAnswer(context: Context, doing: Doing, releasing: Releasing): Promise<Released> {
  const known = await openKnown(context, doing.org, doing.id);
  const { state } = known.held;
  if (state.status !== 'answering') throw new Refusal('conflict', 'The answer is not ready to be given: see what is to be done next.');
  if (givesData(known) === undefined) return tellDone(context, doing, known);
  // Whose order came by OpenDSR gets the answer by it, whatever else was thought of.
  if (state.received.channel !== 'opendsr') return giveData(context, doing, known, releasing);
  await giveResults(context, doing, known, releasing.days, figures(known));
  return { passphrase: null, link: null };
}

async function giveData(context: Context, doing: Doing, known: Known, { by, recipient, days }: Releasing): Promise<Released> {
  const { org } = doing;
  const answer = await composeOf(context, org, known);
  const settings = await context.tenant(org, (tx) => needCentre(tx, org));
  if (by === 'age' && recipient === null) throw new Refusal('invalid', 'Give the person’s age key, which begins with age1.', { field: 'recipient' });
  const passphrase = by === 'age' ? null : passphraseOf(context.random);
  const id = `rel_${Buffer.from(context.random(12)).toString('hex')}`;
  const token = Buffer.from(context.random(24)).toString('base64url');
  const { bytes } = await packed(() => context.objects.put(org, answerKey(id), encryptAnswer(packAnswer(answer), passphrase === null ? { recipient: recipient ?? '' } : { passphrase }), BYTES_MAX));
  const until = new Date(context.now().getTime() + days * 86_400_000).toISOString();
  const link = by === 'hand' ? null : addressOf(context, settings, `/answers/${token}?lang=${known.held.state.received.language.slice(0, 2)}`);
  const leftOut = answer.account.places.reduce((sum, { leftOut: fields }) => sum + fields.reduce((count, { rows }) => count + rows, 0), 0);
  const released = ownFact(context, {
    kind: 'answer.released', about: id, actor: doing.actor, header: { request: doing.id, way: by, until, bytes }, subject: doing.id,
    sealed: { token: link === null ? null : createHash('sha256').update(token).digest('hex') },
  });
  await appendTo(context, doing, {
    kind: 'request.answered', header: { to: 'person', grounds: [], delivery: by, ...figures(known), leftOut }, beside: [released],
    also: async (tx) => {
      if (passphrase !== null && by === 'link') await context.secrets.put(tx, org, PASSPHRASE(id), { passphrase });
      if (link !== null) await sendPlain(context, tx, org, settings, known.held, 'ready', { link, until: dayText(until, wordsIn(known.held.state.received.language).language) });
    },
  });
  return { passphrase: by === 'hand' ? passphrase : null, link };
}

async function packed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RangeError) throw new Refusal('conflict', `The answer cannot be packed: ${cause.message}.`, { cause });
    throw cause;
  }
}

async function tellDone(context: Context, doing: Doing, known: Known): Promise<Released> {
  const settings = await context.tenant(doing.org, (tx) => needCentre(tx, doing.org));
  const kept = (known.planned?.places ?? []).flatMap(({ title, kept: rows }) => rows.map(({ reason, law, until }) => `${title}: ${reason}${law === null ? '' : ` (${law})`}${until?.last === null || until?.last === undefined ? '' : `, ${until.last}`}`));
  await appendTo(context, doing, {
    kind: 'request.answered', header: { to: known.held.state.received.role === 'processor' ? 'controller' : 'person', grounds: groundsOf(known), delivery: known.held.state.received.channel === 'opendsr' ? 'opendsr' : 'link', ...figures(known), leftOut: 0 },
    also: async (tx) => void (await sendPlain(context, tx, doing.org, settings, known.held, 'done', { what: kept.join('\n') })),
  });
  return { passphrase: null, link: null };
}

/** The passphrase of an answer, once: whoever asks a second time gets nothing. */
export async function takePassphrase(context: Context, org: string, release: string): Promise<string | undefined> {
  const { passphrase } = await context.secrets.read(org, PASSPHRASE(release));
  if (passphrase === undefined) return undefined;
  const taken = await context.tenant(org, async (tx) => (await tx.query('delete from secret where org = $1 and owner = $2', [org, PASSPHRASE(release)])).rowCount === 1);
  return taken ? passphrase : undefined;
}

/** The release behind a link that still holds, with its bytes; undefined for every other link. */
export async function openRelease(context: Context, org: string, token: string): Promise<{ readonly id: string; readonly bytes: AsyncIterable<Uint8Array> } | undefined> {
  const hash = createHash('sha256').update(token).digest('hex');
  const { rows } = await context.tenant(org, (tx) => tx.query<{ id: string }>('select id from release where org = $1 and token = $2 and not ended and until > $3', [org, hash, context.now().toISOString()]));
  const [found] = rows;
  const bytes = found === undefined ? undefined : await context.objects.open(org, answerKey(found.id));
  return found === undefined || bytes === undefined ? undefined : { id: found.id, bytes };
}

/** Notes that an answer was fetched. */
export const noteFetched = async (context: Context, org: string, id: string): Promise<void> =>
  void (await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'answer.fetched', about: id, actor: 'system', header: {} })));

/** Takes back an answer that was given out: its bytes, the passphrase if nobody took it, then the link. Doing it again is harmless. */
async function endRelease(context: Context, org: string, id: string): Promise<void> {
  await context.objects.remove(org, answerKey(id));
  await context.tenant(org, (tx) => tx.query('delete from secret where org = $1 and owner = $2', [org, PASSPHRASE(id)]));
  await (await context.ledgerOf(org)).append(ownFact(context, { kind: 'answer.ended', about: id, actor: 'system', header: {} }));
}

/** Ends every answer whose time is over, or whose person is forgotten: all that is known of somebody lies in it. */
export const endAnswers: Task = async (_payload, context, signal) => {
  for (const org of await organisations(context)) {
    const { rows } = await context.tenant(org, (tx) => tx.query<{ id: string }>(
      'select r.id from release r join request q on q.org = r.org and q.id = r.request where r.org = $1 and not r.ended and (r.until <= $2 or q.forgotten) order by r.entry', [org, context.now().toISOString()]));
    for (const { id } of rows) {
      if (signal.aborted) return;
      await endRelease(context, org, id);
    }
  }
};

/** What the run changed, by `system/place`. A run that was killed and went on in a store without transactions counts what was left to do. */
async function countsOf(context: Context, doing: Doing): Promise<Record<string, Record<string, number>>> {
  const counts: Record<string, Record<string, number>> = {};
  const deeds = new Map((await partsOf<SteppedPart>(context, doing.org, doing.id, 'request.step')).flatMap(({ deed }) => (deed?.does !== 'change' || deed.problem !== undefined ? [] : [[deed.step, deed] as const])));
  for (const deed of deeds.values()) {
    for (const [place, done] of Object.entries(deed.counts ?? {})) {
      const name = `${deed.system}/${place}`;
      const sum = (counts[name] ??= {});
      for (const [what, count] of Object.entries(done)) sum[what] = (sum[what] ?? 0) + count;
    }
  }
  return counts;
}

/** Closes a request. An erasure gets its certificate, which is pinned by the closing and names nobody. Refuses while somebody is still to be told. */
export async function closeRequest(context: Context, doing: Doing, forget: boolean): Promise<void> {
  const held = await needRequest(context, doing.org, doing.id);
  const { state } = held;
  const known = !held.forgotten && (state.status === 'answered' || state.status === 'partly_refused') ? await openKnown(context, doing.org, doing.id) : undefined;
  const untold = untoldOf(state, known?.planned);
  if (untold.length > 0) throw new Refusal('conflict', untoldSentence(untold));
  if (known !== undefined && state.rights.includes('erasure') && state.reread !== null) await closeCertified(context, doing, known);
  else await appendTo(context, doing, { kind: 'request.closed', header: {} });
  if (!forget) return;
  const { secret } = await openKnown(context, doing.org, doing.id);
  await context.shelfOf(doing.org, doing.id, secret).clear();
  await forgetFiles(context, doing.org, doing.id);
  await (await context.ledgerOf(doing.org)).forget({ subject: doing.id, actor: doing.actor, basis: 'GDPR Art. 5(1)(e)', at: context.now().toISOString() });
  const { rows } = await context.tenant(doing.org, (tx) => tx.query<{ id: string }>('select id from release where org = $1 and request = $2 and not ended', [doing.org, doing.id]));
  for (const { id } of rows) await endRelease(context, doing.org, id);
}

async function closeCertified(context: Context, doing: Doing, known: Known): Promise<void> {
  const settings = await context.tenant(doing.org, (tx) => needCentre(tx, doing.org));
  const reread = (await partsOf<RereadPart>(context, doing.org, doing.id, 'request.reread')).at(-1)?.reread;
  if (known.planned === undefined || reread === undefined) throw new Refusal('conflict', 'There is no plan and no report to certify.');
  const statement = statementOf({ request: known.held.state, controller: settings.controller.name, plan: known.planned, counts: await countsOf(context, doing), reread });
  const fact = requestFact({ kind: 'request.closed', about: doing.id, header: { certificate: statementDigest(statement) }, actor: doing.actor, captured: context.now().toISOString(), random: context.random });
  // The statement is about nobody: it stays when the person is forgotten.
  await (await context.ledgerOf(doing.org)).append({ ...fact, parts: [seal(plain(statement), null, context.random)] });
}

/** Which entry closed a request, and when. */
export async function closingOf(context: Context, org: string, id: string): Promise<{ readonly at: string; readonly entry: number }> {
  const [entry] = await context.tenant(org, (tx) => entriesOf(tx, org, id, 'request.closed'));
  const kept = entry === undefined ? undefined : await (await context.ledgerOf(org)).read(entry);
  if (entry === undefined || kept === undefined) throw new Refusal('not_found', 'This request is not closed.');
  return { at: kept.entry.captured, entry };
}

/** The certificate of a closed erasure as a file that verifies offline; refuses where there is none. */
export async function certificateOf(context: Context, org: string, id: string): Promise<Certificate> {
  const [closing] = await context.tenant(org, (tx) => entriesOf(tx, org, id, 'request.closed'));
  const statement = closing === undefined ? undefined : await partOf(context, org, closing);
  if (closing === undefined || statement === undefined) throw new Refusal('not_found', 'There is no certificate: an erasure gets one when it is closed.');
  const ledger = await context.ledgerOf(org);
  const { rows } = await context.tenant(org, (tx) => tx.query<{ idx: number }>(
    `select idx::float8 as idx from entry where org = $1 and idx <= $3 and (about = $2 and kind like 'request.%' and kind <> 'request.decided' or kind in ('recipient.told', 'suppression.written') and about like $2 || ':%') order by idx`, [org, id, closing]));
  const key = await context.tenant(org, async (tx) => (await tx.query<{ key: string }>('select verifier_key as key from log_key where org = $1', [org])).rows[0]?.key ?? '');
  const entries = [];
  for (const { idx } of rows) {
    const kept = await ledger.read(idx);
    if (kept !== undefined) entries.push({ entry: Buffer.from(kept.bytes).toString('base64'), proof: await ledger.proof(idx) });
  }
  return { statement: statement as unknown as Certificate['statement'], log: ledger.origin, verifierKey: key, entries };
}

