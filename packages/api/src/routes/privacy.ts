import { z } from 'zod';
import { seal } from '../shapes/ledger.ts';
import { appKey, assertionKey, centreSettings, discovery, drift, mapFault, mapVersion, outgoingMail, restriction, retentionLine, retentionRun, storeConnectorInfo, storeSummary, storeTest, suppression, writtenMap } from '../shapes/privacy.ts';
import { keptRows } from '../shapes/request.ts';
import { id, nothingBack, org, page, paging, route } from './define.ts';

const oneStore = org.extend({ store: id });
const settings = z.record(z.string(), z.unknown());
const secrets = z.record(z.string(), z.string().max(20_000)).default({});
const perSecondMax = z.number().int().min(1).max(1_000_000).nullable().default(null).describe('the most rows changed or calls made a second');
const name = z.string().min(1).max(200);
const text = z.string().max(1_500_000);
const expected = z.number().int().min(0);

/** The data map, the stores behind it, and everything of the privacy side that is not one person's request. */
export const privacyRoutes = {
  dataMap: route('GET', '/orgs/:org/privacy/data-map', { id: 'privacy.map', title: 'The data map as it stands; null before the first', permission: 'privacy.read', params: org, output: z.object({ current: writtenMap.nullable() }) }),
  dataMapVersions: route('GET', '/orgs/:org/privacy/data-map/versions', { id: 'privacy.map_versions', title: 'All versions of the data map, newest first', permission: 'privacy.read', params: org, output: z.object({ items: z.array(mapVersion) }) }),
  dataMapVersion: route('GET', '/orgs/:org/privacy/data-map/versions/:version', { id: 'privacy.map_version', title: 'One version of the data map', permission: 'privacy.read', params: org.extend({ version: z.coerce.number().int().min(1) }), output: writtenMap }),
  dataMapCheck: route('POST', '/orgs/:org/privacy/data-map/check', { id: 'privacy.map_check', title: 'What is wrong with a data map, without writing it', permission: 'privacy.write', params: org, body: z.object({ text }), output: z.object({ faults: z.array(mapFault) }) }),
  dataMapWrite: route('PUT', '/orgs/:org/privacy/data-map', { id: 'privacy.map_write', title: 'Write the data map; with faults, nothing is written and they are told', permission: 'privacy.write', params: org, body: z.object({ text, note: z.string().min(1).max(500), expected: expected.describe('the version that was read; 0 for the first') }), output: z.object({ faults: z.array(mapFault), written: writtenMap.nullable() }) }),
  drift: route('GET', '/orgs/:org/privacy/drift', { id: 'privacy.drift', title: 'Where the stores differ from the data map, by the last look', permission: 'privacy.read', params: org, output: z.object({ items: z.array(drift) }) }),

  storeConnectors: route('GET', '/orgs/:org/privacy/store-connectors', { id: 'privacy.store_connectors', title: 'What kinds of stores can be connected', permission: 'privacy.read', params: org, output: z.object({ items: z.array(storeConnectorInfo) }) }),
  stores: route('GET', '/orgs/:org/privacy/stores', { id: 'privacy.stores', title: 'The connected stores', permission: 'privacy.read', params: org, output: z.object({ items: z.array(storeSummary) }) }),
  storeConnect: route('POST', '/orgs/:org/privacy/stores', { id: 'privacy.store_connect', title: 'Connect a store for requests to read and change', permission: 'privacy.write', params: org, body: z.object({ connector: id, system: name, name, settings, secrets, perSecondMax }), output: storeSummary }),
  storeChange: route('PUT', '/orgs/:org/privacy/stores/:store', { id: 'privacy.store_change', title: 'Change a store; secrets that are left out stay', permission: 'privacy.write', params: oneStore, body: z.object({ expected, system: name, name, settings, secrets, perSecondMax }), output: storeSummary }),
  storeDisconnect: route('DELETE', '/orgs/:org/privacy/stores/:store', { id: 'privacy.store_disconnect', title: 'Disconnect a store; its secrets are gone at once', permission: 'privacy.write', params: oneStore, query: z.object({ expected: z.coerce.number().int() }), output: nothingBack }),
  storeTest: route('POST', '/orgs/:org/privacy/stores/test', { id: 'privacy.store_test', title: 'Whether a store opens under these settings; with `store`, secrets left out are those held', permission: 'privacy.write', params: org, body: z.object({ store: id.nullable().default(null), connector: id, settings, secrets }), output: storeTest }),
  storeDrift: route('POST', '/orgs/:org/privacy/stores/:store/drift', { id: 'privacy.store_drift', title: 'Compare a store with the data map now', permission: 'privacy.run', params: oneStore, output: drift }),
  storeDiscover: route('POST', '/orgs/:org/privacy/stores/:store/discovery', { id: 'privacy.store_discover', title: 'Look through a store and propose its places for the data map; samples stay in this process', permission: 'privacy.run', params: oneStore, output: discovery }),
  storeDiscovery: route('GET', '/orgs/:org/privacy/stores/:store/discovery', { id: 'privacy.store_discovery', title: 'What the last look through a store proposed', permission: 'privacy.read', params: oneStore, output: discovery }),

  retention: route('GET', '/orgs/:org/privacy/retention', { id: 'privacy.retention', title: 'The schedules of the data map, and what was overdue at the last look', permission: 'privacy.read', params: org, output: z.object({ items: z.array(retentionLine), runs: z.array(retentionRun) }) }),
  retentionRun: route('POST', '/orgs/:org/privacy/retention/runs', { id: 'privacy.retention_run', title: 'Count what is overdue, or carry it out', permission: 'privacy.run', params: org, body: z.object({ dry: z.boolean() }), output: z.object({ run: z.string() }) }),
  kept: route('GET', '/orgs/:org/privacy/kept', { id: 'privacy.kept', title: 'What erasures keep, until when, and what went when its ground ended', permission: 'privacy.read', params: org, output: z.object({ items: z.array(keptRows) }) }),
  keptRun: route('POST', '/orgs/:org/privacy/kept/runs', { id: 'privacy.kept_run', title: 'End now what was kept and whose ground is over, as the daily look does', permission: 'privacy.run', params: org, output: z.object({ run: z.string() }) }),
  suppression: route('GET', '/orgs/:org/privacy/suppression', { id: 'privacy.suppression', title: 'How many erased people are watched for, and the last scan', permission: 'privacy.read', params: org, output: suppression }),
  suppressionScan: route('POST', '/orgs/:org/privacy/suppression/scan', { id: 'privacy.suppression_scan', title: 'Look for erased people who came back, and erase them again: after a restored backup or an import', permission: 'privacy.run', params: org, output: z.object({ run: z.string() }) }),
  restrictions: route('GET', '/orgs/:org/privacy/restrictions', { id: 'privacy.restrictions', title: 'The restrictions that stand or stood', permission: 'privacy.read', params: org, output: z.object({ items: z.array(restriction) }) }),
  restrictionNotice: route('POST', '/orgs/:org/privacy/restrictions/:restriction/notice', { id: 'privacy.restriction_notice', title: 'Tell the person that the restriction will be lifted: Art. 18(3)', permission: 'privacy.approve', params: org.extend({ restriction: id }), body: z.object({ reason: z.string().min(1).max(2000), liftOn: z.iso.date() }), output: restriction }),
  restrictionLift: route('POST', '/orgs/:org/privacy/restrictions/:restriction/lift', { id: 'privacy.restriction_lift', title: 'Lift a restriction after the person was told', permission: 'privacy.approve', params: org.extend({ restriction: id }), output: restriction }),

  privacyCentre: route('GET', '/orgs/:org/privacy/centre', { id: 'privacy.centre', title: 'The settings of the privacy centre; null before the first', permission: 'privacy.read', params: org, output: z.object({ current: z.object({ version: z.number().int(), settings: centreSettings, url: z.string(), sends: z.boolean().describe('whether this server can send mail'), seal }).nullable() }) }),
  privacyCentreWrite: route('PUT', '/orgs/:org/privacy/centre', { id: 'privacy.centre_write', title: 'Write the settings of the privacy centre', permission: 'privacy.write', params: org, body: z.object({ expected, settings: centreSettings, webhookSecret: z.string().min(16).max(200).optional().describe('signs what recipients are told by webhook; left out, it stays') }), output: z.object({ version: z.number().int(), settings: centreSettings, url: z.string() }) }),
  appKeys: route('GET', '/orgs/:org/privacy/app-keys', { id: 'privacy.app_keys', title: 'The keys by which the company’s own app asks', permission: 'privacy.read', params: org, output: z.object({ items: z.array(appKey) }) }),
  appKeyIssue: route('POST', '/orgs/:org/privacy/app-keys', { id: 'privacy.app_key_issue', title: 'Issue a key; it is shown this once', permission: 'privacy.approve', params: org, body: z.object({ name, scopes: z.array(z.enum(['requests', 'restrictions'])).min(1) }), output: z.object({ key: appKey, secret: z.string() }) }),
  appKeyEnd: route('DELETE', '/orgs/:org/privacy/app-keys/:key', { id: 'privacy.app_key_end', title: 'End a key at once', permission: 'privacy.approve', params: org.extend({ key: id }), output: appKey }),
  assertionKeys: route('GET', '/orgs/:org/privacy/assertion-keys', { id: 'privacy.assertion_keys', title: 'The keys under which the company’s app signs who is signed in there', permission: 'privacy.read', params: org, output: z.object({ items: z.array(assertionKey), audience: z.string().nullable().describe('aud of what is signed; null before there is a privacy centre') }) }),
  assertionKeyIssue: route('POST', '/orgs/:org/privacy/assertion-keys', { id: 'privacy.assertion_key_issue', title: 'Issue a secret to sign with, shown this once, or take a public key; others stay good until they are ended', permission: 'privacy.approve', params: org, body: z.object({ name, publicKey: z.string().max(4000).nullable().default(null).describe('PEM; null for a secret of both sides') }), output: z.object({ key: assertionKey, secret: z.string().nullable() }) }),
  assertionKeyEnd: route('DELETE', '/orgs/:org/privacy/assertion-keys/:key', { id: 'privacy.assertion_key_end', title: 'End a key at once: what it signed is refused from then on', permission: 'privacy.approve', params: org.extend({ key: id }), output: assertionKey }),
  mails: route('GET', '/orgs/:org/privacy/mails', { id: 'privacy.mails', title: 'Messages that wait, or are to be sent by hand', permission: 'privacy.write', params: org, query: paging, output: page(outgoingMail) }),
  mailSent: route('POST', '/orgs/:org/privacy/mails/:mail/sent', { id: 'privacy.mail_sent', title: 'State that a message was sent by hand', permission: 'privacy.write', params: org.extend({ mail: id }), output: nothingBack }),
};
