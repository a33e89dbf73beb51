import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { composeBundle, manifestOf, type BundleDraft } from '@avouch/controls/bundle';
import { architectureOf, typeOnePackage, type PackageFacts } from '@avouch/controls/report';
import { drawDiagram } from '@avouch/documents/diagram';
import { renderDocx, renderHtml, renderPdf } from '@avouch/documents/render';
import { Refusal } from '@avouch/api/refusal';
import type { Ledger } from '@avouch/ledger/ledger';
import { seal } from '@avouch/ledger/seal';
import type { Context, Task } from '../context.ts';
import type { Issued } from '../projections/packages.ts';
import { disclosedEntry, disclosedReadings } from './disclosed.ts';
import { gatherPackage, horizonOf } from './gather.ts';
import { moveOrder, objectKey, titleOf, type Order, type Step } from './orders.ts';

type Log = Ledger<PoolClient>;
type Rendered = { readonly files: ReadonlyMap<string, Uint8Array>; readonly cited: readonly number[]; readonly issued: Issued };

const digestOf = (bytes: Uint8Array): { bytes: number; sha256: string } => ({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** The package in its three forms. */
async function render(facts: PackageFacts): Promise<Rendered> {
  const diagram = architectureOf(facts);
  const { document, cited, openItems } = typeOnePackage(facts, diagram === undefined ? undefined : await drawDiagram(diagram));
  const forms = { pdf: await renderPdf(document), docx: await renderDocx(document), html: await renderHtml(document) } as const;
  const entries = Object.entries(forms) as [keyof typeof forms, (typeof forms)['pdf']][];
  return {
    files: new Map(entries.map(([form, { bytes }]) => [form, bytes])), cited,
    issued: {
      ledgerSize: facts.ledger.size, openItems, warnings: [...new Set(entries.flatMap(([, { warnings }]) => warnings))],
      files: entries.map(([form, { bytes }]) => ({ form, ...digestOf(bytes) })),
    },
  };
}

/** Every key that a signature line of the checkpoint may be by, so that none of its lines is left unchecked. */
const policyOf = (log: string, witnesses: readonly string[]): string => [`log ${log}`, ...witnesses.map((key, at) => `witness witness-${at + 1} ${key}`), 'quorum none', ''].join('\n');

const readme = `This is a bundle: a readiness package, the ledger entries that it cites with their proofs, and the
rows of the readings that its verdicts rest on. Prepared by management; not an examination report.

Verify it offline, with software that you got from elsewhere than this bundle:

  avouch verify BUNDLE --key KEY      KEY is the ledger's verifier key, as the company gave it to you
  verify.html                         the same in a browser, with no network

report.pdf, report.docx and report.html say the same. entries/ holds each cited entry with its proof
(c2sp.org/tlog-proof). readings/ holds the rows that stood at each reading.
`;

async function draftOf(context: Context, org: string, ledger: Log, { order, facts, rendered }: { readonly order: Order; readonly facts: PackageFacts; readonly rendered: Rendered }): Promise<BundleDraft> {
  const readings = await disclosedReadings(context, org, ledger, horizonOf(order.asOf, order.orderedAt));
  const indexes = new Set([...rendered.cited, ...readings.map(({ claim }) => claim.entry)]);
  const cited = [];
  for (const index of indexes) cited.push(await disclosedEntry(ledger, index));
  // An erasure that a part or a row rests on is shown with them: without it anybody could say so of a row that they hide.
  const erasures = new Set([...cited.flatMap(({ parts }) => parts), ...readings.flatMap(({ rows }) => rows)].flatMap(({ shown }) => (shown !== null && 'forgotten' in shown ? [shown.entry] : [])));
  const added = [];
  for (const index of erasures) if (!indexes.has(index)) added.push(await disclosedEntry(ledger, index));
  const entries = [...cited, ...added].toSorted((a, b) => a.index - b.index);
  return {
    package: { id: order.id, kind: 'type-1', asOf: order.asOf, title: titleOf(order.asOf) }, origin: facts.ledger.origin,
    policy: policyOf(facts.ledger.verifierKey, context.witnessKeys), entries, readings,
    files: new Map<string, Uint8Array>([['readme.txt', Buffer.from(readme)], ...[...rendered.files].map(([form, bytes]) => [`report.${form}`, bytes] as const)]),
  };
}

/** Says in the ledger what was issued, once: a run after a crash finds the entry of the run before. */
async function issue(context: Context, org: string, ledger: Log, { order, draft, issued }: { readonly order: Order; readonly draft: BundleDraft; readonly issued: Issued }): Promise<number> {
  const find = (tx: PoolClient) => tx.query<{ idx: number }>('select idx::float8 as idx from issued_package where org = $1 and id = $2', [org, order.id]);
  const before = (await context.tenant(org, find)).rows[0];
  if (before !== undefined) return before.idx;
  const receipt = await ledger.append({
    kind: 'package.issued', about: order.id, actor: 'system', captured: context.now().toISOString(), origin: { name: 'server', version: context.version },
    header: { package: 'type-1', asOf: order.asOf, entries: draft.entries.length }, parts: [seal(manifestOf(draft), null, context.random), seal(issued, null, context.random)],
  }, {
    guard: async (tx) => {
      if ((await find(tx)).rowCount !== 0) throw new Error('another run issued this package');
    },
  });
  return receipt.index;
}

const checkpointIn = (proof: string): string => proof.slice(proof.indexOf('\n\n'));

/** The proofs of all these entries under one checkpoint; asked again when a newer one was signed in between. */
async function proofsOf(ledger: Log, indexes: readonly number[]): Promise<ReadonlyMap<number, string>> {
  for (let tries = 1; tries <= 10; tries++) {
    const proofs = new Map<number, string>();
    for (const index of indexes.toReversed()) proofs.set(index, await ledger.proof(index));
    if (new Set([...proofs.values()].map(checkpointIn)).size === 1) return proofs;
  }
  throw new Error('the log grew too fast for all proofs to stand under one checkpoint');
}

async function compose(context: Context, org: string, order: Order, move: (step: Step) => Promise<void>): Promise<void> {
  const ledger = await context.ledgerOf(org);
  await move({ state: 'composing', progress: 'Gathering what is recorded' });
  const facts = await gatherPackage(context, org, order.asOf, order.orderedAt);
  await move({ state: 'composing', progress: 'Setting the documents' });
  const rendered = await render(facts);
  for (const [form, bytes] of rendered.files) await context.objects.put(org, objectKey(order.id, form), once(bytes), bytes.length);
  await move({ state: 'composing', progress: 'Collecting receipts' });
  const draft = await draftOf(context, org, ledger, { order, facts, rendered });
  const index = await issue(context, org, ledger, { order, draft, issued: rendered.issued });
  const issued = await disclosedEntry(ledger, index);
  const sealed = issued.parts[0]?.shown;
  // A run before this one may have issued it, and somebody was forgotten since: the bundle would not be what was sealed.
  if (sealed === null || sealed === undefined || !('payload' in sealed) || !Buffer.from(sealed.payload).equals(manifestOf(draft))) {
    throw new Refusal('conflict', 'What is recorded has changed since this package was issued, so it cannot be put together again: compose another.');
  }
  const proofs = await proofsOf(ledger, [...draft.entries.map((entry) => entry.index), index]);
  const bundle = composeBundle(draft, issued, proofs);
  await context.objects.put(org, objectKey(order.id, 'bundle'), once(bundle), bundle.length);
  await move({ state: 'ready', bundle: digestOf(bundle) });
}

/** Makes a readiness package that was ordered. Running it again goes on where it broke off, and issues nothing twice. */
export const composePackage: Task = async (payload, context) => {
  const { org, package: id } = payload;
  if (org === undefined || id === undefined) throw new Error('an order names its organisation and package');
  const { rows } = await context.tenant(org, (tx) => tx.query<{ as_of: string; ordered_at: string; state: string }>('select as_of, ordered_at, state from package_order where org = $1 and id = $2', [org, id]));
  const row = rows[0];
  if (row === undefined || row.state === 'ready') return;
  const move = (step: Step): Promise<void> => context.tenant(org, (tx) => moveOrder(tx, org, id, step));
  try {
    await compose(context, org, { id, asOf: row.as_of, orderedAt: row.ordered_at }, move);
  } catch (error) {
    await move({ state: 'failed', problem: error instanceof Refusal ? error.message : 'The package could not be composed; it will be tried again. The server’s log says why.' });
    if (!(error instanceof Refusal)) throw error;
  }
};
