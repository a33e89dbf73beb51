import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@avouch/database/testing';
import { parseDataMap } from '@avouch/privacy/datamap';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, type Terminal } from '../command-line.ts';
import { parseAddress } from './datamap-store.ts';

let home: string;
let database: TestDatabase;
let address: string;

const guide = await readFile(join(import.meta.dirname, '../../../../docs/guides/data-map.md'), 'utf8');

async function sql(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(text);
  await client.end();
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'avouch-datamap-'));
  database = await openTestDatabase();
  address = `shop=${database.url}`;
  await sql(`
    create table customers (id int primary key, email text not null unique, name text not null, created_at timestamptz not null default now());
    create table orders (shop int, no int, customer_id int not null references customers, placed_at timestamptz, ship_to text, total numeric, primary key (shop, no));
    create table order_lines (id int primary key, order_shop int not null, order_no int not null, sku text, foreign key (order_shop, order_no) references orders (shop, no));
    create table gifts (id int primary key, giver_id int not null references customers, receiver_id int not null references customers, message text);
    create table countries (code text primary key, label text);
    insert into customers select n, 'person' || n || '@example.com', 'Ann Miller ' || n from generate_series(1, 40) n;
    insert into orders select 1, n, n, now(), 'Hauptstraße ' || n, n from generate_series(1, 40) n;`);
});
afterAll(async () => {
  await database.close();
  await rm(home, { recursive: true, force: true });
});

async function run(words: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal: Terminal = {
    out: (text) => { out += text; }, err: (text) => { err += text; }, progress: () => undefined, color: false, cwd: home, env: {}, now: () => new Date(), random: (bytes) => new Uint8Array(bytes),
    fetch, askSecret: async () => undefined, stopped: new AbortController().signal, serverProgram: '', installation: home,
  };
  const code = await runCommand(['datamap', ...words], terminal);
  return { code, out, err };
}

async function transcript(lines: readonly string[]): Promise<string> {
  const seen: string[] = [];
  for (const line of lines) {
    const { code, out, err } = await run(line.split(' ').map((word) => word.replace('ADDRESS', address)));
    seen.push(`$ avouch datamap ${line}\n${out}${err}${code === 0 ? '' : `[exit ${code}]\n`}`);
  }
  return seen.join('\n');
}

test('from an empty folder to a map that the CI of a company holds complete', async () => {
  await expect(await transcript(['', 'check', 'discover', 'discover oracle://x', 'discover ADDRESS', 'check --url ADDRESS', 'accept nonsense', 'accept people.customer', 'accept --all', 'check', 'check ADDRESS', 'check --url ADDRESS'])).toMatchFileSnapshot('../../transcripts/datamap.txt');
  const text = await readFile(join(home, 'avouch.datamap.yaml'), 'utf8');
  expect(text).toContain('owner: customer_id is customer.id');
  expect(text).not.toMatch(/person1|Hauptstra|Ann Miller/);
  expect(JSON.parse(await readFile(join(home, 'avouch.datamap.schema.json'), 'utf8'))).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
});

test('a new column fails the check with its line, for people, programs and GitHub', async () => {
  await sql('alter table orders add column phone_number text');
  const { code, out } = await run(['check', '--url', address, '--json']);
  const told = JSON.parse(out) as { ok: boolean; findings: { kind: string; field?: string; line: number }[] };
  expect([code, told.ok, told.findings.filter((one) => one.kind === 'field-unclassified').map((one) => one.field)]).toEqual([1, false, ['phone_number']]);
  const annotated = await run(['check', '--url', address, '--github']);
  expect(annotated.out).toMatch(/^::error file=avouch\.datamap\.yaml,line=\d+,title=Data map::public\.orders\.phone_number is new and nobody has classified it/m);
  expect((await run(['discover', address])).code).toBe(0);
  expect(await readFile(join(home, 'avouch.datamap.yaml'), 'utf8')).toMatch(/phone_number: \{ category: contact\.phone, review: true \}/);
});

