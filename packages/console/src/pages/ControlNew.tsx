import type { ReactNode } from 'react';
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link, useNavigate } from '@tanstack/react-router';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { Page } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';

const rhythms = ['continuous', 'daily', 'weekly', 'monthly', 'quarterly', 'annual', 'event'];

/** Adds a control of the company's own. */
export function ControlNew(): ReactNode {
  const deed = useDeed('controlAdd');
  const standing = useAnswer('standing');
  const checks = useAnswer('checks');
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { id: 'OWN-01', title: '', statement: '', ownerRole: '', nature: 'manual' as const, effect: 'preventive' as const, frequency: 'annual', criteria: [] as string[], checks: [] as string[] },
    validate: { id: (id) => (/^[A-Za-z0-9_.:-]{1,120}$/.test(id) ? null : 'Letters, digits and . _ : - only'), criteria: (criteria) => (criteria.length === 0 ? 'At least one criterion' : null) },
  });
  const send = form.onSubmit(async (values) => {
    const made = await deed.run({ body: { ...values, frequency: [values.frequency] } });
    if (made !== undefined) await navigate({ to: '/controls/$control', params: { control: made.id } });
  });
  return (
    <Page title="Add a control" kicker={<Link to="/controls">Controls</Link>} lead="For what you do that the reference set doesn’t have. Write what is done, by whom and how often, so that somebody else could check it.">
      <form className="form" onSubmit={send}>
        <TextInput label="Id" required {...form.getInputProps('id')} />
        <TextInput label="Title" required {...form.getInputProps('title')} />
        <Textarea label="What the company does" required autosize minRows={3} {...form.getInputProps('statement')} />
        <TextInput label="Owner’s role" required placeholder="Security lead" {...form.getInputProps('ownerRole')} />
        <NativeSelect label="How often" data={rhythms} {...form.getInputProps('frequency')} />
        <NativeSelect label="Carried out by" data={[{ value: 'manual', label: 'People' }, { value: 'automated', label: 'A system' }, { value: 'hybrid', label: 'Both' }]} {...form.getInputProps('nature')} />
        <NativeSelect label="It" data={[{ value: 'preventive', label: 'prevents' }, { value: 'detective', label: 'detects' }]} {...form.getInputProps('effect')} />
        <Checkbox.Group label="Criteria that it addresses" withAsterisk {...form.getInputProps('criteria')}>
          <div className="check-list">{(standing.data?.criteria ?? []).map((criterion) => <Checkbox key={criterion.id} value={criterion.id} label={`${criterion.id} ${criterion.title}`} />)}</div>
        </Checkbox.Group>
        <Checkbox.Group label="Checks that support it" {...form.getInputProps('checks')}>
          <div className="check-list">{(checks.data?.items ?? []).map((check) => <Checkbox key={check.id} value={check.id} label={check.title} />)}</div>
        </Checkbox.Group>
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy}>Add the control</Button></div>
      </form>
    </Page>
  );
}
