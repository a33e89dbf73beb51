import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShop, shopMap, type Shop } from '../../server/test/privacy-shop.ts';
import { runCommand, type Terminal } from './command-line.ts';

let shop: Shop;
let folder: string;
let url: string;
let token: string;
beforeAll(async () => {
  shop = await openShop({ AVOUCH_PORT: '0' }, { work: true, listen: true });
  url = shop.server.server.url;
  token = (await readFile(join(shop.server.data, 'keys', 'operator.token'), 'utf8')).trim();
  folder = await mkdtemp(join(tmpdir(), 'avouch-cli-request-'));
});
afterAll(async () => {
  await shop.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(line: string): Promise<{ readonly code: number; readonly text: string }> {
  let text = '';
  const take = (more: string): void => { text += more; };
  const terminal: Terminal = {
    out: take, err: take, progress: () => undefined, color: false, cwd: folder, env: { AVOUCH_TOKEN: token }, now: () => new Date(), random: (bytes) => randomBytes(bytes),
    fetch, askSecret: async () => undefined, stopped: new AbortController().signal, serverProgram: 'none', installation: folder,
  };
  return { code: await runCommand([...line.split(' ').map((word) => word.replaceAll('+', ' ')), '--server', url], terminal), text };
}

/** What differs from run to run stands as a word. */
const settled = (text: string): string => text.replaceAll(folder, '/home/ann').replace(/dsr_[0-9a-f]{32}/g, 'REQUEST').replace(/[0-9a-z]{5}(-[0-9a-z]{5}){4}/g, 'REFERENCE').replace(/\d+ days, until \d{4}-\d\d-\d\d/g, 'N days, until DAY').replace(/ +\n/g, '\n');

test('a request goes from its coming in to its certificate on the command line, and an old backup is replayed', async () => {
  const seen: string[] = [];
  const say = async (line: string): Promise<string> => {
    const { code, text } = await run(line);
    seen.push(`$ avouch ${settled(line)}\n${settled(text)}${code === 0 ? '' : `[exit ${code}]\n`}`);
    return text;
  };
  await say('request');
  const id = /dsr_[0-9a-f]{32}/.exec(await say('request new erasure --mail ada@example.com --name Ada+Lovelace'))?.[0] ?? '';
  await say(`request identify ${id} --key customer.email=ada@example.com --reason She+came+with+her+passport.`);
  await say(`request approve ${id}`);
  await expect.poll(async () => (await shop.detail(id)).status).toBe('answering');
  await say('request list');
  await say(`request show ${id}`);
  await say(`request certificate ${id}`);
  await shop.ask('POST', `/requests/${id}/release`, { by: 'link' });
  await shop.tell(id);
  await shop.ask('POST', `/requests/${id}/close`, {});
  await say(`request certificate ${id} --out certificate.json`);
  expect(JSON.parse(await readFile(join(folder, 'certificate.json'), 'utf8'))).toMatchObject({ statement: { kind: 'avouch/erasure-certificate' } });
  await say('request replay');
  await say('request show REF');
  await say('request new access erasure --mail bob@example.com');
  await say('request fly');
  await expect(seen.join('\n')).toMatchFileSnapshot('../transcripts/request.txt');
});

test('the data map goes to the server and comes back, and a fault is told with its line', async () => {
  expect((await run('datamap pull')).text).toBe('avouch.datamap.yaml is now version 1 of the server.\n');
  expect(await readFile(join(folder, 'avouch.datamap.yaml'), 'utf8')).toBe(shopMap());
  expect((await run('datamap push')).text).toBe('The server has this already, as version 1.\n');
  await writeFile(join(folder, 'avouch.datamap.yaml'), shopMap().replace('title: Customers', 'title: Clients'));
  expect((await run('datamap push')).text).toMatch(/^Written as version 2: 1 system, 3 places, \d+ fields\.\n$/);
  await writeFile(join(folder, 'avouch.datamap.yaml'), shopMap().replace('basis: 6(1)(b)', 'basis: 6(1)(z)'));
  const wrong = await run('datamap push');
  expect([wrong.code, wrong.text]).toEqual([1, expect.stringMatching(/^avouch\.datamap\.yaml:\d+:\d+ {2}.+\nNothing was written\.\n$/s)]);
});
