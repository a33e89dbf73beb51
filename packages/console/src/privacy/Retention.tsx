import { useState, type ReactNode } from 'react';
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { dayAt, formatCount, formatDay, formatMany, useNow } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { Age, Moment } from '../parts/Instant.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Empty, Page, Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Kept } from './Kept.tsx';
import { formatPeriod, groundWord } from './words.ts';

type Line = Answer<'retention'>['items'][number];
type Restriction = Answer<'restrictions'>['items'][number];

const columns: readonly Column<Line>[] = [
  { id: 'place', title: 'Place', sort: (line) => line.title, cell: (line) => <><strong>{line.title}</strong><span className="cell-sub">{line.reason}</span></> },
  { id: 'rule', title: 'Rule', width: '240px', cell: (line) => <>{line.does === 'delete' ? 'deleted' : 'emptied'} {formatPeriod(line.period)} after <span className="mono">{line.after}</span>{line.automatic ? <span className="cell-sub">by itself, daily</span> : null}</> },
  { id: 'overdue', title: 'Overdue', width: '170px', sort: (line) => line.overdue ?? -1, cell: (line) => (line.overdue === null ? <StateMark state="no-data" word={line.problem === null ? 'not looked at' : 'could not be read'} /> : line.overdue === 0 ? <StateMark state="pass" word="nothing" /> : <StateMark state="fail" word={formatMany(line.overdue, 'row')} />) },
  { id: 'held', title: 'Held', wide: true, number: true, width: '80px', cell: (line) => (line.held === null ? '' : formatCount(line.held)) },
  { id: 'at', title: 'Looked at', wide: true, width: '120px', cell: (line) => (line.at === null ? <span className="quiet">never</span> : <Age at={line.at} />) },
];

/** How long data is kept, what is overdue, who was erased and is watched for, and whose data is restricted. */
export function Retention(): ReactNode {
  const retention = useAnswer('retention', {}, { every: 15_000 });
  const run = useDeed('retentionRun');
  const may = useMay('privacy.run') && useAsOf() === undefined;
  const [asking, setAsking] = useState(false);
  return (
    <Page title="Retention" kicker={<span>Privacy</span>} lead="Each place’s own schedule, from the data map. What is overdue is counted daily. It goes when somebody starts it here, or by itself where the data map says so, by the same judging and steps as an erasure; legal holds go before it."
      actions={may ? <><Button loading={run.busy} onClick={() => { void run.run({ body: { dry: true } }); }}>Count what is overdue</Button><Button variant="default" onClick={() => { setAsking(true); }}>Carry it out now</Button></> : undefined}>
      {run.trouble === undefined ? null : <Trouble error={run.trouble} />}
      <Answered query={retention}>
        {({ items, runs }) => (
          <>
            {items.length === 0 ? <Empty title="No place has a schedule"><p>Write <span className="mono">retention</span> at a place of the <Link to="/privacy/map">data map</Link>: after which field it counts, how long, and why.</p></Empty> : <List label="Schedules" columns={columns} rows={items} keyOf={(line) => `${line.system}/${line.place}`} />}
            {runs.length === 0 ? null : (
              <Section title="Runs"><ul className="rows">{runs.map((one) => (
                <li key={one.id} className="check-line"><span>{one.dry ? 'Counted' : 'Carried out'}{one.scheduled ? ', daily' : ''}{one.state === 'working' ? ', under way' : one.state === 'failed' ? ', broke off' : ''}</span>{one.seal === null ? <span /> : <Seal seal={one.seal} about="the run" />}<p className="quiet small"><Moment at={one.at} /> · {one.lines.map((line) => `${line.place}: ${line.problem === null ? `${line.done ?? 0} of ${line.planned ?? 'unknown'}` : line.problem.sentence}`).join(' · ')}{one.problems.map((problem) => ` · ${problem}`)}</p></li>
              ))}</ul></Section>
            )}
          </>
        )}
      </Answered>
      <Section title="Kept after erasures" note="Rows that a law or a claim keeps although erasure was asked. Each goes on the day after its ground has ended, unless a legal hold or the data map of that day keeps it."><Kept may={may} /></Section>
      <div className="two"><Section title="Erased people" note="Watched for by keyed hashes of what they were known by, so that whoever comes back with an import or a restored backup is found: daily, and whenever you say so after a restore. What came back as it was is erased again; of a new row a person decides."><Watched may={may} /></Section><Section title="Restrictions" note="Only stored, while a request is weighed (Art. 18). Your app asks before it uses the data."><Restrictions /></Section></div>
      <Modal opened={asking} onClose={() => { setAsking(false); }} title="Carry out the schedules now" closeButtonProps={{ 'aria-label': 'Close' }}>
        <p>Overdue rows are deleted or emptied as the data map says. It cannot be undone; what a legal hold covers stays.</p>
        <div className="form-foot"><Button loading={run.busy} onClick={() => { void (async () => { await run.run({ body: { dry: false } }); setAsking(false); })(); }}>Carry it out</Button></div>
      </Modal>
    </Page>
  );
}

