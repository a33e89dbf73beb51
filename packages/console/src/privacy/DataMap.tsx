import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { formatMany } from '../calls/clock.ts';
import { useClient, useMay, usePlace } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';

type Fault = Answer<'dataMapCheck'>['faults'][number];
const begin = '# yaml-language-server: $schema=./avouch.datamap.schema.json\nversion: 1\n';

/** The data map: the file, its faults by line, what the live stores say otherwise, and its versions. */
export function DataMap(): ReactNode {
  const map = useAnswer('dataMap');
  const may = useMay('privacy.write') && useAsOf() === undefined;
  return (
    <Page title="Data map" kicker={<span>Privacy</span>} lead="Where personal data lies, what kind, why, on which ground, and whose. Everything that reads or changes a person’s data derives from this file; keep it in your repository too, where avouch datamap check guards it.">
      <Answered query={map} lines={14}>
        {({ current }) => (
          <>
            {current === null ? <div className="notice"><strong>There is none yet.</strong> <Link to="/privacy/stores">Connect a store</Link> and let it be looked through: it proposes the places, kinds and owners with the ground for each, and you review them. Or write it by hand.</div> : <p className="small quiet">Version {current.version}: {formatMany(current.systems, 'system')}, {formatMany(current.places, 'place')}, {formatMany(current.fields, 'field')}. {current.note} <Seal seal={current.seal} about="the data map" /></p>}
            <Drifts />
            <Editor key={current?.version ?? 0} text={current?.text ?? begin} version={current?.version ?? 0} may={may} />
            <Versions />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Drifts() {
  const drift = useAnswer('drift');
  return (drift.data?.items ?? []).filter((one) => one.state === 'differs' || one.state === 'problem').map((one) => (
    <div key={one.store} className="notice" data-kind={one.state === 'differs' ? 'fail' : 'no-data'}>
      <strong><Link to="/privacy/stores/$store" params={{ store: one.store }}>{one.system}</Link> {one.state === 'differs' ? `holds ${formatMany(one.faults.length, 'thing')} that the map does not say.` : 'could not be compared.'}</strong> {one.at === null ? '' : <Age at={one.at} />}
      <ul>{one.faults.slice(0, 8).map((fault) => <li key={fault.place + (fault.field ?? '') + fault.sentence}>{fault.sentence}</li>)}</ul>
      {one.faults.length > 8 ? <p className="small">and {one.faults.length - 8} more</p> : null}{one.problem === null ? null : <p>{one.problem.sentence} {one.problem.remedy}</p>}
    </div>
  ));
}

function Editor({ text: begun, version, may }: { readonly text: string; readonly version: number; readonly may: boolean }) {
  const client = useClient();
  const { org } = usePlace();
  const write = useDeed('dataMapWrite');
  const [text, setText] = useState(begun);
  const [note, setNote] = useState('');
  const [asked] = useDebouncedValue(text, 400);
  const check = useQuery({ queryKey: ['dataMapCheck', org.id, asked], enabled: may && asked !== begun, placeholderData: keepPreviousData, queryFn: ({ signal }) => client.dataMapCheck({ params: { org: org.id }, body: { text: asked }, signal }) });
  const [refused, setRefused] = useState<readonly Fault[]>();
  const faults = refused ?? (asked === begun ? [] : check.data?.faults ?? []);
  const save = async (): Promise<void> => {
    const answer = await write.run({ body: { text, note, expected: version } });
    if (answer !== undefined) setRefused(answer.written === null ? answer.faults : undefined);
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
      <Lined text={text} faults={faults} readOnly={!may} change={(next) => { setText(next); setRefused(undefined); }} />
      {faults.length === 0 ? null : <ol className="rows map-faults">{faults.map((fault) => <li key={`${fault.line ?? 0}:${fault.column ?? 0}:${fault.sentence}`} data-state="fail"><button type="button" className="plain" onClick={() => { goTo(fault.line); }}>{fault.line === null ? 'The file' : `Line ${fault.line}`}</button> {fault.sentence}</li>)}</ol>}
      {write.trouble === undefined ? null : <Trouble error={write.trouble} />}
      {may ? <div className="filters"><TextInput label="What changed" required value={note} onChange={(event) => { setNote(event.currentTarget.value); }} /><Button type="submit" loading={write.busy} disabled={text === begun || faults.length > 0}>Write this version</Button></div> : null}
      <Unsaved when={text !== begun && !write.busy} />
    </form>
  );
}

/** Puts the cursor at a line of the file. */
function goTo(line: number | null): void {
  const area = document.querySelector<HTMLTextAreaElement>('.map-text');
  if (area === null || line === null) return;
  const at = area.value.split('\n').slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(at, at);
  area.scrollTop = Math.max(0, (line - 4) * 20);
}

/** The file with its line numbers; a line with a fault is marked. A plain field, so that every tool for reading and typing works in it. */
function Lined({ text, faults, readOnly, change }: { readonly text: string; readonly faults: readonly Fault[]; readonly readOnly: boolean; readonly change: (text: string) => void }) {
  const numbers = useRef<HTMLPreElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const wrong = new Set(faults.map((fault) => fault.line));
  useEffect(() => { if (numbers.current !== null && area.current !== null) numbers.current.scrollTop = area.current.scrollTop; });
  return (
    <div className="map-file">
      <pre ref={numbers} aria-hidden="true">{text.split('\n').map((_, at) => <span key={at} data-wrong={wrong.has(at + 1) || undefined}>{at + 1}{'\n'}</span>)}</pre>
      <textarea ref={area} className="map-text" aria-label="The data map" spellCheck={false} wrap="off" readOnly={readOnly} value={text} onScroll={(event) => { if (numbers.current !== null) numbers.current.scrollTop = event.currentTarget.scrollTop; }} onChange={(event) => { change(event.currentTarget.value); }} />
    </div>
  );
}

function Versions() {
  const versions = useAnswer('dataMapVersions');
  return (
    <Section title="Versions">
      <Answered query={versions} lines={3}>
        {({ items }) => (items.length === 0 ? <p className="section-note">None yet.</p> : <ul className="rows">{items.map((one) => <li key={one.version} className="check-line"><span>Version {one.version}: {one.note}</span><Seal seal={one.seal} about={`version ${one.version}`} /><p className="quiet small">{formatMany(one.systems, 'system')}, {formatMany(one.places, 'place')}, {formatMany(one.fields, 'field')} · <Age at={one.seal.recorded} /></p></li>)}</ul>)}
      </Answered>
    </Section>
  );
}
