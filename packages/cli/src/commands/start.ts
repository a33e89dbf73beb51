import { spawn } from 'node:child_process';
import type { Command } from '../command.ts';

/** Runs the server in the foreground, with its own words, until it is stopped. */
export const start: Command = {
  options: { port: { type: 'string' } },
  run: ({ options, where }, terminal) => new Promise((done) => {
    const flags = [...(typeof options['port'] === 'string' ? ['--port', options['port']] : []), ...(where.data === undefined ? [] : ['--data', where.data])];
    const child = spawn(process.execPath, [terminal.serverProgram, ...flags], { stdio: 'inherit', env: { ...terminal.env }, cwd: terminal.installation });
    terminal.stopped.addEventListener('abort', () => child.kill('SIGTERM'));
    child.on('close', (code) => done(code ?? 1));
  }),
};
