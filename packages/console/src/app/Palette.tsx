import { useState } from 'react';
import { Spotlight } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useAnswer } from '../calls/answer.ts';
import { stateMarks } from '../marks/states.ts';
import { jobs } from './paths.ts';
import '@mantine/spotlight/styles.css';

type Command = { readonly id: string; readonly label: string; readonly note: string; readonly go: string };

/** Everything that has a page, by name or id: jobs, criteria, controls, checks, sources. */
export function Palette() {
  const navigate = useNavigate();
  const [find, setFind] = useState('');
  const standing = useAnswer('standing');
  const controls = useAnswer('controls');
  const checks = useAnswer('checks');
  const sources = useAnswer('sources');
  const pages = jobs.flatMap((job) => [{ id: job.to, label: job.title, note: 'Page', go: job.to }, ...job.parts.map((part) => ({ id: part.to, label: part.title, note: 'Page', go: part.to }))]);
  const deeds: readonly Command[] = [
    { id: 'connect', label: 'Connect a source', note: 'Do', go: '/sources/connect' }, { id: 'file', label: 'File evidence', note: 'Do', go: '/evidence/file' },
    { id: 'package', label: 'Compose a readiness package', note: 'Do', go: '/packages' }, { id: 'control', label: 'Add a control', note: 'Do', go: '/controls/new' },
  ];
  const all: readonly Command[] = [
    ...pages, ...deeds,
    ...(controls.data?.items ?? []).map((one) => ({ id: one.id, label: `${one.id} ${one.title}`, note: stateMarks[one.status].word, go: `/controls/${one.id}` })),
    ...(standing.data?.criteria ?? []).map((one) => ({ id: one.id, label: `${one.id} ${one.title}`, note: 'Criterion', go: `/criteria/${one.id}` })),
    ...(checks.data?.items ?? []).map((one) => ({ id: one.id, label: one.title, note: `Check · ${stateMarks[one.status].word}`, go: `/checks/${one.id}` })),
    ...(sources.data?.items ?? []).map((one) => ({ id: one.id, label: one.name, note: 'Source', go: `/sources/${one.id}` })),
  ];
  const words = find.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = all.filter((one) => words.every((word) => `${one.label} ${one.id} ${one.note}`.toLowerCase().includes(word))).slice(0, 12);
  return (
    <Spotlight.Root query={find} onQueryChange={setFind} shortcut={['mod + K']} maxHeight={480} scrollable transitionProps={{ duration: 0 }}>
      <Spotlight.Search placeholder="A page, control, criterion, check or source" aria-label="Find" />
      <Spotlight.ActionsList>
        {found.map((one) => (
          <Spotlight.Action key={`${one.note}${one.id}`} onClick={() => { void navigate({ to: one.go }); }}>
            <span className="palette-row"><span>{one.label}</span><span className="quiet small">{one.note}</span></span>
          </Spotlight.Action>
        ))}
        {found.length === 0 ? <Spotlight.Empty>Nothing is called that. Ids work too: CC6.1, IAM-03.</Spotlight.Empty> : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
