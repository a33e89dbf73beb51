import { useState, type ReactNode } from 'react';
import { formatDay, formatMany } from '../calls/clock.ts';
import { Section } from '../parts/Page.tsx';
import { Draft, Seal } from '../parts/Seal.tsx';
import { Weighing } from './Weighing.tsx';
import { figureWord, formatFigures, placeName, rightWord, type Detail, type PlacePlan, type Plan } from './words.ts';

const doesWord: Readonly<Record<PlacePlan['does'], string>> = { read: 'Read', change: 'Changed', keep: 'Kept', nothing: 'Nothing there', 'left-out': 'Left out' };

/** What will be done, place by place, with its reasons, before anything is done. */
export function PlanView({ plan, request }: { readonly plan: Plan; readonly request: Detail }): ReactNode {
  const touched = plan.places.filter((one) => one.does !== 'nothing');
  const rest = plan.places.length - touched.length;
  return (
    <Section title={`Plan: ${rightWord[plan.right].toLowerCase()}`} aside={plan.approved === null ? <Draft>Not approved</Draft> : <>approved {plan.approved.by === 'rule' ? 'by the rule for plain cases' : 'by a person'} <Seal seal={plan.seal} about="the plan" /></>}
      note={<>Counts are those of {formatDay(plan.at)} and may move a little until it runs. Its digest is <span className="mono">{plan.digest.slice(0, 16)}…</span>: exactly that is approved.</>}>
      <Weighing plan={plan} request={request} />
      {plan.faults.filter(({ code, accepted }) => code !== 'undecided' || accepted !== null).map((fault) => (
        <div key={fault.id} className="notice" data-kind={fault.accepted === null && fault.stops ? 'fail' : 'stale'}><strong>{fault.sentence}</strong> {fault.accepted === null ? fault.remedy : `Accepted: ${fault.accepted}`}</div>
      ))}
      <ul className="rows">{touched.map((place) => <PlaceLine key={placeName(place)} place={place} erases={plan.right === 'erasure'} />)}</ul>
      {rest === 0 ? null : <p className="section-note">In {formatMany(rest, 'other place')} there is nothing of this person.</p>}
      {plan.tasks.length + plan.recipients.length + plan.backups.length === 0 ? null : <Beside plan={plan} request={request} />}
    </Section>
  );
}

function PlaceLine({ place, erases }: { readonly place: PlacePlan; readonly erases: boolean }) {
  const [open, setOpen] = useState(false);
  const rows = `${formatMany(place.rows.own, 'row')} of their own${place.rows.shared === 0 ? '' : `, ${place.rows.shared} shared`}${place.rows.accessible === 0 ? '' : `, ${place.rows.accessible} of others that they may see`}`;
  return (
    <li>
      <div className="check-line">
        <span><strong>{place.title}</strong> <span className="mono quiet">{placeName(place)}</span></span><span>{doesWord[place.does]}</span>
        <p className="quiet">{rows}.{erases && place.dispositions !== null ? ` Of them: ${formatFigures(place.dispositions)}.` : ''}</p>
      </div>
      {place.why.map((why) => <p key={why} className="small">{why}</p>)}
      {place.kept.map((kept) => <p key={kept.reason} className="small"><strong>{formatMany(kept.rows, 'row')} kept:</strong> {kept.reason}{kept.exemption === null ? '' : `, Art. ${kept.exemption}`}{kept.law === null ? '' : `, ${kept.law}`}{kept.hold === null ? '' : ', legal hold'}{kept.until?.last === undefined || kept.until.last === null ? '' : `, until ${formatDay(kept.until.last)}`}</p>)}
      {place.fields.length + place.rules.length === 0 ? null : <button type="button" className="plain small" aria-expanded={open} onClick={() => { setOpen(!open); }}>{open ? 'Less' : `${formatMany(place.fields.length, 'field')}, and the law`}</button>}
      {open ? (
        <>
          <table className="list"><thead><tr><th scope="col">Field</th><th scope="col">Kind</th><th scope="col">What becomes of it</th></tr></thead><tbody>{place.fields.map((field) => <tr key={field.field}><td className="mono">{field.field}</td><td>{field.category}{field.of === 'all' ? '' : <span className="cell-sub">of {field.of}</span>}</td><td>{figureWord[field.does] ?? field.does.replaceAll('-', ' ')}<span className="cell-sub">{field.why}</span></td></tr>)}</tbody></table>
          {place.rules.map((rule) => <p key={rule.basis + rule.source} className="small quiet">Basis {rule.basis}: {rule.applies === 'yes' ? 'the right applies' : rule.applies === 'no' ? 'the right does not apply' : 'to be weighed'} ({rule.source}). {rule.because}</p>)}
        </>
      ) : null}
    </li>
  );
}

function Beside({ plan, request }: { readonly plan: Plan; readonly request: Detail }) {
  const toldOf = (id: string): string => { const told = request.told.find((one) => one.recipient === id); return told === undefined ? 'not told yet' : told.outcome === 'told' ? 'told' : told.outcome; };
  return (
    <ul className="rows">
      {plan.tasks.map((task) => <li key={task.system}><strong>{task.title}</strong>: by hand{task.owner === null ? ', by whom the map does not say' : `, by ${task.owner}`}{task.days === null ? '' : `, in ${formatMany(task.days, 'day')}`}<span className="cell-sub">{task.how}</span></li>)}
      {plan.recipients.map((one) => <li key={one.id}><strong>{one.title}</strong>, {one.role}: {one.by === null ? 'is to be told, and the data map does not say how' : `is told by ${one.by}`} (Art. 19) · {toldOf(one.id)}<span className="cell-sub">{one.categories.join(', ')}</span></li>)}
      {plan.backups.map((one) => <li key={one.system}>Backups of {one.system} hold copies for {formatMany(one.days, 'day')}.<span className="cell-sub">{one.note ?? 'When one is restored, look for erased people again: whoever came back is erased anew.'}</span></li>)}
    </ul>
  );
}
