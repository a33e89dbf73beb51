import type { ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { searchWith, useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { stateMarks, stateOrder } from '../marks/states.ts';
import { Age } from '../parts/Instant.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Page, Term } from '../parts/Page.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';

type Control = Answer<'controls'>['items'][number];
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

const columns: readonly Column<Control>[] = [
  { id: 'id', title: 'Id', width: '76px', sort: (control) => control.id, cell: (control) => <Link className="mono" to="/controls/$control" params={{ control: control.id }}>{control.id}</Link> },
  { id: 'title', title: 'Control', sort: (control) => control.title, cell: (control) => <><Link to="/controls/$control" params={{ control: control.id }}>{control.title}</Link>{control.edited || !control.reference ? <span className="quiet small"> · {control.reference ? 'reworded' : 'your own'}</span> : null}<span className="cell-sub">{control.reason}</span></> },
  { id: 'state', title: 'State', width: '150px', sort: (control) => stateOrder.indexOf(control.status), cell: (control) => <><StateMark state={control.status} />{control.lastKnown === null ? null : <span className="cell-sub">was {stateMarks[control.lastKnown.status].word.toLowerCase()} <Age at={control.lastKnown.at} /></span>}</> },
  { id: 'coverage', title: 'Coverage', wide: true, number: true, width: '90px', sort: (control) => control.coverage ?? -1, cell: (control) => (control.coverage === null ? <span className="quiet">–</span> : percent.format(control.coverage)) },
  { id: 'checks', title: 'Checks', wide: true, number: true, width: '74px', sort: (control) => control.checks.length, cell: (control) => control.checks.length },
  { id: 'criteria', title: 'Criteria', wide: true, width: '170px', cell: (control) => <span className="ids">{control.criteria.map((id) => <Link key={id} className="soft mono" to="/criteria/$criterion" params={{ criterion: id }}>{id}</Link>)}</span> },
];

/** The controls in scope and how each stands, worst first. */
export function Controls(): ReactNode {
  const controls = useAnswer('controls');
  const may = useMay('controls.write') && useAsOf() === undefined;
  const { find = '', state } = useSearch({ from: '/member/controls' });
  const navigate = useNavigate({ from: '/controls' });
  const set = (next: { readonly find?: string | undefined; readonly state?: string | undefined }): void => { void navigate({ search: searchWith({ ...next }), replace: true }); };
  const words = find.toLowerCase();
  return (
    <Page title="Controls" lead={<>What your company does, control by control. <Term means="Days with a fresh result ÷ days in the last 90, or since the control started">Coverage</Term> stands beside every state, because a pass that was rarely looked at says little.</>}
      actions={may ? <LinkButton to="/controls/new" variant="default">Add a control</LinkButton> : undefined}>
      <Answered query={controls} lines={16}>
        {({ items }) => {
          const matching = items.filter((control) => `${control.id} ${control.title} ${control.criteria.join(' ')} ${control.ownerRole}`.toLowerCase().includes(words));
          const shown = matching.filter((control) => state === undefined || control.status === state).toSorted((a, b) => stateOrder.indexOf(a.status) - stateOrder.indexOf(b.status));
          return (
            <>
              <div className="filters">
                <TextInput type="search" aria-label="Filter the controls" placeholder="Filter by name, id, criterion, owner" value={find} onChange={(event) => { set({ find: event.currentTarget.value === '' ? undefined : event.currentTarget.value }); }} />
                <div className="chips" role="group" aria-label="State">
                  <button type="button" className="chip" aria-pressed={state === undefined} onClick={() => { set({ state: undefined }); }}>All <span className="count">{matching.length}</span></button>
                  {stateOrder.map((one) => <button key={one} type="button" className="chip" aria-pressed={state === one} onClick={() => { set({ state: state === one ? undefined : one }); }}><StateMark state={one} /> <span className="count">{matching.filter((control) => control.status === one).length}</span></button>)}
                </div>
              </div>
              {shown.length === 0 ? <p className="section-note">No control fits. <button type="button" className="plain" onClick={() => { set({ find: undefined, state: undefined }); }}>Show all of them</button></p> : <List label="Controls" columns={columns} rows={shown} keyOf={(control) => control.id} />}
            </>
          );
        }}
      </Answered>
    </Page>
  );
}
