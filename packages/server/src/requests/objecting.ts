import type { Answer } from '@avouch/api/client';
import { canonicalJson, type JsonObject } from '@avouch/ledger/entry';
import type { DataMap, Identity, KeyName } from '@avouch/privacy/datamap';
import type { ManualTask } from '@avouch/privacy/plan';
import { askedOf } from '@avouch/privacy/choices';
import type { NoticeDocument } from '@avouch/privacy/notices';
import type { Right } from '@avouch/privacy/request';
import { allRecords } from '../collecting/source.ts';
import { ownSubjectOf } from '../consent/accounts.ts';
import { subjectsOfAccount } from '../consent/history.ts';
import { openIntake, type Intake } from '../consent/intake.ts';
import { documentFor, orderOf } from '../consent/passed.ts';
import { openSites, siteKeyOf, type Site, type Sites } from '../consent/site.ts';
import type { Context } from '../context.ts';
import { sealsOf } from '../standing/seals.ts';
import { ownFact, type Doing } from './appending.ts';
import { partsOf } from './known.ts';
import { entriesOf, partOf } from './request.ts';

/** What is handed to consent: no more direct marketing (Art. 21(2)), or consent withdrawn (Art. 7(3)). */
type Handed = 'marketing' | 'consent';
const handedIn = (rights: readonly Right[]): readonly Handed[] => rights.filter((right): right is Handed => right === 'marketing' || right === 'consent');

/** What was switched off at one site. It names nobody. */
type AtSite = { readonly site: string; readonly name: string; readonly ids: readonly string[]; readonly accounts: number; readonly subjects: number };
type HandedPart = { readonly right: Handed; readonly sites: readonly AtSite[] };

/** Purposes that the company marked as direct marketing, and companies that serve one of those; under a withdrawal all that is asked. What is required was never asked. */
function idsOf(site: Site, document: NoticeDocument, handed: Handed): readonly string[] {
  const asked = [...askedOf(document)];
  if (handed === 'consent') return asked;
  const marked = new Set(site.value.purposes.filter(({ marketing }) => marketing).map(({ id }) => id));
  const serving = new Set(document.vendors.filter(({ purpose }) => marked.has(purpose)).map(({ id }) => id));
  return asked.filter((id) => marked.has(id) || serving.has(id));
}

/** The identity keys by which the back ends of a site name an account: as the site says, else those that an account proves in the data map. */
function accountKeysOf({ value }: Pick<Site, 'value'>, map: DataMap): readonly KeyName[] {
  if (value.accountKey !== null) return [value.accountKey];
  return Object.entries(map.people).flatMap(([people, { keys }]) => Object.entries(keys).flatMap(([key, { proof }]) => (proof === 'account' ? [`${people}.${key}`] : [])));
}

/** How back ends may have spelled the accounts of this person at a site. */
function accountsAt(site: Site, map: DataMap, identity: Identity): readonly string[] {
  return [...new Set(accountKeysOf(site, map).flatMap((key) => {
    const [people = '', name = ''] = key.split('.');
    const values = identity[key] ?? [];
    return map.people[people]?.keys[name]?.fold === 'case' ? [...values, ...values.map((value) => value.toLowerCase())] : values;
  }))];
}

async function sitesOf(context: Context, org: string, sites: Sites): Promise<readonly Site[]> {
  const records = await context.tenant(org, (tx) => allRecords(tx, org, 'consent-site'));
  const found = await Promise.all(records.map(({ id }) => sites.of(siteKeyOf(org, id), context)));
  return found.filter((site) => !site.ended && site.current !== undefined && site.value.status !== 'draft');
}

type Order = { readonly context: Context; readonly doing: Doing; readonly handed: Handed; readonly sites: Sites; readonly intake: Intake };

/** Says no at one site for every pseudonym of these accounts, those of browsers too. The same no is taken once, however often it is sent. */
async function sayNo({ context, doing, handed, sites, intake }: Order, site: Site, accounts: readonly string[]): Promise<AtSite | undefined> {
  const { hash, document } = await documentFor(site, undefined, '', sites, context);
  const ids = idsOf(site, document, handed);
  if (ids.length === 0 || accounts.length === 0) return undefined;
  let count = 0;
  for (const account of accounts) {
    await ownSubjectOf(site, account, 'system', context);
    const subjects = await context.tenant(doing.org, (tx) => subjectsOfAccount(tx, doing.org, site.id, account));
    for (const { subject } of subjects) {
      const id = Buffer.from(context.markOf(doing.org, 'duplicate', JSON.stringify([doing.id, site.id, subject, hash, ids])), 'base64url').toString('hex').slice(0, 32);
      await intake.take(orderOf(site, { id, subject, answers: Object.fromEntries(ids.map((one) => [one, false])), method: 'request', language: '', hash, document, actor: 'system' }, context), context);
    }
    count += subjects.length;
  }
  return { site: site.id, name: site.value.name, ids, accounts: accounts.length, subjects: count };
}

