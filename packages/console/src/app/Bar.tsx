import { lazy, Suspense, useState } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { searchWith, useAsOf } from '../calls/as-of.ts';
import { dayAt, useNow } from '../calls/clock.ts';
import { useClient, usePlace } from '../calls/session.ts';
import { SealShape } from '../parts/Seal.tsx';
import { openPalette } from './palette.ts';

const Palette = lazy(() => import('./Palette.tsx').then((module) => ({ default: module.Palette })));
const schemes = [['auto', 'As the system'], ['light', 'Light'], ['dark', 'Dark']] as const;

/** The bar over every page: organisation, the day that it is turned to, search, and the member's menu. */
export function Bar({ menu, toggleMenu }: { readonly menu: boolean; readonly toggleMenu: () => void }) {
  const { org } = usePlace();
  const [search, setSearch] = useState(false);
  return (
    <header className="bar">
      <button type="button" className="bar-menu" aria-expanded={menu} aria-label={menu ? 'Close the navigation' : 'Open the navigation'} onClick={toggleMenu}><span aria-hidden="true">{menu ? '✕' : '☰'}</span></button>
      <Link to="/" className="bar-brand"><SealShape size={18} /><span>Avouch</span></Link>
      <span className="bar-org" title={org.name}>{org.name}</span>
      <span className="bar-gap" />
      <AsOf />
      <button type="button" className="bar-search" onClick={() => { setSearch(true); void openPalette(); }} onFocus={() => { setSearch(true); }}><span className="bar-search-word">Find</span><kbd aria-hidden="true">⌘ K</kbd></button>
      <MemberMenu />
      <Suspense>{search ? <Palette /> : <PaletteOnKey wake={() => { setSearch(true); }} />}</Suspense>
    </header>
  );
}

function PaletteOnKey({ wake }: { readonly wake: () => void }) {
  // The palette is fetched at the first use; this stands in for its key until then.
  return <button type="button" hidden data-palette-wake onClick={wake} />;
}

function AsOf() {
  const asOf = useAsOf();
  const navigate = useNavigate();
  const today = dayAt(useNow());
  return (
    <label className="bar-asof" data-past={asOf !== undefined || undefined}>
      <span>As of</span>
      <input type="date" value={asOf ?? today} max={today} onChange={(event) => {
        const day = event.currentTarget.value;
        void navigate({ to: '.', search: searchWith({ asOf: day === '' || day >= today ? undefined : day }) });
      }} />
    </label>
  );
}

function MemberMenu() {
  const { session, org, choose } = usePlace();
  const client = useClient();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [contrast, setContrast] = useLocalStorage<string>({ key: 'avouch.contrast', defaultValue: 'normal', serialize: (value) => value, deserialize: (value) => value ?? 'normal' });
  const signOut = async (): Promise<void> => {
    await client.signOut({});
    queries.clear();
    await navigate({ to: '/sign-in' });
  };
  const more = contrast === 'more';
  const initials = session.member.name.split(' ').map((word) => word[0]).join('').slice(0, 2);
  return (
    <Menu position="bottom-end" width={240} shadow="md" withinPortal>
      <Menu.Target><UnstyledButton className="bar-member" aria-label={`${initials}: menu of ${session.member.name}`}>{initials}</UnstyledButton></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session.member.name}<br />{session.member.email}<br />{org.role.replaceAll('-', ' ')}</Menu.Label>
        {session.organisations.length < 2 ? null : session.organisations.map((one) => <Menu.Item key={one.id} onClick={() => { choose(one.id); }} aria-current={one.id === org.id || undefined}>{one.name}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        {schemes.map(([scheme, word]) => <Menu.Item key={scheme} role="menuitemradio" aria-checked={colorScheme === scheme} rightSection={colorScheme === scheme ? '✓' : null} onClick={() => { setColorScheme(scheme); }}>{word}</Menu.Item>)}
        <Menu.Item role="menuitemcheckbox" aria-checked={more} rightSection={more ? '✓' : null} onClick={() => {
          setContrast(more ? 'normal' : 'more');
          document.documentElement.toggleAttribute('data-contrast', !more);
          if (!more) document.documentElement.setAttribute('data-contrast', 'more');
        }}>High contrast</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => { document.dispatchEvent(new CustomEvent('avouch:keys')); }} rightSection={<kbd>?</kbd>}>Keyboard</Menu.Item>
        <Menu.Item onClick={() => { void signOut(); }}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
