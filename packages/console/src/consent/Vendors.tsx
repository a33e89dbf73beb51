import { useState } from 'react';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { formatMany } from '../calls/clock.ts';
import { Lines } from './Lines.tsx';
import { linesOf, pairsOf, wordsIn, type SiteValue } from './words.ts';

type Vendor = SiteValue['vendors'][number];

/** The companies of a site with their hosts, cookies and storage; one is open at a time. */
export function Vendors({ value, purposes, change }: { readonly value: readonly Vendor[]; readonly purposes: readonly string[]; readonly change: (value: Vendor[]) => void }) {
  const [open, setOpen] = useState<number>();
  const add = (): void => { change([...value, { id: '', name: '', purpose: purposes.find((id) => id !== 'necessary') ?? purposes[0] ?? '', hosts: [], cookies: {}, storage: [] }]); setOpen(value.length); };
  return (
    <div className="section-body">
      <ul className="rows">
        {value.map((one, at) => (
          <li key={at}>
            <div className="check-line">
              <button type="button" className="plain" aria-expanded={open === at} onClick={() => { setOpen(open === at ? undefined : at); }}>{one.name === '' ? 'A new company' : one.name}</button>
              <Button variant="subtle" size="compact-sm" aria-label={`Remove ${one.name}`} onClick={() => { change(value.filter((_, index) => index !== at)); setOpen(undefined); }}>Remove</Button>
              <p className="quiet small">{one.purpose} · {formatMany(one.hosts.length, 'host')} · {formatMany(Object.keys(one.cookies).length, 'cookie')}</p>
            </div>
            {open === at ? <VendorForm value={one} purposes={purposes} change={(next) => { change(value.map((old, index) => (index === at ? next : old))); }} /> : null}
          </li>
        ))}
      </ul>
      <div className="section-body"><Button variant="default" size="xs" onClick={add}>Add a company</Button></div>
    </div>
  );
}

function VendorForm({ value, purposes, change }: { readonly value: Vendor; readonly purposes: readonly string[]; readonly change: (value: Vendor) => void }) {
  const { url, ...rest } = value;
  return (
    <div className="form object">
      <TextInput label="Name" required value={value.name} onChange={(event) => { change({ ...value, name: event.currentTarget.value }); }} />
      <TextInput label="Id" description="Small letters, digits, - and _; also what marks its scripts" required pattern="[a-z0-9_\-]{1,64}" value={value.id} onChange={(event) => { change({ ...value, id: event.currentTarget.value }); }} />
      <NativeSelect label="Purpose" value={value.purpose} data={[...purposes]} onChange={(event) => { change({ ...value, purpose: event.currentTarget.value }); }} />
      <TextInput label="Its privacy notice" type="url" value={url ?? ''} onChange={(event) => { const said = event.currentTarget.value; change(said === '' ? rest : { ...rest, url: said }); }} />
      <Lines label="Hosts" hint="One a line; each covers its subdomains" value={value.hosts.join('\n')} change={(text) => { change({ ...value, hosts: wordsIn(text) }); }} />
      <Lines label="Cookies" hint="Name and days a line, such as _count: 400; 0 until the browser closes; a name may end in *" value={linesOf(value.cookies)} change={(text) => { change({ ...value, cookies: Object.fromEntries(pairsOf(text).map(([name, days]) => [name, Number.parseInt(days, 10) || 0])) }); }} />
      <Lines label="Storage" hint="Keys of local and session storage, one a line" value={value.storage.join('\n')} change={(text) => { change({ ...value, storage: wordsIn(text) }); }} />
    </div>
  );
}
