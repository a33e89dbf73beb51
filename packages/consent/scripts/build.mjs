// Writes dist: modules and their types for bundlers, and in dist/browser the classic script with the files it loads when they are used.
import { execFileSync } from 'node:child_process';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(here, 'src');
const options = { bundle: true, minify: true, platform: 'browser', target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'warning' };
const languages = (await readdir(join(source, 'languages'))).filter((name) => !name.endsWith('.test.ts'));

execFileSync(join(here, '..', '..', 'node_modules', '.bin', 'tsc'), ['-p', join(here, 'tsconfig.build.json')], { stdio: 'inherit' });
await build({ ...options, format: 'iife', entryPoints: { consent: join(source, 'main.ts'), google: join(source, 'google-tag.ts') }, outdir: join(here, 'dist', 'browser') });
await build({ ...options, format: 'iife', define: { 'document.currentScript.src': 'document.currentScript.dataset.src' }, entryPoints: { 'consent-inline': join(source, 'main.ts') }, outdir: join(here, 'dist', 'browser') });
await build({ ...options, format: 'iife', entryPoints: { 'tcf-stub': join(source, 'tcf-stub-tag.ts'), 'service-worker': join(source, 'service-worker-tag.ts'), 'avouch-consent-sw': join(source, 'consent.worker.ts') }, outdir: join(here, 'dist', 'browser') });
await build({ ...options, format: 'esm', entryPoints: { placeholders: join(source, 'placeholders.ts') }, outdir: join(here, 'dist', 'browser') });
await build({ ...options, format: 'esm', entryPoints: { tcf: join(source, 'tcf-tag.ts') }, outdir: join(here, 'dist', 'browser'), banner: { js: '/*! Holds @iabtechlabtcf/core, IAB Technology Laboratory, Inc., Apache-2.0 */' } });
await build({ ...options, format: 'esm', entryPoints: languages.map((name) => join(source, 'languages', name)), outdir: join(here, 'dist', 'browser', 'languages') });
// Browsers name Norwegian in three ways.
for (const tag of ['no', 'nn']) await copyFile(join(here, 'dist', 'browser', 'languages', 'nb.js'), join(here, 'dist', 'browser', 'languages', `${tag}.js`));

// For pages that a server renders: what stands in place of blocked content looks the same before our script runs as after.
const { style, placeStyle } = await import(pathToFileURL(join(here, 'dist', 'view', 'style.js')).href);
await writeFile(join(here, 'dist', 'browser', 'consent.css'), `${style}\n${placeStyle}\n`);
