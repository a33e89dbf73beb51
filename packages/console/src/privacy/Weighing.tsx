import { useState, type ReactNode } from 'react';
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useDeed } from '../calls/answer.ts';
import { formatMany } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { placeName, type Detail, type Plan } from './words.ts';

type Fault = Plan['faults'][number];
type Group = { readonly key: string; readonly said: string; readonly faults: readonly Fault[] };

/** What is to be weighed in many places for the same reason is said once. */
function groupsOf(plan: Plan): readonly Group[] {
  const titles = new Map(plan.places.map((place) => [placeName(place), place.title]));
  const groups = new Map<string, { said: string; faults: Fault[] }>();
  for (const fault of plan.faults.filter(({ code, accepted }) => code === 'undecided' && accepted === null)) {
    const title = titles.get(placeName({ system: fault.system, place: fault.place ?? '' })) ?? fault.place ?? '';
    const key = fault.sentence.split(title).join('…');
    const group = groups.get(key) ?? { said: '', faults: [] };
    group.faults.push(fault);
    group.said = fault.sentence.split(title).join(group.faults.length === 1 ? title : formatMany(group.faults.length, 'place'));
    groups.set(key, group);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}

const grounds: readonly { readonly value: string; readonly label: string }[] = [
  { value: '', label: 'None of Art. 17(3)' }, { value: '17(3)(a)', label: '(a) Freedom of expression and information' }, { value: '17(3)(b)', label: '(b) A law demands it, or a public task' },
  { value: '17(3)(c)', label: '(c) Public health' }, { value: '17(3)(d)', label: '(d) Archives, research, statistics' }, { value: '17(3)(e)', label: '(e) Legal claims' },
];

/** What the law leaves to a person to weigh, and the form in which they decide it, before the plan is approved. */
export function Weighing({ plan, request }: { readonly plan: Plan; readonly request: Detail }): ReactNode {
  const may = useMay('privacy.approve');
  return groupsOf(plan).map((group) => (
    <div key={group.key} className="notice" data-kind="stale"><strong>{group.said}</strong> {plan.approved === null && may ? <Decide group={group} plan={plan} request={request} /> : <Places faults={group.faults} />}</div>
  ));
}

const Places = ({ faults }: { readonly faults: readonly Fault[] }) => (faults.length === 1 ? null : <details><summary>Which</summary><p className="small mono">{faults.map(({ place }) => place).join(', ')}</p></details>);

function Decide({ group: { faults }, plan, request }: { readonly group: Group; readonly plan: Plan; readonly request: Detail }) {
  const deed = useDeed('requestDecide');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string[]>(faults.map(({ id }) => id));
  const [outcome, setOutcome] = useState<'applies' | 'keep'>('applies');
  const [exemption, setExemption] = useState('');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  if (!open) return <><Places faults={faults} /><div><Button variant="default" size="compact-sm" onClick={() => { setOpen(true); }}>Decide it</Button></div></>;
  const decide = (): void => {
    const decisions = faults.filter(({ id }) => chosen.includes(id)).map(({ system, place }) => ({ system, place: place ?? '', outcome, reason, exemption: outcome === 'keep' && exemption !== '' ? exemption : null, until: outcome === 'keep' && until !== '' ? until : null }));
    void deed.run({ params: { request: request.id }, body: { decisions } });
  };
  return (
    <form className="form" onSubmit={(event) => { event.preventDefault(); decide(); }}>
      {faults.length === 1 ? null : <Checkbox.Group label="Where" value={chosen} onChange={setChosen}>{faults.map((fault) => <Checkbox key={fault.id} mt={8} value={fault.id} label={<span className="mono">{placeName({ system: fault.system, place: fault.place ?? '' })}</span>} />)}</Checkbox.Group>}
      <NativeSelect label="Decision" value={outcome} onChange={(event) => { setOutcome(event.currentTarget.value as typeof outcome); }} data={[{ value: 'applies', label: 'The right applies: as the data map says' }, { value: 'keep', label: plan.right === 'erasure' ? 'It does not apply: kept' : 'It does not apply' }]} />
      {outcome === 'keep' && plan.right === 'erasure' ? <><NativeSelect label="Exemption" value={exemption} onChange={(event) => { setExemption(event.currentTarget.value); }} data={[...grounds]} /><TextInput type="date" label="Kept until" description="Empty: until somebody decides again" value={until} onChange={(event) => { setUntil(event.currentTarget.value); }} /></> : null}
      <Textarea label="Why" description="It stands in the plan and, where data is kept, in what the person is told" required autosize minRows={2} value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <div className="form-foot"><Button type="submit" loading={deed.busy} disabled={chosen.length === 0}>Decide, and plan again</Button><Button variant="subtle" onClick={() => { setOpen(false); }}>Not now</Button></div>
    </form>
  );
}
