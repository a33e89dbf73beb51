import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { formatBoth } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { formatValue, propertiesOf, wordsOf, type Fields as FieldValues } from '../parts/json-schema.ts';
import { Answered, Fields, Page, Section } from '../parts/Page.tsx';
import { Conflict } from '../parts/Conflict.tsx';
import { RecordForm } from '../parts/RecordForm.tsx';
import { Seal } from '../parts/Seal.tsx';
import { nameOf } from './Records.tsx';

type RecordValue = Answer<'record'>;
type RecordType = Answer<'recordTypes'>['items'][number];
const words = (type: RecordType, name: string): string => propertiesOf(type.schema)[name]?.title ?? wordsOf(name);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const changed = (before: FieldValues, after: FieldValues): string[] => [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !same(before[name], after[name]));

/** One record: what it says, its form, and all its versions. */
export function RecordPage(): ReactNode {
  const { type: typeId, record: id } = useParams({ from: '/member/programme/$type/$record' });
  const types = useAnswer('recordTypes');
  const answer = useAnswer('record', { params: { type: typeId, record: id } });
  const history = useAnswer('recordHistory', { params: { type: typeId, record: id } });
  const type = types.data?.items.find((one) => one.id === typeId);
  const may = useMay('records.write') && useAsOf() === undefined;
  const [editing, setEditing] = useState<RecordValue>();
  const record = answer.data;
  return (
    <Page title={record === undefined ? id : nameOf(type, record)} kicker={<><Link to="/programme">Programme</Link><Link to="/programme/$type" params={{ type: typeId }}>{type?.plural ?? typeId}</Link></>}
      lead={record === undefined ? <span>&nbsp;</span> : <span className="inline">Version {record.version}{record.ended ? ', ended' : ''} <Seal seal={record.seal} about="this version" /></span>}
      actions={record !== undefined && type !== undefined && may && !record.ended && editing === undefined ? <Button variant="default" onClick={() => { setEditing(record); }}>Edit</Button> : undefined}>
      <Answered query={answer}>
        {(data) => (type === undefined ? null : editing === undefined
          ? <Fields items={Object.keys(propertiesOf(type.schema)).map((name) => [words(type, name), type.personal.includes(name) && data.value[name] === undefined ? <span key={name} className="quiet">forgotten, or never recorded</span> : <Value key={name} value={data.value[name]} />] as const)} />
          : <Editor type={type} from={editing} newest={data} close={() => { setEditing(undefined); }} rebase={setEditing} />)}
      </Answered>
      {type === undefined ? null : <Section title="Versions"><Answered query={history} lines={3}>{({ items }) => <Versions type={type} items={items} />}</Answered></Section>}
    </Page>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (!Array.isArray(value) || value.every((one) => typeof one !== 'object')) return <>{formatValue(value)}</>;
  return <ul>{value.map((one, at) => <li key={at}>{formatValue(one)}</li>)}</ul>;
}

function Editor({ type, from, newest, close, rebase }: { readonly type: RecordType; readonly from: RecordValue; readonly newest: RecordValue; readonly close: () => void; readonly rebase: (record: RecordValue) => void }) {
  const deed = useDeed('recordWrite');
  const [mine, setMine] = useState<Record<string, unknown>>();
  const params = { type: from.type, record: from.id };
  const write = async (value: Record<string, unknown>, expected: number): Promise<void> => {
    setMine(value);
    if (await deed.run({ params, body: { value, expected } }) !== undefined) close();
  };
  const conflict = newest.version !== from.version;
  const yours = mine ?? from.value;
  return (
    <>
      {conflict ? <Conflict newest={newest.version} from={from.version} differing={changed(newest.value, yours).map((name) => [words(type, name), formatValue(newest.value[name]), formatValue(yours[name])] as const)} busy={deed.busy} write={mine === undefined ? undefined : () => { void write(mine, newest.version); }} begin={() => { deed.clear(); rebase(newest); }} /> : null}
      <RecordForm key={from.version} type={type} initial={from.value} busy={deed.busy} trouble={conflict ? undefined : deed.trouble} submit={`Record version ${from.version + 1}`} save={(value) => { void write(value, from.version); }} aside={<Button variant="subtle" onClick={close}>Leave it as it is</Button>} />
    </>
  );
}

function Versions({ type, items }: { readonly type: RecordType; readonly items: readonly RecordValue[] }) {
  return (
    <ol className="versions">
      {items.map((version, at) => {
        const before = items[at + 1];
        const fields = before === undefined ? [] : changed(before.value, version.value);
        return (
          <li key={version.version}>
            <span className="inline"><strong>Version {version.version}</strong> <Seal seal={version.seal} about={`version ${version.version}`} /> <span className="quiet">{version.seal.actorName ?? version.seal.actor}, {formatBoth(version.seal.recorded)}</span></span>
            {before === undefined ? <span className="quiet small">First written.</span> : version.ended && fields.length === 0 ? <span className="quiet small">Ended. Its history stays.</span> : <span className="small">{fields.length === 0 ? 'No field changed.' : fields.map((name) => `${words(type, name)}: ${formatValue(before.value[name])} → ${formatValue(version.value[name])}`).join('; ')}</span>}
          </li>
        );
      })}
    </ol>
  );
}
