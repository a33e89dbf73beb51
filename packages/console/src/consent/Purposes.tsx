import { Button, Checkbox, TextInput } from '@mantine/core';
import type { SiteValue } from './words.ts';

type Purpose = SiteValue['purposes'][number];

/** The purposes of a site, in the order in which visitors see them. What is always on must be strictly necessary for what the visitor asked for. */
export function Purposes({ value, change }: { readonly value: readonly Purpose[]; readonly change: (value: Purpose[]) => void }) {
  const put = (at: number, next: Purpose): void => { change(value.map((one, index) => (index === at ? next : one))); };
  return (
    <div className="section-body">
      <ul className="consent-rows">
        {value.map((one, at) => (
          <li key={at}>
            <TextInput aria-label={`Id of purpose ${at + 1}`} required pattern="[a-z0-9_\-]{1,64}" value={one.id} onChange={(event) => { put(at, { ...one, id: event.currentTarget.value }); }} />
            <Checkbox label="Always on" aria-label={`${one.id} is strictly necessary: always on`} checked={one.required} onChange={(event) => { put(at, { ...one, required: event.currentTarget.checked }); }} />
            <Checkbox label="Marketing" aria-label={`${one.id} is direct marketing: an objection switches it off at once`} checked={one.marketing} onChange={(event) => { put(at, { ...one, marketing: event.currentTarget.checked }); }} />
            <Button variant="subtle" size="compact-sm" aria-label={`Remove ${one.id}`} onClick={() => { change(value.filter((_, index) => index !== at)); }}>Remove</Button>
          </li>
        ))}
      </ul>
      <Button variant="default" size="xs" onClick={() => { change([...value, { id: '', required: false, marketing: false }]); }}>Add a purpose</Button>
    </div>
  );
}
