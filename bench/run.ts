import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type } from 'node:os';
import { run as banner } from './banner.bench.ts';
import { run as consent } from './consent.bench.ts';
import { run as documents } from './documents.bench.ts';
import { run as judging } from './judging.bench.ts';
import { run as ledger } from './ledger.bench.ts';
import { run as product } from './product.bench.ts';
import { run as requests } from './requests.bench.ts';
import { run as storage } from './storage.bench.ts';
import { tableOf, type Row } from './row.ts';

const benches: Readonly<Record<string, () => Promise<readonly Row[]>>> = { ledger, judging, storage, consent, documents, product, requests, banner };
const words = process.argv.slice(2);
const write = words.includes('--write');
const names = words.filter((word) => !word.startsWith('--'));
const unknown = names.find((name) => benches[name] === undefined);
if (unknown !== undefined) throw new Error(`There is no bench ${unknown}; there are: ${Object.keys(benches).join(', ')}.`);

const rows: Row[] = [];
for (const name of names.length > 0 ? names : Object.keys(benches)) {
  console.log(`${name} …`);
  const measured = (await benches[name]?.()) ?? [];
  console.log(`${tableOf(measured)}\n`);
  rows.push(...measured);
}

if (write) {
  const [processor] = cpus();
  const machine = `${cpus().length} cores (${processor?.model.trim() || 'unnamed'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release().split('-')[0]}, Node ${process.versions.node}`;
  const page = await readFile('docs/performance.md', 'utf8');
  const table = `<!-- table -->\n\nMeasured on ${new Date().toISOString().slice(0, 10)} by \`npm run bench -- --write\` on ${machine}.\n\n${tableOf(rows)}\n\n<!-- end -->`;
  await writeFile('docs/performance.md', page.replace(/<!-- table -->[\s\S]*<!-- end -->/, () => table));
}
process.exit(0);
