import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import type { PoolClient } from 'pg';
import type { Context, Handlers, Input } from '../context.ts';
import { certificateShown, certificatesIn, checkSigning } from '../opendsr/certificates.ts';
import { renewSecret } from '../opendsr/controllers.ts';
import { allOf, callbackAddress, CONTROLLER_TYPE, controllerSecret, findController, findProcessor, findRecipient, PROCESSOR, PROCESSOR_TYPE, processorAddress, processorSecret, RECIPIENT_TYPE, recipientSecret, type ControllerSettings, type RecipientSettings } from '../opendsr/settings.ts';
import { ownFact } from '../requests/appending.ts';
import { findMap, needMap } from '../requests/data-map.ts';
import { algorithmOf } from '../signed/jws.ts';
import { sealsOf } from '../standing/seals.ts';
import { writeRecord } from '../standing/write.ts';

type Shown = Answer<'openDsr'>;

const certificates = (pem: string): Shown['recipients'][number]['certificates'] => certificatesIn(pem).map(certificateShown);
const has = async (context: Context, org: string, owner: string, name: string): Promise<boolean> => (await context.secrets.read(org, owner))[name] !== undefined;

/** Callbacks that were refused, and those that did not arrive. */
async function troublesOf(tx: PoolClient, context: Context, org: string): Promise<Pick<Shown, 'refused' | 'undelivered'>> {
  const { rows: refused } = await tx.query<{ idx: number }>(`select idx::float8 as idx from entry where org = $1 and kind = 'opendsr.refused' order by idx desc limit 20`, [org]);
  const { rows: undelivered } = await tx.query<{ request: string; controller: string; url: string; tries: number; problem: string; at: Date }>(
    'select p.request, o.controller, p.url, p.tries, p.problem, p.at from opendsr_progress p join opendsr_order o on o.org = p.org and o.request = p.request where p.org = $1 and p.problem is not null order by p.at desc limit 100', [org]);
  const seal = await sealsOf(tx, context, org, refused.map(({ idx }) => idx));
  const ledger = await context.ledgerOf(org);
  const found: Shown['refused'][number][] = [];
  for (const { idx } of refused) {
    const kept = await ledger.read(idx);
    if (kept !== undefined) found.push({ recipient: String(kept.entry.header['recipient']), why: kept.entry.header['why'] as 'signature', at: kept.entry.captured, seal: seal(idx) });
  }
  return { refused: found, undelivered: undelivered.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })) };
}

async function show(context: Context, org: string): Promise<Shown> {
  const read = await context.tenant(org, async (tx) => {
    const [processor, controllers, recorded] = [await findProcessor(tx, org), await allOf<ControllerSettings>(tx, org, CONTROLLER_TYPE), await allOf<RecipientSettings>(tx, org, RECIPIENT_TYPE)];
    const seal = await sealsOf(tx, context, org, [processor, ...controllers, ...recorded].flatMap((one) => (one === undefined ? [] : [one.version.entry])));
    const { rows } = await tx.query<{ controller: string; count: number }>('select controller, count(*)::int as count from opendsr_order where org = $1 group by controller', [org]);
    return { processor, controllers, recorded, seal, orders: new Map(rows.map(({ controller, count }) => [controller, count])), map: (await findMap(tx, org))?.map, troubles: await troublesOf(tx, context, org) };
  });
  const { processor, controllers, recorded, seal, orders, map, troubles } = read;
  const told = Object.entries(map?.recipients ?? {}).filter(([, one]) => one.told?.by === 'opendsr').map(([id]) => id);
  const recipients: Shown['recipients'][number][] = [];
  for (const id of [...new Set([...told, ...recorded.map((one) => one.id)])]) {
    const found = recorded.find((one) => one.id === id);
    const mapped = map?.recipients[id];
    recipients.push({
      recipient: id, title: mapped?.title ?? id, to: mapped?.told?.by === 'opendsr' ? mapped.told.to : null, version: found?.version.version ?? 0, settings: found?.settings ?? null,
      hasToken: await has(context, org, recipientSecret(id), 'token'), certificates: found === undefined ? [] : certificates(found.settings.certificate), seal: found === undefined ? null : seal(found.version.entry),
    });
  }
  const shown: Shown['controllers'][number][] = [];
  for (const { id, version, settings } of controllers) shown.push({ id, version: version.version, settings: { ...settings, contact: settings.contact ?? null }, hasSecret: await has(context, org, controllerSecret(id), 'hash'), orders: orders.get(id) ?? 0, seal: seal(version.entry) });
  return {
    domain: new URL(context.origin).hostname, controllers: shown, recipients, callbackAddress: callbackAddress(context, org), ...troubles,
    processor: processor === undefined ? null : { version: processor.version.version, settings: processor.settings, address: processorAddress(context, org), hasKey: await has(context, org, processorSecret, 'key'), certificates: certificates(processor.settings.certificate), seal: seal(processor.version.entry) },
  };
}

function expect(expected: number, found: { readonly version: { readonly version: number } } | undefined): void {
  if ((found?.version.version ?? 0) !== expected) throw new Refusal('conflict', 'Somebody changed this meanwhile: read it again, then write.', { field: 'expected' });
}

