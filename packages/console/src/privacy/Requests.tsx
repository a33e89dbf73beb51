import type { ReactNode } from 'react';
import { NativeSelect } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAnswer, usePages } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { formatDay, formatMany } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { Day } from '../parts/Instant.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Empty, Page } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { channelWord, formatLeft, formatRights, statusWord, type Summary } from './words.ts';

const who = ({ stated, forgotten }: Summary): string => (forgotten ? 'Forgotten' : stated === null ? 'Somebody' : stated.name ?? stated.mail ?? stated.reference);

/** How urgent it is, by a word and not by colour alone. */
export function Left({ clock }: { readonly clock: Summary['clock'] }) {
  const state = clock.clock === 'stopped' ? 'excluded' : clock.late ? 'fail' : clock.daysLeft <= 7 ? 'stale' : undefined;
  return <span data-state={state}><strong>{formatLeft(clock)}</strong><span className="cell-sub">{clock.clock === 'stopped' ? <>on {formatDay(clock.stopped ?? clock.due)}</> : <>aim at <Day at={clock.raw} /></>}</span></span>;
}

const columns: readonly Column<Summary>[] = [
  { id: 'who', title: 'Request', cell: (one) => <><Link to="/privacy/requests/$request" params={{ request: one.id }}>{formatRights(one.rights)}, {who(one)}</Link><span className="cell-sub">{one.next.sentence}</span></> },
  { id: 'status', title: 'Stands', width: '170px', cell: (one) => <>{statusWord[one.status]}{one.working ? <span className="cell-sub">A job is under way</span> : null}</> },
  { id: 'clock', title: 'Clock', width: '150px', cell: (one) => <Left clock={one.clock} /> },
  { id: 'received', title: 'Received', wide: true, width: '130px', cell: (one) => <><Day at={one.clock.day} /><span className="cell-sub">{channelWord[one.channel]}</span></> },
  { id: 'seal', title: 'Receipt', wide: true, width: '80px', cell: (one) => <Seal seal={one.seal} about="its coming in" /> },
];
const filters = [['open', 'Open'], ['all', 'All']] as const;

/** What people asked of their data, the most urgent first. */
export function Requests(): ReactNode {
  const { state } = useSearch({ from: '/member/privacy' });
  const navigate = useNavigate();
  const { items, total, query, more } = usePages('requests', { query: state === 'all' ? {} : { open: 'yes' } });
  const map = useAnswer('dataMap');
  const tasks = useAnswer('manualTasks', { query: { state: 'open' } });
  const may = useMay('privacy.write') && useAsOf() === undefined;
  const take = may ? <LinkButton to="/privacy/requests/new">Take in a request</LinkButton> : undefined;
  const late = tasks.data?.items.filter((task) => task.late).length ?? 0;
  return (
    <Page title="Requests" kicker={<span>Privacy</span>} lead="What people ask of their data, carried out in the systems where it lies, read again afterwards, and proven by what outlives the data." actions={take}>
      {map.data?.current === null ? <div className="notice" data-kind="no-data"><strong>There is no data map yet.</strong> Without it nobody knows where a person’s data lies, so no request can be carried out. <Link to="/privacy/map">Write it</Link>, or let a <Link to="/privacy/stores">connected store</Link> be looked through.</div> : null}
      {tasks.data === undefined || tasks.data.items.length === 0 ? null : <div className="notice" data-kind={late > 0 ? 'fail' : 'stale'}><strong>{formatMany(tasks.data.items.length, 'task')} by hand{late > 0 ? `, ${late} late` : ''}.</strong> <Link to="/privacy/tasks">Systems without a connector wait for somebody.</Link></div>}
      <div className="filters"><NativeSelect label="Show" value={state === 'all' ? 'all' : 'open'} data={filters.map(([value, label]) => ({ value, label }))} onChange={(event) => { void navigate({ to: '/privacy', search: event.currentTarget.value === 'all' ? { state: 'all' } : {} }); }} /></div>
      <Answered query={query}>
        {() => (items.length === 0
          ? <Empty title={state === 'all' ? 'Nobody has asked anything yet' : 'Nothing is open'} action={take}><p>Requests come in by the privacy centre, by your app, or are taken in here when they came by mail, letter or telephone. Any way counts, and the clock runs from the day on which it reached you.</p></Empty>
          : <List label="Requests" columns={columns} rows={items} keyOf={(one) => one.id} total={total} more={more} />)}
      </Answered>
    </Page>
  );
}
