import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Answer } from '@avouch/api/client';
import { useClient, usePlace } from './session.ts';

/** One step of a running read. */
export type CollectProgress = Answer<'progress'>;

/** Follows a source's running read for as long as the page is open. Leaving and coming back picks it up where it is. */
export function useProgress(source: string, running: boolean): { readonly progress: CollectProgress | undefined; readonly trouble: Error | undefined } {
  const client = useClient();
  const queries = useQueryClient();
  const { org } = usePlace();
  const [progress, setProgress] = useState<CollectProgress>();
  const [trouble, setTrouble] = useState<Error>();
  useEffect(() => {
    if (!running) return undefined;
    const leave = new AbortController();
    const listen = async (): Promise<void> => {
      try {
        for await (const step of client.follow('progress', { params: { org: org.id, source }, signal: leave.signal })) setProgress(step);
        await queries.invalidateQueries();
      } catch (cause) {
        if (!leave.signal.aborted) setTrouble(cause instanceof Error ? cause : new Error(String(cause)));
      }
    };
    void listen();
    return () => { leave.abort(); };
  }, [client, queries, org.id, source, running]);
  return { progress, trouble };
}
