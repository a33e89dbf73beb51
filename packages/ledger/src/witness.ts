import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { formatBase64, parseBase64, parseDecimal } from './encodings/bytes.ts';
import type { Signer } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { parseCheckpoint } from './notes/checkpoint.ts';
import type { TreeHead } from './notes/checkpoint.ts';
import { cosignText, formatNote, formatSignatureLine, isBy, parseNote, verifyLine } from './notes/note.ts';
import type { Note } from './notes/note.ts';
import { KEY_TYPES, parseVerifierKey } from './notes/verifier-key.ts';
import type { VerifierKey } from './notes/verifier-key.ts';
import { isConsistent } from './trees/proofs.ts';
import { formatSubmission, parseSubmission } from './witnesses/requests.ts';
import type { Submission } from './witnesses/requests.ts';
import { openStates } from './witnesses/states.ts';
import type { Seen, States } from './witnesses/states.ts';

export type WitnessOptions = {
  /** Where it keeps what it has seen; one process a folder. Losing it is losing the promise. */
  readonly folder: string;
  /** A key made for the use `witness`. */
  readonly signer: Signer;
  /** Verifier keys of the logs that it watches. */
  readonly logs: readonly string[];
  readonly now: () => Date;
};

export type WitnessAnswer = { readonly status: 200 | 400 | 403 | 404 | 409 | 422; readonly type: string; readonly body: string };

/** A witness of c2sp.org/tlog-witness: it cosigns a log's growth and never two histories. */
export type Witness = {
  readonly verifierKey: string;
  /** The answer to the body of `POST <prefix>/add-checkpoint`. What it signs is on disk before it resolves. */
  readonly addCheckpoint: (body: string) => Promise<WitnessAnswer>;
  /** Listens for `POST /add-checkpoint`; port 0 takes a free one. */
  readonly serve: (port: number, host?: string) => Promise<{ readonly url: string; readonly close: () => Promise<void> }>;
};

const answer = (status: WitnessAnswer['status'], body: string, type = 'text/plain; charset=utf-8'): WitnessAnswer => ({ status, type, body });

const conflict = (size: number): WitnessAnswer => answer(409, `${size}\n`, 'text/x.tlog.size');

/** Whether the log signed it: every line by its key must be good, and there must be one. */
function isSigned(note: Note, key: VerifierKey): boolean {
  const lines = note.signatures.filter((line) => isBy(line, key));
  return lines.length > 0 && lines.every((line) => verifyLine(note.text, line, key) !== undefined);
}

/** What is wrong with the step from what was seen to the new head; undefined when it may be signed. */
function refusalOf({ old, proof }: Submission, { size, root }: TreeHead, seen: Seen | undefined): WitnessAnswer | undefined {
  const last = seen ?? { size: 0, root: '' };
  if (old > size) return answer(400, 'the old size is larger than the checkpoint\n');
  if (old !== last.size) return conflict(last.size);
  if (old === 0) return proof.length > 0 ? answer(422, 'a proof from an empty log is empty\n') : undefined;
  const oldRoot = parseBase64(last.root) ?? new Uint8Array(0);
  const grown = isConsistent({ oldSize: old, oldRoot, size, root, proof });
  return grown ? undefined : answer(422, 'the checkpoint is not consistent with the last one\n');
}

async function judge(states: States, { signer, logs, now }: WitnessOptions, body: string): Promise<WitnessAnswer> {
  const submission = parseSubmission(body);
  if (submission === undefined) return answer(400, 'the body is malformed\n');
  const note = parseNote(submission.checkpoint);
  const head = note === undefined ? undefined : parseCheckpoint(note.text);
  if (note === undefined || head === undefined) return answer(400, 'the checkpoint is malformed\n');
  const keys = logs.map(parseVerifierKey).filter((key) => key !== undefined && key.name === head.origin);
  if (keys.length === 0) return answer(404, 'the log is not known here\n');
  if (!keys.some((key) => key !== undefined && isSigned(note, key))) return answer(403, 'the log has not signed the checkpoint\n');
  const refusal = refusalOf(submission, head, await states.read(head.origin));
  if (refusal !== undefined) return refusal;
  await states.write(head.origin, { size: head.size, root: formatBase64(head.root) });
  return answer(200, formatSignatureLine(cosignText(note.text, signer, Math.floor(now().getTime() / 1000))));
}