/** Has an objection to marketing, or a withdrawal, count in consent from now on, for as much of the person as is known by now. Doing it again is harmless. */
export async function handToConsent(context: Context, doing: Doing, rights: readonly Right[], map: DataMap, identity: Identity): Promise<void> {
  for (const handed of handedIn(rights)) {
    const order: Order = { context, doing, handed, sites: openSites(), intake: openIntake() };
    const done: AtSite[] = [];
    for (const site of await sitesOf(context, doing.org, order.sites)) {
      done.push(...[await sayNo(order, site, accountsAt(site, map, identity))].filter((one) => one !== undefined));
    }
    if (done.length === 0) continue;
    const part: HandedPart = { right: handed, sites: done };
    const before = (await partsOf<HandedPart>(context, doing.org, doing.id, 'objection.handed')).findLast(({ right }) => right === handed);
    const sealed = part as unknown as JsonObject;
    if (before !== undefined && canonicalJson(before as unknown as JsonObject) === canonicalJson(sealed)) continue;
    await (await context.ledgerOf(doing.org)).append(ownFact(context, {
      kind: 'objection.handed', about: doing.id, actor: 'system', subject: doing.id, sealed,
      header: { right: handed, sites: done.length, accounts: done.reduce((sum, { accounts }) => sum + accounts, 0), subjects: done.reduce((sum, { subjects }) => sum + subjects, 0) },
    }));
  }
}

const task = (system: string, title: string, how: string): ManualTask => ({ system, title, owner: null, days: null, how, places: [] });

/** What a person must do about an objection or withdrawal beside the systems of the map: what nobody recorded is never guessed. */
export async function objectionTasks(context: Context, org: string, rights: readonly Right[], map: DataMap, identity: Identity): Promise<readonly ManualTask[]> {
  const tasks: ManualTask[] = [];
  if (rights.includes('objection')) {
    tasks.push(task('duty:weighing', 'Weigh the objection', 'Stop the use that was objected to, unless compelling legitimate grounds override the interests of the person or claims need it (Art. 21(1)). Until it is weighed the data is restricted. When no such ground stands, say here what was stopped; when one does, refuse the request with the ground 21(1).'));
  }
  const [handed] = handedIn(rights);
  if (handed === undefined) return tasks;
  const sites = openSites();
  const all = await sitesOf(context, org, sites);
  const asking: Site[] = [];
  for (const site of all) if (idsOf(site, (await documentFor(site, undefined, '', sites, context)).document, handed).length > 0) asking.push(site);
  const unknown = asking.filter((site) => accountsAt(site, map, identity).length === 0);
  const marked = Object.values(map.purposes).filter(({ marketing }) => marketing).map(({ title }) => title);
  if (handed === 'marketing' && asking.length === 0) tasks.push(task('duty:marketing', 'Stop direct marketing', `No purpose of a consent site is marked as direct marketing, so nothing was switched off by itself${marked.length === 0 ? '' : `, and the data map names as such: ${marked.join(', ')}`}. Stop it where it is done, and mark the purpose in its consent site.`));
  else if (handed === 'consent' && asking.length === 0) tasks.push(task('duty:consent', 'End what rests on consent', 'No consent site asks for anything, so nothing was switched off by itself. End what rests on the consent of this person.'));
  else if (unknown.length > 0) tasks.push(task('duty:consent', 'Switch off consent by hand', `By which account this person is known at ${unknown.map(({ value }) => value.name).join(', ')} is not known: name the identity key of accounts in the consent site, and see to it that nothing is sent or shown until then.`));
  return tasks;
}

/** What of a request was handed to consent, newest last. */
export async function handedOf(context: Context, org: string, id: string): Promise<Answer<'request'>['handed']> {
  const { entries, seal } = await context.tenant(org, async (tx) => {
    const entries = await entriesOf(tx, org, id, 'objection.handed');
    return { entries, seal: await sealsOf(tx, context, org, entries) };
  });
  const shown: Answer<'request'>['handed'] = [];
  for (const entry of entries) {
    const part = (await partOf(context, org, entry)) as HandedPart | undefined;
    shown.push({ sites: (part?.sites ?? []).map(({ site, name, ids, accounts, subjects }) => ({ site, name, ids: [...ids], accounts, subjects })), seal: seal(entry) });
  }
  return shown;
}
