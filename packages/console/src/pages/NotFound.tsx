import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Page } from '../parts/Page.tsx';

/** An address that leads nowhere. */
export function NotFound(): ReactNode {
  return (
    <main id="content" className="alone" tabIndex={-1}><Page title="There is no such page">
      <p>The address leads nowhere. Nothing is lost: facts stay in the ledger whatever the address says.</p>
      <p><Link to="/">Go to the overview</Link></p>
    </Page></main>
  );
}
