import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readHouse } from './tidy/house.ts';
import { arrows, rules, type House } from './tidy/rules.ts';
import { readSource } from './tidy/source.ts';

const root = import.meta.dirname;
const house = await readHouse(root);

test.each(Object.entries(rules))('in this house %s', (_name, rule) => {
  expect(rule(house)).toEqual([]);
});

test('ARCHITECTURE.md draws the same arrows as the rule', async () => {
  const text = await readFile(`${root}/ARCHITECTURE.md`, 'utf8');
  const drawn = Object.fromEntries([...text.matchAll(/^- `(\w+)` → (.+)$/gm)].map(([, from = '', to = '']) => [from, [...to.matchAll(/`(\w+)`/g)].map(([, name]) => name)]));
  expect(drawn).toEqual(arrows);
});

test('the example\'s framework lies beside the example: further up it would pass for an optional peer of sign-in, and come with every start', async () => {
  const { packages } = JSON.parse(await readFile(`${root}/package-lock.json`, 'utf8')) as { packages: Record<string, { dev?: boolean }> };
  expect(Object.keys(packages).filter((path) => path.endsWith('node_modules/next'))).toEqual(['examples/next-shop/node_modules/next']);
  expect(packages['examples/next-shop/node_modules/next']?.dev).toBe(true);
});

/** A house with one file more, or one file in another's place. */
function planted(path: string, text: string, folder = 'packages/ledger', publicFiles: readonly string[] = []): House {
  return {
    packages: [{ name: `@avouch/${folder.split('/')[1]}`, folder, declared: [], dev: [], publicFiles }],
    sources: [readSource(path, text)],
  };
}

const plants: Readonly<Record<keyof typeof rules, House>> = {
  'packages import along the arrows only': planted('packages/ledger/src/a.ts', "import { x } from '@avouch/server/server';"),
  'what is imported is declared, and what is declared is used': planted('packages/ledger/src/a.ts', "import x from 'left-pad';"),
  'no path climbs more than one folder': planted('packages/ledger/src/a.ts', "import { x } from '../../y.ts';"),
  'files stay under 300 lines and functions under 60': planted('packages/ledger/src/a.ts', `export function f(): void {${'\n'.repeat(60)}}`),
  'no file or name is vague': planted('packages/ledger/src/utils.ts', 'export const x = 1;'),
  'there is no any and no default export': planted('packages/ledger/src/a.ts', 'export const x = (y: any) => y;'),
  'time, chance and environment come in at the edge only': planted('packages/ledger/src/a.ts', 'export const x = () => Date.now();'),
  'nothing newer than Node 20.19 is called': planted('packages/ledger/src/a.ts', 'export const x = Map.groupBy([1], (n) => n);'),
  'a package exports at most 15 values': planted('packages/ledger/src/a.ts', Array.from({ length: 16 }, (_, i) => `export const a${i} = 1;`).join('\n'), 'packages/ledger', ['src/a.ts']),
  'nobody passes on what another package exports': planted('packages/ledger/src/a.ts', "export { x } from '@avouch/api/contract';"),
  'imports run in no circle': { packages: [], sources: [readSource('packages/ledger/src/a.ts', "import './b.ts';"), readSource('packages/ledger/src/b.ts', "import './a.ts';")] },
  'nothing is left to do and nothing is skipped': planted('packages/ledger/src/a.ts', '// TODO later\nexport const x = 1;'),
};

test.each(Object.entries(plants))('a planted violation is seen: %s', (name, plantedHouse) => {
  expect(rules[name]?.(plantedHouse)).toHaveLength(1);
});
test('every rule has been seen to fail', () => {
  expect(Object.keys(plants)).toEqual(Object.keys(rules));
});