test('a store that cannot be reached fails the check, and no password is shown', async () => {
  await run(['accept', '--all']);
  const { code, out, err } = await run(['check', '--url', 'shop=postgres://reader:hunter2@127.0.0.1:1/shop']);
  expect([code, `${out}${err}`.includes('hunter2'), out.includes('was not read')]).toEqual([1, false, true]);
});

test('faults of the file are told with line and column', async () => {
  await writeFile(join(home, 'bad.yaml'), 'version: 1\nsystems:\n  shop:\n    engine: postgress\n    places: {}\n');
  const { code, out } = await run(['check', '--file', 'bad.yaml']);
  expect([code, out.split('\n')[0]]).toEqual([1, '■ fault  bad.yaml:4:13  “postgress” is no engine. Did you mean postgres?']);
});

describe('what the guide says holds', () => {
  const blocks = [...guide.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, language, text = '']) => ({ language, text }));
  test('its map reads, and covers the tables of its example', async () => {
    const text = blocks.find((one) => one.language === 'yaml')?.text ?? '';
    const parsed = parseDataMap(text, 'guide');
    expect(parsed.ok ? [] : parsed.faults).toEqual([]);
    await sql('alter table orders drop column phone_number; ');
    await writeFile(join(home, 'guide.yaml'), text);
    const { out, code } = await run(['check', '--file', 'guide.yaml', '--url', address]);
    expect(out).toContain('● complete  Every column of shop is in the map.');
    expect(code).toBe(0);
  });
  test('its commands are commands', async () => {
    const lines = blocks.filter((one) => one.language === '').flatMap((one) => one.text.trim().split('\n'));
    expect(lines.length).toBe(4);
    for (const line of lines) {
      const words = line.split(' ').slice(2).map((word) => (word.startsWith('shop=') ? address : word));
      expect((await run(words)).err, line).not.toMatch(/see `avouch help`|There is no command|is no address/);
    }
  });
});

describe('addresses', () => {
  const at = (text: string, env: Record<string, string> = {}) => parseAddress(text, { cwd: '/home/ann', env });
  test.each([
    ['postgres://reader:p%40ss@db.example:6000/shop', { system: 'shop', connector: 'postgres', settings: { host: 'db.example', port: 6000, database: 'shop', user: 'reader' }, password: 'p@ss', hosts: ['db.example'], shown: 'postgres://reader@db.example:6000/shop' }],
    ['crm=mysql://app@localhost/crm', { system: 'crm', connector: 'mariadb', settings: { host: 'localhost', database: 'crm', user: 'app', tls: 'off' }, password: undefined, hosts: ['localhost'] }],
    ['postgres:///shop?host=/run/postgresql&user=x', { connector: 'postgres', settings: { socket: '/run/postgresql', database: 'shop', tls: 'off' } }],
    ['mongodb://app:s3cret@a.example:1,b.example/chat?replicaSet=rs0', { system: 'chat', connector: 'mongodb', settings: { hosts: 'a.example:1,b.example:27017', database: 'chat', user: 'app', replicaSet: 'rs0', tls: 'on' }, password: 's3cret', hosts: ['a.example', 'b.example'], shown: 'mongodb://app@a.example:1,b.example/chat' }],
    ['sqlite:data/app.db', { system: 'app', connector: 'sqlite', settings: { file: '/home/ann/data/app.db' }, folders: ['/home/ann/data'] }],
    ['files=csv:exports', { system: 'files', connector: 'csv', settings: { folder: '/home/ann/exports' }, folders: ['/home/ann/exports'] }],
  ])('%s', (text, wanted) => {
    expect(at(text)).toMatchObject(wanted);
  });
  test('the password may stand in the environment', () => {
    expect(at('postgres://reader@db.example/shop', { AVOUCH_SECRET_PASSWORD: 'x' }).password).toBe('x');
  });
});
