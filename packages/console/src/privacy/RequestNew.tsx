import { useState, type ReactNode } from 'react';
import { Button, Checkbox, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link, useNavigate } from '@tanstack/react-router';
import { useDeed } from '../calls/answer.ts';
import { dayAt, useNow } from '../calls/clock.ts';
import { Page } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { channelWord, groundWord, rightArticle, rightWord, type Right } from './words.ts';

const channels = ['mail', 'hand'] as const;
const rights: readonly Right[] = ['access', 'erasure', 'rectification', 'restriction', 'portability', 'objection', 'marketing', 'human_review', 'consent'];
const whom = { self: 'The person', agent: 'Somebody whom they appointed', guardian: 'Parent or guardian' } as const;

/** Takes in a request that reached the company by mail, letter or telephone: any way counts (Art. 12). */
export function RequestNew(): ReactNode {
  const today = dayAt(useNow());
  const now = useNow();
  const deed = useDeed('requestCreate');
  const navigate = useNavigate();
  const [sent, setSent] = useState(false);
  const form = useForm({ initialValues: { channel: 'mail' as typeof channels[number], received: today, rights: ['access'] as Right[], by: 'self' as keyof typeof whom, name: '', mail: '', statement: '', language: 'en', agent: '', agentMail: '', authority: '', category: '', from: '', to: '', restriction: '' as keyof typeof groundWord | '' }, validate: { rights: (chosen) => (chosen.length === 0 ? 'Say what is asked' : null) } });
  const send = form.onSubmit(async (said) => {
    const received = said.received >= today ? new Date(now).toISOString() : `${said.received}T12:00:00.000Z`;
    const agent = said.by === 'self' ? null : { name: said.agent, mail: said.agentMail === '' ? null : said.agentMail, authority: said.authority };
    const corrections = said.rights.includes('rectification') && said.category !== '' ? [{ category: said.category, from: said.from, to: said.to }] : [];
    const made = await deed.run({ body: { channel: said.channel, received, rights: said.rights, by: said.by, agent, role: 'controller', language: said.language, name: said.name === '' ? null : said.name, mail: said.mail === '' ? null : said.mail, statement: said.statement === '' ? null : said.statement, corrections, restriction: said.rights.includes('restriction') && said.restriction !== '' ? said.restriction : null } });
    if (made === undefined) return;
    setSent(true);
    await navigate({ to: '/privacy/requests/$request', params: { request: made.id }, ignoreBlocker: true });
  });
  return (
    <Page title="Take in a request" kicker={<Link to="/privacy">Requests</Link>} lead="The clock runs from the day on which it reached anybody in the company, not from today.">
      <form className="form" onSubmit={send}>
        <NativeSelect label="It came by" data={channels.map((one) => ({ value: one, label: channelWord[one] }))} {...form.getInputProps('channel')} />
        <TextInput type="date" label="It reached the company on" required max={today} {...form.getInputProps('received')} />
        <Checkbox.Group label="What is asked" description="Several become requests of their own, with one reference and one proof of who asks" withAsterisk {...form.getInputProps('rights')}>{rights.map((one) => <Checkbox key={one} mt={8} value={one} label={`${rightWord[one]} (${rightArticle[one]})`} />)}</Checkbox.Group>
        {!form.values.rights.includes('restriction') ? null : <NativeSelect label="On which ground" description="Can be said later; before the plan is approved it must be" data={[{ value: '', label: 'Not said yet' }, ...Object.entries(groundWord).map(([value, label]) => ({ value, label }))]} {...form.getInputProps('restriction')} />}
        {!form.values.rights.includes('rectification') ? null : (
          <fieldset className="object"><legend>What is to be put right</legend>
            <TextInput label="Kind of data" description="A category of the data map, such as contact.email" required {...form.getInputProps('category')} />
            <TextInput label="As it is" required {...form.getInputProps('from')} /><TextInput label="As it should be" required {...form.getInputProps('to')} />
          </fieldset>
        )}
        <Radio.Group label="Who asks" {...form.getInputProps('by')}>{Object.entries(whom).map(([value, label]) => <Radio key={value} mt={8} value={value} label={label} />)}</Radio.Group>
        {form.values.by === 'self' ? null : (
          <fieldset className="object"><legend>Who acts for them</legend>
            <TextInput label="Name" required {...form.getInputProps('agent')} /><TextInput label="Mail" type="email" {...form.getInputProps('agentMail')} />
            <Textarea label="What shows that they may" description="A power of attorney, custody" required autosize minRows={2} {...form.getInputProps('authority')} />
          </fieldset>
        )}
        <TextInput label="Name of the person" {...form.getInputProps('name')} />
        <TextInput label="Mail of the person" type="email" description="Where answers and questions go" {...form.getInputProps('mail')} />
        <Textarea label="In their words" autosize minRows={3} {...form.getInputProps('statement')} />
        <TextInput label="Language of the answer" required pattern="[a-z]{2,3}(-[A-Z]{2})?" {...form.getInputProps('language')} />
        <p className="quiet small">What names the person is sealed under this request alone, and can be forgotten when it is closed. Nothing here says that somebody is known to you: that is found out next.</p>
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy}>Take it in</Button></div>
        <Unsaved when={form.isDirty() && !deed.busy && !sent} />
      </form>
    </Page>
  );
}
