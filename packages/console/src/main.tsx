import { StrictMode, useEffect, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createClient } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/pages.css';
import './styles/print.css';
import { openRouter } from './app/routes.tsx';
import { theme, variables } from './app/theme.ts';
import { NowContext } from './calls/clock.ts';
import { ClientContext } from './calls/session.ts';

function Clock({ children }: { readonly children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => { setNow(Date.now()); }, 60_000);
    return () => { clearInterval(tick); };
  }, []);
  return <NowContext value={now}>{children}</NowContext>;
}

/** The one edge of the console: the browser's fetch and clock go in here. A build with `AVOUCH_DEMO` answers from memory instead. */
async function start(): Promise<void> {
  const call = AVOUCH_DEMO ? (await import('./demo/start.ts')).startDemo(new URL(location.href), new Date()) : fetch.bind(globalThis);
  const client = createClient({ base: '', fetch: call });
  const refused = (failures: number, error: Error): boolean => !(error instanceof Refusal) && failures < 2;
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: refused, refetchOnWindowFocus: true } } });
  const router = openRouter();
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no place for the console');
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        <QueryClientProvider client={queries}>
          <ClientContext value={client}>
            <Clock><RouterProvider router={router} /></Clock>
          </ClientContext>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

void start();
