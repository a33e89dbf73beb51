import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Modal, PasswordInput, Textarea, TextInput } from '@mantine/core';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed, usePages } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { AssertionKeys } from './AssertionKeys.tsx';
import { rightArticle, rightWord, type Right } from './words.ts';

type Settings = NonNullable<Answer<'privacyCentre'>['current']>['settings'];
const offered: readonly Right[] = ['access', 'erasure', 'rectification', 'restriction', 'portability', 'objection', 'marketing', 'human_review', 'consent'];
const fresh: Settings = {
  open: false, slug: '', host: null, people: '', mailKey: '', languages: ['en'], texts: { en: { title: 'Your data', intro: '', contact: '' } }, rights: ['access', 'erasure', 'rectification', 'restriction', 'portability', 'objection', 'marketing'], jurisdiction: 'DE', zone: 'Europe/Berlin',
  controller: { name: '', address: '', mail: '', representative: null, officer: null }, authority: { name: '', address: '', url: null }, remedy: '', plainByRule: false, replyTo: null, reminders: true, scanDays: 1,
};

/** The privacy centre that people see, the keys of the company’s app, and messages that nobody could send. */
export function Centre(): ReactNode {
  const centre = useAnswer('privacyCentre');
  const may = useMay('privacy.write') && useAsOf() === undefined;
  const current = centre.data?.current;
  return (
    <Page title="Privacy centre" kicker={<span>Privacy</span>} lead="Where people ask, without an account and without a script. Its answers never tell whether somebody is known.">
      <Answered query={centre} lines={12}>
        {() => (
          <>
            {current === null || current === undefined ? <div className="notice"><strong>It is not set up.</strong> Until it is, requests are taken in by hand.</div> : <div className="standing-now"><p><strong>{current.settings.open ? 'Open' : 'Closed'}</strong> at <span className="mono">{current.url}</span> <Seal seal={current.seal} about="the privacy centre" /></p></div>}
            {current !== null && current !== undefined && !current.sends ? <div className="notice" data-kind="stale"><strong>This server cannot send mail.</strong> Codes and messages are shown below to be sent by hand. Set AVOUCH_SMTP_URL to have them sent.</div> : null}
            <div className="connect"><Section title="Settings">{may ? <Form key={current?.version ?? 0} begun={current?.settings ?? fresh} version={current?.version ?? 0} /> : <p className="section-note">Your role, or the day you look at, does not let you change this.</p>}</Section><div><Section title="Keys of your app" note="With one, your app takes in requests of people who are signed in there, and asks whether data is restricted."><AppKeys /></Section><Section title="Signing keys of your app" note="With one, your app sends somebody who is signed in there to the privacy centre, already known. The guide shows how."><AssertionKeys /></Section>{may ? <Section title="Messages"><Mails /></Section> : null}</div></div>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Form({ begun, version }: { readonly begun: Settings; readonly version: number }) {
  const deed = useDeed('privacyCentreWrite');
  const [value, setValue] = useState(begun);
  const [secret, setSecret] = useState('');
  const set = <Key extends keyof Settings>(key: Key) => (next: Settings[Key]): void => { setValue((before) => ({ ...before, [key]: next })); };
  const orNull = (text: string): string | null => (text === '' ? null : text);
  const text = (label: string, at: string, change: (said: string) => void, hint = '', required = true) => <TextInput label={label} description={hint === '' ? undefined : hint} required={required} value={at} onChange={(event) => { change(event.currentTarget.value); }} />;
  const languages = (said: string): void => { const list = said.split(/[\s,]+/).filter((one) => one !== ''); setValue((before) => ({ ...before, languages: list, texts: { ...Object.fromEntries(list.map((one) => [one, { title: 'Your data', intro: '', contact: '' }])), ...before.texts } })); };
  return (
    <form className="form section-body" onSubmit={(event) => { event.preventDefault(); void deed.run({ body: { expected: version, settings: value, ...(secret === '' ? {} : { webhookSecret: secret }) } }); }}>
      <Checkbox label="Open to the public" checked={value.open} onChange={(event) => { set('open')(event.currentTarget.checked); }} />
      {text('Path', value.slug, set('slug'), 'It stands at /privacy-centre/ and this word')}
      {text('A domain of its own', value.host ?? '', (said) => { set('host')(orNull(said)); }, 'privacy.example.com, led to this server', false)}
      {text('Who asks here', value.people, set('people'), 'A kind of people of the data map: customer')}
      {text('Shown by a code to', value.mailKey, set('mailKey'), 'The identity key that a mail proves: customer.email')}
      {text('Languages', value.languages.join(' '), languages, 'The first is the default: en de')}
      {value.languages.map((one) => <Words key={one} language={one} value={value.texts[one]} change={(next) => { setValue((before) => ({ ...before, texts: { ...before.texts, [one]: next } })); }} />)}
      <Checkbox.Group label="What may be asked" value={value.rights} onChange={(said) => { set('rights')(said as Right[]); }}>{offered.map((right) => <Checkbox key={right} mt={8} value={right} label={`${rightWord[right]} (${rightArticle[right]})`} />)}</Checkbox.Group>
      {text('Jurisdiction', value.jurisdiction, set('jurisdiction'), 'Country code whose law and holidays count: DE')}
      {text('Time zone', value.zone, set('zone'))}
      {text('The company’s name', value.controller.name, (name) => { set('controller')({ ...value.controller, name }); })}
      <Textarea label="Its address" autosize minRows={2} value={value.controller.address} onChange={(event) => { set('controller')({ ...value.controller, address: event.currentTarget.value }); }} />
      {text('Its mail for privacy', value.controller.mail, (mail) => { set('controller')({ ...value.controller, mail }); })}
      {text('Data protection officer', value.controller.officer ?? '', (said) => { set('controller')({ ...value.controller, officer: orNull(said) }); }, '', false)}
      {text('Representative in the EU', value.controller.representative ?? '', (said) => { set('controller')({ ...value.controller, representative: orNull(said) }); }, '', false)}
      {text('Supervisory authority', value.authority.name, (name) => { set('authority')({ ...value.authority, name }); }, 'Where people may complain')}
      {text('Its address', value.authority.address, (address) => { set('authority')({ ...value.authority, address }); }, '', false)}
      {text('Court remedy', value.remedy, set('remedy'), 'Which court, in words', false)}
      <Checkbox label="Approve plain cases by rule" description="Access and portability with a proven identity, no fault, no doubt, no hold. Everything else waits for a person." checked={value.plainByRule} onChange={(event) => { set('plainByRule')(event.currentTarget.checked); }} />
      <Checkbox label="Send reminders" description="To people whose code or proof is missing, to owners of tasks, and one mail a day to you of what is due in ten days, in three, today, or late" checked={value.reminders} onChange={(event) => { set('reminders')(event.currentTarget.checked); }} />
      <TextInput type="number" min={0} max={365} required label="Days between looks for erased people who came back" description="0: only when somebody says so" value={String(value.scanDays)} onChange={(event) => { set('scanDays')(Number(event.currentTarget.value)); }} />
      <PasswordInput label="Secret that signs webhooks" description="Recipients that the data map has told by webhook verify by it. Left empty, it stays" autoComplete="off" value={secret} onChange={(event) => { setSecret(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy}>Record the settings</Button></div>
      <Unsaved when={value !== begun && !deed.busy} />
    </form>
  );
}

function Words({ language, value = { title: '', intro: '', contact: '' }, change }: { readonly language: string; readonly value: Settings['texts'][string] | undefined; readonly change: (value: Settings['texts'][string]) => void }) {
  return (
    <fieldset className="object"><legend>Words, <span className="mono">{language}</span></legend>
      <TextInput label="Heading" required value={value.title} onChange={(event) => { change({ ...value, title: event.currentTarget.value }); }} />
      <Textarea label="Introduction" autosize minRows={2} value={value.intro} onChange={(event) => { change({ ...value, intro: event.currentTarget.value }); }} />
      <Textarea label="Contact" autosize minRows={1} value={value.contact} onChange={(event) => { change({ ...value, contact: event.currentTarget.value }); }} />
    </fieldset>
  );
}

function AppKeys() {
  const keys = useAnswer('appKeys');
  const issue = useDeed('appKeyIssue');
  const end = useDeed('appKeyEnd');
  const may = useMay('privacy.approve') && useAsOf() === undefined;
  const [name, setName] = useState('');
  const [secret, setSecret] = useState<string>();
  const trouble = issue.trouble ?? end.trouble;
  return (
    <>
      {secret === undefined ? null : <div className="notice"><strong>The new key. Copy it now, it is not shown again.</strong><p className="mono">{secret}</p></div>}
      <Answered query={keys} lines={2}>{({ items }) => (items.length === 0 ? <p className="section-note">None.</p> : <ul className="rows">{items.map((key) => <li key={key.id} className="check-line"><span>{key.name}</span>{key.ended === null && may ? <Button variant="subtle" size="compact-sm" onClick={() => { void end.run({ params: { key: key.id } }); }}>End it</Button> : <span className="quiet">{key.ended === null ? '' : 'ended'}</span>}<p className="quiet small">{key.scopes.join(', ')} · <Age at={key.since} /></p></li>)}</ul>)}</Answered>
      {may ? <form className="filters" onSubmit={(event) => { event.preventDefault(); void (async () => { const made = await issue.run({ body: { name, scopes: ['requests', 'restrictions'] } }); if (made !== undefined) { setSecret(made.secret); setName(''); } })(); }}><TextInput label="Name" required value={name} onChange={(event) => { setName(event.currentTarget.value); }} /><Button type="submit" variant="default" loading={issue.busy}>Issue a key</Button></form> : null}
      {trouble === undefined ? null : <Trouble error={trouble} />}
    </>
  );
}

const mailWord = { waiting: 'waits', sent: 'sent', 'by-hand': 'to be sent by hand', failed: 'failed' } as const;

function Mails() {
  const { items, query } = usePages('mails');
  const sent = useDeed('mailSent');
  const [open, setOpen] = useState<string>();
  const shown = items.find((one) => one.id === open);
  return (
    <>
      <Answered query={query} lines={3}>{() => (items.length === 0 ? <p className="section-note">None waits.</p> : <ul className="rows">{items.map((one) => <li key={one.id} className="check-line"><button type="button" className="plain" onClick={() => { setOpen(one.id); }}>{one.subject}</button><span data-state={one.state === 'failed' ? 'fail' : undefined}>{mailWord[one.state]}</span><p className="quiet small">to {one.to} · <Age at={one.at} />{one.problem === null ? '' : ` · ${one.problem}`}</p></li>)}</ul>)}</Answered>
      <Modal opened={shown !== undefined} onClose={() => { setOpen(undefined); }} title={shown?.subject ?? ''} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
        {shown === undefined ? null : <><p className="small quiet">To {shown.to}</p><pre className="checkpoint">{shown.text}</pre>{shown.state === 'sent' ? null : <div className="form-foot"><Button loading={sent.busy} onClick={() => { void (async () => { if (await sent.run({ params: { mail: shown.id } }) !== undefined) setOpen(undefined); })(); }}>I have sent it</Button></div>}</>}
      </Modal>
    </>
  );
}
