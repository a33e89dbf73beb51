// Consent Mode for plain pages: stands after the classic script and before any Google tag.
import type { Consent } from './consent.ts';
import { openConsentMode } from './google.ts';

openConsentMode((window as Window & { avouch?: Consent }).avouch!);
