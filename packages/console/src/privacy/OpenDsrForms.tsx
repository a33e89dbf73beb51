import { useState, type ReactNode } from 'react';
import { Button, Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { Answer } from '@avouch/api/client';
import { useDeed } from '../calls/answer.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';

type Shown = Answer<'openDsr'>;
type Controller = Shown['controllers'][number];
type Identity = Controller['settings']['identities'][number];
type Order = Controller['settings']['types'][number];

/** The identity types of OpenDSR 2.0. */
const identityTypes: readonly Identity['type'][] = ['email', 'controller_customer_id', 'android_advertising_id', 'android_id', 'fire_advertising_id', 'ios_advertising_id', 'ios_vendor_id', 'microsoft_advertising_id', 'microsoft_publisher_id', 'roku_advertising_id', 'roku_publisher_id'];
const orders: readonly (readonly [Order, string])[] = [['erasure', 'Erasure'], ['access', 'Access'], ['portability', 'Portability']];

function Certificate({ label, hint, value, change }: { readonly label: string; readonly hint: string; readonly value: string; readonly change: (said: string) => void }) {
  return <Textarea label={label} description={hint} required autosize minRows={3} maxRows={8} classNames={{ input: 'mono' }} placeholder="-----BEGIN CERTIFICATE-----" value={value} onChange={(event) => { change(event.currentTarget.value); }} />;
}

/** Which identity key of the data map is which type of OpenDSR, a line each. */
function Identities({ value, change }: { readonly value: readonly Identity[]; readonly change: (next: Identity[]) => void }) {
  const put = (at: number, part: Partial<Identity>): void => { change(value.map((one, index) => (index === at ? { ...one, ...part } : one))); };
  return (
    <fieldset className="object"><legend>Keys of people</legend>
      {value.map((one, at) => (
        <div key={at} className="filters">
          <TextInput label="Key of the data map" required placeholder="customer.email" value={one.key} onChange={(event) => { put(at, { key: event.currentTarget.value }); }} />
          <NativeSelect label="Type of OpenDSR" value={one.type} data={[...identityTypes]} onChange={(event) => { put(at, { type: event.currentTarget.value as Identity['type'] }); }} />
          {value.length === 1 ? null : <Button variant="subtle" size="compact-sm" aria-label={`Take ${one.key || 'this key'} away`} onClick={() => { change(value.filter((_, index) => index !== at)); }}>Take away</Button>}
        </div>
      ))}
      <div><Button variant="subtle" size="compact-sm" onClick={() => { change([...value, { key: '', type: 'controller_customer_id' }]); }}>Another key</Button></div>
    </fieldset>
  );
}

/** How the company answers as a processor: domain, certificate, key. */
export function ProcessorForm({ processor, domain, done }: { readonly processor: Shown['processor']; readonly domain: string; readonly done: () => void }): ReactNode {
  const deed = useDeed('openDsrProcessorWrite');
  const [begun] = useState(processor?.settings ?? { open: true, domain, certificate: '' });
  const [value, setValue] = useState(begun);
  const [key, setKey] = useState('');
  const save = async (): Promise<void> => {
    if (await deed.run({ body: { expected: processor?.version ?? 0, settings: value, ...(key === '' ? {} : { key }) } }) !== undefined) done();
  };
  return (
    <form className="form section-body" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <Checkbox label="Open to controllers" checked={value.open} onChange={(event) => { setValue({ ...value, open: event.currentTarget.checked }); }} />
      <TextInput label="Domain" description={`Orders come in at ${domain}; the certificate must be for it`} required value={value.domain} onChange={(event) => { setValue({ ...value, domain: event.currentTarget.value }); }} />
      <Certificate label="Certificate" hint="PEM, that of the key first, then those above it. Issued by an authority: OpenDSR takes none that signs itself." value={value.certificate} change={(certificate) => { setValue({ ...value, certificate }); }} />
      <Textarea label="Private key" description={processor?.hasKey === true ? 'Leave it empty to keep the one that is held. Kept encrypted, never shown.' : 'PEM, RSA or ECDSA. Kept encrypted; never in the ledger, a log or an export.'} required={processor?.hasKey !== true} autosize minRows={2} maxRows={6} autoComplete="off" spellCheck={false} value={key} onChange={(event) => { setKey(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy}>Record it</Button></div>
      <Unsaved when={(value !== begun || key !== '') && !deed.busy} />
    </form>
  );
}

const freshController: Controller['settings'] = { name: '', contact: null, active: true, types: ['erasure', 'access'], identities: [{ type: 'email', key: '' }], callbacks: [], publicKey: null };

/** What a controller may order, and by which keys its people are found. */
export function ControllerForm({ controller, done }: { readonly controller: Controller | null; readonly done: () => void }): ReactNode {
  const create = useDeed('openDsrControllerCreate');
  const write = useDeed('openDsrControllerWrite');
  const [begun] = useState(controller?.settings ?? freshController);
  const [value, setValue] = useState(begun);
  const busy = create.busy || write.busy;
  const trouble = create.trouble ?? write.trouble;
  const set = (part: Partial<Controller['settings']>): void => { setValue((before) => ({ ...before, ...part })); };
  const save = async (): Promise<void> => {
    const made = controller === null ? await create.run({ body: { settings: value } }) : await write.run({ params: { controller: controller.id }, body: { expected: controller.version, settings: value } });
    if (made !== undefined) done();
  };
  return (
    <form className="form section-body" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <TextInput label="Company" required value={value.name} onChange={(event) => { set({ name: event.currentTarget.value }); }} />
      <TextInput label="Whom to call there" value={value.contact ?? ''} onChange={(event) => { const said = event.currentTarget.value; set({ contact: said === '' ? null : said }); }} />
      <Checkbox label="May order" checked={value.active} onChange={(event) => { set({ active: event.currentTarget.checked }); }} />
      <Checkbox.Group label="What it may order" value={value.types} onChange={(types) => { set({ types: types as Order[] }); }}>{orders.map(([type, word]) => <Checkbox key={type} value={type} label={word} mt={4} />)}</Checkbox.Group>
      <Identities value={value.identities} change={(identities) => { set({ identities }); }} />
      <p className="small quiet">Whoever goes by these keys is looked for in every system that you run for others. Where several controllers share a place, give each one’s people keys of their own in the data map.</p>
      <TextInput label="Callbacks may go to" description="Origins, with blanks between: https://privacy.example.com" value={value.callbacks.join(' ')} onChange={(event) => { set({ callbacks: event.currentTarget.value.split(/[\s,]+/).filter((one, at, all) => one !== '' || at === all.length - 1 && all.length > 1) }); }} onBlur={() => { set({ callbacks: value.callbacks.filter((one) => one !== '') }); }} />
      <Textarea label="Its public key" description="PEM, if it signs tokens. Otherwise make a secret for it." autosize minRows={1} maxRows={6} value={value.publicKey ?? ''} onChange={(event) => { const said = event.currentTarget.value; set({ publicKey: said === '' ? null : said }); }} />
      {trouble === undefined ? null : <Trouble error={trouble} />}
      <div className="form-foot"><Button type="submit" loading={busy}>{controller === null ? 'Register it' : 'Record it'}</Button></div>
      <Unsaved when={value !== begun && !busy} />
    </form>
  );
}

/** Whose signature the answers of a recipient must bear, and what is sent to it. */
export function RecipientForm({ recipient, done }: { readonly recipient: Shown['recipients'][number]; readonly done: () => void }): ReactNode {
  const deed = useDeed('openDsrRecipientWrite');
  const host = recipient.to !== null && URL.canParse(recipient.to) ? new URL(recipient.to).hostname : '';
  const [begun] = useState(recipient.settings ?? { domain: host, identities: [{ type: 'email', key: 'customer.email' }] satisfies Identity[] as Identity[], trust: 'chained' as const, certificate: '' });
  const [value, setValue] = useState(begun);
  const [token, setToken] = useState('');
  const save = async (): Promise<void> => {
    if (await deed.run({ params: { recipient: recipient.recipient }, body: { expected: recipient.version, settings: value, ...(token === '' ? {} : { token }) } }) !== undefined) done();
  };
  return (
    <form className="form section-body" onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <TextInput label="Domain" description="The host of the address in the data map" required value={value.domain} onChange={(event) => { setValue({ ...value, domain: event.currentTarget.value }); }} />
      <NativeSelect label="Whose signature counts" value={value.trust} data={[{ value: 'chained', label: 'Any certificate for its domain that these authorities issued' }, { value: 'pinned', label: 'These very certificates' }]} onChange={(event) => { setValue({ ...value, trust: event.currentTarget.value as typeof value.trust }); }} />
      <Certificate label="Certificates" hint="PEM, one or several" value={value.certificate} change={(certificate) => { setValue({ ...value, certificate }); }} />
      <Identities value={value.identities} change={(identities) => { setValue({ ...value, identities }); }} />
      <PasswordInput label="Its token" description={recipient.hasToken ? 'Leave it empty to keep the one that is held.' : 'If it gave you one. Kept encrypted, never shown.'} autoComplete="off" value={token} onChange={(event) => { setToken(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy}>Record it</Button></div>
      <Unsaved when={(value !== begun || token !== '') && !deed.busy} />
    </form>
  );
}
