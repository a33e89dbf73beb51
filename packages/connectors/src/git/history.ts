import type { EntityOf } from '../entities.ts';
import { problemOf, type Outcome } from '../http/problem.ts';
import { instantOf, nameOf } from '../outside/reading.ts';
import type { Git } from './program.ts';

type Signature = { readonly name: string; readonly email: string; readonly at: number };
type Commit = { readonly id: string; readonly parents: readonly string[]; readonly author: Signature; readonly committer: Signature; readonly signed: boolean; readonly message: string };

const identityOf = (line: string): Signature => {
  const found = /^(.*?) ?<([^>]*)> (-?\d+) [+-]\d{4}$/.exec(line);
  return { name: found?.[1] ?? '', email: (found?.[2] ?? '').trim().toLowerCase(), at: Number(found?.[3] ?? 0) };
};

/** One commit as `git rev-list --header` prints it: its id, its raw headers, an empty line, its message indented by four. */
const parseCommit = (text: string): Commit => {
  const end = text.indexOf('\n\n');
  const [id = '', ...headers] = (end < 0 ? text : text.slice(0, end)).split('\n');
  const valueOf = (key: string): string => headers.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1) ?? '';
  return {
    id, parents: headers.filter((line) => line.startsWith('parent ')).map((line) => line.slice(7)),
    author: identityOf(valueOf('author')), committer: identityOf(valueOf('committer')),
    signed: headers.some((line) => /^gpgsig(-sha256)? /.test(line)),
    message: end < 0 ? '' : text.slice(end + 2).replace(/^ {4}/gm, ''),
  };
};

/** Who a signature is, by the e-mail address in lower case, else by name. */
const who = ({ email, name }: Signature): string | null => (email !== '' ? email : name !== '' ? name : null);

// What hosting services write into the message when they merge a pull or merge request.
const byRequest = [/^Merge pull request #\d+ /, /^Merged in .* \(pull request #\d+\)/, /^Merged PR \d+: /, / \(#\d+\)$/, / \(pull request #\d+\)$/];
const howOf = ({ message, parents }: Commit): EntityOf<'change'>['how'] => {
  const subject = message.split('\n', 1)[0] ?? '';
  if (byRequest.some((pattern) => pattern.test(subject)) || /^See merge request \S+!\d+$/m.test(message)) return 'pull-request';
  return parents.length > 1 ? 'merge' : 'direct';
};

/** GitHub commits on behalf of the person who pressed the button; that person is the author of a merge, and unknown for a squash. */
const mergerOf = (commit: Commit): string | null => {
  if (commit.committer.email !== 'noreply@github.com') return who(commit.committer);
  return commit.parents.length > 1 ? who(commit.author) : null;
};

/** The period that a read covers. */
export type Window = { readonly from: string; readonly to: string };

const mainlineArgs = (tip: string, window: Window): string[] => ['rev-list', '--first-parent', '--header', `--since-as-filter=${window.from}`, `--until=${window.to}`, tip, '--'];
const everyoneArgs = (tip: string, window: Window): string[] => ['log', '--no-show-signature', '--format=%H%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct', `--since-as-filter=${window.from}`, `--until=${window.to}`, tip, '--'];

/** The commands that are run for changes and for people, as they are written into the readings. */
export const historyQueries = (ref: string, window: Window): { readonly change: string; readonly author: string } =>
  ({ change: `git ${mainlineArgs(ref, window).join(' ')}`, author: `git ${everyoneArgs(ref, window).join(' ')}` });

/** Every author and committer of the window, with the commits by id. */
type Everyone = { readonly authorOf: ReadonlyMap<string, string | null>; readonly authors: readonly EntityOf<'author'>[] };

const kindOf = (person: Signature): 'person' | 'service' => (/\[bot\]$/i.test(person.name) || /\[bot\]@/.test(person.email) || person.email === 'noreply@github.com' ? 'service' : 'person');

/** Reads who wrote or committed anything that reached the branch in the window. */
export const readEveryone = async (git: Git, repository: string, tip: string, window: Window): Promise<Outcome<Everyone>> => {
  const shallow = await git(['rev-parse', '--is-shallow-repository']);
  if (!shallow.ok) return shallow;
  if (shallow.value.stdout.trim() === 'true') {
    return problemOf('cut-short', `The repository ${repository} is a shallow clone: a part of its history is missing.`, 'Run `git fetch --unshallow` in it, or give its address.');
  }
  const printed = await git(everyoneArgs(tip, window));
  if (!printed.ok) return printed;
  const authorOf = new Map<string, string | null>();
  const people = new Map<string, Signature>();
  for (const line of printed.value.stdout.split('\n')) {
    if (line === '') continue;
    const [id = '', authorName = '', authorEmail = '', authorAt = '', name = '', email = '', at = ''] = line.split('\0');
    const author = { name: authorName, email: authorEmail.trim().toLowerCase(), at: Number(authorAt) };
    authorOf.set(id, who(author));
    for (const person of [author, { name, email: email.trim().toLowerCase(), at: Number(at) }]) {
      const key = who(person);
      if (key !== null && (people.get(key)?.at ?? Number.NEGATIVE_INFINITY) < person.at) people.set(key, person);
    }
  }
  const authors = [...people].map(([key, person]): EntityOf<'author'> => ({
    id: `${repository}:${key}`.slice(0, 500), name: nameOf(person.name === '' ? key : person.name), kind: kindOf(person),
    email: person.email === '' ? null : person.email, lastSeenAt: instantOf(person.at),
  }));
  return { ok: true, value: { authorOf, authors } };
};

/** Reads the changes that reached the branch in the window, in its first-parent line. */
export const readChanges = async (git: Git, repository: string, tip: string, window: Window, everyone: Everyone): Promise<Outcome<readonly EntityOf<'change'>[]>> => {
  const printed = await git(mainlineArgs(tip, window));
  if (!printed.ok) return printed;
  const commits = printed.value.stdout.split('\0').filter((text) => text !== '').map(parseCommit);
  return {
    ok: true,
    value: commits.map((commit) => {
      const merged = commit.parents[1];
      return {
        id: `${repository}:${commit.id}`, name: nameOf(commit.message.split('\n', 1)[0] || commit.id), repository, mergedAt: new Date(commit.committer.at * 1000).toISOString(),
        // A merge brings another's work: its author is who wrote what was merged, when that lies in the window.
        author: merged === undefined ? who(commit.author) : everyone.authorOf.get(merged) ?? null,
        mergedBy: mergerOf(commit), approvers: null, checks: 'unknown', signed: commit.signed, how: howOf(commit),
      };
    }),
  };
};
