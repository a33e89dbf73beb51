import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '@avouch/database/testing';

const root = join(import.meta.dirname, '..');

/** The program as a user starts it, on a database of its own. */
export type RealServer = {
  readonly origin: string;
  /** The address of the first run, as it is printed. */
  readonly setUpAt: string;
  readonly close: () => Promise<void>;
};

/** Starts the program from its sources, on a port that is free. */
export async function openRealServer(): Promise<RealServer> {
  const database = await openTestDatabase();
  const data = await mkdtemp(join(tmpdir(), 'avouch-real-'));
  await chmod(data, 0o711);
  const loader = join(root, 'packages/server/src/testing/source-loader.mjs');
  const server = spawn(process.execPath, ['--conditions=@avouch/source', '--import', loader, join(root, 'packages/server/src/main.ts'), '--data', data, '--port', '0'], { env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const setUpAt = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      const [, found] = /(http:\S+\/setup#token=\S+)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('close', () => reject(new Error(`The server ended: ${output}`)));
  });
  return {
    setUpAt, origin: new URL(setUpAt).origin,
    close: async () => {
      if (server.exitCode === null) { server.kill('SIGTERM'); await once(server, 'close'); }
      await database.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
