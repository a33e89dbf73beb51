import { useEffect, useRef, useState } from 'react';
import { Button } from '@mantine/core';
import { Trouble } from './Trouble.tsx';
import { useClient, usePlace } from '../calls/session.ts';
import type { EntryVerification } from '../calls/verify.ts';

/**
 * Fetches an entry's bytes and proof and checks them in this browser, with none of the server's words taken for it. The
 * verifying code is loaded when it is asked for.
 */
export function VerifyHere({ index }: { readonly index: number }) {
  const client = useClient();
  const { org } = usePlace();
  const [state, setState] = useState<{ readonly busy?: true; readonly trouble?: Error; readonly result?: EntryVerification }>({});
  const verify = async (): Promise<void> => {
    setState({ busy: true });
    try {
      const [entry, { verifyEntry }] = await Promise.all([client.entry({ params: { org: org.id, index } }), import('../calls/verify.ts')]);
      setState({ result: verifyEntry(entry) });
    } catch (cause) {
      setState({ trouble: cause instanceof Error ? cause : new Error(String(cause)) });
    }
  };
  return (
    <div className="verify" aria-live="polite">
      {state.result === undefined ? <Button variant="default" size="xs" loading={state.busy === true} onClick={() => { void verify(); }}>Verify here</Button> : <Findings result={state.result} />}
      {state.trouble === undefined ? null : <Trouble error={state.trouble} />}
    </div>
  );
}

function Findings({ result }: { readonly result: EntryVerification }) {
  const verdict = useRef<HTMLParagraphElement>(null);
  // The button that had the focus is gone: the verdict takes it, so that the keyboard stays where it was.
  useEffect(() => { verdict.current?.focus({ preventScroll: true }); }, []);
  return (
    <>
      <p ref={verdict} tabIndex={-1} className="verify-verdict" data-ok={result.ok}>{result.ok ? 'Verified in this browser' : 'This does not verify'}</p>
      <ul className="findings">
        {result.findings.map((finding) => (
          <li key={finding.what} data-ok={finding.ok}><span aria-hidden="true">{finding.ok ? '✓' : '✕'}</span> <span className="unseen">{finding.ok ? 'Holds: ' : 'Does not hold: '}</span>{finding.what}{finding.detail === undefined ? null : <span className="quiet"> {finding.detail}</span>}</li>
        ))}
      </ul>
      <p className="quiet small">{result.ok ? 'It shows that these bytes stood at this place at that time and are unchanged. It does not show that what they state is so.' : 'Keep this page and tell whoever keeps the ledger: either the bytes on the way here or the ledger itself were changed.'}</p>
    </>
  );
}
