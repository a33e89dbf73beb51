import { createRootRoute, createRoute, createRouter, lazyRouteComponent, retainSearchParams, type ErrorComponentProps } from '@tanstack/react-router';
import { parseAsOf } from '../calls/as-of.ts';
import { NotFound } from '../pages/NotFound.tsx';
import { Page } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Overview } from '../pages/Overview.tsx';
import { Root } from './Root.tsx';
import { Shell } from './Shell.tsx';

function Broken({ error, reset }: ErrorComponentProps) {
  return <Page title="This page could not be shown"><Trouble error={error instanceof Error ? error : new Error(String(error))} retry={reset} /></Page>;
}

const root = createRootRoute({ component: Root, validateSearch: parseAsOf, search: { middlewares: [retainSearchParams(['asOf'])] }, notFoundComponent: NotFound, errorComponent: Broken });
const member = createRoute({ getParentRoute: () => root, id: 'member', component: Shell });
const text = (search: Readonly<Record<string, unknown>>, key: string): string | undefined => (typeof search[key] === 'string' ? search[key] : undefined);
/** The filter of a list, kept in the address so that it can be sent to somebody. */
const filter = (search: Readonly<Record<string, unknown>>): { find?: string; state?: string } => ({ ...(text(search, 'find') === undefined ? {} : { find: text(search, 'find')! }), ...(text(search, 'state') === undefined ? {} : { state: text(search, 'state')! }) });

