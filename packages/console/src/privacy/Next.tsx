import { useState, type ReactNode } from 'react';
import { Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useDeed } from '../calls/answer.ts';
import { useMay } from '../calls/session.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { IdentifyForm } from './IdentifyForm.tsx';
import { SettleForm } from './SettleForm.tsx';
import { groundWord, placeName, type Act, type Detail } from './words.ts';

type Plain = 'requestSurvey' | 'requestRun' | 'requestReread' | 'requestCompose' | 'requestPlan';
const plain: Readonly<Partial<Record<Act, readonly [Plain, string, 'privacy.run' | 'privacy.write']>>> = {
  survey: ['requestSurvey', 'Look for this person', 'privacy.run'], plan: ['requestPlan', 'Plan again', 'privacy.write'], run: ['requestRun', 'Carry it out', 'privacy.run'],
  reread: ['requestReread', 'Read every source again', 'privacy.run'], compose: ['requestCompose', 'Compose the answer', 'privacy.run'],
};

/** What to do next, as one act, for whom the role allows it. */
export function Next({ request }: { readonly request: Detail }): ReactNode {
  const { act } = request.next;
  const mayWrite = useMay('privacy.write');
  const mayApprove = useMay('privacy.approve');
  const one = plain[act];
  const body = one !== undefined ? <Press request={request} name={one[0]} word={one[1]} permission={one[2]} />
    : act === 'identify' && mayWrite ? <IdentifyForm request={request} />
    : act === 'settle' && mayWrite ? <SettleForm request={request} />
    : act === 'mend' && mayApprove ? <Mend request={request} />
    : act === 'approve' && mayApprove && request.plan !== null ? <Approve request={request} digest={request.plan.digest} />
    : act === 'tasks' ? <p><Link to="/privacy/tasks">Open the tasks</Link></p>
    : act === 'complete' && mayWrite ? <Complete request={request} />
    : act === 'tell' && mayWrite ? <Tell request={request} />
    : act === 'release' && mayApprove ? <Release request={request} />
    : act === 'close' && mayApprove ? <Close request={request} /> : null;
  return body === null ? null : <section className="live" aria-label="Next">{body}</section>;
}

function Press({ request, name, word, permission }: { readonly request: Detail; readonly name: Plain; readonly word: string; readonly permission: 'privacy.run' | 'privacy.write' }) {
  const deed = useDeed(name);
  if (!useMay(permission)) return <p className="quiet">Your role does not let you do this.</p>;
  return <><div><Button loading={deed.busy} onClick={() => { void deed.run({ params: { request: request.id } }); }}>{word}</Button></div>{deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}</>;
}

function Approve({ request, digest }: { readonly request: Detail; readonly digest: string }) {
  const deed = useDeed('requestApprove');
  const [note, setNote] = useState('');
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void deed.run({ params: { request: request.id }, body: { digest, note } }); }}>
      {request.plan?.right === 'restriction' ? <Ground request={request} /> : null}
      <p>Read the plan below. Exactly this is approved: if the data map, a hold or a source changes what it says, it is asked again.</p>
      <TextInput label="Note" value={note} onChange={(event) => { setNote(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy}>Approve this plan</Button></div>
    </form>
  );
}

/** The ground of Art. 18(1): each ends by something else, so it must be said before anything runs. */
function Ground({ request }: { readonly request: Detail }) {
  const deed = useDeed('requestDecide');
  return (
    <>
      <NativeSelect label="On which ground it is asked" description="As they said, or as you found; choosing it records it and plans again" disabled={deed.busy} value={request.restriction ?? ''} data={[...(request.restriction === null ? [{ value: '', label: 'Nobody said it yet' }] : []), ...Object.entries(groundWord).map(([value, label]) => ({ value, label }))]}
        onChange={(event) => { const said = event.currentTarget.value; if (said in groundWord) void deed.run({ params: { request: request.id }, body: { restriction: said as keyof typeof groundWord } }); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
    </>
  );
}

function Mend({ request }: { readonly request: Detail }) {
  const deed = useDeed('requestDecide');
  const open = request.plan?.faults.filter((fault) => fault.stops && fault.accepted === null) ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void deed.run({ params: { request: request.id }, body: { accepted: chosen.map((fault) => ({ fault, reason })) } }); }}>
      <p>Mend it where it is wrong: the <Link to="/privacy/map">data map</Link> or a <Link to="/privacy/stores">store</Link>; then plan again. What cannot be mended may be accepted, with a reason that stands in the plan.</p>
      <Checkbox.Group label="Accept" value={chosen} onChange={setChosen}>{open.map((fault) => <Checkbox key={fault.id} mt={8} value={fault.id} label={fault.sentence} description={fault.remedy} />)}</Checkbox.Group>
      <Textarea label="Reason" required autosize minRows={2} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" variant="default" loading={deed.busy} disabled={chosen.length === 0}>Accept with this reason</Button><Press request={request} name="requestPlan" word="Plan again" permission="privacy.write" /></div>
    </form>
  );
}