/** A body larger than any honest one: 63 hashes and a checkpoint with many signatures. */
const BODY_BYTES_MAX = 64 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function serverOf(addCheckpoint: Witness['addCheckpoint']): Server {
  return createServer(async (request, response) => {
    try {
      const isKnown = request.method === 'POST' && request.url === '/add-checkpoint';
      const body = isKnown ? await bodyOf(request) : '';
      const given = !isKnown ? answer(404, 'POST /add-checkpoint\n') : body === undefined ? answer(400, 'the body is too large\n') : await addCheckpoint(body);
      response.writeHead(given.status, { 'content-type': given.type }).end(given.body);
    } catch (error) {
      // A disk that does not write is the witness's operator's to see: nothing was signed.
      process.emitWarning(error instanceof Error ? error : new Error(String(error)));
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('the witness could not keep the checkpoint\n');
    }
  });
}

/** Opens a witness on its folder. Throws RangeError when the signer's key or a log's is not fit. */
export async function openWitness(options: WitnessOptions): Promise<Witness> {
  if (parseVerifierKey(options.signer.verifierKey)?.type !== KEY_TYPES.cosignature) throw new RangeError('a witness needs a key for the use "witness"');
  const isLogKey = (text: string) => parseVerifierKey(text)?.type === KEY_TYPES.ed25519;
  if (!options.logs.every(isLogKey)) throw new RangeError('a log is named by its verifier key');
  const states = await openStates(options.folder);
  let last: Promise<unknown> = Promise.resolve();
  const addCheckpoint = (body: string): Promise<WitnessAnswer> => {
    // One after the other: reading what was seen, comparing and writing must be one step.
    const turn = last.then(() => judge(states, options, body));
    last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
  return {
    verifierKey: options.signer.verifierKey,
    addCheckpoint,
    serve: async (port, host = '127.0.0.1') => {
      const server = serverOf(addCheckpoint);
      await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
      const { port: bound } = server.address() as AddressInfo;
      const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
      return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close };
    },
  };
}

/** What came of a submission: the size that was cosigned, or why the witness did not. */
export type Submitted = { readonly ok: true; readonly size: number } | { readonly ok: false; readonly status: number | null; readonly problem: string };

export type SubmitOptions = {
  readonly ledger: Pick<Ledger<never>, 'checkpoint' | 'consistency' | 'cosign'>;
  /** The witness's prefix: `<url>/add-checkpoint` is posted to. */
  readonly url: string;
  readonly fetch: (url: string, init: { method: 'POST'; body: string; headers: { 'content-type': string } }) => Promise<Response>;
  /** The size that the witness is thought to have seen; it answers with the right one. */
  readonly old?: number;
};

/** How often the witness may say that it has seen another size, while others submit too. */
const CONFLICTS_MAX = 3;

/** Shows the newest checkpoint to a witness, and keeps its cosignature with the log. Doesn't throw when it refuses. */
export async function submitCheckpoint({ ledger, url, fetch, old = 0 }: SubmitOptions): Promise<Submitted> {
  const note = parseNote(await ledger.checkpoint());
  const head = note === undefined ? undefined : parseCheckpoint(note.text);
  if (note === undefined || head === undefined) throw new Error('the ledger gave no well-formed checkpoint');
  const checkpoint = formatNote({ ...note, signatures: note.signatures.filter(({ name }) => name === head.origin) });
  let from = Math.min(old, head.size);
  for (let attempt = 0; ; attempt++) {
    const proof = (await ledger.consistency(from, head.size)).map((hash) => parseBase64(hash) ?? new Uint8Array(0));
    const body = formatSubmission({ old: from, proof, checkpoint });
    const reply = await reach(() => fetch(`${url}/add-checkpoint`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } }));
    if (typeof reply === 'string') return { ok: false, status: null, problem: reply };
    if (reply.status === 200) {
      await ledger.cosign(reply.body);
      return { ok: true, size: head.size };
    }
    const seen = reply.status === 409 ? parseDecimal(reply.body.trim()) : undefined;
    if (seen === undefined || attempt === CONFLICTS_MAX) return { ok: false, status: reply.status, problem: reply.body.trim().slice(0, 200) };
    if (seen > head.size) return { ok: false, status: 409, problem: `the witness has seen ${seen} entries, the log has ${head.size}` };
    from = seen;
  }
}

async function reach(send: () => Promise<Response>): Promise<{ readonly status: number; readonly body: string } | string> {
  try {
    const response = await send();
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return `the witness did not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}