const pages = member.addChildren([
  createRoute({ getParentRoute: () => member, path: '/', component: Overview }),
  createRoute({ getParentRoute: () => member, path: '/criteria', component: lazyRouteComponent(() => import('../pages/Criteria.tsx'), 'Criteria') }),
  createRoute({ getParentRoute: () => member, path: '/criteria/$criterion', component: lazyRouteComponent(() => import('../pages/Criterion.tsx'), 'Criterion') }),
  createRoute({ getParentRoute: () => member, path: '/controls', validateSearch: filter, component: lazyRouteComponent(() => import('../pages/Controls.tsx'), 'Controls') }),
  createRoute({ getParentRoute: () => member, path: '/controls/new', component: lazyRouteComponent(() => import('../pages/ControlNew.tsx'), 'ControlNew') }),
  createRoute({ getParentRoute: () => member, path: '/controls/$control', component: lazyRouteComponent(() => import('../pages/Control.tsx'), 'Control') }),
  createRoute({ getParentRoute: () => member, path: '/checks', validateSearch: filter, component: lazyRouteComponent(() => import('../pages/Checks.tsx'), 'Checks') }),
  createRoute({ getParentRoute: () => member, path: '/checks/$check', validateSearch: filter, component: lazyRouteComponent(() => import('../pages/Check.tsx'), 'Check') }),
  createRoute({ getParentRoute: () => member, path: '/sources', component: lazyRouteComponent(() => import('../pages/Sources.tsx'), 'Sources') }),
  createRoute({ getParentRoute: () => member, path: '/sources/connect', component: lazyRouteComponent(() => import('../pages/Catalogue.tsx'), 'Catalogue') }),
  createRoute({ getParentRoute: () => member, path: '/sources/connect/$connector', component: lazyRouteComponent(() => import('../pages/Connect.tsx'), 'Connect') }),
  createRoute({ getParentRoute: () => member, path: '/sources/$source', component: lazyRouteComponent(() => import('../pages/Source.tsx'), 'Source') }),
  createRoute({ getParentRoute: () => member, path: '/sources/$source/edit', component: lazyRouteComponent(() => import('../pages/SourceEdit.tsx'), 'SourceEdit') }),
  createRoute({ getParentRoute: () => member, path: '/sources/$source/$type', component: lazyRouteComponent(() => import('../pages/Entities.tsx'), 'Entities') }),
  createRoute({ getParentRoute: () => member, path: '/evidence', component: lazyRouteComponent(() => import('../pages/Evidence.tsx'), 'Evidence') }),
  createRoute({ getParentRoute: () => member, path: '/evidence/file', validateSearch: (search: Record<string, unknown>): { control?: string } => (text(search, 'control') === undefined ? {} : { control: text(search, 'control')! }), component: lazyRouteComponent(() => import('../pages/EvidenceFile.tsx'), 'EvidenceFile') }),
  createRoute({ getParentRoute: () => member, path: '/programme', component: lazyRouteComponent(() => import('../pages/Programme.tsx'), 'Programme') }),
  createRoute({ getParentRoute: () => member, path: '/programme/$type', validateSearch: filter, component: lazyRouteComponent(() => import('../pages/Records.tsx'), 'Records') }),
  createRoute({ getParentRoute: () => member, path: '/programme/$type/new', component: lazyRouteComponent(() => import('../pages/RecordNew.tsx'), 'RecordNew') }),
  createRoute({ getParentRoute: () => member, path: '/programme/$type/$record', component: lazyRouteComponent(() => import('../pages/Record.tsx'), 'RecordPage') }),
  createRoute({ getParentRoute: () => member, path: '/privacy', validateSearch: filter, component: lazyRouteComponent(() => import('../privacy/Requests.tsx'), 'Requests') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/requests/new', component: lazyRouteComponent(() => import('../privacy/RequestNew.tsx'), 'RequestNew') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/requests/$request', component: lazyRouteComponent(() => import('../privacy/Request.tsx'), 'RequestPage') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/tasks', component: lazyRouteComponent(() => import('../privacy/Tasks.tsx'), 'Tasks') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/map', component: lazyRouteComponent(() => import('../privacy/DataMap.tsx'), 'DataMap') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/stores', component: lazyRouteComponent(() => import('../privacy/Stores.tsx'), 'Stores') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/stores/connect', component: lazyRouteComponent(() => import('../privacy/StoreConnect.tsx'), 'StoreConnect') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/stores/$store', component: lazyRouteComponent(() => import('../privacy/Store.tsx'), 'Store') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/retention', component: lazyRouteComponent(() => import('../privacy/Retention.tsx'), 'Retention') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/centre', component: lazyRouteComponent(() => import('../privacy/Centre.tsx'), 'Centre') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/opendsr', component: lazyRouteComponent(() => import('../privacy/OpenDsr.tsx'), 'OpenDsr') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/consent', component: lazyRouteComponent(() => import('../consent/ConsentSites.tsx'), 'ConsentSites') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/consent/answers', validateSearch: filter, component: lazyRouteComponent(() => import('../consent/ConsentAnswers.tsx'), 'ConsentAnswers') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/consent/notices/$notice', component: lazyRouteComponent(() => import('../consent/ConsentNotice.tsx'), 'ConsentNotice') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/consent/$site', component: lazyRouteComponent(() => import('../consent/ConsentSite.tsx'), 'ConsentSite') }),
  createRoute({ getParentRoute: () => member, path: '/privacy/consent/$site/edit', component: lazyRouteComponent(() => import('../consent/ConsentSiteEdit.tsx'), 'ConsentSiteEdit') }),
  createRoute({ getParentRoute: () => member, path: '/packages', component: lazyRouteComponent(() => import('../pages/Packages.tsx'), 'Packages') }),
  createRoute({ getParentRoute: () => member, path: '/packages/$package', component: lazyRouteComponent(() => import('../pages/Package.tsx'), 'PackagePage') }),
  createRoute({ getParentRoute: () => member, path: '/ledger', validateSearch: filter, component: lazyRouteComponent(() => import('../pages/Ledger.tsx'), 'Ledger') }),
  createRoute({ getParentRoute: () => member, path: '/ledger/$index', component: lazyRouteComponent(() => import('../pages/Entry.tsx'), 'Entry') }),
  createRoute({ getParentRoute: () => member, path: '/settings', validateSearch: (search: Record<string, unknown>): { change?: 'scope' } => (search['change'] === 'scope' ? { change: 'scope' } : {}), component: lazyRouteComponent(() => import('../pages/Settings.tsx'), 'Settings') }),
]);

const tree = root.addChildren([
  pages,
  createRoute({ getParentRoute: () => root, path: '/setup', component: lazyRouteComponent(() => import('../pages/Setup.tsx'), 'Setup') }),
  createRoute({ getParentRoute: () => root, path: '/sign-in', validateSearch: (search: Record<string, unknown>): { to?: string } => (text(search, 'to')?.startsWith('/') === true && !text(search, 'to')!.startsWith('//') ? { to: text(search, 'to')! } : {}), component: lazyRouteComponent(() => import('../pages/SignIn.tsx'), 'SignIn') }),
]);

/** The map of the console. Pages but the first are fetched when they are opened. */
export const openRouter = () => createRouter({ routeTree: tree, defaultPreload: 'intent', scrollRestoration: true, defaultErrorComponent: Broken, defaultNotFoundComponent: NotFound, defaultPendingMs: 300 });

declare module '@tanstack/react-router' {
  // Merging is how the router learns the map of the console.
  interface Register { readonly router: ReturnType<typeof openRouter> }
}
