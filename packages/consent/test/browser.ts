import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The system's Chromium, else the one that comes by npm. Every name under `.test` is this machine. */
export async function openBrowser(): Promise<Browser> {
  const own = '/usr/bin/chromium';
  const executablePath = existsSync(own) ? own : await (await import('@sparticuz/chromium')).default.executablePath();
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP *.test 127.0.0.1'] });
}
