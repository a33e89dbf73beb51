import { useState, type ReactNode } from 'react';
import { Button, Modal } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { StoreForm } from './StoreForm.tsx';
import { DriftState } from './Stores.tsx';

type StoreValue = Answer<'stores'>['items'][number];
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** One store: how it compares with the map, what looking through it proposes, and its settings. */
export function Store(): ReactNode {
  const { store: id } = useParams({ from: '/member/privacy/stores/$store' });
  const stores = useAnswer('stores');
  const past = useAsOf() !== undefined;
  const mayRun = useMay('privacy.run') && !past;
  const mayWrite = useMay('privacy.write') && !past;
  const compare = useDeed('storeDrift');
  const look = useDeed('storeDiscover');
  const store = stores.data?.items.find((one) => one.id === id);
  const actions = !mayRun || store === undefined ? undefined : (
    <><Button loading={compare.busy} onClick={() => { void compare.run({ params: { store: id } }); }}>Compare with the map</Button><Button variant="default" loading={look.busy} onClick={() => { void look.run({ params: { store: id } }); }}>Look through it</Button></>
  );
  const trouble = compare.trouble ?? look.trouble;
  return (
    <Page title={store?.name ?? 'Store'} kicker={<><Link to="/privacy/stores">Stores</Link>{store === undefined ? null : <><span>{store.connectorTitle}</span><span className="mono">{store.system}</span></>}</>} actions={actions}>
      {trouble === undefined ? null : <Trouble error={trouble} />}
      <Answered query={stores}>
        {() => (store === undefined ? <p>There is no such store; it may have been disconnected.</p> : (
          <>
            <div className="standing-now"><DriftState drift={store.drift} /><p>{store.drift.at === null ? '' : <Age at={store.drift.at} />} <Seal seal={store.seal} about="the connection" /></p></div>
            {store.drift.problem === null ? null : <div className="notice" data-kind="no-data"><strong>{store.drift.problem.sentence}</strong> {store.drift.problem.remedy}</div>}
            {store.drift.faults.length === 0 ? null : <Section title="Not in the data map" note="A field that nobody has classified is neither exported nor erased: it stops a plan."><ul className="rows">{store.drift.faults.map((fault) => <li key={fault.place + (fault.field ?? '') + fault.sentence}><span className="mono">{fault.place}{fault.field === null ? '' : `.${fault.field}`}</span> {fault.sentence}</li>)}</ul></Section>}
            <Found store={store} />
            {mayWrite ? <Section title="Settings" note="Secrets are kept encrypted and are never shown."><Settings key={store.version} store={store} /></Section> : null}
          </>
        ))}
      </Answered>
    </Page>
  );
}

function Found({ store }: { readonly store: StoreValue }) {
  const found = useAnswer('storeDiscovery', { params: { store: store.id } }, { every: 4_000 });
  const data = found.data;
  if (data === undefined || data.state === 'none') return null;
  if (data.state === 'running') return <div className="live" role="status"><div className="live-head"><strong>It is being looked through</strong><span className="quiet small">You can leave; it goes on.</span></div></div>;
  if (data.state === 'failed') return <div className="notice" data-kind="no-data"><strong>{data.problem?.sentence ?? 'It could not be looked through.'}</strong> {data.problem?.remedy}</div>;
  const save = data.text === null ? undefined : `data:text/yaml;charset=utf-8,${encodeURIComponent(data.text)}`;
  return (
    <Section title="Proposed" aside={save === undefined ? undefined : <a href={save} download="avouch.datamap.yaml">Save as a file to review</a>} note={<>From names, types, constraints and a bounded look at values, which never left this server. Each is a proposal with its ground: review it in the <Link to="/privacy/map">data map</Link>.</>}>
      <table className="list">
        <thead><tr><th scope="col">Field</th><th scope="col">Proposal</th><th scope="col">Ground</th><th scope="col" data-number>Confidence</th></tr></thead>
        <tbody>{data.findings.slice(0, 400).map((one) => <tr key={one.place + (one.field ?? '')}><td className="mono">{one.place}{one.field === null ? '' : `.${one.field}`}</td><td>{one.proposal}</td><td className="quiet">{one.ground}</td><td data-number>{percent.format(one.confidence)}</td></tr>)}</tbody>
      </table>
      {data.findings.length > 400 ? <p className="section-note">and {data.findings.length - 400} more in the file</p> : null}
    </Section>
  );
}

function Settings({ store }: { readonly store: StoreValue }) {
  const connectors = useAnswer('storeConnectors');
  const change = useDeed('storeChange');
  const end = useDeed('storeDisconnect');
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const connector = connectors.data?.items.find((one) => one.id === store.connector);
  const disconnect = async (): Promise<void> => { if (await end.run({ params: { store: store.id }, query: { expected: store.version } }) !== undefined) await navigate({ to: '/privacy/stores', ignoreBlocker: true }); };
  if (connector === undefined) return connectors.data === undefined ? null : <p>This version of Avouch has no connector called “{store.connector}”.</p>;
  return (
    <>
      <StoreForm connector={connector} store={store.id} initial={{ name: store.name, system: store.system, settings: store.settings, perSecondMax: store.perSecondMax }} busy={change.busy} trouble={change.trouble} submit="Record the change"
        save={(draft) => { void change.run({ params: { store: store.id }, body: { expected: store.version, ...draft } }); }} aside={<Button variant="subtle" onClick={() => { setAsking(true); }}>Disconnect</Button>} />
      <Modal opened={asking} onClose={() => { setAsking(false); }} title={`Disconnect ${store.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
        <p>Its secrets are gone at once. Requests then meet a system that cannot be reached, which stops a plan and is never an empty answer.</p>
        {end.trouble === undefined ? null : <Trouble error={end.trouble} />}
        <div className="form-foot"><Button loading={end.busy} onClick={() => { void disconnect(); }}>Disconnect it</Button></div>
      </Modal>
    </>
  );
}
