import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: {
    resolve: {
      conditions: ['@avouch/source', 'node'],
      // These also go to Node itself for what is not transformed: `import` among them would reach `require`.
      externalConditions: ['@avouch/source'],
    },
  },
  test: {
    include: ['packages/**/*.test.ts', 'packages/**/*.test.tsx', 'bench/**/*.test.ts', 'e2e/**/*.test.ts', '*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['./vitest.setup.ts'],
    // These end what hangs. How fast something must be is a bench's to say: a slow machine breaks no promise.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
    maxConcurrency: 2,
    maxWorkers: 2,
    allowOnly: false,
    passWithNoTests: false,
  },
});
