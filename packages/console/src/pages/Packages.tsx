import { useState, type ReactNode } from 'react';
import { Button, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { dayAt, formatDay, useNow } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Answered, Empty, Page, Section, Term } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { VerifierPage } from '../parts/VerifierPage.tsx';

/** How far a package is. */
export const packageWord = { queued: 'Waiting for its turn', composing: 'Being composed', ready: 'Ready', failed: 'Could not be composed' } as const;

/** The readiness packages, and composing one as of a date. */
export function Packages(): ReactNode {
  const packages = useAnswer('packages', {}, { every: 5_000 });
  const may = useMay('packages.write');
  return (
    <Page title="Packages" lead={<>A <Term means="Design and implementation of controls as of one date; a Type II also covers how they operated over a period">Type I</Term> readiness package: assertion (draft), system description, criteria and controls, management’s own test results, open gaps.</>}>
      <p className="package-words">Prepared by management. <strong>Not an examination report</strong>: only an independent licensed CPA firm examines and issues a SOC 2® report. Section I stays a labelled placeholder.</p>
      {may ? <Compose /> : null}
      <Answered query={packages} lines={4}>
        {({ items }) => (items.length === 0 ? <Empty title="No package yet"><p>Compose one at any time, also early: it prints what is recorded, marks what is “to be completed”, and lists the gaps. Together with its bundle anybody can verify it offline.</p></Empty> : (
          <Section title="Composed">
            <ul className="rows">
              {items.map((one) => (
                <li key={one.id} className="check-line"><span><Link to="/packages/$package" params={{ package: one.id }}>{one.title}, as of {formatDay(one.asOf)}</Link></span><span>{packageWord[one.state]}</span><p className="quiet small">{one.progress ?? one.problem ?? (one.openItems === null ? '' : `${one.openItems} facts to be completed · `)}{one.state === 'ready' ? <>composed <Age at={one.createdAt} /></> : null}</p></li>
              ))}
            </ul>
            <VerifierPage />
          </Section>
        ))}
      </Answered>
    </Page>
  );
}

function Compose() {
  const today = dayAt(useNow());
  const [asOf, setAsOf] = useState(today);
  const deed = useDeed('packageCreate');
  const navigate = useNavigate();
  const send = async (): Promise<void> => {
    const made = await deed.run({ body: { kind: 'type-1', asOf } });
    if (made !== undefined) await navigate({ to: '/packages/$package', params: { package: made.id } });
  };
  return (
    <form className="filters" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <TextInput type="date" label="As of" max={today} required value={asOf} onChange={(event) => { setAsOf(event.currentTarget.value); }} />
      <Button type="submit" loading={deed.busy}>Compose</Button>
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
    </form>
  );
}
