import { lazy, Suspense, useState } from 'react';
import { Popover } from '@mantine/core';
import type { Answer } from '@avouch/api/client';
import { formatCount } from '../calls/clock.ts';

/** Where a statement stands in the ledger, and its three times. */
export type SealValue = Answer<'record'>['seal'];

const Receipt = lazy(() => import('./Receipt.tsx').then((module) => ({ default: module.Receipt })));

/** The seal's drawing. */
export function SealShape({ size = 15 }: { readonly size?: number }) {
  return (
    <svg className="seal-shape" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true" focusable="false">
      <path fill="none" stroke="currentColor" strokeWidth="1.15" strokeLinejoin="round" d="M8 .9l1.6 1.3 2-.35.75 1.9 1.9.75-.35 2L15.100 8l-1.200 1.500.35 2-1.900.75-.75 1.900-2-.35L8 15.100l-1.500-1.300-2 .35-.75-1.900-1.900-.75.35-2L.9 8l1.300-1.500-.35-2 1.900-.75.75-1.900 2 .35z" />
      <path fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" strokeLinejoin="round" d="M5.400 8.200l1.800 1.800 3.400-3.800" />
    </svg>
  );
}

/** The seal on a statement of fact: opens its receipt. `quiet` leaves the entry's number to screen readers. */
export function Seal({ seal, quiet = false, about }: { readonly seal: SealValue; readonly quiet?: boolean; readonly about?: string }) {
  const [open, setOpen] = useState<boolean | undefined>();
  const button = (
    <button type="button" className="seal" data-quiet={quiet || undefined} aria-haspopup="dialog" aria-expanded={open ?? false} title={`Recorded as entry ${seal.entry}: open the receipt`} onClick={() => { setOpen(open !== true); }}>
      <SealShape /><span className={quiet ? 'unseen' : 'seal-number'}><span className="unseen">Receipt{about === undefined ? '' : ` of ${about}`}: entry </span>#{formatCount(seal.entry)}</span>
    </button>
  );
  // A list has hundreds of seals: only one that was opened carries a popover.
  if (open === undefined) return button;
  return (
    <Popover opened={open} onChange={setOpen} width={380} position="bottom-start" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown className="receipt-float" aria-label={`Receipt of entry ${seal.entry}`}>
        <Suspense fallback={<div className="receipt-wait" />}><Receipt seal={seal} close={() => { setOpen(false); }} /></Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What stands where a statement has no seal: it is not recorded yet. */
export function Draft({ children = 'Draft' }: { readonly children?: string }) {
  return <span className="draft" title="Not recorded in the ledger: nobody can verify it yet">{children}</span>;
}
