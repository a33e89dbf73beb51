import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useAsOf } from '../calls/as-of.ts';
import { usePages, type Item } from '../calls/answer.ts';
import { useMay } from '../calls/session.ts';
import { EvidenceFileLink, Freshness } from '../parts/EvidenceLines.tsx';
import { Age, Day } from '../parts/Instant.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Empty, Page, Waiting } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';

type Piece = Item<'evidence'>;
const columns: readonly Column<Piece>[] = [
  { id: 'title', title: 'Evidence', cell: (item) => <><strong className="subject">{item.title}</strong><span className="cell-sub"><EvidenceFileLink item={item} /></span></> },
  { id: 'controls', title: 'Controls', width: '100px', cell: (item) => <span className="ids">{item.controls.map((id) => <Link key={id} className="mono" to="/controls/$control" params={{ control: id }}>{id}</Link>)}</span> },
  { id: 'held', title: 'True from', wide: true, width: '110px', cell: (item) => <Day at={item.heldFrom} /> },
  { id: 'captured', title: 'Captured', wide: true, width: '110px', cell: (item) => <Day at={item.captured} /> },
  { id: 'recorded', title: 'Recorded', wide: true, width: '120px', cell: (item) => <Age at={item.seal.recorded} /> },
  { id: 'fresh', title: 'Counts', wide: true, width: '190px', cell: (item) => <Freshness item={item} /> },
  { id: 'seal', title: 'Receipt', width: '76px', cell: (item) => <Seal seal={item.seal} about={item.title} /> },
];

/** What was filed by hand, with the three times kept apart. */
export function Evidence(): ReactNode {
  const pages = usePages('evidence');
  const may = useMay('evidence.write') && useAsOf() === undefined;
  const file = may ? <LinkButton to="/evidence/file">File evidence</LinkButton> : undefined;
  return (
    <Page title="Evidence" lead={<>Documents and statements that people filed. What is read from systems is under <Link to="/sources">Sources</Link>.</>} actions={file}>
      {pages.query.error !== null ? <Trouble error={pages.query.error} retry={() => { void pages.query.refetch(); }} /> : pages.query.isPending ? <Waiting /> : pages.items.length === 0
        ? <Empty title="Nothing is filed yet" action={file}><p>Some controls are carried out by people: a board meets, a policy is approved, a restore is tested. File the document that shows it, with when it was true and when it was made. Filing late is fine; back-dating is not possible.</p></Empty>
        : <List label="Evidence" columns={columns} rows={pages.items} keyOf={(item) => item.id} total={pages.total} more={pages.more} />}
    </Page>
  );
}
