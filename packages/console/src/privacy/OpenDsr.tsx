import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { formatDay, formatMany, useNow } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { ControllerForm, ProcessorForm, RecipientForm } from './OpenDsrForms.tsx';

type Shown = Answer<'openDsr'>;
const whyWord = { signature: 'it does not bear the signature that is recorded', form: 'it is no callback', address: 'it is for another address', request: 'no order of that id went there' } as const;
const dayMs = 86_400_000;

/** OpenDSR on both sides: those for whom the company works, and those who work for it. */
export function OpenDsr(): ReactNode {
  const answer = useAnswer('openDsr', {}, { every: 30_000 });
  const may = useMay('privacy.approve') && useAsOf() === undefined;
  return (
    <Page title="OpenDSR" kicker={<><span>Privacy</span><Link to="/privacy/map">Data map</Link></>} lead="Requests between companies, in both directions, each answer under a signature. Who is not recorded here is told nothing, and orders nothing.">
      <Answered query={answer} lines={12}>
        {(shown) => (
          <>
            <Troubles shown={shown} />
            <div className="connect">
              <div>
                <Processor shown={shown} may={may} />
                <Controllers shown={shown} may={may} />
              </div>
              <Recipients shown={shown} may={may} />
            </div>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Troubles({ shown: { refused, undelivered, recipients, controllers } }: { readonly shown: Shown }) {
  if (refused.length + undelivered.length === 0) return null;
  const titleOf = (id: string): string => recipients.find((one) => one.recipient === id)?.title ?? id;
  const nameOf = (id: string): string => controllers.find((one) => one.id === id)?.settings.name ?? id;
  return (
    <Section title="What went wrong" note="A callback that does not verify changes nothing. What a controller did not take is sent again for some ten days.">
      <ul className="rows">
        {undelivered.map((one) => <li key={one.request + one.url} className="check-line"><span>{nameOf(one.controller)} was not told how <Link to="/privacy/requests/$request" params={{ request: one.request }}>its order</Link> stands</span><span data-state="fail">{formatMany(one.tries, 'try', 'tries')}</span><p className="quiet small"><span className="mono">{one.url}</span> · {one.problem} · <Age at={one.at} /></p></li>)}
        {refused.map((one) => <li key={one.seal.entry} className="check-line"><span>A callback in the name of {titleOf(one.recipient)} was refused: {whyWord[one.why]}</span><Seal seal={one.seal} about="the refusal" /><p className="quiet small"><Age at={one.at} /></p></li>)}
      </ul>
    </Section>
  );
}

function Certificates({ list }: { readonly list: Shown['recipients'][number]['certificates'] }) {
  const now = useNow();
  return (
    <ul className="small quiet">
      {list.map((one) => {
        const left = Math.floor((Date.parse(one.until) - now) / dayMs);
        return <li key={one.fingerprint}>{one.subject}, by {one.issuer}, <span data-state={left < 0 ? 'fail' : left < 30 ? 'stale' : undefined}>{left < 0 ? 'ended' : 'until'} {formatDay(one.until)}</span><span className="cell-sub mono">{one.fingerprint}</span></li>;
      })}
    </ul>
  );
}

function Processor({ shown: { processor, domain }, may }: { readonly shown: Shown; readonly may: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Section title="As a processor" note="Controllers for whom you work order here, and every answer is signed." aside={may ? <Button variant="default" size="compact-sm" aria-expanded={open} onClick={() => { setOpen(!open); }}>{processor === null ? 'Set up' : 'Change'}</Button> : undefined}>
      {processor === null ? <p className="section-note">Not set up: nobody can order anything here.</p> : (
        <>
          <p><strong>{processor.settings.open ? 'Open' : 'Closed'}</strong> at <span className="mono">{processor.address}</span> <Seal seal={processor.seal} about="OpenDSR as a processor" /></p>
          <Certificates list={processor.certificates} />
        </>
      )}
      {open ? <ProcessorForm key={processor?.version ?? 0} processor={processor} domain={domain} done={() => { setOpen(false); }} /> : null}
    </Section>
  );
}

function Controllers({ shown: { controllers }, may }: { readonly shown: Shown; readonly may: boolean }) {
  const [edited, setEdited] = useState<string>();
  return (
    <Section title="Controllers" note="For whom you process data. Each finds people by its own keys of the data map, and only by those." aside={may ? <Button variant="default" size="compact-sm" aria-expanded={edited === ''} onClick={() => { setEdited(edited === '' ? undefined : ''); }}>Register one</Button> : undefined}>
      {edited === '' ? <ControllerForm controller={null} done={() => { setEdited(undefined); }} /> : null}
      {controllers.length === 0 ? <p className="section-note">None is registered.</p> : (
        <ul className="rows">
          {controllers.map((one) => (
            <li key={one.id} className="check-line">
              <span>{one.settings.name} <Seal seal={one.seal} about={one.settings.name} quiet /></span>
              {may ? <Button variant="subtle" size="compact-sm" aria-expanded={edited === one.id} onClick={() => { setEdited(edited === one.id ? undefined : one.id); }}>Change</Button> : <span />}
              <p className="quiet small">{one.settings.active ? '' : 'may order nothing any more · '}{one.settings.types.join(', ')} · found by {one.settings.identities.map(({ key }) => key).join(', ')} · {one.settings.publicKey === null ? (one.hasSecret ? 'by a secret' : 'no secret yet') : 'by its key'} · {formatMany(one.orders, 'order')}<span className="cell-sub mono">{one.id}</span></p>
              {may && one.settings.active ? <Secret id={one.id} has={one.hasSecret} /> : null}
              {edited === one.id ? <div style={{ gridColumn: '1 / -1' }}><ControllerForm key={one.version} controller={one} done={() => { setEdited(undefined); }} /></div> : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Secret({ id, has }: { readonly id: string; readonly has: boolean }) {
  const deed = useDeed('openDsrControllerSecret');
  const [secret, setSecret] = useState<string>();
  const make = async (): Promise<void> => { setSecret((await deed.run({ params: { controller: id } }))?.secret); };
  return (
    <div style={{ gridColumn: '1 / -1' }}>
      <Button variant="subtle" size="compact-sm" loading={deed.busy} onClick={() => { void make(); }}>{has ? 'Make a new secret' : 'Make a secret'}</Button>
      <div role="status">{secret === undefined ? null : <div className="notice"><strong>Copy it now, it is not shown again.</strong>{has ? ' The one before opens for another day.' : ''}<p className="mono">{secret}</p></div>}</div>
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
    </div>
  );
}

function Recipients({ shown: { recipients, callbackAddress }, may }: { readonly shown: Shown; readonly may: boolean }) {
  const [edited, setEdited] = useState<string>();
  return (
    <Section title="As a controller" note={<>Recipients that the data map has told by OpenDSR. They report to <span className="mono">{callbackAddress}</span></>}>
      {recipients.length === 0 ? <p className="section-note">The data map names none.</p> : (
        <ul className="rows">
          {recipients.map((one) => (
            <li key={one.recipient} className="check-line">
              <span>{one.title}{one.seal === null ? '' : <> <Seal seal={one.seal} about={one.title} quiet /></>}</span>
              {may && one.to !== null ? <Button variant="subtle" size="compact-sm" aria-expanded={edited === one.recipient} onClick={() => { setEdited(edited === one.recipient ? undefined : one.recipient); }}>{one.settings === null ? 'Record its certificate' : 'Change'}</Button> : <span />}
              <p className="quiet small">{one.to === null ? 'The data map does not name it any more' : <span className="mono">{one.to}</span>} · {one.settings === null ? <span data-state="fail">nothing is recorded: it is told nothing</span> : `${one.settings.trust === 'pinned' ? 'these very certificates' : 'what these certify'} · gets ${one.settings.identities.map(({ key, type }) => `${key} as ${type}`).join(', ')}${one.hasToken ? '' : ' · without a token'}`}</p>
              {one.certificates.length === 0 ? null : <div style={{ gridColumn: '1 / -1' }}><Certificates list={one.certificates} /></div>}
              {edited === one.recipient ? <div style={{ gridColumn: '1 / -1' }}><RecipientForm key={one.version} recipient={one} done={() => { setEdited(undefined); }} /></div> : null}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
