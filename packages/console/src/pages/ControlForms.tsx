import type { ReactNode } from 'react';
import { Button, Checkbox, Modal, Radio, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { usePlace } from '../calls/session.ts';
import { Trouble } from '../parts/Trouble.tsx';

type Detail = Answer<'control'>;
type Decision = 'applicable' | 'not-applicable' | 'excluded';

/** Decides whether a control applies. The reason and who approved it are part of the record. */
export function DecideControl({ control, close }: { readonly control: Detail; readonly close: () => void }): ReactNode {
  const { session } = usePlace();
  const deed = useDeed('controlDecide');
  const form = useForm({ initialValues: { decision: (control.decision?.decision ?? 'applicable') as Decision, reason: control.decision?.reason ?? '', approver: control.decision?.approver ?? session.member.name, reviewOn: control.decision?.reviewOn ?? '' }, validate: { reason: (reason, { decision }) => (decision !== 'applicable' && reason.trim() === '' ? 'Say why: an auditor will ask' : null) } });
  const send = form.onSubmit(async (values) => {
    const answer = await deed.run({ params: { control: control.id }, body: { ...values, reviewOn: values.reviewOn === '' ? null : values.reviewOn } });
    if (answer !== undefined) close();
  });
  return (
    <Modal opened onClose={close} title={`${control.id}: does it apply?`} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="form" onSubmit={send}>
        <Radio.Group label="Decision" {...form.getInputProps('decision')}>
          <Radio mt={8} value="applicable" label="Applies" description="We do this, or will." />
          <Radio mt={8} value="not-applicable" label="Does not apply" description="There is nothing here that it could be about: no office, no such system." />
          <Radio mt={8} value="excluded" label="Left out" description="It could apply, and we leave it out: carried by a provider, or outside of this year’s scope." />
        </Radio.Group>
        <Textarea label="Reason" autosize minRows={3} {...form.getInputProps('reason')} />
        <TextInput label="Approved by" required {...form.getInputProps('approver')} />
        <TextInput label="Look at it again on" type="date" {...form.getInputProps('reviewOn')} />
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy}>Record the decision</Button><span className="quiet small">It counts from today. Earlier days keep their state.</span></div>
      </form>
    </Modal>
  );
}

/** Rewords a control to what the company does, and says which criteria it addresses. */
export function EditControl({ control, close }: { readonly control: Detail; readonly close: () => void }): ReactNode {
  const deed = useDeed('controlEdit');
  const standing = useAnswer('standing');
  const form = useForm({ initialValues: { title: control.title, statement: control.statement, ownerRole: control.ownerRole, criteria: control.criteria }, validate: { criteria: (criteria) => (criteria.length === 0 ? 'At least one criterion' : null) } });
  const send = form.onSubmit(async (values) => {
    if (await deed.run({ params: { control: control.id }, body: values }) !== undefined) close();
  });
  return (
    <Modal opened onClose={close} title={`Reword ${control.id}`} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="form" onSubmit={send}>
        <TextInput label="Title" required {...form.getInputProps('title')} />
        <Textarea label="What the company does" description="As it is, not as it should be. The description of the system prints it." required autosize minRows={4} {...form.getInputProps('statement')} />
        <TextInput label="Owner’s role" required {...form.getInputProps('ownerRole')} />
        <Checkbox.Group label="Criteria that it addresses" {...form.getInputProps('criteria')}>
          <div className="check-list">{(standing.data?.criteria ?? []).map((criterion) => <Checkbox key={criterion.id} value={criterion.id} label={`${criterion.id} ${criterion.title}`} />)}</div>
        </Checkbox.Group>
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy}>Record the new wording</Button></div>
      </form>
    </Modal>
  );
}
