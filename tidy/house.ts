import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { House } from './rules.ts';
import { readSource, type Source } from './source.ts';

/** Reads the whole workspace from the repository's root. */
export async function readHouse(root: string): Promise<House> {
  const folders = (await Promise.all(['packages', 'examples'].map(async (where) => (await readdir(join(root, where))).map((name) => `${where}/${name}`)))).flat();
  const packages = await Promise.all(folders.map(async (folder) => {
    const declaration = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as {
      name: string; dependencies?: Record<string, string>; optionalDependencies?: Record<string, string>; peerDependencies?: Record<string, string>; devDependencies?: Record<string, string>; exports?: Record<string, { '@avouch/source'?: string }>;
    };
    return {
      name: declaration.name, folder, declared: Object.keys({ ...declaration.dependencies, ...declaration.optionalDependencies, ...declaration.peerDependencies }), dev: Object.keys(declaration.devDependencies ?? {}),
      publicFiles: Object.values(declaration.exports ?? {}).flatMap((one) => one['@avouch/source']?.replace(/^\.\//, '') ?? []),
    };
  }));
  const paths = (await Promise.all([...folders, 'bench', 'e2e', 'tidy', 'scripts'].map((folder) => sourcesBelow(root, folder)))).flat();
  const sources = await Promise.all(paths.map(async (path): Promise<Source> => readSource(path, await readFile(join(root, path), 'utf8'))));
  return { packages, sources };
}

async function sourcesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|js)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, ''))
    .filter((path) => !/(^|\/)(node_modules|dist|data|\.cache|\.next|public)\//.test(path))
    .sort();
}
