import type { ReactNode } from 'react';
import { Outlet } from '@tanstack/react-router';

/** What every page stands in, public ones too. */
export function Root(): ReactNode {
  return (
    <>
      <a className="skip" href="#content">Skip to the content</a>
      <Outlet />
    </>
  );
}
