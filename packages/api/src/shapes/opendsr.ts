import { z } from 'zod';
import { instant, seal } from './ledger.ts';

const domain = z.string().min(1).max(253).regex(/^[a-z0-9.-]+$/, 'a host name in small letters');
const pem = z.string().max(30_000);
/** The identity types of OpenDSR 2.0 part 5.1. */
const identityType = z.enum(['controller_customer_id', 'android_advertising_id', 'android_id', 'email', 'fire_advertising_id', 'ios_advertising_id', 'ios_vendor_id', 'microsoft_advertising_id', 'microsoft_publisher_id', 'roku_publisher_id', 'roku_advertising_id']);
const identities = z.array(z.object({ type: identityType, key: z.string().min(1).max(200).describe('an identity key of the data map: customer.email') })).min(1).max(20);

export const processorSettings = z.object({ open: z.boolean(), domain, certificate: pem.describe('PEM: that of the signing key first, then those above it') });
export const controllerSettings = z.object({
  name: z.string().min(1).max(300), contact: z.string().min(1).max(300).nullable().default(null), active: z.boolean(), types: z.array(z.enum(['erasure', 'access', 'portability'])).min(1).max(3),
  identities, callbacks: z.array(z.url({ protocol: /^https?$/ }).max(300)).max(20).describe('origins to which its callbacks may go'), publicKey: z.string().max(4000).nullable().default(null).describe('PEM: signs its tokens, in place of a secret'),
});
export const recipientSettings = z.object({ domain, identities, trust: z.enum(['pinned', 'chained']).describe('pinned: one of these very certificates; chained: one for the domain that these certify'), certificate: pem.min(1) });

const shownCertificate = z.object({ subject: z.string(), issuer: z.string(), until: instant, fingerprint: z.string() });

/** What is set up of OpenDSR 2.0, on both sides, and what went wrong there. */
export const openDsr = z.object({
  domain: z.string().describe('the host under which this server is reached: the certificate must be for it'),
  processor: z.object({ version: z.number().int(), settings: processorSettings, address: z.string(), hasKey: z.boolean(), certificates: z.array(shownCertificate), seal }).nullable(),
  controllers: z.array(z.object({ id: z.string(), version: z.number().int(), settings: controllerSettings, hasSecret: z.boolean(), orders: z.number().int(), seal })),
  recipients: z.array(z.object({
    recipient: z.string(), title: z.string(), to: z.string().nullable().describe('where the data map says that it is told; null when it does not any more'), version: z.number().int().describe('0 before anything is recorded of it'),
    settings: recipientSettings.nullable(), hasToken: z.boolean(), certificates: z.array(shownCertificate), seal: seal.nullable(),
  })),
  callbackAddress: z.string(),
  refused: z.array(z.object({ recipient: z.string(), why: z.enum(['signature', 'form', 'address', 'request']), at: instant, seal })).describe('callbacks that came in a recipient’s name and were refused, newest first'),
  undelivered: z.array(z.object({ request: z.string(), controller: z.string(), url: z.string(), tries: z.number().int(), problem: z.string(), at: instant })).describe('callbacks that a controller did not take yet'),
}).meta({ id: 'OpenDsr' });
