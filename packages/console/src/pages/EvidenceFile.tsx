import type { ReactNode } from 'react';
import { Button, Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { dayAt, formatCount, useNow } from '../calls/clock.ts';
import { FileField } from '../parts/FileField.tsx';
import { Page } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';

/** A day as the instant of its beginning; today as now, because a fact may not lie in the future. */
const instantOf = (day: string, now: number): string => (day === dayAt(now) ? new Date(now).toISOString() : `${day}T00:00:00.000Z`);

/** Files evidence: a document or a statement, the controls it is for, and its times. */
export function EvidenceFile(): ReactNode {
  const { control } = useSearch({ from: '/member/evidence/file' });
  const now = useNow();
  const today = dayAt(now);
  const deed = useDeed('evidenceFile');
  const controls = useAnswer('controls');
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { title: '', upload: '', note: '', heldFrom: today, captured: today, freshDays: '' as number | '', controls: control === undefined ? [] as string[] : [control], find: '' },
    validate: {
      controls: (chosen) => (chosen.length === 0 ? 'Choose at least one control' : null), note: (note, { upload }) => (upload === '' && note.trim() === '' ? 'Without a document, say what is so' : null),
      captured: (captured, { heldFrom }) => (captured > today ? 'Not in the future' : captured < heldFrom ? 'It can’t be captured before it was true' : null), heldFrom: (heldFrom) => (heldFrom > today ? 'Not in the future' : null),
    },
  });
  const send = form.onSubmit(async ({ title, upload, note, heldFrom, captured, freshDays, controls: chosen }) => {
    const filed = await deed.run({ body: { title, upload: upload === '' ? null : upload, note: note === '' ? null : note, heldFrom: instantOf(heldFrom, now), captured: instantOf(captured, now), freshDays: freshDays === '' ? null : freshDays, controls: chosen } });
    if (filed === undefined) return;
    notifications.show({ title: 'Filed', message: `It is entry #${formatCount(filed.seal.entry)} of the ledger.` });
    await navigate(control === undefined ? { to: '/evidence' } : { to: '/controls/$control', params: { control } });
  });
  const words = form.values.find.toLowerCase();
  return (
    <Page title="File evidence" kicker={<Link to="/evidence">Evidence</Link>} lead="The ledger adds the time at which it takes it. The three times stay apart, so nothing is back-dated and nothing late is hidden.">
      <form className="form" onSubmit={send}>
        <TextInput label="What it is" placeholder="Access review, fourth quarter" required {...form.getInputProps('title')} />
        <FileField label="Document" hint="PDF, image, spreadsheet or text. Without one, it is a statement in your words." done={(upload) => { form.setFieldValue('upload', upload.id); if (form.values.title === '') form.setFieldValue('title', upload.name.replace(/\.[^.]+$/, '')); }} />
        <Textarea label="Note" autosize minRows={2} {...form.getInputProps('note')} />
        <TextInput type="date" max={today} label="True from" description="Since when it has been so" required {...form.getInputProps('heldFrom')} />
        <TextInput type="date" max={today} label="Captured" description="When the document was made, or the thing was seen" required {...form.getInputProps('captured')} />
        <NumberInput label="Counts for how many days" description="Left empty, the usual time for such evidence" min={1} max={800} {...form.getInputProps('freshDays')} />
        <TextInput type="search" label="Find a control" value={form.values.find} onChange={(event) => { form.setFieldValue('find', event.currentTarget.value); }} />
        <Checkbox.Group label="Controls that it supports" withAsterisk {...form.getInputProps('controls')}>
          <div className="check-list">{(controls.data?.items ?? []).filter((one) => form.values.controls.includes(one.id) || `${one.id} ${one.title}`.toLowerCase().includes(words)).map((one) => <Checkbox key={one.id} value={one.id} label={`${one.id} ${one.title}`} />)}</div>
        </Checkbox.Group>
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy}>File it</Button></div>
      </form>
    </Page>
  );
}
