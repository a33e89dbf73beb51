import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
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

const measured = new Map<string, readonly Row[]>();
for (const name of names.length > 0 ? names : Object.keys(benches)) {
  console.log(`${name} …`);
  const rows = (await benches[name]?.()) ?? [];
  console.log(`${tableOf(rows)}\n`);
  measured.set(name, rows);
}

if (write) {
  const [processor] = cpus();
  const machine = `${cpus().length} cores (${processor?.model.trim() || 'unnamed'}), ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release().split('-')[0]}, Node ${process.versions.node}`;
  const size = process.env['BENCH_ROWS'] === undefined ? '' : `BENCH_ROWS=${process.env['BENCH_ROWS']} `;
  const section = (mark: string, rows: readonly Row[]): string =>
    `<!-- ${mark} -->\n\nMeasured on ${new Date().toISOString().slice(0, 10)} by \`${size}npm run bench -- ${names.length > 0 ? `${names.join(' ')} ` : ''}--write\` on ${machine}, load ${loadavg()[0]?.toFixed(1)}.\n\n${tableOf(rows)}\n\n<!-- end -->`;
  let page = await readFile('docs/performance.md', 'utf8');
  // A bench whose table stands apart is written there, the others together into the first.
  const together: Row[] = [];
  for (const [name, rows] of measured) {
    const own = new RegExp(`<!-- table ${name} -->[\\s\\S]*?<!-- end -->`);
    if (own.test(page)) page = page.replace(own, () => section(`table ${name}`, rows));
    else together.push(...rows);
  }
  if (together.length > 0) page = page.replace(/<!-- table -->[\s\S]*?<!-- end -->/, () => section('table', together));
  await writeFile('docs/performance.md', page);
}
process.exit(0);
