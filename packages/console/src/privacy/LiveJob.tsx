import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Answer } from '@avouch/api/client';
import { formatCount } from '../calls/clock.ts';
import { useClient, usePlace } from '../calls/session.ts';
import { Trouble } from '../parts/Trouble.tsx';
import type { Detail } from './words.ts';

type Step = Answer<'requestProgress'>;
const jobWord: Readonly<Record<Step['job'], string>> = { survey: 'Looking for this person', run: 'Carrying it out', reread: 'Reading every source again', answer: 'Composing the answer' };

/** The running job of a request, live. Leaving and coming back picks it up where it is. */
export function LiveJob({ request }: { readonly request: Detail }) {
  const client = useClient();
  const queries = useQueryClient();
  const { org } = usePlace();
  const [step, setStep] = useState<Step>();
  const [trouble, setTrouble] = useState<Error>();
  useEffect(() => {
    const leave = new AbortController();
    const listen = async (): Promise<void> => {
      try {
        for await (const one of client.follow('requestProgress', { params: { org: org.id, request: request.id }, signal: leave.signal })) setStep(one);
        await queries.invalidateQueries();
      } catch (cause) {
        if (!leave.signal.aborted) setTrouble(cause instanceof Error ? cause : new Error(String(cause)));
      }
    };
    void listen();
    return () => { leave.abort(); };
  }, [client, queries, org.id, request.id]);
  return (
    <div className="live" role="status">
      <div className="live-head"><strong>{step === undefined ? 'A job is under way' : jobWord[step.job]}</strong><span className="quiet small">You can leave; it goes on.</span></div>
      {step === undefined ? null : <p>{step.note ?? ''} {step.total === null ? (step.done === 0 ? '' : `${formatCount(step.done)} so far`) : `${formatCount(step.done)} of ${formatCount(step.total)}`}</p>}
      {trouble === undefined ? null : <Trouble error={trouble} />}
    </div>
  );
}
