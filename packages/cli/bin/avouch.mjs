#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/main.js', import.meta.url);
if (!existsSync(fileURLToPath(main))) {
  console.error('Avouch is not built yet: run `npm run build` in its folder once (`npm start` does it too).');
  process.exit(1);
}
await import(main.href);
