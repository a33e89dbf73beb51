import type { ReactNode } from 'react';
import { Textarea, TextInput } from '@mantine/core';
import { useAnswer } from '../calls/answer.ts';
import type { NoticeValue, SiteValue } from './words.ts';

type Value = NoticeValue['translations'][string];
type TextName = keyof Value['texts'];
const first: readonly (readonly [TextName, string])[] = [['title', 'Heading'], ['body', 'What is said below it']];
const rest: readonly (readonly [TextName, string])[] = [
  ['accept', 'Accept all'], ['refuse', 'Refuse all'], ['choose', 'Choose'], ['save', 'Save the choice'], ['close', 'Close'], ['always', 'Always on'], ['companies', 'Companies'], ['session', 'Until the browser closes'], ['notice', 'Link to the notice'], ['back', 'The way back'], ['signal', 'When the browser sends a signal'], ['saved', 'After saving'], ['held', 'In place of held content'], ['allow', 'Allow held content'],
];

/** The words of a notice in one language. What stands pale is what the banner brings by itself. */
export function Translation({ language, value, site, change }: { readonly language: string; readonly value: Value; readonly site: SiteValue; readonly change: (value: Value) => void }): ReactNode {
  const brought = useAnswer('consentLanguages').data?.items.find((one) => one.language === language);
  const say = (name: TextName) => (text: string): void => {
    const { [name]: _, ...others } = value.texts;
    change({ ...value, texts: text === '' ? others : { ...others, [name]: text } });
  };
  return (
    <div className="form section-body" lang={language}>
      {brought === undefined ? <p className="quiet small" lang="en">The banner brings no words for “{language}”: all of them are yours to write, else visitors see English.</p> : null}
      {first.map(([name, label]) => <Textarea key={name} label={label} autosize minRows={1} placeholder={brought?.texts[name] ?? ''} value={value.texts[name] ?? ''} onChange={(event) => { say(name)(event.currentTarget.value); }} />)}
      {site.purposes.map(({ id }) => <PurposeWords key={id} id={id} value={value} brought={brought?.purposes[id]} change={change} />)}
      <details>
        <summary>Buttons and small words</summary>
        <div className="form section-body">{rest.map(([name, label]) => <TextInput key={name} label={label} placeholder={brought?.texts[name] ?? ''} value={value.texts[name] ?? ''} onChange={(event) => { say(name)(event.currentTarget.value); }} />)}</div>
      </details>
    </div>
  );
}

function PurposeWords({ id, value, brought, change }: { readonly id: string; readonly value: Value; readonly brought: { readonly name: string; readonly text: string } | undefined; readonly change: (value: Value) => void }) {
  const own = value.purposes[id];
  const put = (next: { name: string; text: string }): void => {
    const { [id]: _, ...others } = value.purposes;
    change({ ...value, purposes: next.name === '' && next.text === '' ? others : { ...others, [id]: next } });
  };
  return (
    <fieldset className="object">
      <legend>Purpose <span className="mono">{id}</span></legend>
      <TextInput label="Name" placeholder={brought?.name ?? ''} required={own !== undefined || brought === undefined} value={own?.name ?? ''} onChange={(event) => { put({ name: event.currentTarget.value, text: own?.text ?? '' }); }} />
      <Textarea label="What it is for" autosize minRows={2} placeholder={brought?.text ?? ''} required={own !== undefined || brought === undefined} value={own?.text ?? ''} onChange={(event) => { put({ name: own?.name ?? '', text: event.currentTarget.value }); }} />
    </fieldset>
  );
}
