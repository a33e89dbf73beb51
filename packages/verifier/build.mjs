// Writes dist/verify.html: script and style inside, allowed by their digests alone; nothing may be fetched.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const { outputFiles } = await build({
  entryPoints: [join(here, 'src', 'page.ts')], bundle: true, minify: true, write: false, platform: 'browser', format: 'iife', target: 'es2022', charset: 'utf8', legalComments: 'none',
  conditions: ['@avouch/source', 'browser'],
});
const style = (await readFile(join(here, 'src', 'page.css'), 'utf8')).trim();
// A closing tag inside the script would end it.
const script = outputFiles[0].text.trim().replaceAll('</script', '<\\/script');
const digest = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = `default-src 'none'; script-src ${digest(script)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`;
const html = (await readFile(join(here, 'src', 'page.html'), 'utf8'))
  .replace('{{policy}}', () => policy).replace('{{style}}', () => style).replace('{{script}}', () => script);
await mkdir(join(here, 'dist'), { recursive: true });
await writeFile(join(here, 'dist', 'verify.html'), html);
