// @ts-check
// The worker thread that holds Typst. Plain JavaScript, because a worker can't load TypeScript on every supported Node.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** @type {{ root: string, source: string, data: string, fonts: string[], standard: string }} */
const order = workerData;

const set = () => {
  const compiler = NodeCompiler.create({ workspace: order.root, fontArgs: [{ fontBlobs: order.fonts.map((path) => readFileSync(path)) }] });
  compiler.mapShadow(`${order.root}/data.json`, Buffer.from(order.data));
  const compiled = compiler.compile({ mainFileContent: order.source });
  const failure = compiled.takeError();
  if (failure !== null) return { ok: false, reason: JSON.stringify(compiler.fetchDiagnostics(failure)) };
  const document = compiled.result;
  if (document === null) return { ok: false, reason: 'Typst gave neither a document nor an error' };
  try {
    return { ok: true, bytes: new Uint8Array(compiler.pdf(document, { pdfStandard: order.standard, pdfTags: true })) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
};

const setting = set();
// Typst remembers its work for the life of the process, in memory that all threads share: a document's text must not stay there.
NodeCompiler.create({ workspace: order.root, fontArgs: [] }).evictCache(0);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort?.postMessage(setting);
