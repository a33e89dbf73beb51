import type { ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { stateOrder } from '../marks/states.ts';
import { VerdictCounts } from '../parts/CheckLines.tsx';
import { Age } from '../parts/Instant.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Empty, Page } from '../parts/Page.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';
import { searchWith } from '../calls/as-of.ts';

type Check = Answer<'checks'>['items'][number];
const columns: readonly Column<Check>[] = [
  { id: 'title', title: 'Check', sort: (check) => check.title, cell: (check) => <><Link to="/checks/$check" params={{ check: check.id }}>{check.title}</Link><span className="cell-sub">{check.reason}</span></> },
  { id: 'state', title: 'State', width: '130px', sort: (check) => stateOrder.indexOf(check.status), cell: (check) => <StateMark state={check.status} /> },
  { id: 'subjects', title: 'Subjects', wide: true, width: '300px', sort: (check) => check.counts.fail, cell: (check) => <VerdictCounts counts={check.counts} /> },
  { id: 'looks', title: 'Looks at', wide: true, width: '120px', sort: (check) => check.entityPlural, cell: (check) => check.entityPlural },
  { id: 'read', title: 'Read', wide: true, width: '120px', cell: (check) => (check.lastRead === null ? <span className="quiet">never</span> : <Age at={check.lastRead} />) },
];

/** The checks and their verdicts, worst first. */
export function Checks(): ReactNode {
  const checks = useAnswer('checks');
  const { find = '' } = useSearch({ from: '/member/checks' });
  const navigate = useNavigate({ from: '/checks' });
  return (
    <Page title="Checks" lead="Rules that judge what was read. A check proves a setting, never that people acted; a source that couldn’t be read gives unknown.">
      <Answered query={checks} lines={14}>
        {({ items }) => {
          const shown = items.filter((check) => `${check.id} ${check.title} ${check.entityPlural} ${check.controls.join(' ')}`.toLowerCase().includes(find.toLowerCase())).toSorted((a, b) => stateOrder.indexOf(a.status) - stateOrder.indexOf(b.status));
          return (
            <>
              {items.every((check) => check.status === 'not-started') ? <Empty title="Nothing has been judged yet" action={<LinkButton to="/sources/connect">Connect a source</LinkButton>}><p>{items.length} checks are ready. Each begins as soon as a source tells of what it looks at.</p></Empty> : null}
              <div className="filters"><TextInput type="search" aria-label="Filter the checks" placeholder="Filter by name, control, kind" value={find} onChange={(event) => { const said = event.currentTarget.value; void navigate({ search: searchWith({ find: said === '' ? undefined : said }), replace: true }); }} /></div>
              <List label="Checks" columns={columns} rows={shown} keyOf={(check) => check.id} />
            </>
          );
        }}
      </Answered>
    </Page>
  );
}
