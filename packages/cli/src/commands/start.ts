import { spawn } from 'node:child_process';
import type { Command } from '../command.ts';

/** Runs the server in the foreground, with its own words, until it is stopped; with --json, one object when it is ready. */
export const start: Command = {
  options: { port: { type: 'string' } },
  run: ({ options, where, json }, terminal) => new Promise((done) => {
    const flags = [...(typeof options['port'] === 'string' ? ['--port', options['port']] : []), ...(where.data === undefined ? [] : ['--data', where.data]), ...(json ? ['--quiet'] : [])];
    // As `npm start` runs it.
    const child = spawn(process.execPath, ['--max-semi-space-size=64', terminal.serverProgram, ...flags], { stdio: ['inherit', json ? 'pipe' : 'inherit', 'inherit'], env: { ...terminal.env }, cwd: terminal.installation });
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const before = /^Avouch is ready at /m.test(text);
      text += chunk.toString();
      const url = /^Avouch is ready at (\S+)\n/m.exec(text)?.[1];
      if (!before && url !== undefined) terminal.out(`${JSON.stringify({ url, setupToken: /#token=(\S+)/.exec(text)?.[1] ?? null })}\n`);
    });
    const stop = (): void => void child.kill('SIGTERM');
    if (terminal.stopped.aborted) stop();
    terminal.stopped.addEventListener('abort', stop);
    child.on('close', (code) => done(code ?? 1));
  }),
};
