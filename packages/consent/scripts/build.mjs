// Writes dist/browser: the classic script and the files it loads when they are used. The modules for bundlers come from tsc.
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(here, 'src');
const options = { bundle: true, minify: true, platform: 'browser', target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'warning' };
const languages = (await readdir(join(source, 'languages'))).filter((name) => !name.endsWith('.test.ts'));

await build({ ...options, format: 'iife', entryPoints: { consent: join(source, 'main.ts') }, outdir: join(here, 'dist', 'browser') });
await build({ ...options, format: 'esm', entryPoints: [join(source, 'placeholders.ts')], outdir: join(here, 'dist', 'browser') });
await build({ ...options, format: 'esm', entryPoints: languages.map((name) => join(source, 'languages', name)), outdir: join(here, 'dist', 'browser', 'languages') });
