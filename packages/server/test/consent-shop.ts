import { randomBytes } from 'node:crypto';
import type { Asked, Caller, TestServer } from '../src/testing/server.ts';

/** A tea shop that asks for two purposes and a newsletter, in two languages. */
export const siteValue = (notice: string, change: object = {}): object => ({
  name: 'Tea shop', domains: ['tea.example', '*.tea.example'], notice, purposes: [{ id: 'necessary', required: true }, { id: 'statistics' }, { id: 'media' }, { id: 'newsletter' }],
  vendors: [{ id: 'counter', name: 'Counter', purpose: 'statistics', url: 'https://counter.example/privacy', hosts: ['counter.example'], cookies: { _c: 400 } }],
  variants: ['plain', 'loud'], status: 'live', ...change,
});
const newsletter = { newsletter: { name: 'Newsletter', text: 'We write once a month.' } };
export const noticeValue = { name: 'Words', controller: { name: 'Tea Ltd', contact: 'privacy@tea.example' }, url: 'https://tea.example/privacy', translations: { en: { purposes: newsletter }, de: { purposes: { newsletter: { name: 'Rundbrief', text: 'Wir schreiben einmal im Monat.' } } } } };

export type Shop = { readonly org: string; readonly site: string; readonly notice: string; readonly key: string; readonly hash: string; readonly german: string; readonly owner: Caller };

/** Sets a site up, publishes it, and says under which hash. */
export async function openShop(test: TestServer, org: string, cookie: string, change: object = {}): Promise<Shop> {
  const owner = test.as(cookie);
  const made = async <T>(path: string, body: unknown): Promise<T> => {
    const asked = await owner('POST', `/api/orgs/${org}/consent/${path}`, body);
    if (asked.status !== 200) throw new Error(asked.text);
    return asked.json() as T;
  };
  const notice = await made<{ id: string }>('notices', { value: noticeValue });
  const site = await made<{ id: string; key: string }>('sites', { value: siteValue(notice.id, change) });
  const { hashes } = await made<{ hashes: { en: string; de: string } }>(`sites/${site.id}/publications`, { substance: true, expected: { site: 1, notice: 1 } });
  test.advance(1100);
  return { org, site: site.id, notice: notice.id, key: site.key, hash: hashes.en, german: hashes.de, owner };
}

export const freshHex = (): string => randomBytes(16).toString('hex');

/** An answer as the SDK sends it. */
export const answerOf = (shop: Shop, change: object = {}): Record<string, unknown> & { id: string; subject: string } => ({
  v: 1, id: freshHex(), subject: freshHex(), previous: '', notice: { id: shop.site, version: '1', hash: shop.hash }, language: 'en', variant: null,
  answers: { statistics: true, media: false, newsletter: false, counter: true }, method: 'save', signal: null, place: 'DE', regime: 'opt-in', at: new Date().toISOString(), ...change,
});

/** Sends an answer as a page of the shop does: no preflight, no cookie. */
export const send = (test: TestServer, shop: Pick<Shop, 'key'>, answer: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Asked> =>
  post(test, `/api/consents/${shop.key}`, typeof answer === 'string' ? answer : JSON.stringify(answer), headers);

export async function post(test: TestServer, url: string, payload: string, headers: Readonly<Record<string, string>> = {}): Promise<Asked> {
  const answer = await test.server.app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'text/plain;charset=UTF-8', 'origin': 'https://tea.example', ...headers } });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: () => JSON.parse(answer.body) as unknown };
}
