import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestCluster } from './packages/database/src/testing.ts';

/** The system's Chromium, else the one that comes by npm, unpacked once for all workers with the libraries that a bare machine lacks. */
async function findBrowser(): Promise<string> {
  const own = '/usr/bin/chromium';
  if (existsSync(own)) return own;
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/** One real PostgreSQL, one browser, and one folder for what the run makes once, for the whole run. */
export async function setup(): Promise<() => Promise<void>> {
  process.env['TEST_CHROMIUM'] = await findBrowser();
  const run = await mkdtemp(join(tmpdir(), 'avouch-run-'));
  process.env['TEST_RUN'] = run;
  const endCluster = await startTestCluster();
  return async () => {
    await endCluster();
    await rm(run, { recursive: true, force: true });
  };
}
