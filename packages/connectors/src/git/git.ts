import { basename } from 'node:path';
import { z } from 'zod';
import type { Connector, Outside, Reading } from '../connector.ts';
import type { EntityOf } from '../entities.ts';
import { type Outcome, problemOf } from '../http/problem.ts';
import { failedReading, instantOf, wholeReading, type Look } from '../outside/reading.ts';
import { historyQueries, readChanges, readEveryone, type Window } from './history.ts';
import { holdsNoSecret, openRepository, shownLocation, type Git } from './program.ts';
import { readFiles, readTags, tagQuery } from './tree.ts';

const settings = z.object({
  location: z.string().min(1).max(1000).refine(holdsNoSecret, 'A path, or an address without password, token or query: a token has a field of its own').describe('Path on this server, or clone address (https, ssh)'),
  name: z.string().min(1).max(200).optional().describe('Name of the repository; by default the last part of its location'),
  branch: z.string().regex(/^(?!-)[\w./-]{1,200}$/).optional().describe('Branch to which changes go; by default the one that the repository names'),
  windowDays: z.number().int().min(1).max(3660).default(365).describe('Days of history to read'),
  trustOtherOwner: z.boolean().default(false).describe('Read it although it belongs to another user'),
});

const guide = `Avouch starts the \`git\` program and only reads.

1. **On this server**: give the path of a clone. The user that runs Avouch needs to read it, no more. If it belongs to another user, say so in the settings.
2. **Over https**: make a token that may read the contents of this one repository (at GitHub: fine-grained, *Contents: read-only*; at GitLab: project token with *read_repository*).
3. **Over ssh**: add the public key of the user that runs Avouch as a **read-only deploy key**, and the host to its known hosts.

Whether a commit or tag *carries* a signature is read; whether the signature is good is not checked. Dates and names are those that the commits state. A pull request is recognised by its merge message; reviews and checks
are not in git: connect the hosting service for these.`;

type Tip = { readonly commit: string; readonly branch: string; readonly ref: string };

const empty = (name: string) => problemOf('not-found', `The repository ${name} has no commits yet.`, 'Push a first commit, then read again.');

