import type { ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAnswer, usePages, type Item } from '../calls/answer.ts';
import { formatBoth, formatCount } from '../calls/clock.ts';
import { Age } from '../parts/Instant.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Fields, Page, Section, Term, Waiting } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { searchWith } from '../calls/as-of.ts';

type Entry = Item<'entries'>;
const columns: readonly Column<Entry>[] = [
  { id: 'index', title: 'Entry', width: '84px', cell: (entry) => <Link to="/ledger/$index" params={{ index: String(entry.index) }}>{formatCount(entry.index)}</Link> },
  { id: 'kind', title: 'What happened', cell: (entry) => <><span className="mono">{entry.kind}</span><span className="cell-sub">{entry.aboutName ?? entry.about}{entry.forgotten > 0 ? `, ${entry.forgotten} of ${entry.parts} parts forgotten` : ''}</span></> },
  { id: 'actor', title: 'Stated by', wide: true, width: '180px', cell: (entry) => entry.actorName ?? <span className="mono">{entry.actor}</span> },
  { id: 'captured', title: 'Captured', wide: true, width: '140px', cell: (entry) => <Age at={entry.captured} /> },
  { id: 'recorded', title: 'Recorded', width: '130px', cell: (entry) => <Age at={entry.recorded} /> },
];

/** The ledger: its newest signed checkpoint, key and witnesses, and every entry. */
export function Ledger(): ReactNode {
  const ledger = useAnswer('ledger');
  const { find = '' } = useSearch({ from: '/member/ledger' });
  const navigate = useNavigate({ from: '/ledger' });
  const pages = usePages('entries', { query: find === '' ? {} : { kind: find } });
  return (
    <Page title="Ledger" lead="Everything that was ever stated, in the order in which it was recorded. Entries are never changed or deleted; what names a person can be forgotten, and every proof still holds.">
      <Answered query={ledger} lines={5}>
        {(state) => (
          <div className="two ledger-head">
            <Fields items={[
              ['Entries', formatCount(state.size)], ['Log', <span key="o" className="mono">{state.origin}</span>], ['Signed', state.signedAt === null ? 'not yet' : <Age key="s" at={state.signedAt} />],
              ['Witnesses', state.witnesses.length === 0 ? <span key="w" className="quiet">None. An auditor’s witness makes it impossible to rewrite history between two visits.</span> : state.witnesses.map((witness) => <div key={witness.name}>{witness.name} <span className="quiet">cosigned <Age at={witness.at} /></span></div>)],
              ['Time stamps', state.timestamps.length === 0 ? <span key="t" className="quiet">None. An authority can be set to stamp checkpoints (RFC 3161).</span> : state.timestamps.map((stamp) => <div key={stamp.at}>{stamp.authority} <span className="quiet">{formatBoth(stamp.at)}, {formatCount(stamp.size)} entries</span></div>)],
            ]} />
            <div><h2><Term means="The signed head of the log: its name, how many entries it has, and the hash over all of them">Checkpoint</Term></h2><pre className="checkpoint" tabIndex={0} aria-label="Checkpoint">{state.checkpoint}</pre><p className="quiet small">Verifier key <span className="mono">{state.verifierKey}</span></p></div>
          </div>
        )}
      </Answered>
      <Section title="Entries" aside={pages.total === null ? undefined : `${formatCount(pages.total)}, newest first`}>
        <form className="filters section-body" onSubmit={(event) => { event.preventDefault(); const said = new FormData(event.currentTarget).get('kind'); void navigate({ search: searchWith({ find: typeof said === 'string' && said !== '' ? said : undefined }), replace: true }); }}>
          <TextInput type="search" name="kind" aria-label="Kind of entry" placeholder="Kind, such as record.written" defaultValue={find} /><Button type="submit" variant="default">Filter</Button>
        </form>
        {pages.query.error !== null ? <Trouble error={pages.query.error} retry={() => { void pages.query.refetch(); }} /> : pages.query.isPending ? <Waiting /> : pages.items.length === 0 ? <p className="section-note">No entry is of that kind.</p> : <List label="Entries" columns={columns} rows={pages.items} keyOf={(entry) => String(entry.index)} total={pages.total} more={pages.more} />}
      </Section>
    </Page>
  );
}
