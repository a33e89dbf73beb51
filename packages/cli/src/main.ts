import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runCommand, type Terminal } from './command-line.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

/** Asks on the terminal without showing what is typed; nobody is there to ask when input is not a terminal. */
function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return Promise.resolve(undefined);
  return new Promise((done) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
    process.stderr.write(question);
    // readline echoes through this method; the secret must not stand on the screen.
    Object.assign(lines, { _writeToOutput: () => undefined });
    lines.question('', (answer) => {
      lines.close();
      process.stderr.write('\n');
      done(answer);
    });
  });
}

const live = process.stderr.isTTY === true;
const terminal: Terminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  progress: (line) => { if (live) process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns || 80) - 1)}`); },
  color: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  cwd: process.cwd(), env: process.env, now: () => new Date(), random: (bytes) => randomBytes(bytes), fetch, askSecret, stopped: stop.signal,
  serverProgram: fileURLToPath(new URL('../../server/dist/main.js', import.meta.url)),
  installation: fileURLToPath(new URL('../../../', import.meta.url)),
};

process.exitCode = await runCommand(process.argv.slice(2), terminal);
