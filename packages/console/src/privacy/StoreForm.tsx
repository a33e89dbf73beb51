import { useState, type ReactNode } from 'react';
import { Button, NumberInput, PasswordInput, TextInput } from '@mantine/core';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { formatMany } from '../calls/clock.ts';
import { JsonForm } from '../parts/JsonForm.tsx';
import { emptyOf, filledOf, type Fields } from '../parts/json-schema.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';

export type StoreConnector = Answer<'storeConnectors'>['items'][number];
export type StoreDraft = { readonly name: string; readonly system: string; readonly settings: Record<string, unknown>; readonly secrets: Record<string, string>; readonly perSecondMax: number | null };

/** The form of a store, with a look whether it opens under what stands in it. */
export function StoreForm({ connector, store, initial, busy, trouble, submit, save, aside }: {
  readonly connector: StoreConnector; readonly store: string | null; readonly initial: Omit<StoreDraft, 'secrets' | 'settings'> & { readonly settings: Fields }; readonly busy: boolean; readonly trouble: Error | undefined; readonly submit: string; readonly save: (draft: StoreDraft) => void; readonly aside?: ReactNode;
}) {
  const [begun] = useState({ ...initial, settings: { ...emptyOf(connector.settings), ...initial.settings } as Fields });
  const [name, setName] = useState(begun.name);
  const [system, setSystem] = useState(begun.system);
  const [settings, setSettings] = useState(begun.settings);
  const [pace, setPace] = useState(begun.perSecondMax);
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const systems = Object.keys((useAnswer('dataMap').data?.current?.map['systems'] ?? {}) as object);
  const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
  const wrong = trouble instanceof Refusal && trouble.field !== undefined ? { field: trouble.field, message: trouble.message } : undefined;
  const touched = name !== begun.name || system !== begun.system || settings !== begun.settings || pace !== begun.perSecondMax || Object.keys(given).length > 0;
  const held = store !== null;
  return (
    <form className="form section-body" onSubmit={(event) => { event.preventDefault(); save({ name, system, settings: filledOf(settings), secrets: given, perSecondMax: pace }); }}>
      <TextInput label="Name" description="How your colleagues call it" required value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      <TextInput label="System of the data map" description={systems.length === 0 ? 'The name under which the data map will describe it' : `The map names ${systems.join(', ')}`} required value={system} onChange={(event) => { setSystem(event.currentTarget.value); }} />
      <JsonForm schema={connector.settings} value={settings} onChange={setSettings} wrong={wrong} />
      {connector.secrets.map((secret) => (
        <PasswordInput key={secret.key} label={held ? `${secret.title}, a new one` : secret.title} description={held ? 'Leave it empty to keep the one that is held. Kept encrypted, never shown.' : 'Kept encrypted; never in the ledger, a log or an export.'} required={!held && !secret.optional} autoComplete="off"
          value={secrets[secret.key] ?? ''} onChange={(event) => { const said = event.currentTarget.value; setSecrets((before) => ({ ...before, [secret.key]: said })); }} />
      ))}
      <NumberInput label="At most so many changes a second" description="Empty: no bound. A bound spares a system that serves people meanwhile." min={1} value={pace ?? ''} onChange={(said) => { setPace(typeof said === 'number' ? said : null); }} />
      <Look connector={connector.id} store={store} settings={filledOf(settings)} secrets={given} />
      {trouble === undefined ? null : <Trouble error={trouble} />}
      <div className="form-foot"><Button type="submit" loading={busy}>{submit}</Button>{aside}</div>
      <Unsaved when={touched && !busy} />
    </form>
  );
}

function Look({ connector, store, settings, secrets }: { readonly connector: string; readonly store: string | null; readonly settings: Record<string, unknown>; readonly secrets: Record<string, string> }) {
  const deed = useDeed('storeTest');
  const [seen, setSeen] = useState<Answer<'storeTest'>>();
  const look = async (): Promise<void> => { setSeen(await deed.run({ body: { store, connector, settings, secrets } })); };
  return (
    <div>
      <Button variant="default" size="xs" loading={deed.busy} onClick={() => { void look(); }}>See whether it opens</Button>
      <div role="status">
        {seen === undefined ? null : seen.ok ? <p className="small"><strong>It opens:</strong> {seen.engine} {seen.engineVersion ?? ''}{seen.places === null ? '' : `, ${formatMany(seen.places, 'place')}`}.</p> : <div className="notice" data-kind="fail"><strong>{seen.problem?.sentence ?? 'It does not open.'}</strong> {seen.problem?.remedy}</div>}
      </div>
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
    </div>
  );
}
