import { useState, type ReactNode } from 'react';
import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { FileField } from '../parts/FileField.tsx';
import { JsonForm } from '../parts/JsonForm.tsx';
import { emptyOf, filledOf, wordsOf, type Fields } from '../parts/json-schema.ts';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Prose } from '../parts/Prose.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { rhythmOf } from './Sources.tsx';

type Connector = Answer<'connectors'>['items'][number];

/** Connects one source: what it reads, which rights and why, how to give them, and the settings. */
export function Connect(): ReactNode {
  const { connector: id } = useParams({ from: '/member/sources/connect/$connector' });
  const connectors = useAnswer('connectors');
  const connector = connectors.data?.items.find((one) => one.id === id);
  return (
    <Page title={connector === undefined ? 'Connect a source' : `Connect ${connector.title}`} kicker={<><Link to="/sources">Sources</Link><Link to="/sources/connect">What can be connected</Link></>} lead={connector?.summary ?? <span>&nbsp;</span>}>
      <Answered query={connectors}>
        {() => (connector === undefined ? <p>There is no connector called “{id}”. <Link to="/sources/connect">See what can be connected</Link>.</p> : (
          <div className="connect">
            <ConnectForm connector={connector} />
            <div>
              <Section title="What it reads, and with which rights" note="Nothing that is not listed is ever used.">
                <ul className="scopes">
                  {connector.reads.flatMap((read) => (read.scopes.length === 0 ? [<li key={read.entityType}><strong>{read.title}</strong><span className="quiet">needs no right</span></li>] : read.scopes.map((scope) => <li key={read.entityType + scope.name}><strong>{read.title}</strong><span><span className="mono">{scope.name}</span> <span className="quiet">{scope.why}</span></span></li>)))}
                </ul>
              </Section>
              <Section title="How to give it no more than that"><div className="section-body"><Prose text={connector.guide} /></div></Section>
            </div>
          </div>
        ))}
      </Answered>
    </Page>
  );
}

function ConnectForm({ connector }: { readonly connector: Connector }) {
  const deed = useDeed('sourceConnect');
  const navigate = useNavigate();
  const [name, setName] = useState(connector.title);
  const [settings, setSettings] = useState<Fields>(() => emptyOf(connector.settings));
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [every, setEvery] = useState(connector.files.length > 0 ? '' : '60');
  const wrong = deed.trouble instanceof Refusal && deed.trouble.field !== undefined ? { field: deed.trouble.field, message: deed.trouble.message } : undefined;
  const waiting = connector.files.some((file) => settings[file] === undefined);
  const send = async (): Promise<void> => {
    const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''));
    const made = await deed.run({ body: { connector: connector.id, name, settings: filledOf(settings), secrets: given, everyMinutes: every === '' ? null : Number(every) } });
    if (made !== undefined) await navigate({ to: '/sources/$source', params: { source: made.source.id } });
  };
  return (
    <Section title="Settings">
      <form className="form section-body" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <TextInput label="Name" description="How your colleagues call it" required value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        {connector.files.map((file) => <FileField key={file} label={wordsOf(file)} hint="Choose it or drop it here. It is read as it is and kept with its hash." done={(upload) => { setSettings((before) => ({ ...before, [file]: upload.id })); }} />)}
        <JsonForm schema={connector.settings} value={settings} onChange={setSettings} skip={connector.files} wrong={wrong} />
        {connector.secrets.map((secret) => <PasswordInput key={secret.key} label={secret.title} description="Kept encrypted; never in the ledger, a log or an export." required={!secret.optional} autoComplete="off" value={secrets[secret.key] ?? ''} onChange={(event) => { const said = event.currentTarget.value; setSecrets((before) => ({ ...before, [secret.key]: said })); }} />)}
        <NativeSelect label="Read it" value={every} data={[{ value: '', label: 'when asked' }, ...[15, 60, 360, 1440].map((minutes) => ({ value: String(minutes), label: rhythmOf(minutes) }))]} onChange={(event) => { setEvery(event.currentTarget.value); }} />
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy} disabled={waiting}>Connect and read</Button><span className="quiet small">{waiting ? 'Hand in the file first.' : 'It is read at once; you may leave the page.'}</span></div>
      </form>
    </Section>
  );
}
