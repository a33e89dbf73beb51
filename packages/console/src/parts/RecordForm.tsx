import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { JsonForm } from './JsonForm.tsx';
import { filledOf, type Fields } from './json-schema.ts';
import { Trouble } from './Trouble.tsx';
import { Unsaved } from './Unsaved.tsx';

type RecordType = Answer<'recordTypes'>['items'][number];

/** A record's form, made from its type's schema. Fields that point at other records offer those. */
export function RecordForm({ type, initial, busy, trouble, submit, save, aside }: {
  readonly type: RecordType; readonly initial: Fields; readonly busy: boolean; readonly trouble: Error | undefined; readonly submit: string; readonly save: (value: Record<string, unknown>) => void; readonly aside?: ReactNode;
}) {
  // What the form began with: a page that is drawn again may hand in the same words anew.
  const [begun] = useState(initial);
  const [value, setValue] = useState(begun);
  const relation = Object.entries(type.relations).find(([, one]) => !one.many);
  // Types have at most one single relation so far; a second one is written as an id.
  const others = useAnswer('records', { params: { type: relation?.[1].to ?? type.id }, query: { limit: 200 } }, { enabled: relation !== undefined });
  const choices = relation === undefined ? {} : { [relation[0]]: (others.data?.items ?? []).map((one) => ({ value: one.id, label: String(one.value['name'] ?? one.value['title'] ?? one.id) })) };
  const wrong = trouble instanceof Refusal && trouble.field !== undefined ? { field: trouble.field, message: trouble.message } : undefined;
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); save(filledOf(value)); }}>
      <JsonForm schema={type.schema} value={value} onChange={setValue} choices={choices} wrong={wrong} />
      {type.personal.length === 0 ? null : <p className="quiet small">Names and addresses of people are sealed apart, so that they can be forgotten without breaking any proof.</p>}
      {trouble === undefined ? null : <Trouble error={trouble} />}
      <div className="form-foot"><Button type="submit" loading={busy}>{submit}</Button>{aside}</div>
      <Unsaved when={value !== begun && !busy} />
    </form>
  );
}
