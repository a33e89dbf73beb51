import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Answered, Section } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import type { Site } from './words.ts';

type Scope = Answer<'consentKeys'>['items'][number]['scopes'][number];
const scopes: readonly (readonly [Scope, string, string])[] = [
  ['allowed', 'Ask what is allowed', 'for a pseudonym or an account'], ['bind', 'Bind accounts', 'make tokens with which a signed-in visitor binds the browser'], ['record', 'Record', 'opt-ins of forms, and unsubscribe links'], ['export', 'Export', 'every answer of the site'],
];
const stateWord = { waiting: 'Nothing to send', sending: 'Sending', failing: 'Failing: it is tried again', stopped: 'Stopped' } as const;

/** Keys of the company's back ends, and where answers are sent on to. */
export function BackEnds({ site }: { readonly site: Site }): ReactNode {
  const may = useMay('consent.write') && useAsOf() === undefined;
  return (
    <div className="two">
      <Section title="Keys of back ends" note="A key is shown once, when it is made; only its hash is kept."><Keys site={site} may={may} /></Section>
      <Section title="Sent on" note="Each answer once, signed, in order; tried again until it is taken."><Webhook site={site} may={may} /></Section>
    </div>
  );
}

/** A secret that is shown this once. */
function Once({ secret, what }: { readonly secret: string; readonly what: string }) {
  return <div className="notice"><strong>{what} Copy it now, it is not shown again.</strong><p className="mono">{secret}</p></div>;
}

function Keys({ site, may }: { readonly site: Site; readonly may: boolean }) {
  const keys = useAnswer('consentKeys', { params: { site: site.id } });
  const make = useDeed('consentKeyCreate');
  const end = useDeed('consentKeyEnd');
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>(['allowed']);
  const [secret, setSecret] = useState<string>();
  const send = async (): Promise<void> => {
    const made = await make.run({ params: { site: site.id }, body: { name, scopes: chosen as Scope[] } });
    if (made !== undefined) { setSecret(made.secret); setAsking(false); setName(''); }
  };
  return (
    <>
      {secret === undefined ? null : <Once secret={secret} what="The new key." />}
      <Answered query={keys} lines={2}>
        {({ items }) => (items.length === 0 ? <p className="section-note">None.</p> : (
          <ul className="rows">
            {items.map((key) => (
              <li key={key.id} className="check-line"><span>{key.name} <span className="mono quiet">{key.begins}…</span></span>{may ? <Button variant="subtle" size="compact-sm" loading={end.busy} onClick={() => { void end.run({ params: { site: site.id, key: key.id } }); }}>End it</Button> : <span />}<p className="quiet small">{key.scopes.join(', ')} · made <Age at={key.createdAt} />{key.createdBy === null ? '' : ` by ${key.createdBy}`}</p></li>
            ))}
          </ul>
        ))}
      </Answered>
      {may ? <div className="section-body"><Button variant="default" size="xs" onClick={() => { setAsking(true); }}>Make a key</Button></div> : null}
      {end.trouble === undefined ? null : <Trouble error={end.trouble} />}
      <Modal opened={asking} onClose={() => { setAsking(false); }} title="A key for a back end" closeButtonProps={{ 'aria-label': 'Close' }}>
        <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
          <TextInput label="Name" description="Which program uses it" required value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
          <Checkbox.Group label="It may" value={chosen} onChange={setChosen}>{scopes.map(([scope, word, means]) => <Checkbox key={scope} mt={8} value={scope} label={word} description={means} />)}</Checkbox.Group>
          {make.trouble === undefined ? null : <Trouble error={make.trouble} />}
          <div className="form-foot"><Button type="submit" loading={make.busy} disabled={chosen.length === 0}>Make it</Button></div>
        </form>
      </Modal>
    </>
  );
}

function Webhook({ site, may }: { readonly site: Site; readonly may: boolean }) {
  const answer = useAnswer('consentWebhook', { params: { site: site.id } }, { every: 30_000 });
  const set = useDeed('consentWebhookSet');
  const end = useDeed('consentWebhookEnd');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState<string>();
  const send = async (): Promise<void> => {
    const made = await set.run({ params: { site: site.id }, body: { url } });
    if (made !== undefined) { setSecret(made.secret); setUrl(''); }
  };
  return (
    <>
      {secret === undefined ? null : <Once secret={secret} what="The secret of the signatures." />}
      <Answered query={answer} lines={2}>
        {({ webhook }) => (webhook === null ? <p className="section-note">Nowhere. Answers can be exported at any time as CSV or JSON lines.</p> : (
          <ul className="rows"><li className="check-line"><span className="mono">{webhook.url}</span>{may ? <Button variant="subtle" size="compact-sm" loading={end.busy} onClick={() => { void end.run({ params: { site: site.id } }); }}>End it</Button> : <span />}<p className="quiet small">{stateWord[webhook.state]} · taken up to entry {webhook.delivered}{webhook.problem === null ? '' : ` · ${webhook.problem}`}</p></li></ul>
        ))}
      </Answered>
      {may ? (
        <form className="filters" onSubmit={(event) => { event.preventDefault(); void send(); }}>
          <TextInput label="Address" type="url" required placeholder="https://warehouse.example.com/consent" value={url} onChange={(event) => { setUrl(event.currentTarget.value); }} />
          <Button type="submit" variant="default" loading={set.busy}>Send there</Button>
        </form>
      ) : null}
      {set.trouble === undefined && end.trouble === undefined ? null : <Trouble error={(set.trouble ?? end.trouble)!} />}
    </>
  );
}
