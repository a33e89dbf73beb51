// What the commands share. Plain JavaScript, because it runs before anything is installed or built.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamps = join(root, 'node_modules', '.avouch');

/** Prints what is going on, with the seconds since the command began. */
export const say = (sentence) => console.log(`\x1b[2m${process.uptime().toFixed(0).padStart(3)} s\x1b[0m  ${sentence}`);

/** Ends the command with one sentence. */
export function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

/** Runs a program in the repository; resolves to its exit code. With `quiet` its output is shown only when it fails. */
export function run(program, args, { quiet = false, env = {}, cwd = root } = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    let output = '';
    child.stdout?.on('data', (chunk) => { output += chunk; });
    child.stderr?.on('data', (chunk) => { output += chunk; });
    child.on('error', (error) => { console.error(`${program} could not be started: ${error.message}`); done(127); });
    child.on('close', (code) => { if (quiet && code !== 0) console.error(output); done(code ?? 1); });
  });
}

/** The digest of files, by name and content. */
export function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesBelow).sort()) hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (['node_modules', 'dist', 'data', '.cache'].includes(entry.name) ? [] : filesBelow(join(path, entry.name))));
}

/** Does the `work` that makes the folder `made` when what it depends on has changed since it last succeeded, or the folder is gone. */
export async function whenChanged(name, digest, made, work) {
  const stamp = join(stamps, name);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest && existsSync(made)) return false;
  await work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, digest);
  return true;
}

/** Refuses a Node that is too old, in one sentence. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) fail(`Avouch needs Node.js 20.19 or later (24 is recommended); this is ${process.versions.node}.`);
}

/**
 * Installs the packages that the lock file names, when they are not there yet. Running needs far fewer than testing: the
 * test tools (a browser among them) come with `{ tests: true }` only.
 */
export async function install({ tests = false } = {}) {
  const declarations = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'package.json')).filter(existsSync);
  const digest = digestOf([join(root, 'package.json'), join(root, 'package-lock.json'), ...declarations]);
  const installed = existsSync(join(stamps, 'installed')) ? readFileSync(join(stamps, 'installed'), 'utf8') : '';
  // Test tools that somebody installed by hand stay.
  const isWhole = tests || existsSync(join(root, 'node_modules', 'oxlint'));
  if (installed === `${digest} all` || (!isWhole && installed === `${digest} run`)) return;
  say(isWhole ? 'Installing packages and test tools (once).' : 'Installing packages (once).');
  const code = await run('npm', ['ci', ...(isWhole ? [] : ['--omit=dev']), '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  if (code !== 0) fail('The packages could not be installed (see above): check the connection to the package registry and the free disk space, then run the command again.');
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, 'installed'), `${digest} ${isWhole ? 'all' : 'run'}`);
}
