// The service worker for plain pages: stands after the classic script, and names the worker's address in `data-worker`.
import type { Consent } from './consent.ts';
import { openServiceWorker } from './service-worker.ts';

void openServiceWorker((window as Window & { avouch?: Consent }).avouch!, (document.currentScript as HTMLScriptElement).dataset['worker']);
