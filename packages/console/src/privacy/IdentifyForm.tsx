import { useState, type ReactNode } from 'react';
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { provenWord, type Detail } from './words.ts';

type Proof = keyof typeof provenWord;
type MapOfPeople = Readonly<Record<string, { readonly title?: string; readonly keys?: Readonly<Record<string, { readonly title?: string }>> }>>;

/** The identity keys of the data map, as `customer.email` and in words. */
function useKeys(): readonly { readonly value: string; readonly label: string }[] {
  const map = useAnswer('dataMap').data?.current?.map;
  // The parsed map’s people, as the data map’s own format has them.
  const people = (map?.['people'] ?? {}) as MapOfPeople;
  return Object.entries(people).flatMap(([kind, { title, keys }]) => Object.entries(keys ?? {}).map(([key, one]) => ({ value: `${kind}.${key}`, label: `${title ?? kind}: ${one.title ?? key}` })));
}

/** States how it was shown who asks, and by which keys the person is known. */
export function IdentifyForm({ request }: { readonly request: Detail }): ReactNode {
  const deed = useDeed('requestIdentify');
  const keys = useKeys();
  const [by, setBy] = useState<Proof>('document');
  const [rows, setRows] = useState<readonly (readonly [key: string, value: string])[]>([['', request.stated?.mail ?? '']]);
  const [authority, setAuthority] = useState(false);
  const [reason, setReason] = useState('');
  const put = (at: number, next: readonly [string, string]): void => { setRows(rows.map((row, index) => (index === at ? next : row))); };
  const send = (): void => {
    const said: Record<string, string[]> = {};
    for (const [key, value] of rows) if (value.trim() !== '') (said[key === '' ? keys[0]?.value ?? '' : key] ??= []).push(value.trim());
    void deed.run({ params: { request: request.id }, body: { by, keys: said, authority: request.by === 'self' ? null : authority, reason } });
  };
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <p>Ask for no more than there is reason to doubt (Art. 12(6)). What is stated here is looked for; nothing else leads to data.</p>
      <NativeSelect label="It was shown by" value={by} data={Object.entries(provenWord).map(([value, label]) => ({ value, label }))} onChange={(event) => { setBy(event.currentTarget.value as Proof); }} />
      {rows.map(([key, value], at) => (
        <div key={at} className="filters">
          <NativeSelect label="Known by" value={key === '' ? keys[0]?.value ?? '' : key} data={[...keys]} onChange={(event) => { put(at, [event.currentTarget.value, value]); }} />
          <TextInput label="Value" required value={value} onChange={(event) => { put(at, [key, event.currentTarget.value]); }} />
          {rows.length === 1 ? null : <Button variant="subtle" onClick={() => { setRows(rows.filter((_, index) => index !== at)); }}>Remove</Button>}
        </div>
      ))}
      <div><Button variant="default" size="xs" onClick={() => { setRows([...rows, ['', '']]); }}>Another key</Button></div>
      {request.by === 'self' ? null : <Checkbox label={request.by === 'guardian' ? 'The guardian showed that they may act' : 'The agent showed that they may act'} checked={authority} onChange={(event) => { setAuthority(event.currentTarget.checked); }} />}
      <Textarea label="How it was checked" required autosize minRows={2} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy} disabled={keys.length === 0}>Record it and look for the data</Button>{keys.length === 0 ? <span className="quiet small">The data map names no identity keys yet.</span> : null}</div>
    </form>
  );
}
