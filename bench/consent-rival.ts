import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '@avouch/database/embedded';
import pg from 'pg';
import { atFull } from './consent-load.ts';

/** What c15t's self-hosted backend records a second, at so many consents, as it ships or with indexes on its look-ups. */
export type Rival = { readonly rows: number; readonly indexed: boolean; readonly perSecond: number };

const folder = join('bench', 'rivals-server');
const PORT = 3177;
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const subject = (): string => `sub_${Array.from({ length: 22 }, () => ALPHABET[randomInt(58)]).join('')}`;

/** By its own example: a visitor who is new. */
function request(): string {
  const body = JSON.stringify({ type: 'cookie_banner', subjectId: subject(), domain: 'example.com', preferences: { necessary: true, measurement: true, marketing: false }, givenAt: Date.now(), uiSource: 'banner', consentAction: 'custom', jurisdictionModel: 'opt-in' });
  return `POST /api/c15t/subjects HTTP/1.1\r\nhost: 127.0.0.1\r\norigin: http://example.com\r\ncf-ipcountry: DE\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** Its schema ships with primary keys alone; these serve the look-ups that it makes. */
const INDEXES = `
  create index on consent ("subjectId"); create index on consent ("domainId"); create index on consent ("policyId"); create index on subject ("externalId");
  create index on domain (name); create index on "consentPolicy" (type); create index on "consentPurpose" (code)`;
const NO_INDEXES = `do $$ declare one text; begin
  for one in select indexname from pg_indexes where schemaname = 'public' and indexname like '%\\_idx' loop execute format('drop index %I', one); end loop; end $$`;

async function started(url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['c15t.mjs'], { cwd: folder, env: { ...process.env, DATABASE_URL: url, POOL: '20', PORT: String(PORT) }, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => { if (chunk.toString().includes('c15t up')) done(); });
    child.once('close', () => fail(new Error('c15t ended')));
  });
  return child;
}

/** Copies of its own first row under new ids, as many as are missing. */
const fillTo = (rows: number): string => `
  insert into subject select 'sub_fill' || n, "externalId", "identityProvider", "createdAt", "updatedAt", "tenantId" from (select * from subject limit 1) s, generate_series((select count(*) from subject), ${rows}) n on conflict do nothing;
  insert into consent select r.* from (select * from consent limit 1) c, generate_series((select count(*) from consent), ${rows}) n,
    jsonb_populate_record(null::consent, to_jsonb(c) || jsonb_build_object('id', 'cns_fill' || n, 'subjectId', 'sub_fill' || n)) r on conflict do nothing;
  analyze`;

/** Its rates at these sizes, in rising order, each as it ships and with indexes. */
export async function rivalRates(sizes: readonly number[]): Promise<readonly Rival[]> {
  if (!existsSync(join(folder, 'node_modules'))) execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
  const place = await mkdtemp(join(tmpdir(), 'avouch-rival-'));
  await chmod(place, 0o711);
  const cluster = await openEmbedded({ folder: join(place, 'postgres') });
  const client = new pg.Client({ connectionString: cluster.url() });
  let child: ChildProcess | undefined;
  try {
    execFileSync(process.execPath, ['c15t.mjs', 'migrate'], { cwd: folder, env: { ...process.env, DATABASE_URL: cluster.url() }, stdio: 'ignore' });
    await client.connect();
    child = await started(cluster.url());
    const found: Rival[] = [];
    for (const rows of sizes) {
      if (rows > 0) await client.query(fillTo(rows));
      for (const indexed of [false, true]) {
        await client.query(indexed ? INDEXES : NO_INDEXES);
        const { perSecond, failed } = await atFull(PORT, request, { connections: 32, warmMs: 2_000, ms: 10_000 });
        if (failed.size > 0) throw new Error(`c15t did not take all: ${JSON.stringify([...failed])}`);
        console.log(`c15t at ${rows}${indexed ? ', with indexes' : ''}: ${perSecond.toFixed(1)} a second`);
        found.push({ rows, indexed, perSecond });
      }
    }
    return found;
  } finally {
    child?.removeAllListeners('close').kill();
    await client.end();
    await cluster.close();
    await rm(place, { recursive: true, force: true });
  }
}
