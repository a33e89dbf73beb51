import { Link } from '@tanstack/react-router';
import { Age } from './Instant.tsx';
import { Fields } from './Page.tsx';
import { VerifyHere } from './VerifyHere.tsx';
import type { SealValue } from './Seal.tsx';
import { formatBoth, formatCount } from '../calls/clock.ts';

/** The three times of a fact, never merged: when it was true, when it was seen, when the ledger took it. */
export function ThreeTimes({ heldFrom, heldTo, captured, recorded }: { readonly heldFrom: string | null; readonly heldTo: string | null; readonly captured: string; readonly recorded: string }) {
  const held = heldFrom === null ? <span className="quiet">the moment of capture</span> : <>{formatBoth(heldFrom)}{heldTo === null ? '' : ` to ${formatBoth(heldTo)}`}</>;
  return <Fields items={[['True from', held], ['Captured', <>{formatBoth(captured)} <span className="quiet">· <Age at={captured} /></span></>], ['Recorded', <>{formatBoth(recorded)} <span className="quiet">· <Age at={recorded} /></span></>]]} />;
}

/** What a seal opens: entry, three times, who, and the proof checked on the spot. */
export function Receipt({ seal, close }: { readonly seal: SealValue; readonly close: () => void }) {
  return (
    <div className="receipt">
      <p className="receipt-title">Entry {formatCount(seal.entry)} <span className="mono quiet">{seal.kind}</span></p>
      <ThreeTimes heldFrom={seal.heldFrom} heldTo={seal.heldTo} captured={seal.captured} recorded={seal.recorded} />
      <Fields items={[['Stated by', seal.actorName ?? <span className="mono">{seal.actor}</span>]]} />
      <VerifyHere index={seal.entry} />
      <p className="receipt-foot"><Link to="/ledger/$index" params={{ index: String(seal.entry) }} onClick={close}>Open the entry</Link></p>
    </div>
  );
}