async function writeProcessor({ actor: { org, member }, body }: Input<'openDsrProcessorWrite'>, context: Context): Promise<Shown> {
  const { settings, expected } = body;
  const before = await context.tenant(org, (tx) => findProcessor(tx, org));
  expect(expected, before);
  const here = new URL(context.origin).hostname;
  if (settings.domain !== here) throw new Refusal('invalid', `Orders come in at ${here}, and OpenDSR wants the domain of the certificate to be the same: set AVOUCH_ORIGIN, or name ${here}.`, { field: 'settings.domain' });
  const key = body.key ?? (await context.secrets.read(org, processorSecret))['key'];
  if (key === undefined) throw new Refusal('invalid', 'Give the private key of the certificate: answers are signed with it.', { field: 'key' });
  checkSigning(settings.certificate, key, settings.domain, context.now());
  await writeRecord(context, { org, actor: member, type: PROCESSOR_TYPE, id: PROCESSOR, expected: before?.version, value: settings, also: (tx) => context.secrets.put(tx, org, processorSecret, { key }) });
  return show(context, org);
}

async function checkController(context: Context, org: string, { identities, callbacks, publicKey }: ControllerSettings): Promise<void> {
  const { map } = await context.tenant(org, (tx) => needMap(tx, org));
  for (const { key } of identities) {
    const [people = '', name = ''] = key.split('.');
    if (map.people[people]?.keys[name] === undefined) throw new Refusal('invalid', `The data map knows no identity key ${key}.`, { field: 'settings.identities' });
  }
  if (new Set(identities.map(({ type }) => type)).size !== identities.length) throw new Refusal('invalid', 'Each type of identity stands for one key.', { field: 'settings.identities' });
  for (const url of callbacks) if (new URL(url).origin !== url.replace(/\/$/, '')) throw new Refusal('invalid', `${url} is more than an origin: name scheme, host and port alone.`, { field: 'settings.callbacks' });
  if (publicKey !== null && algorithmOf(publicKey) === undefined) throw new Refusal('invalid', 'This is no public key that is taken: Ed25519, ECDSA P-256 or RSA of 2048 bits, in PEM form.', { field: 'settings.publicKey' });
}

async function writeController(context: Context, org: string, actor: string, id: string, settings: ControllerSettings, expected: number): Promise<Shown> {
  const before = await context.tenant(org, (tx) => findController(tx, org, id));
  expect(expected, before);
  if (expected > 0 && before === undefined) throw new Refusal('not_found', 'There is no such controller.');
  await checkController(context, org, settings);
  const { contact, ...rest } = settings;
  await writeRecord(context, { org, actor, type: CONTROLLER_TYPE, id, expected: before?.version, subject: id, value: contact === null ? rest : { ...rest, contact } });
  return show(context, org);
}

async function writeRecipient({ actor: { org, member }, params: { recipient }, body: { settings, expected, token } }: Input<'openDsrRecipientWrite'>, context: Context): Promise<Shown> {
  const before = await context.tenant(org, (tx) => findRecipient(tx, org, recipient));
  expect(expected, before);
  const { map } = await context.tenant(org, (tx) => needMap(tx, org));
  const to = map.recipients[recipient]?.told;
  if (to?.by !== 'opendsr') throw new Refusal('not_found', 'The data map names no recipient of this id that is told by OpenDSR.');
  if (!URL.canParse(to.to) || new URL(to.to).hostname !== settings.domain) throw new Refusal('invalid', `The data map says that it is told at ${to.to}: the domain must be the one there.`, { field: 'settings.domain' });
  certificatesIn(settings.certificate);
  await writeRecord(context, {
    org, actor: member, type: RECIPIENT_TYPE, id: recipient, expected: before?.version, value: { recipient, ...settings },
    also: async (tx) => { if (token !== undefined) await context.secrets.put(tx, org, recipientSecret(recipient), { token }); },
  });
  return show(context, org);
}

/** What the routes of OpenDSR's settings do, for both sides of it. */
export const openDsrHandlers: Handlers = {
  openDsr: async ({ actor: { org } }, context) => show(context, org),
  openDsrProcessorWrite: writeProcessor,
  openDsrControllerCreate: async ({ actor: { org, member }, body: { settings } }, context) => writeController(context, org, member, `ctl_${Buffer.from(context.random(8)).toString('hex')}`, settings, 0),
  openDsrControllerWrite: async ({ actor: { org, member }, params: { controller }, body: { settings, expected } }, context) => writeController(context, org, member, controller, settings, Math.max(1, expected)),
  openDsrControllerSecret: async ({ actor: { org, member }, params: { controller } }, context) => {
    if ((await context.tenant(org, (tx) => findController(tx, org, controller))) === undefined) throw new Refusal('not_found', 'There is no such controller.');
    const fact = ownFact(context, { kind: 'opendsr.secret_made', about: controller, actor: member, header: {} });
    return { secret: await renewSecret(context, org, controller, async (also) => (await context.ledgerOf(org)).append(fact, { guard: also })) };
  },
  openDsrRecipientWrite: writeRecipient,
};
