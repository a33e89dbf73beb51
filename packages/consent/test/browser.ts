import { chromium, type Browser } from 'playwright-core';

/** The browser that the set-up of the run found. Every name under `.test` is this machine. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP *.test 127.0.0.1'] });
  // It ends what hangs; a slow machine breaks no promise.
  browser.on('context', (context) => { context.setDefaultTimeout(120_000); });
  return browser;
}
