import { defineConfig } from 'vitest/config';

const conditions = ['@avouch/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@avouch/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['packages/**/*.test.ts', 'packages/**/*.test.tsx', 'bench/**/*.test.ts', 'e2e/**/*.test.ts', '*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // A test that is skipped or focused is a promise nobody checks: CI fails on either.
    allowOnly: false,
    passWithNoTests: false,
  },
});
