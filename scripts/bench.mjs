// `npm run bench [name …]`: measures against ceilings and rivals in one run; `--write` puts the table into docs/performance.md.
import { join } from 'node:path';
import { install, requireNode, root, run } from './steps.mjs';

requireNode();
await install({ tests: true });
const { build } = await import('./build.mjs');
await build();
const esbuild = await import('esbuild');
const out = join(root, 'bench', 'dist', 'run.js');
await esbuild.build({ entryPoints: [join(root, 'bench', 'run.ts')], outfile: out, bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' });
process.exit(await run(process.execPath, [out, ...process.argv.slice(2)]));
