// `npm run bench [name …]`: measures against ceilings and rivals in one run and writes the table into docs/performance.md.
import { join } from 'node:path';
import { install, requireNode, root, run } from './steps.mjs';

requireNode();
await install();
const { build } = await import('./build.mjs');
await build();
process.exit(await run(process.execPath, [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'bench/vitest.config.ts', ...process.argv.slice(2)]));
