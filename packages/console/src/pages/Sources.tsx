import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Mend } from '../parts/Mend.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Empty, Page } from '../parts/Page.tsx';
import { SourceState } from '../parts/ReadState.tsx';
import { Seal } from '../parts/Seal.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';

type Source = Answer<'sources'>['items'][number];
const lastOf = (source: Source): string | null => source.reads.reduce<string | null>((last, read) => (read.lastComplete !== null && (last === null || read.lastComplete > last) ? read.lastComplete : last), null);
/** How often a source is read. */
export const rhythmOf = (minutes: number | null): string => (minutes === null ? 'when asked' : minutes % 1440 === 0 ? (minutes === 1440 ? 'daily' : `every ${minutes / 1440} days`) : minutes % 60 === 0 ? (minutes === 60 ? 'hourly' : `every ${minutes / 60} hours`) : `every ${minutes} minutes`);

function SubLine({ source }: { readonly source: Source }) {
  const problem = source.reads.find((read) => read.problem !== null)?.problem ?? null;
  if (source.paused || problem === null) return <span className="cell-sub">{source.pausedReason ?? source.connectorTitle}</span>;
  return <span className="cell-sub">{problem.sentence} <Mend source={source} problem={problem} /></span>;
}

const columns: readonly Column<Source>[] = [
  { id: 'name', title: 'Source', sort: (source) => source.name, cell: (source) => <><Link to="/sources/$source" params={{ source: source.id }}>{source.name}</Link><SubLine source={source} /></> },
  { id: 'state', title: 'State', width: '150px', cell: (source) => <SourceState source={source} /> },
  { id: 'kind', title: 'Kind', wide: true, width: '160px', sort: (source) => source.connectorTitle, cell: (source) => source.connectorTitle },
  { id: 'last', title: 'Last read whole', wide: true, width: '140px', sort: (source) => lastOf(source) ?? '', cell: (source) => { const last = lastOf(source); return last === null ? <span className="quiet">never</span> : <Age at={last} />; } },
  { id: 'rhythm', title: 'Read', wide: true, width: '120px', cell: (source) => rhythmOf(source.everyMinutes) },
  { id: 'seal', title: 'Receipt', width: '80px', cell: (source) => <Seal seal={source.seal} about={source.name} /> },
];

/** The connected sources and how each stands. */
export function Sources(): ReactNode {
  const sources = useAnswer('sources', {}, { every: 15_000 });
  const may = useMay('sources.write') && useAsOf() === undefined;
  const connect = may ? <LinkButton to="/sources/connect">Connect a source</LinkButton> : undefined;
  return (
    <Page title="Sources" kicker={<Link to="/evidence">Evidence</Link>} lead="What Avouch reads. Each read is kept whole or said to have failed; nothing in between." actions={connect}>
      <Answered query={sources}>
        {({ items }) => (items.length === 0
          ? <Empty title="Nothing is connected" action={connect}><p>Start with what you have at hand: the git repository, this server, a web address, or a file that another tool wrote. Reading never changes anything at the source.</p></Empty>
          : <List label="Sources" columns={columns} rows={items} keyOf={(source) => source.id} />)}
      </Answered>
    </Page>
  );
}
