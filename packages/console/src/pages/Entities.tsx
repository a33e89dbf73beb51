import type { ReactNode } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useAnswer, usePages, type Item } from '../calls/answer.ts';
import { formatCount } from '../calls/clock.ts';
import { Age } from '../parts/Instant.tsx';
import { formatValue, wordsOf } from '../parts/json-schema.ts';
import { List, type Column } from '../parts/List.tsx';
import { Page, Waiting } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';

type Entity = Item<'entities'>;
const told = (body: Entity['body']): string => Object.entries(body).filter(([key]) => key !== 'id' && key !== 'name').slice(0, 6).map(([key, value]) => `${wordsOf(key)}: ${value === null ? 'not told' : formatValue(value)}`).join(' · ');
const columns: readonly Column<Entity>[] = [
  { id: 'name', title: 'Name', cell: (entity) => <><strong className="subject">{entity.name}</strong><span className="cell-sub">{told(entity.body)}</span></> },
  { id: 'from', title: 'Seen so since', wide: true, width: '150px', cell: (entity) => <Age at={entity.from} /> },
  { id: 'entry', title: 'Entry', number: true, width: '80px', cell: (entity) => <Link className="soft" to="/ledger/$index" params={{ index: String(entity.entry) }}>{formatCount(entity.entry)}</Link> },
];

/** What a source held of one kind of thing. */
export function Entities(): ReactNode {
  const { source: id, type } = useParams({ from: '/member/sources/$source/$type' });
  const source = useAnswer('source', { params: { source: id } });
  const pages = usePages('entities', { params: { source: id, type } });
  const read = source.data?.reads.find((one) => one.entityType === type);
  return (
    <Page title={read?.title ?? wordsOf(type)} kicker={<><Link to="/sources">Sources</Link><Link to="/sources/$source" params={{ source: id }}>{source.data?.name ?? id}</Link></>} lead={pages.total === null ? <span>&nbsp;</span> : `${formatCount(pages.total)} at the last complete reading. What the source did not tell is said to be so.`}>
      {pages.query.error !== null ? <Trouble error={pages.query.error} retry={() => { void pages.query.refetch(); }} /> : pages.query.isPending ? <Waiting /> : <List label={read?.title ?? type} columns={columns} rows={pages.items} keyOf={(entity) => entity.id} total={pages.total} more={pages.more} />}
    </Page>
  );
}
