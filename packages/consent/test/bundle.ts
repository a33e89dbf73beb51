import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What makes the classic script one that stands in the page itself. */
export const inlined = { 'document.currentScript.src': 'document.currentScript.dataset.src' };

/** What the build makes of one source file, as text. */
export async function bundle(file: string, format: 'iife' | 'esm', define: Readonly<Record<string, string>> = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, file)], bundle: true, write: false, minify: true, platform: 'browser', format, target: 'es2022', charset: 'utf8', legalComments: 'none', define,
    conditions: ['@avouch/source', 'browser'],
  });
  return outputFiles[0]!.text.trim();
}

/** Bytes on the wire. */
export const gzipBytes = (text: string): number => gzipSync(text, { level: 9 }).length;
