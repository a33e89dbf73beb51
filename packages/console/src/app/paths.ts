/** The console's addresses by the user's jobs, in the order of the navigation; each opens with `g` and its letter. */
export const jobs = [
  { to: '/', title: 'Overview', letter: 'o', parts: [] },
  { to: '/controls', title: 'Controls', letter: 'c', parts: [{ to: '/criteria', title: 'Criteria' }, { to: '/checks', title: 'Checks' }] },
  { to: '/evidence', title: 'Evidence', letter: 'e', parts: [{ to: '/sources', title: 'Sources' }] },
  { to: '/programme', title: 'Programme', letter: 'p', parts: [] },
  { to: '/privacy', title: 'Privacy', letter: 'y', parts: [{ to: '/privacy/map', title: 'Data map' }, { to: '/privacy/stores', title: 'Stores' }, { to: '/privacy/retention', title: 'Retention' }, { to: '/privacy/centre', title: 'Privacy centre' }, { to: '/privacy/consent', title: 'Consent' }, { to: '/privacy/opendsr', title: 'OpenDSR' }] },
  { to: '/packages', title: 'Packages', letter: 'a', parts: [] },
  { to: '/ledger', title: 'Ledger', letter: 'l', parts: [] },
  { to: '/settings', title: 'Settings', letter: 's', parts: [] },
] as const;

/** Whether a page belongs under an entry of the navigation. */
export const stands = (path: string, to: string): boolean => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
