import { useState, type ReactNode } from 'react';
import { Button, NumberInput, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { formatDay } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { Answered, Empty, Page } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { rightWord } from './words.ts';

type Task = Answer<'manualTasks'>['items'][number];

/** What people do by hand in systems that no connector reaches, and attest. */
export function Tasks(): ReactNode {
  const tasks = useAnswer('manualTasks');
  return (
    <Page title="Tasks by hand" kicker={<Link to="/privacy">Requests</Link>} lead="Systems without a connector. Whoever does it says what was found; a request is not carried out before.">
      <Answered query={tasks}>
        {({ items }) => (items.length === 0 ? <Empty title="No task"><p>A system that the data map calls <span className="mono">manual</span> gets a task for each request that concerns it.</p></Empty> : <ul className="rows">{items.map((task) => <TaskLine key={task.id} task={task} />)}</ul>)}
      </Answered>
    </Page>
  );
}

function TaskLine({ task }: { readonly task: Task }) {
  const deed = useDeed('manualTaskDone');
  const may = useMay('privacy.write');
  const [note, setNote] = useState('');
  const [rows, setRows] = useState<number | null>(null);
  return (
    <li>
      <div className="check-line">
        <span><strong>{rightWord[task.right]} in {task.title}</strong>{task.owner === null ? '' : `, by ${task.owner}`}</span>{task.done === null ? <span data-state={task.late ? 'fail' : undefined}>{task.state === 'void' ? 'no longer needed' : `${task.late ? 'was due' : 'due'} ${formatDay(task.due)}`}</span> : <Seal seal={task.done.seal} about="the attestation" />}
        <p className="quiet small">{task.how === null ? '' : `${task.how} · `}{task.places.join(', ')} · <Link to="/privacy/requests/$request" params={{ request: task.request }}>the request</Link></p>
      </div>
      {task.identity === null || task.state !== 'open' ? null : <p className="small">Look by {task.identity.map((one) => `${one.key}: ${one.values.join(', ')}`).join('; ')}</p>}
      {task.done === null ? null : <p className="small">{task.done.note ?? 'What was said is forgotten.'}{task.done.rows === null ? '' : ` · ${task.done.rows} rows`}</p>}
      {task.state === 'open' && may ? (
        <form className="form" onSubmit={(event) => { event.preventDefault(); void deed.run({ params: { task: task.id }, body: { note, rows } }); }}>
          <Textarea label="What was done and found" required autosize minRows={2} value={note} onChange={(event) => { setNote(event.currentTarget.value); }} />
          <NumberInput label="How many records" description="Leave it empty if nobody counted" min={0} value={rows ?? ''} onChange={(said) => { setRows(typeof said === 'number' ? said : null); }} />
          {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
          <div className="form-foot"><Button type="submit" variant="default" loading={deed.busy}>Attest that it is done</Button></div>
        </form>
      ) : null}
    </li>
  );
}
