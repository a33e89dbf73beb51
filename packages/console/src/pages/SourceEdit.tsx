import { useEffect, useState, type ReactNode } from 'react';
import { Button, Modal } from '@mantine/core';
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { Conflict, type Differing } from '../parts/Conflict.tsx';
import { emptyOf, formatValue, wordsOf, type Fields } from '../parts/json-schema.ts';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Prose } from '../parts/Prose.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { SourceForm, type SourceDraft } from './SourceForm.tsx';
import { rhythmOf } from './Sources.tsx';

type SourceValue = Answer<'source'>;
type Connector = Answer<'connectors'>['items'][number];

/** The settings as they work: what is left out stands at its default. */
const wholeOf = (connector: Connector, settings: Fields): Fields => ({ ...emptyOf(connector.settings), ...settings });

/** Changes a connected source: its settings, its rhythm, and new secrets where they are given. */
export function SourceEdit(): ReactNode {
  const { source: id } = useParams({ from: '/member/sources/$source/edit' });
  const answer = useAnswer('source', { params: { source: id } });
  const connectors = useAnswer('connectors');
  const may = useMay('sources.write');
  const past = useAsOf() !== undefined;
  const source = answer.data;
  const connector = connectors.data?.items.find((one) => one.id === source?.connector);
  const barred = !may ? 'Your role may look at sources, not change them. Ask an owner or a compliance lead.' : past ? 'A day of the past can’t be changed. Go back to today in the notice above.' : undefined;
  return (
    <Page title={source === undefined ? 'Change a source' : `Change ${source.name}`} kicker={<><Link to="/sources">Sources</Link>{source === undefined ? null : <Link to="/sources/$source" params={{ source: id }}>{source.name}</Link>}</>} lead="It is read again at once. What was read before stays in the ledger as it is.">
      <Answered query={answer}>
        {(data) => (
          <Answered query={connectors}>
            {() => (barred !== undefined ? <p>{barred}</p> : connector === undefined ? <p>This version of Avouch has no connector called “{data.connector}”, so it can’t be changed here.</p> : (
              <div className="connect">
                <Section title="Settings"><Editor newest={data} connector={connector} /></Section>
                <div><Section title="How to give it no more than it needs"><div className="section-body"><Prose text={connector.guide} /></div></Section>
                <Section title="Disconnect it"><Disconnect source={data} /></Section></div>
              </div>
            ))}
          </Answered>
        )}
      </Answered>
    </Page>
  );
}

function Editor({ newest, connector }: { readonly newest: SourceValue; readonly connector: Connector }) {
  const deed = useDeed('sourceChange');
  const navigate = useNavigate();
  const [from, setFrom] = useState(newest);
  const [mine, setMine] = useState<SourceDraft>();
  // A link that says what is missing leads straight to the place for it.
  const asked = useLocation().hash;
  useEffect(() => { if (asked === 'secret') document.getElementById(asked)?.focus(); }, [asked]);
  const write = async (draft: SourceDraft, expected: number): Promise<void> => {
    setMine(draft);
    const made = await deed.run({ params: { source: from.id }, body: { expected, ...draft } });
    if (made !== undefined) await navigate({ to: '/sources/$source', params: { source: made.id }, ignoreBlocker: true });
  };
  const conflict = deed.trouble instanceof Refusal && deed.trouble.code === 'conflict' && newest.version !== from.version;
  return (
    <>
      {conflict && mine !== undefined ? <Conflict newest={newest.version} from={from.version} differing={differing(connector, newest, mine)} busy={deed.busy} write={() => { void write(mine, newest.version); }} begin={() => { deed.clear(); setMine(undefined); setFrom(newest); }} /> : null}
      <SourceForm key={from.version} connector={connector} connected initial={{ ...from, settings: wholeOf(connector, from.settings) }} busy={deed.busy} trouble={conflict ? undefined : deed.trouble} submit="Record and read" note={from.paused ? 'It is paused: it is read when you resume it.' : ''} save={(draft) => { void write(draft, from.version); }}
        aside={<LinkButton variant="subtle" to="/sources/$source" params={{ source: from.id }}>Leave it as it is</LinkButton>} />
    </>
  );
}

function Disconnect({ source }: { readonly source: SourceValue }) {
  const deed = useDeed('sourceDisconnect');
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const send = async (): Promise<void> => {
    if (await deed.run({ params: { source: source.id }, query: { expected: source.version } }) !== undefined) await navigate({ to: '/sources', ignoreBlocker: true });
  };
  return (
    <div className="section-body">
      <p>If it is only down for a while, pause it instead. Disconnected, it is read no more and its secrets are deleted at once.</p>
      <div className="form-foot"><Button variant="default" onClick={() => { setAsking(true); }}>Disconnect</Button></div>
      <Modal opened={asking} onClose={() => { setAsking(false); }} title={`Disconnect ${source.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
        <p>From today its verdicts no longer count. What was read stays in the ledger, and earlier days are shown as they were. It can’t be connected again as the same source.</p>
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button loading={deed.busy} onClick={() => { void send(); }}>Disconnect it for good</Button></div>
      </Modal>
    </div>
  );
}

function differing(connector: Connector, newest: SourceValue, mine: SourceDraft): Differing[] {
  const [theirs, own] = [wholeOf(connector, newest.settings), wholeOf(connector, mine.settings)];
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(own)])];
  const all: readonly (readonly [name: string, theirs: string, mine: string])[] = [
    ['Name', newest.name, mine.name], ...names.map((name) => [wordsOf(name), formatValue(theirs[name]), formatValue(own[name])] as const), ['Read it', rhythmOf(newest.everyMinutes), rhythmOf(mine.everyMinutes)],
    ...Object.keys(mine.secrets).map((name) => [wordsOf(name), 'not shown', 'a new one'] as const),
  ];
  return all.filter(([, one, other]) => one !== other);
}
