import { useState, type ReactNode } from 'react';
import { Button, Modal, NativeSelect, Textarea } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { Age } from '../parts/Instant.tsx';
import { formatValue, wordsOf } from '../parts/json-schema.ts';
import { LinkButton } from '../parts/LinkButton.tsx';
import { LiveRead } from '../parts/LiveRead.tsx';
import { Mend } from '../parts/Mend.tsx';
import { Answered, Fields, Page, Section } from '../parts/Page.tsx';
import { countOf, ProblemWords, readStateOf, SourceState } from '../parts/ReadState.tsx';
import { Draft, Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { rhythmOf } from './Sources.tsx';

type SourceValue = Answer<'source'>;

/** One source: its reads and their problems, what it holds, its rhythm; read it now, pause it, resume it. */
export function Source(): ReactNode {
  const { source: id } = useParams({ from: '/member/sources/$source' });
  const answer = useAnswer('source', { params: { source: id } });
  const past = useAsOf() !== undefined;
  const mayWrite = useMay('sources.write');
  const source = answer.data;
  return (
    <Page title={source?.name ?? id} kicker={<><Link to="/sources">Sources</Link>{source === undefined ? null : <span>{source.connectorTitle}</span>}</>} actions={source === undefined || past ? undefined : <Deeds source={source} />}>
      <Answered query={answer}>
        {(data) => (
          <>
            <div className="standing-now"><SourceState source={data} /><p>Read {rhythmOf(data.everyMinutes)}. <Seal seal={data.seal} about="the connection" /></p></div>
            <LiveRead key={data.id} source={data} />
            {data.paused ? <div className="notice" data-kind="no-data"><strong>Paused.</strong> {data.pausedReason} While it is paused, every verdict that rests on it is unknown.</div> : null}
            <Section title="What it reads"><Reads source={data} /></Section>
            <Section title="Settings" note="Secrets are kept encrypted and are never shown." aside={past || !mayWrite ? undefined : <Link to="/sources/$source/edit" params={{ source: data.id }}>Change settings or secrets</Link>}><Fields items={Object.entries(data.settings).map(([name, value]) => [wordsOf(name), <span key={name} className="mono">{formatValue(value)}</span>] as const)} />{past ? null : <Rhythm source={data} />}</Section>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Reads({ source }: { readonly source: SourceValue }) {
  return (
    <ul className="reading">
      {source.reads.map((read) => {
        const { state, word } = readStateOf(source, read);
        return (
          <li key={read.entityType}>
            {read.count === null ? <strong>{read.title}</strong> : <Link to="/sources/$source/$type" params={{ source: source.id, type: read.entityType }}>{read.title}</Link>}
            <StateMark state={state} word={word} />
            <span>{read.problem === null ? <span className="quiet">{countOf(read)} {read.at === null ? '' : <>· <Age at={read.at} /></>}</span> : <><ProblemWords problem={read.problem} /> <Mend source={source} problem={read.problem} /><span className="cell-sub">{read.lastComplete === null ? 'Never read whole.' : <>Last read whole <Age at={read.lastComplete} />. Since then nothing is known.</>}</span></>}</span>
            {read.seal === null ? <Draft>No reading</Draft> : <Seal seal={read.seal} about={`the reading of ${read.title}`} />}
          </li>
        );
      })}
    </ul>
  );
}

function Rhythm({ source }: { readonly source: SourceValue }) {
  const deed = useDeed('sourceChange');
  const may = useMay('sources.write');
  if (!may) return null;
  const choices = [...new Set([15, 30, 60, 360, 1440, ...(source.everyMinutes === null ? [] : [source.everyMinutes])])].toSorted((a, b) => a - b);
  return (
    <div className="form section-body">
      <NativeSelect label="Read it" disabled={deed.busy} value={source.everyMinutes === null ? '' : String(source.everyMinutes)} data={[{ value: '', label: 'when asked' }, ...choices.map((minutes) => ({ value: String(minutes), label: rhythmOf(minutes) }))]}
        onChange={(event) => { const said = event.currentTarget.value; void deed.run({ params: { source: source.id }, body: { expected: source.version, name: source.name, settings: source.settings, secrets: {}, everyMinutes: said === '' ? null : Number(said) } }); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
    </div>
  );
}

function Deeds({ source }: { readonly source: SourceValue }) {
  const collect = useDeed('collect');
  const pause = useDeed('sourcePause');
  const resume = useDeed('sourceResume');
  const mayRead = useMay('sources.collect');
  const mayWrite = useMay('sources.write');
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const params = { source: source.id };
  const send = async (): Promise<void> => { if (await pause.run({ params, body: { reason } }) !== undefined) setAsking(false); };
  const trouble = collect.trouble ?? resume.trouble;
  return (
    <>
      {mayRead && !source.paused ? <Button loading={collect.busy} disabled={source.running} onClick={() => { void collect.run({ params }); }}>{source.running ? 'Reading' : 'Read now'}</Button> : null}
      {mayWrite ? (source.paused ? <Button loading={resume.busy} onClick={() => { void resume.run({ params }); }}>Resume and read</Button> : <Button variant="default" onClick={() => { setAsking(true); }}>Pause</Button>) : null}
      {mayWrite ? <LinkButton variant="default" to="/sources/$source/edit" params={params}>Edit</LinkButton> : null}
      {trouble === undefined ? null : <Trouble error={trouble} />}
      <Modal opened={asking} onClose={() => { setAsking(false); }} title={`Pause ${source.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
        <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
          <p>While it is paused nothing is read, and every verdict that rests on it becomes unknown. The reason is shown there.</p>
          <Textarea label="Reason" required autosize minRows={2} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
          {pause.trouble === undefined ? null : <Trouble error={pause.trouble} />}
          <div className="form-foot"><Button type="submit" loading={pause.busy}>Pause it</Button></div>
        </form>
      </Modal>
    </>
  );
}
