import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outside } from '../connector.ts';
import type { EntityOf } from '../entities.ts';
import type { Outcome } from '../http/problem.ts';
import { instantOf } from '../outside/reading.ts';
import type { Git } from './program.ts';

const codeOwners = /^(\.github\/|\.gitlab\/|docs\/)?CODEOWNERS$/;
const securityPolicy = /^(\.github\/|docs\/)?SECURITY(\.(md|txt|rst|adoc))?$/i;
const licence = /^(LICEN[CS]E|COPYING|UNLICENSE)([.-][\w.-]+)?$/i;
const continuousIntegration = /^(\.github\/workflows\/[^/]+\.ya?ml|\.gitlab-ci\.ya?ml|\.circleci\/config\.ya?ml|Jenkinsfile|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|\.buildkite\/.+|\.travis\.ya?ml|\.drone\.ya?ml|\.woodpecker(\.ya?ml|\/.+)|\.ci\/.+|\.forgejo\/workflows\/.+|\.gitea\/workflows\/.+|\.builds\/.+|\.build\.yml|appveyor\.yml)$/;
const manifest = /(^|\/)(package\.json|Cargo\.toml|go\.mod|pyproject\.toml|Pipfile|Gemfile|composer\.json|mix\.exs|pubspec\.yaml|requirements\.in)$/;
const lock = /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock|pdm\.lock|pylock\.toml|Pipfile\.lock|Gemfile\.lock|composer\.lock|mix\.lock|pubspec\.lock|packages\.lock\.json|gradle\.lockfile|flake\.lock|requirements\.txt)$/;
const secretFile = /(^|\/)\.env(\.[\w-]+)*$/;
const exampleFile = /\.(example|sample|template|dist|defaults?|test)$/;

/** Whether git itself, with this `.gitignore`, would leave a `.env` alone. Its own rules decide, in an empty repository of ours. */
const ignoresEnvironment = async (outside: Outside, rules: string): Promise<Outcome<boolean>> => {
  const folder = await mkdtemp(join(tmpdir(), 'avouch-ignore-'));
  try {
    await writeFile(join(folder, '.gitignore'), rules);
    const env = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    const made = await outside.run('git', ['init', '--quiet', '--template=', '.'], { cwd: folder, env });
    if (!made.ok) return made;
    const checked = await outside.run('git', ['-c', 'core.excludesFile=/dev/null', 'check-ignore', '--quiet', '--no-index', '--', '.env'], { cwd: folder, env });
    return checked.ok ? { ok: true, value: checked.code === 0 } : checked;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

type Files = Pick<EntityOf<'repository'>, 'codeOwners' | 'securityPolicy' | 'licence' | 'continuousIntegration' | 'dependencyLock' | 'ignoresSecrets'>;

/** Reads which of the files that protect a repository are in the tree of a commit. */
export const readFiles = async (outside: Outside, git: Git, commit: string): Promise<Outcome<Files>> => {
  const listed = await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, '--']);
  if (!listed.ok) return listed;
  const names = listed.value.stdout.split('\0').filter((name) => name !== '');
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  let rules = '';
  if (names.includes('.gitignore')) {
    const shown = await git(['cat-file', 'blob', `${commit}:.gitignore`]);
    if (!shown.ok) return shown;
    rules = shown.value.stdout;
  }
  const ignores = await ignoresEnvironment(outside, rules);
  if (!ignores.ok) return ignores;
  const kept = names.some((name) => secretFile.test(name) && !exampleFile.test(name));
  return {
    ok: true,
    value: {
      codeOwners: has(codeOwners), securityPolicy: has(securityPolicy), licence: has(licence), continuousIntegration: has(continuousIntegration),
      // Without a manifest there is nothing that a lock file could pin, and nothing to tell.
      dependencyLock: has(lock) ? true : has(manifest) ? false : null,
      ignoresSecrets: ignores.value && !kept,
    },
  };
};

const tagFormat = '%(refname)%00%(objecttype)%00%(creatordate:unix)%00%(if)%(contents:signature)%(then)signed%(end)';
const tagArgs = ['for-each-ref', `--format=${tagFormat}`, 'refs/tags'];

/** The command that is run for releases, as it is written into the reading. */
export const tagQuery = `git ${tagArgs.join(' ')}`;

/** Reads every tag: when it was made, whether it is an object of its own, and whether that carries a signature. */
export const readTags = async (git: Git, repository: string): Promise<Outcome<readonly EntityOf<'release'>[]>> => {
  const printed = await git(tagArgs);
  if (!printed.ok) return printed;
  const lines = printed.value.stdout.split('\n').filter((line) => line !== '');
  return {
    ok: true,
    value: lines.map((line) => {
      const [ref = '', type = '', at = '', signed = ''] = line.split('\0');
      const name = ref.slice('refs/tags/'.length);
      const annotated = type === 'tag';
      return { id: `${repository}:${name}`.slice(0, 500), name: name.slice(0, 500), repository, at: at === '' ? null : instantOf(Number(at)), signed: annotated && signed === 'signed', annotated };
    }),
  };
};
