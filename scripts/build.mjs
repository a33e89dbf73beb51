// Builds every package that has changed: TypeScript to dist/, the console by Vite, the verification page by esbuild.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { digestOf, fail, install, requireNode, root, run, say, whenChanged } from './steps.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);

export async function build() {
  const names = readdirSync(join(root, 'packages')).filter((name) => existsSync(join(root, 'packages', name, 'tsconfig.json')) && name !== 'console');
  for (const name of names) {
    const folder = join(root, 'packages', name);
    await whenChanged(`built-${name}`, digestOf([join(folder, 'src'), join(folder, 'tsconfig.json'), join(root, 'tsconfig.base.json')]), join(folder, 'dist'), async () => {
      say(`Building ${name}.`);
      if ((await run(bin('tsc'), ['-p', folder], { quiet: true })) !== 0) fail(`The package ${name} does not build (see above).`);
    });
  }
  const pages = [
    { title: 'console', name: 'console', program: bin('vite'), args: ['build', '--logLevel', 'error'], from: ['api', 'ledger', 'documents'] },
    { title: 'consent scripts', name: 'consent', program: process.execPath, args: ['scripts/build.mjs'], from: [] },
    { title: 'verification page', name: 'verifier', program: process.execPath, args: ['build.mjs'], from: ['ledger', 'controls', 'connectors', 'records', 'documents'] },
  ];
  for (const { title, name, program, args, from } of pages) {
    const folder = join(root, 'packages', name);
    const inputs = [folder, ...from.map((one) => join(root, 'packages', one, 'src'))];
    await whenChanged(`built-${name}`, digestOf(inputs), join(folder, 'dist'), async () => {
      say(`Building the ${title}.`);
      if ((await run(program, args, { quiet: true, cwd: folder })) !== 0) fail(`The ${title} does not build (see above).`);
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  requireNode();
  await install();
  await build();
  say('Built.');
}
