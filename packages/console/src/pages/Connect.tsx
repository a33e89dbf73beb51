import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { emptyOf } from '../parts/json-schema.ts';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Prose } from '../parts/Prose.tsx';
import { SourceForm, type SourceDraft } from './SourceForm.tsx';

type Connector = Answer<'connectors'>['items'][number];

/** Connects one source: what it reads, which rights and why, how to give them, and the settings. */
export function Connect(): ReactNode {
  const { connector: id } = useParams({ from: '/member/sources/connect/$connector' });
  const connectors = useAnswer('connectors');
  const connector = connectors.data?.items.find((one) => one.id === id);
  return (
    <Page title={connector === undefined ? 'Connect a source' : `Connect ${connector.title}`} kicker={<><Link to="/sources">Sources</Link><Link to="/sources/connect">What can be connected</Link></>} lead={connector?.summary ?? <span>&nbsp;</span>}>
      <Answered query={connectors}>
        {() => (connector === undefined ? <p>There is no connector called “{id}”. <Link to="/sources/connect">See what can be connected</Link>.</p> : (
          <div className="connect">
            <ConnectForm connector={connector} />
            <div>
              <Section title="What it reads, and with which rights" note="Nothing that is not listed is ever used.">
                <ul className="scopes">
                  {connector.reads.flatMap((read) => (read.scopes.length === 0 ? [<li key={read.entityType}><strong>{read.title}</strong><span className="quiet">needs no right</span></li>] : read.scopes.map((scope) => <li key={read.entityType + scope.name}><strong>{read.title}</strong><span><span className="mono">{scope.name}</span> <span className="quiet">{scope.why}</span></span></li>)))}
                </ul>
              </Section>
              <Section title="How to give it no more than that"><div className="section-body"><Prose text={connector.guide} /></div></Section>
            </div>
          </div>
        ))}
      </Answered>
    </Page>
  );
}

function ConnectForm({ connector }: { readonly connector: Connector }) {
  const deed = useDeed('sourceConnect');
  const navigate = useNavigate();
  const send = async (draft: SourceDraft): Promise<void> => {
    const made = await deed.run({ body: { connector: connector.id, ...draft } });
    if (made !== undefined) await navigate({ to: '/sources/$source', params: { source: made.source.id }, ignoreBlocker: true });
  };
  return (
    <Section title="Settings">
      <SourceForm connector={connector} connected={false} initial={{ name: connector.title, settings: emptyOf(connector.settings), everyMinutes: connector.files.length > 0 ? null : 60 }} busy={deed.busy} trouble={deed.trouble}
        submit="Connect and read" note="It is read at once; you may leave the page." save={(draft) => { void send(draft); }} />
    </Section>
  );
}
