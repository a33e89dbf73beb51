import { useState, type ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { CategoryField } from '../parts/CategoryField.tsx';
import { scopeOf, type Category } from '../parts/categories.ts';
import { Conflict, type Differing } from '../parts/Conflict.tsx';
import { formatValue, wordsOf } from '../parts/json-schema.ts';
import { Answered } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';

type RecordValue = Answer<'record'>;
type Draft = { readonly name: string; readonly categories: readonly Category[] };
const draftOf = (record: RecordValue): Draft => ({ name: String(record.value['name'] ?? ''), categories: scopeOf(Array.isArray(record.value['categories']) ? record.value['categories'].map(String) : []) });

/** Changes the company's name and the categories in scope, by a new version of its record. */
export function OrganisationForm({ close }: { readonly close: () => void }): ReactNode {
  const answer = useAnswer('records', { params: { type: 'organisation' }, query: { limit: 1 } });
  return <Answered query={answer} lines={6}>{({ items: [record] }) => (record === undefined ? <p>The company has no record yet.</p> : <Editor newest={record} close={close} />)}</Answered>;
}

function Editor({ newest, close }: { readonly newest: RecordValue; readonly close: () => void }) {
  const deed = useDeed('recordWrite');
  const [from, setFrom] = useState(newest);
  const [draft, setDraft] = useState(() => draftOf(newest));
  const begun = draftOf(from);
  const write = async (onto: RecordValue): Promise<void> => {
    // What else the record says stays as the version beneath says it.
    if (await deed.run({ params: { type: onto.type, record: onto.id }, body: { value: { ...onto.value, ...draft }, expected: onto.version } }) !== undefined) close();
  };
  const conflict = newest.version !== from.version;
  const gone = begun.categories.filter((category) => !draft.categories.includes(category));
  return (
    <>
      {conflict ? <Conflict newest={newest.version} from={from.version} differing={differing(newest, draft)} busy={deed.busy} write={() => { void write(newest); }} begin={() => { deed.clear(); setFrom(newest); setDraft(draftOf(newest)); }} /> : null}
      <form className="form section-body" onSubmit={(event) => { event.preventDefault(); void write(from); }}>
        <TextInput label="Name of the company" description="As it should stand in documents" required maxLength={300} value={draft.name} onChange={(event) => { const name = event.currentTarget.value; setDraft((before) => ({ ...before, name })); }} />
        <CategoryField labelled="Categories in scope" value={draft.categories} onChange={(categories) => { setDraft((before) => ({ ...before, categories })); }} />
        {gone.length === 0 ? null : <div className="notice" data-kind="stale">From today nothing is said about {gone.map((one) => wordsOf(one).toLowerCase()).join(' and ')}: its criteria and the controls that serve it alone leave the overview and new packages. What was recorded stays, and earlier days are shown as they were.</div>}
        {deed.trouble === undefined || conflict ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy} disabled={conflict}>Record version {from.version + 1}</Button><Button variant="subtle" onClick={close}>Leave it as it is</Button></div>
        <Unsaved when={!deed.busy && JSON.stringify(draft) !== JSON.stringify(begun)} />
      </form>
    </>
  );
}

function differing(newest: RecordValue, draft: Draft): Differing[] {
  const theirs = draftOf(newest);
  const all: readonly (readonly [string, string, string])[] = [['Name of the company', theirs.name, draft.name], ['Categories in scope', formatValue(theirs.categories.map(wordsOf)), formatValue(draft.categories.map(wordsOf))]];
  return all.filter(([, one, other]) => one !== other);
}
