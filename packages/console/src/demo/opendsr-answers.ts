import type { Contract } from '@avouch/api/contract';
import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import type { Company } from './company.ts';
import type { Handlers } from './fetch.ts';

type Name = { [N in keyof Contract]: N extends `openDsr${string}` ? N : never }[keyof Contract];
type Shown = Answer<'openDsr'>;

const pem = '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n';
const certificate = (subject: string, until: string): Shown['recipients'][number]['certificates'][number] => ({ subject: `CN=${subject}`, issuer: 'O=Example Authority, CN=Example CA 2', until, fingerprint: '5B:0C:94:EE:1A:D3:77:20:4F:AA:91:6D:02:3C:58:E7:BB:10:9F:44:C2:7E:31:80:D6:19:05:F8:AC:63:2D:71' });

const emptyOf = (): Shown => ({ domain: 'avouch.kestrel.example', processor: null, controllers: [], recipients: [], callbackAddress: 'https://avouch.kestrel.example/opendsr/org-kestrel/callbacks', refused: [], undelivered: [] });

function fullOf({ log, now }: Company): Shown {
  const at = (days: number): string => new Date(now + days * 86_400_000).toISOString();
  const seal = (kind: string, about: string, type?: string) => log.append({ kind, about, aboutName: about, captured: at(-12), recorded: at(0), actor: 'mem-tom', header: type === undefined ? {} : { type, version: 1 } });
  return {
    ...emptyOf(),
    processor: { version: 1, settings: { open: true, domain: 'avouch.kestrel.example', certificate: pem }, address: 'https://avouch.kestrel.example/opendsr/org-kestrel/v2', hasKey: true, certificates: [certificate('avouch.kestrel.example', at(240))], seal: seal('record.written', 'OpenDSR', 'opendsr-processor') },
    controllers: [
      { id: 'ctl_4f2a9c11d07be35a', version: 2, settings: { name: 'Northwind Outdoor', contact: 'Ines Fabre', active: true, types: ['erasure', 'access'], identities: [{ type: 'email', key: 'northwind.email' }, { type: 'controller_customer_id', key: 'northwind.id' }], callbacks: ['https://privacy.northwind.example'], publicKey: null }, hasSecret: true, orders: 17, seal: seal('record.written', 'Northwind Outdoor', 'opendsr-controller') },
      { id: 'ctl_77e01b6ac2d9f348', version: 1, settings: { name: 'Contoso Books', contact: null, active: false, types: ['erasure'], identities: [{ type: 'email', key: 'contoso.email' }], callbacks: [], publicKey: null }, hasSecret: false, orders: 0, seal: seal('record.written', 'Contoso Books', 'opendsr-controller') },
    ],
    recipients: [
      { recipient: 'mailer', title: 'Postmark', to: 'https://opendsr.mailer.example/v2', version: 1, settings: { domain: 'opendsr.mailer.example', identities: [{ type: 'email', key: 'customer.email' }], trust: 'pinned', certificate: pem }, hasToken: true, certificates: [certificate('opendsr.mailer.example', at(19))], seal: seal('record.written', 'Postmark', 'opendsr-recipient') },
      { recipient: 'analytics', title: 'Measure Ltd', to: 'https://dsr.measure.example/v2', version: 0, settings: null, hasToken: false, certificates: [], seal: null },
    ],
    refused: [{ recipient: 'mailer', why: 'signature', at: at(-1), seal: seal('opendsr.refused', 'mailer') }],
    undelivered: [{ request: 'dsr-northwind', controller: 'ctl_4f2a9c11d07be35a', url: 'https://privacy.northwind.example/opendsr', tries: 3, problem: 'The controller answered 502.', at: at(0) }],
  };
}

/** OpenDSR as the company in memory has it; what is written is shown back, and no key or secret is looked at. */
export function openDsrAnswers(company: Company): Pick<Handlers, Name> {
  const bare = company.variant === 'empty' || company.variant === 'first-run' || company.variant === 'signed-out';
  let shown: Shown | undefined;
  const read = (): Shown => (shown ??= bare ? emptyOf() : fullOf(company));
  const sealNow = () => company.log.append({ kind: 'record.written', about: 'OpenDSR', captured: new Date(company.now).toISOString(), actor: 'mem-ada', header: { type: 'opendsr-controller', version: 1 } });
  const controllers = (change: (all: Shown['controllers']) => Shown['controllers']): Shown => (shown = { ...read(), controllers: change(read().controllers) });
  return {
    openDsr: read,
    openDsrProcessorWrite: ({ body: { settings, expected } }) => (shown = { ...read(), processor: { version: expected + 1, settings, address: 'https://avouch.kestrel.example/opendsr/org-kestrel/v2', hasKey: true, certificates: [certificate(settings.domain, new Date(company.now + 300 * 86_400_000).toISOString())], seal: sealNow() } }),
    openDsrControllerCreate: ({ body: { settings } }) => controllers((all) => [...all, { id: `ctl_${String(all.length).padStart(16, '0')}`, version: 1, settings, hasSecret: false, orders: 0, seal: sealNow() }]),
    openDsrControllerWrite: ({ params: { controller }, body: { settings, expected } }) => controllers((all) => all.map((one) => (one.id === controller ? { ...one, settings, version: expected + 1 } : one))),
    openDsrControllerSecret: ({ params: { controller } }) => {
      controllers((all) => all.map((one) => (one.id === controller ? { ...one, hasSecret: true } : one)));
      return { secret: `avd_${controller}_shown-this-once-by-the-demonstration` };
    },
    openDsrRecipientWrite: ({ params: { recipient }, body: { settings, expected, token } }) => {
      if (!read().recipients.some((one) => one.recipient === recipient)) throw new Refusal('not_found', 'The data map names no recipient of this id that is told by OpenDSR.');
      return (shown = { ...read(), recipients: read().recipients.map((one) => (one.recipient === recipient ? { ...one, version: expected + 1, settings, hasToken: one.hasToken || token !== undefined, certificates: [certificate(settings.domain, new Date(company.now + 300 * 86_400_000).toISOString())], seal: sealNow() } : one)) });
    },
  };
}
