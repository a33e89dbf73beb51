import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { formatDay, formatMany } from '../calls/clock.ts';
import { Answered } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';

type One = Answer<'kept'>['items'][number];

/** What erasures keep until a day. It goes by itself; whoever may can have it looked at now. */
export function Kept({ may }: { readonly may: boolean }): ReactNode {
  const kept = useAnswer('kept', {}, { every: 30_000 });
  const run = useDeed('keptRun');
  return (
    <Answered query={kept} lines={3}>
      {({ items }) => (
        <div className="section-body">
          {items.length === 0 ? <p>No erasure keeps anything until a day.</p> : <ul className="rows">{items.map((one) => <KeptLine key={one.id} one={one} linked />)}</ul>}
          {may && items.some(({ next }) => next !== null) ? <Button mt={12} variant="default" size="xs" loading={run.busy} onClick={() => { void run.run({}); }}>Look now</Button> : null}
          {run.trouble === undefined ? null : <Trouble error={run.trouble} />}
        </div>
      )}
    </Answered>
  );
}

/** One system’s kept rows: how many, until when, what went, and what still stands in the way. */
export function KeptLine({ one, linked = false }: { readonly one: One; readonly linked?: boolean }): ReactNode {
  const words = [one.gone === 0 ? null : `${one.gone} went`, one.held === null || one.held === 0 ? null : `${one.held} under a legal hold`, one.kept === null || one.kept === 0 ? null : `${one.kept} kept on another ground`, one.others === null || one.others === 0 ? null : `${one.others} somebody else’s by now`].filter((word) => word !== null);
  return (
    <li className="check-line">
      <span>{formatMany(one.rows, 'row')} in {one.system}{one.next === null ? ', all come to their end' : `, next end ${formatDay(one.next)}`}</span><Seal seal={one.seal} about="what is kept" />
      <p className="quiet small">{linked ? <><Link to="/privacy/requests/$request" params={{ request: one.request }}>the erasure</Link>{words.length === 0 ? '' : ' · '}</> : null}{words.join(' · ')}{one.why.map((why) => <span key={why}> · {why}</span>)}</p>
      {one.problem === null ? null : <p data-state="no-data">{one.problem}</p>}
    </li>
  );
}
