'use client';

import type { ReactNode } from 'react';
import { useConsent } from '@avouch/consent/react';

/** Says whether visits are counted, and ends it by one click. */
export function Counted(): ReactNode {
  const { allows, choose } = useConsent();
  return allows('counter') ? <p className="counted">Your visit is counted. <button type="button" onClick={() => void choose({ statistics: false })}>Stop counting</button></p> : <p className="counted">Your visit is not counted.</p>;
}