function Watched({ may }: { readonly may: boolean }) {
  const suppression = useAnswer('suppression', {}, { every: 15_000 });
  const scan = useDeed('suppressionScan');
  return (
    <Answered query={suppression} lines={3}>
      {(data) => (
        <div className="section-body">
          <p>{formatMany(data.people, 'erased person', 'erased people')} watched for. {data.scanned === null ? 'Nobody has looked yet.' : <>Last looked <Age at={data.scanned} />{data.scheduled === true ? ', by itself' : ''}{data.found === null ? '' : data.found === 0 ? ': nobody came back' : `: ${data.found} found`}.</>} {data.seal === null ? null : <Seal seal={data.seal} about="the look" />}</p>
          {(data.again ?? 0) === 0 ? null : <p data-state="fail"><StateMark state="fail" word={formatMany(data.again ?? 0, 'person', 'people')} /> came back as they were, and {data.again === 1 ? 'is' : 'are'} erased again.</p>}
          {(data.asked ?? 0) === 0 ? null : <p data-state="stale"><StateMark state="stale" word={formatMany(data.asked ?? 0, 'person', 'people')} /> in new rows: a person decides on the <Link to="/privacy">request</Link> whether they came again by their own will.</p>}
          {data.problems.map((problem) => <p key={problem} data-state="no-data">{problem}</p>)}
          {may ? <Button mt={12} variant="default" size="xs" loading={scan.busy} disabled={data.running} onClick={() => { void scan.run({}); }}>{data.running ? 'Looking' : 'Look now'}</Button> : null}
          {scan.trouble === undefined ? null : <Trouble error={scan.trouble} />}
        </div>
      )}
    </Answered>
  );
}

function Restrictions() {
  const restrictions = useAnswer('restrictions');
  return <Answered query={restrictions} lines={3}>{({ items }) => (items.length === 0 ? <p className="section-note">None.</p> : <ul className="rows">{items.map((one) => <RestrictionLine key={one.id} one={one} />)}</ul>)}</Answered>;
}

function RestrictionLine({ one }: { readonly one: Restriction }) {
  const may = useMay('privacy.approve') && useAsOf() === undefined;
  const tell = useDeed('restrictionNotice');
  const lift = useDeed('restrictionLift');
  const today = dayAt(useNow());
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [liftOn, setLiftOn] = useState(today);
  const trouble = tell.trouble ?? lift.trouble;
  return (
    <li className="check-line">
      <span>{one.subjects?.join(', ') ?? 'Somebody'}</span><Seal seal={one.seal} about="the restriction" />
      <p className="quiet small">{(groundWord as Readonly<Record<string, string>>)[one.ground] ?? one.ground} · since {formatDay(one.since)}{one.lifted !== null ? ` · lifted ${formatDay(one.lifted)}` : one.notice !== null ? ` · told that it ends on ${formatDay(one.notice.liftOn)}` : ''}</p>
      {!may || one.lifted !== null ? null : one.notice === null ? <p><Button variant="default" size="xs" onClick={() => { setAsking(true); }}>Tell the person that it will end</Button></p> : <p><Button variant="default" size="xs" loading={lift.busy} onClick={() => { void lift.run({ params: { restriction: one.id } }); }}>Lift it</Button></p>}
      {trouble === undefined ? null : <Trouble error={trouble} />}
      <Modal opened={asking} onClose={() => { setAsking(false); }} title="Before it is lifted" closeButtonProps={{ 'aria-label': 'Close' }}>
        <form className="form" onSubmit={(event) => { event.preventDefault(); void (async () => { if (await tell.run({ params: { restriction: one.id }, body: { reason, liftOn } }) !== undefined) setAsking(false); })(); }}>
          <p>The person is told before a restriction is lifted (Art. 18(3)).</p>
          <Textarea label="Why it ends" required autosize minRows={2} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
          <TextInput type="date" label="It ends on" required min={today} value={liftOn} onChange={(event) => { setLiftOn(event.currentTarget.value); }} />
          <div className="form-foot"><Button type="submit" loading={tell.busy}>Tell them</Button></div>
        </form>
      </Modal>
    </li>
  );
}
