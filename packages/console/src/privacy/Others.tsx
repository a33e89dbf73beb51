import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Menu, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useMay } from '../calls/session.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { rightWord, type Detail, type provenWord, type Right } from './words.ts';

type Open = 'proof' | 'extend' | 'pause' | 'refuse' | 'join' | 'withdraw';
type FormProps = { readonly request: Detail; readonly close: () => void };
const over: readonly Detail['status'][] = ['refused', 'withdrawn', 'closed'];
const titles: Readonly<Record<Open, string>> = { proof: 'Ask for more proof', extend: 'Extend by two months', pause: 'Let the clock stand', refuse: 'Refuse', join: 'Join to another request', withdraw: 'They take it back' };

/** What else can be done with a request, where the role allows it. */
export function Others({ request }: { readonly request: Detail }): ReactNode {
  const mayWrite = useMay('privacy.write');
  const mayApprove = useMay('privacy.approve');
  const resume = useDeed('requestResume');
  const [open, setOpen] = useState<Open>();
  if (!mayWrite || over.includes(request.status)) return null;
  const close = (): void => { setOpen(undefined); };
  const item = (name: Open) => <Menu.Item onClick={() => { setOpen(name); }}>{titles[name]}</Menu.Item>;
  return (
    <>
      <Menu position="bottom-end" width={230} withinPortal>
        <Menu.Target><Button variant="default">More</Button></Menu.Target>
        <Menu.Dropdown>
          {item('proof')}
          {mayApprove && request.clock.extendBy !== null ? item('extend') : null}
          {request.clock.clock === 'paused' ? <Menu.Item onClick={() => { void resume.run({ params: { request: request.id } }); }}>Let the clock run again</Menu.Item> : mayApprove ? item('pause') : null}
          {item('join')}
          {mayApprove ? item('refuse') : null}
          {item('withdraw')}
        </Menu.Dropdown>
      </Menu>
      {resume.trouble === undefined ? null : <Trouble error={resume.trouble} />}
      {open === undefined ? null : (
        <Modal opened onClose={close} title={titles[open]} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
          {open === 'proof' ? <Proof request={request} close={close} /> : open === 'extend' ? <Extend request={request} close={close} /> : open === 'refuse' ? <Refuse request={request} close={close} /> : open === 'join' ? <Join request={request} close={close} /> : <Reason request={request} close={close} name={open === 'pause' ? 'requestPause' : 'requestWithdraw'} words={open === 'pause' ? 'The clock may stand only while an answer is awaited that is asked for with reasonable doubt. It is a recorded decision, and it is shown.' : 'What was found so far is not used any further.'} />}
        </Modal>
      )}
    </>
  );
}

function Reason({ request, close, name, words }: FormProps & { readonly name: 'requestPause' | 'requestWithdraw'; readonly words: string }) {
  const deed = useDeed(name);
  const [reason, setReason] = useState('');
  return <Said words={words} label="Reason" value={reason} change={setReason} busy={deed.busy} trouble={deed.trouble} send={async () => { if (await deed.run({ params: { request: request.id }, body: { reason } }) !== undefined) close(); }} />;
}

/** A form that ends in words that are recorded, some of which the person reads. */
function Said({ words, label, value, change, busy, trouble, send, disabled = false, children }: { readonly words: string; readonly label: string; readonly value: string; readonly change: (text: string) => void; readonly busy: boolean; readonly trouble: Error | undefined; readonly send: () => Promise<void>; readonly disabled?: boolean; readonly children?: ReactNode }) {
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <p>{words}</p>
      {children}
      <Textarea label={label} required autosize minRows={3} value={value} onChange={(event) => { change(event.currentTarget.value); }} />
      {trouble === undefined ? null : <Trouble error={trouble} />}
      <div className="form-foot"><Button type="submit" loading={busy} disabled={disabled}>Record it</Button></div>
    </form>
  );
}

function Proof({ request, close }: FormProps) {
  const deed = useDeed('requestAskProof');
  const [by, setBy] = useState<keyof typeof provenWord>('mail');
  const [why, setWhy] = useState<'proof' | 'doubt' | 'several_people' | 'authority'>('doubt');
  const [pause, setPause] = useState(false);
  const [wanted, setWanted] = useState('');
  return (
    <Said words="The person is asked for what is needed to know that it is them, and for no more." label="What is asked, and why" value={wanted} change={setWanted} busy={deed.busy} trouble={deed.trouble} send={async () => { if (await deed.run({ params: { request: request.id }, body: { reason: why, by, wanted, pause } }) !== undefined) close(); }}>
      <NativeSelect label="Why" value={why} data={[{ value: 'doubt', label: 'There is reasonable doubt (Art. 12(6))' }, { value: 'proof', label: 'Nothing was shown yet' }, { value: 'several_people', label: 'Several people go by what they named' }, { value: 'authority', label: 'Whether they may act for somebody else' }]} onChange={(event) => { setWhy(event.currentTarget.value as typeof why); }} />
      <NativeSelect label="To be shown by" value={by} data={[{ value: 'mail', label: 'A code by mail' }, { value: 'account', label: 'Signing in at the app' }, { value: 'question', label: 'A question' }, { value: 'document', label: 'A document' }, { value: 'agent', label: 'A paper that lets somebody act for them' }]} onChange={(event) => { setBy(event.currentTarget.value as typeof by); }} />
      <Checkbox label="The clock stands until they answer" checked={pause} onChange={(event) => { setPause(event.currentTarget.checked); }} />
    </Said>
  );
}