/** Finds the branch that changes go to: the one that is set, else the origin's default, else the one that is checked out. */
const findTip = async (git: Git, name: string, branch: string | undefined): Promise<Outcome<Tip>> => {
  const symbolic = async (ref: string): Promise<string> => {
    const shown = await git(['symbolic-ref', '--quiet', ref], { exitCodes: [0, 1, 128] });
    return shown.ok && shown.value.code === 0 ? shown.value.stdout.trim() : '';
  };
  const candidates = branch === undefined
    ? [await symbolic('refs/remotes/origin/HEAD'), await symbolic('HEAD'), 'HEAD']
    : [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`];
  for (const ref of candidates) {
    if (ref === '') continue;
    const found = await git(['rev-parse', '--quiet', '--verify', '--end-of-options', `${ref}^{commit}`], { exitCodes: [0, 1, 128] });
    if (!found.ok) return found;
    if (found.value.code === 0) return { ok: true, value: { commit: found.value.stdout.trim(), ref, branch: ref.replace(/^refs\/(heads|remotes\/origin)\//, '') } };
  }
  const any = await git(['rev-list', '--max-count=1', '--all']);
  if (!any.ok) return any;
  if (any.value.stdout === '') return empty(name);
  return branch === undefined
    ? problemOf('not-found', `The repository ${name} names no branch that exists.`, 'Name the branch in the settings.')
    : problemOf('not-found', `The repository ${name} has no branch ${branch}.`, 'Correct the branch in the settings.');
};

const readRepository = async (outside: Outside, git: Git, name: string, tip: Tip): Promise<Outcome<readonly EntityOf<'repository'>[]>> => {
  const files = await readFiles(outside, git, tip.commit);
  if (!files.ok) return files;
  const dated = await git(['show', '--no-patch', '--no-show-signature', '--format=%ct', tip.commit, '--']);
  if (!dated.ok) return dated;
  const lastChangeAt = instantOf(Number(dated.value.stdout.trim()));
  return {
    ok: true,
    value: [{
      id: name, name, visibility: 'unknown', archived: null, defaultBranch: tip.branch === 'HEAD' ? null : tip.branch, ...files.value,
      secretScanning: null, dependencyAlerts: null, codeScanning: null, lastChangeAt,
    }],
  };
};

const reads = [
  { entityType: 'repository', title: 'Repository', scopes: [{ name: 'read the repository', why: 'to see which protecting files it has' }] },
  { entityType: 'change', title: 'Changes to the default branch', scopes: [{ name: 'read the repository', why: 'to list what reached the default branch, by whom and how' }] },
  { entityType: 'release', title: 'Tags', scopes: [{ name: 'read the repository', why: 'to list releases and whether they carry signatures' }] },
  { entityType: 'author', title: 'Authors and committers', scopes: [{ name: 'read the repository', why: 'to know who changes the code' }] },
] as const;

/** A repository with any hosting, read by the git program. */
export const git: Connector<typeof settings> = {
  id: 'git', version: '1.0.0', title: 'Git repository', summary: 'Reads the changes, releases, authors and protecting files of a git repository.', guide, settings,
  secrets: [{ key: 'token', title: 'Access token, for addresses over https', optional: true, sentTo: ['location'] }], reads,
  read: async function* ({ settings: given, secrets, outside, progress }): AsyncGenerator<Reading> {
    const to = outside.now();
    const window: Window = { from: new Date(to.getTime() - given.windowDays * 86_400_000).toISOString(), to: to.toISOString() };
    const name = given.name ?? (basename(shownLocation(given.location)).replace(/\.git$/, '') || 'repository');
    const version = await outside.run('git', ['--version']);
    const sourceVersion = version.ok ? version.stdout.trim().replace(/^git version /, 'git ') : null;
    const look = (query: string): Look => ({ captured: window.to, query, sourceVersion });
    const opened = version.ok ? await openRepository(outside, { location: given.location, trustOtherOwner: given.trustOtherOwner, token: secrets['token'] }) : version;
    const tip = opened.ok ? await findTip(opened.value.git, name, given.branch) : opened;
    try {
      if (!opened.ok || !tip.ok) {
        const problem = !opened.ok ? opened.problem : !tip.ok ? tip.problem : undefined;
        if (problem !== undefined) for (const { entityType } of reads) yield failedReading(entityType, look(`git at ${shownLocation(given.location)}`), problem);
        return;
      }
      yield* readOpened(outside, opened.value.git, name, tip.value, window, look, progress);
    } finally {
      if (opened.ok) await opened.value.close();
    }
  },
};

type ProgressCall = Parameters<typeof git.read>[0]['progress'];

async function* readOpened(outside: Outside, run: Git, name: string, tip: Tip, window: Window, look: (query: string) => Look, progress: ProgressCall): AsyncGenerator<Reading> {
  const queries = historyQueries(tip.ref, window);
  const repository = await readRepository(outside, run, name, tip);
  const treeLook = look(`git ls-tree -r --name-only ${tip.ref}`);
  progress({ entityType: 'repository', done: 1, total: 1 });
  yield repository.ok ? wholeReading('repository', treeLook, repository.value) : failedReading('repository', treeLook, repository.problem);

  const tags = await readTags(run, name);
  progress({ entityType: 'release', done: tags.ok ? tags.value.length : 0 });
  yield tags.ok ? wholeReading('release', look(tagQuery), tags.value) : failedReading('release', look(tagQuery), tags.problem);

  const everyone = await readEveryone(run, name, tip.commit, window);
  const authorLook = { ...look(queries.author), window };
  progress({ entityType: 'author', done: everyone.ok ? everyone.value.authors.length : 0 });
  yield everyone.ok ? wholeReading('author', authorLook, everyone.value.authors) : failedReading('author', authorLook, everyone.problem);

  const changes = everyone.ok ? await readChanges(run, name, tip.commit, window, everyone.value) : everyone;
  const changeLook = { ...look(queries.change), window };
  progress({ entityType: 'change', done: changes.ok ? changes.value.length : 0 });
  yield changes.ok ? wholeReading('change', changeLook, changes.value) : failedReading('change', changeLook, changes.problem);
}
