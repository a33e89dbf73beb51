// `npm start`: installs what is missing, builds what has changed, and runs the server until it is stopped.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install, requireNode, root } from './steps.mjs';

requireNode();
await install();
const { build } = await import('./build.mjs');
await build();
// Many small things live for the length of one commit: with the default of 16 MB for what is new, Node would copy them about all the time.
const server = spawn(process.execPath, ['--max-semi-space-size=64', join(root, 'packages', 'server', 'dist', 'main.js'), ...process.argv.slice(2)], { stdio: 'inherit', cwd: root });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('close', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
