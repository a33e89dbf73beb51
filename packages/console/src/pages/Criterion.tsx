import { useState, type ReactNode } from 'react';
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay, usePlace } from '../calls/session.ts';
import { StateCounts, StateMark } from '../marks/StateMark.tsx';
import { stateOrder } from '../marks/states.ts';
import { wordsOf } from '../parts/json-schema.ts';
import { Answered, Empty, Page, Section } from '../parts/Page.tsx';
import { ReadinessWord } from '../parts/Readiness.tsx';
import { TakeIn } from '../parts/TakeIn.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { LinkButton } from '../parts/LinkButton.tsx';

/** One criterion: what it asks, how its evidence stands, the controls that address it. */
export function Criterion(): ReactNode {
  const { criterion: id } = useParams({ from: '/member/criteria/$criterion' });
  const answer = useAnswer('criterion', { params: { criterion: id } });
  const may = useMay('controls.write') && useAsOf() === undefined;
  const criterion = answer.data?.criterion;
  return (
    <Page title={criterion === undefined ? id : `${criterion.id} ${criterion.title}`} kicker={<><Link to="/criteria">Criteria</Link>{criterion === undefined ? null : <span>{criterion.series} {criterion.seriesTitle}</span>}</>} lead={criterion?.paraphrase ?? <span>&nbsp;</span>}
      actions={criterion !== undefined && may ? <Relevance id={id} relevant={criterion.notRelevantReason === null} /> : undefined}>
      <Answered query={answer}>
        {({ criterion: one, controls }) => (
          <>
            {one.notRelevantReason === null ? null : <div className="notice"><strong>Declared not relevant.</strong> {one.notRelevantReason} The description of the system discloses this (DC 8).</div>}
            {one.inScope || one.notRelevantReason !== null ? null : <div className="notice"><strong>{wordsOf(one.category)} is not in scope.</strong> Nothing is said about this criterion, on the overview or in a package. <TakeIn /></div>}
            <div className="standing-now"><p>Evidence: <strong><ReadinessWord readiness={one.readiness} /></strong></p><StateCounts counts={one.counts} order={stateOrder} /></div>
            <Section title="Controls that address it" aside={`${controls.length}`}>
              {controls.length === 0 ? <Empty title="No control addresses this criterion" action={<LinkButton to="/controls/new">Add a control</LinkButton>}><p>Without one, the description has nothing to say here. Map a control to it, or declare it not relevant with a reason.</p></Empty> : (
                <ul className="rows">
                  {controls.map((control) => (
                    <li key={control.id} className="check-line">
                      <span><Link to="/controls/$control" params={{ control: control.id }}><span className="mono">{control.id}</span> {control.title}</Link></span>
                      <StateMark state={control.status} />
                      <p className="quiet small">{control.reason}</p>
                    </li>
                  ))}
                </ul>
              )}
            </Section>
          </>
        )}
      </Answered>
    </Page>
  );
}

function Relevance({ id, relevant }: { readonly id: string; readonly relevant: boolean }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [approver, setApprover] = useState(usePlace().session.member.name);
  const deed = useDeed('criterionRelevance');
  const send = async (): Promise<void> => {
    if (await deed.run({ params: { criterion: id }, body: { relevant: !relevant, reason, approver } }) !== undefined) setOpen(false);
  };
  return (
    <>
      <Button variant="default" onClick={() => { setOpen(true); }}>{relevant ? 'Declare not relevant' : 'Declare relevant'}</Button>
      <Modal opened={open} onClose={() => { setOpen(false); }} title={relevant ? `${id} is not relevant to the system` : `${id} is relevant after all`} closeButtonProps={{ 'aria-label': 'Close' }}>
        <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
          <Textarea label="Reason" description="The description of the system prints it (DC 8)." required={relevant} autosize minRows={3} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
          <TextInput label="Approved by" required value={approver} onChange={(event) => { setApprover(event.currentTarget.value); }} />
          {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
          <div className="form-foot"><Button type="submit" loading={deed.busy}>Record it</Button></div>
        </form>
      </Modal>
    </>
  );
}