function Complete({ request }: { readonly request: Detail }) {
  const deed = useDeed('requestComplete');
  const open = request.questions.filter((one) => one.answer === null);
  const [said, setSaid] = useState<Readonly<Record<string, string>>>({});
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void deed.run({ params: { request: request.id }, body: { answers: Object.fromEntries(Object.entries(said).filter(([, text]) => text.trim() !== '')) } }); }}>
      <p>The answer needs what nobody has recorded yet. Nothing is invented: write it here for this answer, and put it into the data map for the next.</p>
      {open.map((one) => <Textarea key={one.id} label={one.sentence} description={one.article} autosize minRows={1} value={said[one.id] ?? ''} onChange={(event) => { const text = event.currentTarget.value; setSaid((before) => ({ ...before, [one.id]: text })); }} />)}
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy} disabled={Object.keys(said).length === 0}>Record the answers</Button></div>
    </form>
  );
}

function Tell({ request }: { readonly request: Detail }) {
  const deed = useDeed('requestTold');
  const waiting = request.told.filter((one) => one.outcome === 'waiting' || one.outcome === 'failed');
  const [picked, setRecipient] = useState('');
  // Once one is recorded it waits no more, and the next one stands in its place.
  const recipient = waiting.some((one) => one.recipient === picked) ? picked : (waiting[0]?.recipient ?? '');
  const [outcome, setOutcome] = useState<'told' | 'impossible' | 'disproportionate'>('told');
  const [note, setNote] = useState('');
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void deed.run({ params: { request: request.id }, body: { recipient, outcome, note } }); }}>
      <p>Whoever got the data is told what was done with it, unless that is impossible or takes a disproportionate effort (Art. 19).</p>
      <NativeSelect label="Recipient" value={recipient} data={waiting.map((one) => ({ value: one.recipient, label: `${one.title}${one.note === null ? '' : `: ${one.note}`}` }))} onChange={(event) => { setRecipient(event.currentTarget.value); }} />
      <NativeSelect label="Outcome" value={outcome} data={[{ value: 'told', label: 'Told' }, { value: 'impossible', label: 'Impossible' }, { value: 'disproportionate', label: 'Disproportionate effort' }]} onChange={(event) => { setOutcome(event.currentTarget.value as typeof outcome); }} />
      <Textarea label="How, or why not" required autosize minRows={2} value={note} onChange={(event) => { setNote(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy}>Record it</Button></div>
    </form>
  );
}

function Release({ request }: { readonly request: Detail }) {
  const deed = useDeed('requestRelease');
  const [by, setBy] = useState<'link' | 'age' | 'hand'>('link');
  const [recipient, setRecipient] = useState('');
  const [days, setDays] = useState(14);
  const [once, setOnce] = useState<{ readonly passphrase: string | null; readonly link: string | null }>();
  const send = async (): Promise<void> => {
    const made = await deed.run({ params: { request: request.id }, body: { by, recipient: by === 'age' ? recipient : null, days } });
    if (made !== undefined) setOnce(made);
  };
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      {once === undefined || request.controller !== null ? null : <div className="notice"><strong>Given. The passphrase is shown this once: tell it to the person by another way than the link.</strong>{once.passphrase === null ? null : <p className="mono">{once.passphrase}</p>}{once.link === null ? null : <p className="mono">{once.link}</p>}</div>}
      {request.controller === null ? null : <p>{request.controller.name} gets it: it fetches what was found by a link that ends, under its own secret or key.</p>}
      {request.controller !== null ? null : <NativeSelect label="Give it" value={by} data={[{ value: 'link', label: 'By a link that ends, encrypted with a passphrase' }, { value: 'age', label: 'Under the person’s own age key' }, { value: 'hand', label: 'By hand' }]} onChange={(event) => { setBy(event.currentTarget.value as typeof by); }} />}
      {by === 'age' ? <TextInput label="Their age key" required placeholder="age1…" value={recipient} onChange={(event) => { setRecipient(event.currentTarget.value); }} /> : null}
      <NumberInput label="Days until the link ends" min={1} max={60} value={days} onChange={(said) => { setDays(typeof said === 'number' ? said : 14); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy}>Give the answer</Button></div>
    </form>
  );
}

function Close({ request }: { readonly request: Detail }) {
  const deed = useDeed('requestClose');
  const [forget, setForget] = useState(false);
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); void deed.run({ params: { request: request.id }, body: { forget } }); }}>
      <p>The certificate is written: what was done in {request.plan === null ? 'each place' : request.plan.places.filter((one) => one.does !== 'nothing').map(placeName).slice(0, 4).join(', ')}, and what remains and why. It names nobody.</p>
      <Checkbox label="Forget the contents now" description="Destroys what names the person here. The certificate and every proof stay. It cannot be undone." checked={forget} onChange={(event) => { setForget(event.currentTarget.checked); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy}>Close it</Button></div>
    </form>
  );
}
