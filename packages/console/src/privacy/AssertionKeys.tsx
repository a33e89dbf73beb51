import { useState, type ReactNode } from 'react';
import { Button, Textarea, TextInput } from '@mantine/core';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Answered } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';

/** The keys under which the company's app signs who is signed in there. A new one stands beside the old until that is ended. */
export function AssertionKeys(): ReactNode {
  const keys = useAnswer('assertionKeys');
  const issue = useDeed('assertionKeyIssue');
  const end = useDeed('assertionKeyEnd');
  const may = useMay('privacy.approve') && useAsOf() === undefined;
  const [name, setName] = useState('');
  const [publicKey, setPublicKey] = useState('');
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string | null }>();
  const trouble = issue.trouble ?? end.trouble;
  const send = async (): Promise<void> => {
    const given = await issue.run({ body: { name, publicKey: publicKey === '' ? null : publicKey } });
    if (given === undefined) return;
    setMade({ id: given.key.id, secret: given.secret });
    setName('');
    setPublicKey('');
  };
  return (
    <>
      {made === undefined ? null : <div className="notice"><strong>{made.secret === null ? 'The public key is taken.' : 'The new secret. Copy it now, it is not shown again.'}</strong>{made.secret === null ? null : <p className="mono">{made.secret}</p>}<p className="small">Its id, as kid: <span className="mono">{made.id}</span></p></div>}
      <Answered query={keys} lines={2}>
        {({ items, audience }) => (
          <>
            {audience === null ? null : <p className="small quiet">Meant for, as aud: <span className="mono">{audience}</span></p>}
            {items.length === 0 ? <p className="section-note">None.</p> : <ul className="rows">{items.map((key) => <li key={key.id} className="check-line"><span>{key.name} <Seal seal={key.seal} about={key.name} quiet /></span>{key.ended === null && may ? <Button variant="subtle" size="compact-sm" onClick={() => { void end.run({ params: { key: key.id } }); }}>End it</Button> : <span className="quiet">{key.ended === null ? '' : 'ended'}</span>}<p className="quiet small"><span className="mono">{key.id}</span> · {key.algorithm === 'HS256' ? 'a secret' : `a public key, ${key.algorithm}`} · <Age at={key.since} /></p></li>)}</ul>}
          </>
        )}
      </Answered>
      {may ? (
        <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
          <TextInput label="Name" required value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
          <Textarea label="Public key" description="PEM. Empty: a secret is made, which your app keeps" autosize minRows={1} maxRows={6} value={publicKey} onChange={(event) => { setPublicKey(event.currentTarget.value); }} />
          <div className="form-foot"><Button type="submit" variant="default" loading={issue.busy}>Issue a signing key</Button></div>
        </form>
      ) : null}
      {trouble === undefined ? null : <Trouble error={trouble} />}
    </>
  );
}
