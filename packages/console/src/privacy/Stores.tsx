import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { Age } from '../parts/Instant.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Empty, Page } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';

type StoreValue = Answer<'stores'>['items'][number];

/** How a store compares with the data map, by the seven states: agreeing is a pass, not looked at is no data. */
export function DriftState({ drift }: { readonly drift: StoreValue['drift'] }) {
  if (drift.state === 'agrees') return <StateMark state="pass" word="agrees with the map" />;
  if (drift.state === 'differs') return <StateMark state="fail" word={`${drift.faults.length} not in the map`} />;
  return <StateMark state="no-data" word={drift.state === 'never' ? 'not compared yet' : 'could not be compared'} />;
}

const columns: readonly Column<StoreValue>[] = [
  { id: 'name', title: 'Store', sort: (store) => store.name, cell: (store) => <><Link to="/privacy/stores/$store" params={{ store: store.id }}>{store.name}</Link><span className="cell-sub">{store.drift.problem?.sentence ?? store.connectorTitle}</span></> },
  { id: 'system', title: 'System of the map', wide: true, width: '170px', sort: (store) => store.system, cell: (store) => <span className="mono">{store.system}</span> },
  { id: 'drift', title: 'Compared', width: '190px', cell: (store) => <DriftState drift={store.drift} /> },
  { id: 'at', title: 'When', wide: true, width: '120px', cell: (store) => (store.drift.at === null ? <span className="quiet">never</span> : <Age at={store.drift.at} />) },
  { id: 'seal', title: 'Receipt', wide: true, width: '80px', cell: (store) => <Seal seal={store.seal} about={store.name} /> },
];

/** The stores in which requests are carried out. */
export function Stores(): ReactNode {
  const stores = useAnswer('stores', {}, { every: 30_000 });
  const may = useMay('privacy.write') && useAsOf() === undefined;
  const connect = may ? <LinkButton to="/privacy/stores/connect">Connect a store</LinkButton> : undefined;
  return (
    <Page title="Stores" kicker={<><span>Privacy</span><Link to="/privacy/map">Data map</Link></>} lead="Where personal data is read and changed for requests. A source only reads for checks; a store may also change, so it has rights and secrets of its own." actions={connect}>
      <Answered query={stores}>
        {({ items }) => (items.length === 0
          ? <Empty title="No store is connected" action={connect}><p>Connect a database, a bucket or a service that holds personal data. Looking through it proposes a data map; nothing is changed before a plan is approved.</p></Empty>
          : <List label="Stores" columns={columns} rows={items} keyOf={(store) => store.id} />)}
      </Answered>
    </Page>
  );
}
