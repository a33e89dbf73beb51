import { useMemo, useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { useLocalStorage } from '@mantine/hooks';
import { Refusal } from '@avouch/api/refusal';
import { PlaceContext, useClient, type Place } from '../calls/session.ts';
import { Trouble } from '../parts/Trouble.tsx';
import { Bar } from './Bar.tsx';
import { Keys } from './Keys.tsx';
import { Navigation } from './Navigation.tsx';
import { PastNotice } from './PastNotice.tsx';

/** The signed-in console: who and where, the navigation, the bar, and the page. Sends away who is not signed in. */
export function Shell(): ReactNode {
  const client = useClient();
  const location = useLocation();
  const [chosen, choose] = useLocalStorage<string>({ key: 'avouch.organisation', defaultValue: '' });
  const [menu, setMenu] = useState(false);
  const session = useQuery({ queryKey: ['session'], queryFn: ({ signal }) => client.session({ signal }), retry: false, staleTime: 60_000 });
  const setup = useQuery({ queryKey: ['setupState'], queryFn: ({ signal }) => client.setupState({ signal }), enabled: session.error !== null, retry: false });
  const place = useMemo<Place | undefined>(() => {
    const org = session.data?.organisations.find((one) => one.id === chosen) ?? session.data?.organisations[0];
    return session.data === undefined || org === undefined ? undefined : { session: session.data, org, choose };
  }, [session.data, chosen, choose]);
  if (session.error instanceof Refusal && session.error.code === 'unauthenticated') {
    if (setup.data === undefined && setup.error === null) return <div className="still" />;
    // While the page to sign in is on its way this one is still drawn, at the new address: sending away again would never end.
    if (location.pathname === '/sign-in' || location.pathname === '/setup') return <div className="still" />;
    return setup.data?.needed === true ? <Navigate to="/setup" /> : <Navigate to="/sign-in" search={location.pathname === '/' ? {} : { to: location.href }} />;
  }
  if (session.error !== null) return <main id="content" className="alone"><Trouble error={session.error} retry={() => { void session.refetch(); }} /></main>;
  if (session.data !== undefined && place === undefined) return <main id="content" className="alone"><h1>No organisation</h1><p>You are signed in, but belong to no organisation. Ask an owner to add {session.data.member.email}.</p></main>;
  if (place === undefined) return <div className="still" />;
  return (
    <PlaceContext value={place}>
      <div className="shell" data-menu={menu || undefined}>
        <Bar menu={menu} toggleMenu={() => { setMenu(!menu); }} />
        <Navigation path={location.pathname} leave={() => { setMenu(false); }} />
        <main id="content" className="main" tabIndex={-1}>
          <PastNotice />
          <Outlet key={place.org.id} />
        </main>
        <Keys />
      </div>
    </PlaceContext>
  );
}