function Extend({ request, close }: FormProps) {
  const deed = useDeed('requestExtend');
  const [why, setWhy] = useState<'complexity' | 'number' | 'complexity_and_number'>('complexity');
  const [text, setText] = useState('');
  return (
    <Said words="By two further months, counted from receipt, for complexity or number; the person is told within the first month (Art. 12(3))." label="The reasons as the person reads them" value={text} change={setText} busy={deed.busy} trouble={deed.trouble} send={async () => { if (await deed.run({ params: { request: request.id }, body: { reason: why, text } }) !== undefined) close(); }}>
      <NativeSelect label="Because of" value={why} data={[{ value: 'complexity', label: 'Its complexity' }, { value: 'number', label: 'The number of requests' }, { value: 'complexity_and_number', label: 'Both' }]} onChange={(event) => { setWhy(event.currentTarget.value as typeof why); }} />
    </Said>
  );
}

function Refuse({ request, close }: FormProps) {
  const deed = useDeed('requestRefuse');
  const grounds = useAnswer('requestGrounds');
  const [right, setRight] = useState<Right>(request.rights[0] ?? 'access');
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState('');
  const [law, setLaw] = useState('');
  const [until, setUntil] = useState('');
  const fitting = (grounds.data?.items ?? []).filter((one) => one.rights.includes(right));
  const ground = fitting.find((one) => one.code === chosen) ?? fitting[0];
  const needs = ground?.needs ?? [];
  return (
    <Said words="The person is told the ground, where to complain and which court to turn to (Art. 12(4)). Refuse no more than the ground carries." label="The reasons as the person reads them" value={text} change={setText} busy={deed.busy} trouble={deed.trouble} disabled={ground === undefined} send={async () => { if (ground !== undefined && await deed.run({ params: { request: request.id }, body: { grounds: [{ right, ground: ground.code, law: law === '' ? null : law, until: until === '' ? null : until }], text } }) !== undefined) close(); }}>
      {request.rights.length < 2 ? null : <NativeSelect label="Right" value={right} data={request.rights.map((one) => ({ value: one, label: rightWord[one] }))} onChange={(event) => { setRight(event.currentTarget.value as Right); setChosen(undefined); }} />}
      <NativeSelect label="Ground" description={ground?.when} value={ground?.code ?? ''} data={fitting.map((one) => ({ value: one.code, label: `Art. ${one.article}: ${one.code.replaceAll('_', ' ')}${one.reach === 'part' ? ', in part' : ''}` }))} onChange={(event) => { setChosen(event.currentTarget.value); }} />
      {needs.includes('law') ? <TextInput label="The law that says so" required value={law} onChange={(event) => { setLaw(event.currentTarget.value); }} /> : null}
      {needs.includes('until') ? <TextInput type="date" label="Until" required value={until} onChange={(event) => { setUntil(event.currentTarget.value); }} /> : null}
    </Said>
  );
}

function Join({ request, close }: FormProps) {
  const deed = useDeed('requestJoin');
  const others = useAnswer('requests', { query: { open: 'yes' } });
  const fitting = (others.data?.items ?? []).filter((one) => one.id !== request.id);
  const [chosen, setChosen] = useState<string>();
  const [reason, setReason] = useState('');
  const to = chosen ?? fitting[0]?.id ?? '';
  return (
    <Said words="The same person asked the same twice: this one ends, the other goes on. Join the later one to the earlier, whose clock counts." label="How you know" value={reason} change={setReason} busy={deed.busy} trouble={deed.trouble} disabled={to === ''} send={async () => { if (await deed.run({ params: { request: request.id }, body: { to, reason } }) !== undefined) close(); }}>
      <NativeSelect label="To" value={to} data={fitting.map((one) => ({ value: one.id, label: `${one.id}, received ${one.clock.day}` }))} onChange={(event) => { setChosen(event.currentTarget.value); }} />
    </Said>
  );
}
