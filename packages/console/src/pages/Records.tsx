import { useMemo, type ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, usePages, type Item } from '../calls/answer.ts';
import { searchWith, useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { formatValue, propertiesOf, wordsOf } from '../parts/json-schema.ts';
import { List, type Column } from '../parts/List.tsx';
import { Empty, Page, Waiting } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';

type RecordItem = Item<'records'>;
type RecordType = Answer<'recordTypes'>['items'][number];

/** How a person calls a record; a personal label that was forgotten is said to be so. */
export const nameOf = (type: RecordType | undefined, record: Pick<RecordItem, 'id' | 'value'>): string => {
  const label = type === undefined ? undefined : record.value[type.label];
  return label === undefined ? (type?.personal.includes(type.label) === true ? `forgotten (${record.id})` : record.id) : String(label);
};

function columnsOf(type: RecordType): Column<RecordItem>[] {
  const [, ...rest] = [type.label, ...type.columns.filter((name) => name !== type.label)];
  return [
    { id: 'label', title: propertiesOf(type.schema)[type.label]?.title ?? wordsOf(type.label), cell: (record) => <Link to="/programme/$type/$record" params={{ type: type.id, record: record.id }}>{nameOf(type, record)}</Link> },
    ...rest.map((name): Column<RecordItem> => ({ id: name, title: propertiesOf(type.schema)[name]?.title ?? wordsOf(name), wide: true, cell: (record) => formatValue(record.value[name]) })),
    { id: 'seal', title: 'Receipt', width: '84px', cell: (record) => <Seal seal={record.seal} about={nameOf(type, record)} /> },
  ];
}

/** The records of one type. */
export function Records(): ReactNode {
  const { type: id } = useParams({ from: '/member/programme/$type' });
  const types = useAnswer('recordTypes');
  const type = types.data?.items.find((one) => one.id === id);
  const { find = '' } = useSearch({ from: '/member/programme/$type' });
  const [search] = useDebouncedValue(find, 200);
  const navigate = useNavigate({ from: '/programme/$type' });
  const pages = usePages('records', { params: { type: id }, query: search === '' ? {} : { search } });
  const may = useMay('records.write') && useAsOf() === undefined;
  const columns = useMemo(() => (type === undefined ? [] : columnsOf(type)), [type]);
  const create = may ? <LinkButton to={`/programme/${id}/new`}>Add {type === undefined ? '' : `a ${type.title.toLowerCase()}`}</LinkButton> : undefined;
  return (
    <Page title={type?.plural ?? wordsOf(id)} kicker={<Link to="/programme">Programme</Link>} lead={type?.purpose ?? <span>&nbsp;</span>} actions={create}>
      <div className="filters"><TextInput type="search" aria-label={`Filter ${type?.plural.toLowerCase() ?? 'the list'}`} placeholder="Filter" value={find} onChange={(event) => { const said = event.currentTarget.value; void navigate({ search: searchWith({ find: said === '' ? undefined : said }), replace: true }); }} /></div>
      {pages.query.error !== null ? <Trouble error={pages.query.error} retry={() => { void pages.query.refetch(); }} /> : pages.query.isPending || type === undefined ? <Waiting /> : pages.items.length === 0
        ? (search === '' ? <Empty title={`No ${type.plural.toLowerCase()} recorded`} action={create}><p>{type.purpose}</p></Empty> : <p className="section-note">None fits “{search}”.</p>)
        : <List label={type.plural} columns={columns} rows={pages.items} keyOf={(record) => record.id} total={pages.total} more={pages.more} />}
    </Page>
  );
}
