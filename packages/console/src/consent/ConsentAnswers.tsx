import { useState, type ReactNode } from 'react';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAnswer, usePages } from '../calls/answer.ts';
import { useClient, usePlace } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Empty, Page } from '../parts/Page.tsx';
import { markWord, methodWord, type Choice } from './words.ts';

function Said({ choice }: { readonly choice: Choice }) {
  const said = Object.entries(choice.answers);
  const names = (answer: boolean): string => said.filter(([, yes]) => yes === answer).map(([id]) => id).join(', ');
  return (
    <>
      {names(true) === '' ? null : <span><strong>Yes</strong> {names(true)} </span>}
      {names(false) === '' ? null : <span><strong>No</strong> {names(false)}</span>}
      <span className="cell-sub">{methodWord[choice.method]} · {choice.language === '' ? 'no words shown' : choice.language} · {choice.regime}{choice.place === null ? '' : ` · says ${choice.place}`}{choice.signal === null ? '' : ` · signal ${choice.signal}`}{choice.marks.length === 0 ? '' : ` · ${choice.marks.map((mark) => markWord[mark]).join(', ')}`}</span>
    </>
  );
}

/** Every answer, newest first; of one pseudonym or one receipt. */
export function ConsentAnswers(): ReactNode {
  const { find, state } = useSearch({ from: '/member/privacy/consent/answers' });
  const navigate = useNavigate();
  const client = useClient();
  const { org } = usePlace();
  const sites = useAnswer('consentSites');
  const [text, setText] = useState(find ?? '');
  const asked = find === undefined ? {} : /^[0-9a-f]{32}$/.test(find) ? { subject: find } : { receipt: find };
  const { items, total, query, more } = usePages('consentChoices', { query: { ...asked, ...(state === undefined ? {} : { site: state }) } });
  const go = (next: { find?: string; state?: string }): void => { void navigate({ to: '/privacy/consent/answers', search: next }); };
  const columns: readonly Column<Choice>[] = [
    { id: 'at', title: 'Recorded', width: '130px', cell: (choice) => <Age at={choice.recorded} /> },
    { id: 'said', title: 'Answer', cell: (choice) => <Said choice={choice} /> },
    { id: 'subject', title: 'Pseudonym', wide: true, width: '150px', cell: (choice) => <Link className="mono" to="/privacy/consent/answers" search={{ find: choice.subject }}>{choice.subject.slice(0, 12)}…</Link> },
    { id: 'notice', title: 'Notice', wide: true, width: '110px', cell: (choice) => <span title={choice.notice.hash}>version {choice.notice.version}</span> },
    { id: 'proof', title: 'Proof', width: '130px', cell: (choice) => <><Link to="/ledger/$index" params={{ index: String(choice.entry) }}>#{choice.entry}</Link> · <a href={client.href('consentReceipt', { params: { org: org.id, index: choice.entry } })} download>receipt</a></> },
  ];
  const empty = find === undefined
    ? <Empty title="Nobody has answered yet"><p>Each answer stands here as one fact with its receipt: yes, no, a change, a withdrawal, a browser’s signal, an answer that ran out.</p></Empty>
    : <Empty title="No answer is under that"><p>A pseudonym has 32 hexadecimal digits and stands in the visitor’s own cookie. The answer may also have been given at another organisation, or have been forgotten on request: its proof still verifies, but it cannot be found by whom it was about.</p></Empty>;
  return (
    <Page title="Answers and proofs" kicker={<Link to="/privacy/consent">Consent</Link>} lead="Nobody is named here: an answer is under the pseudonym of a browser. Whoever wants to know about themselves brings the pseudonym, or a receipt."
      actions={<><Button component="a" variant="default" href={client.href('consentExport', { params: { org: org.id }, query: { form: 'csv' } })} download>Export CSV</Button><Button component="a" variant="default" href={client.href('consentExport', { params: { org: org.id }, query: { form: 'jsonl' } })} download>JSON lines</Button></>}>
      <form className="filters" onSubmit={(event) => { event.preventDefault(); go({ ...(text.trim() === '' ? {} : { find: text.trim() }), ...(state === undefined ? {} : { state }) }); }}>
        <TextInput label="Pseudonym or receipt" value={text} onChange={(event) => { setText(event.currentTarget.value); }} />
        <NativeSelect label="Site" value={state ?? ''} data={[{ value: '', label: 'All sites' }, ...(sites.data?.items ?? []).map((site) => ({ value: site.id, label: site.value.name }))]} onChange={(event) => { const said = event.currentTarget.value; go({ ...(find === undefined ? {} : { find }), ...(said === '' ? {} : { state: said }) }); }} />
        <Button type="submit" variant="default">Find</Button>
      </form>
      <Answered query={query}>{() => (items.length === 0 ? empty : <List label="Answers" columns={columns} rows={items} keyOf={(choice) => String(choice.entry)} total={total} more={more} />)}</Answered>
    </Page>
  );
}
