import { useState, type ReactNode } from 'react';
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { FileField } from '../parts/FileField.tsx';
import { JsonForm } from '../parts/JsonForm.tsx';
import { filledOf, wordsOf, type Fields } from '../parts/json-schema.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { rhythmOf } from './Sources.tsx';

type Connector = Answer<'connectors'>['items'][number];
/** What is said of a source; secrets that nobody typed are left out. */
export type SourceDraft = { readonly name: string; readonly settings: Record<string, unknown>; readonly secrets: Record<string, string>; readonly everyMinutes: number | null };

/** The form of a source: name, file, settings, secrets and rhythm. Of a connected one the file and the secrets may stay as they are. */
export function SourceForm({ connector, initial, connected, busy, trouble, submit, note, save, aside }: {
  readonly connector: Connector; readonly initial: Omit<SourceDraft, 'secrets' | 'settings'> & { readonly settings: Fields }; readonly connected: boolean; readonly busy: boolean; readonly trouble: Error | undefined;
  readonly submit: string; readonly note: string; readonly save: (draft: SourceDraft) => void; readonly aside?: ReactNode;
}) {
  // What the form began with: a page that is drawn again may hand in the same words anew.
  const [begun] = useState(initial);
  const [name, setName] = useState(begun.name);
  const [settings, setSettings] = useState(begun.settings);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [every, setEvery] = useState(begun.everyMinutes);
  const wrong = trouble instanceof Refusal && trouble.field !== undefined ? { field: trouble.field, message: trouble.message } : undefined;
  const waiting = connector.files.some((file) => settings[file] === undefined);
  const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
  const touched = name !== begun.name || settings !== begun.settings || every !== begun.everyMinutes || Object.keys(given).length > 0;
  const rhythms = [...new Set([15, 60, 360, 1440, ...(begun.everyMinutes === null ? [] : [begun.everyMinutes])])].toSorted((a, b) => a - b);
  return (
    <form className="form section-body" onSubmit={(event) => { event.preventDefault(); save({ name, settings: filledOf(settings), secrets: given, everyMinutes: every }); }}>
      <TextInput label="Name" description="How your colleagues call it" required value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      {connector.files.map((file) => <FileField key={file} label={connected ? `${wordsOf(file)}, a newer one` : wordsOf(file)} hint={connected ? 'Only if there is a newer one: choose it or drop it here. Without it the present one stays.' : 'Choose it or drop it here. It is read as it is and kept with its hash.'} done={(upload) => { setSettings((before) => ({ ...before, [file]: upload.id })); }} />)}
      <JsonForm schema={connector.settings} value={settings} onChange={setSettings} skip={connector.files} wrong={wrong} />
      {connector.secrets.map((secret, at) => (
        <PasswordInput key={secret.key} id={at === 0 ? 'secret' : `secret-${secret.key}`} label={connected ? `${secret.title}, a new one` : secret.title} description={connected ? 'Leave it empty to keep the one that is held. Kept encrypted, never shown.' : 'Kept encrypted; never in the ledger, a log or an export.'} required={!connected && !secret.optional} autoComplete="off"
          value={secrets[secret.key] ?? ''} onChange={(event) => { const said = event.currentTarget.value; setSecrets((before) => ({ ...before, [secret.key]: said })); }} />
      ))}
      <NativeSelect label="Read it" value={every === null ? '' : String(every)} data={[{ value: '', label: 'when asked' }, ...rhythms.map((minutes) => ({ value: String(minutes), label: rhythmOf(minutes) }))]} onChange={(event) => { setEvery(event.currentTarget.value === '' ? null : Number(event.currentTarget.value)); }} />
      {trouble === undefined ? null : <Trouble error={trouble} />}
      <div className="form-foot"><Button type="submit" loading={busy} disabled={waiting}>{submit}</Button>{aside}<span className="quiet small">{waiting ? 'Hand in the file first.' : note}</span></div>
      <Unsaved when={touched && !busy} />
    </form>
  );
}
