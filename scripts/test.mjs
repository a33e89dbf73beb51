// `npm test`: installs what is missing, builds, checks types and style, and runs every test, the browser's too.
// Fails when a test was skipped that should have run.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, install, requireNode, root, run, say } from './steps.mjs';

requireNode();
await install({ tests: true });
const { build } = await import('./build.mjs');
await build();
const bin = (name) => join(root, 'node_modules', '.bin', name);

say('Checking types.');
if ((await run(bin('tsc'), ['-p', 'tsconfig.json'], { quiet: true })) !== 0) fail('The types do not agree (see above).');
say('Checking style.');
if ((await run(bin('oxlint'), ['--quiet'], { quiet: true })) !== 0) fail('The linter found faults (see above).');

say('Running the tests.');
const folder = mkdtempSync(join(tmpdir(), 'avouch-report-'));
const report = join(folder, 'report.json');
const code = await run(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)]);
let counts;
try {
  counts = JSON.parse(readFileSync(report, 'utf8'));
} catch {
  fail('The test runner left no report: it did not finish.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const skipped = counts.numPendingTests + counts.numTodoTests;
console.log(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${skipped} skipped`);
if (code !== 0 || counts.numFailedTests > 0) process.exit(1);
if (skipped > 0) fail(`${skipped} tests were skipped: a promise that is not checked is not kept.`);
