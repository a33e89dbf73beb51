import { useState, type ReactNode } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Prose } from '../parts/Prose.tsx';
import { StoreForm, type StoreConnector } from './StoreForm.tsx';

/** Chooses a kind of store, then connects it. */
export function StoreConnect(): ReactNode {
  const connectors = useAnswer('storeConnectors');
  const [chosen, setChosen] = useState<string>();
  const connector = connectors.data?.items.find((one) => one.id === chosen);
  return (
    <Page title={connector === undefined ? 'Connect a store' : `Connect ${connector.title}`} kicker={<Link to="/privacy/stores">Stores</Link>} lead={connector?.summary ?? 'Choose what it is. Each says which rights it needs, and uses no others.'}>
      <Answered query={connectors} lines={8}>
        {({ items }) => (connector === undefined
          ? <ul className="catalogue">{items.map((one) => <li key={one.id}><button type="button" className="plain" onClick={() => { setChosen(one.id); }}><strong>{one.title}</strong></button><p>{one.summary}</p><p className="small">{one.scopes.map((scope) => scope.name).join(' · ')}</p></li>)}</ul>
          : <Connecting connector={connector} back={() => { setChosen(undefined); }} />)}
      </Answered>
    </Page>
  );
}

function Connecting({ connector, back }: { readonly connector: StoreConnector; readonly back: () => void }) {
  const deed = useDeed('storeConnect');
  const navigate = useNavigate();
  return (
    <div className="connect">
      <Section title="Settings" aside={<button type="button" className="plain" onClick={back}>Another kind</button>}>
        <StoreForm connector={connector} store={null} initial={{ name: '', system: '', settings: {}, perSecondMax: null }} busy={deed.busy} trouble={deed.trouble} submit="Connect it"
          save={(draft) => { void (async () => { const made = await deed.run({ body: { connector: connector.id, ...draft } }); if (made !== undefined) await navigate({ to: '/privacy/stores/$store', params: { store: made.id }, ignoreBlocker: true }); })(); }} />
      </Section>
      <div><Section title="Rights"><ul className="scopes">{connector.scopes.map((scope) => <li key={scope.name}><span className="mono">{scope.name}</span><span>{scope.why}</span></li>)}</ul></Section><Section title="How to give it no more than it needs"><div className="section-body"><Prose text={connector.guide} /></div></Section></div>
    </div>
  );
}
