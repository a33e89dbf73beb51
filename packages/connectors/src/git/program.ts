import { mkdtemp, rm, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { Outside, Problem, ProgramResult } from '../connector.ts';
import { type Outcome, problemOf } from '../http/problem.ts';

/** Runs git in one repository; the output when it went well, else the problem in one sentence. */
export type Git = (args: readonly string[], options?: { readonly exitCodes?: readonly number[] }) => Promise<Outcome<{ readonly code: number; readonly stdout: string }>>;

/** A repository that can be asked, and what has to be removed afterwards. */
export type OpenRepository = { readonly git: Git; readonly close: () => Promise<void> };

export type Location = { readonly location: string; readonly trustOtherOwner: boolean; readonly token: string | undefined };

// A repository's own configuration can name programs to start: each of these is set so that none is.
const hardening = [
  'core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.pager=cat', 'core.attributesFile=/dev/null', 'core.excludesFile=/dev/null',
  'log.showSignature=false', 'diff.external=', 'protocol.allow=never', 'protocol.https.allow=always', 'protocol.http.allow=always',
  'protocol.ssh.allow=always', 'credential.helper=', 'http.followRedirects=false', 'submodule.recurse=false', 'fetch.recurseSubmodules=false',
  'gc.auto=0', 'maintenance.auto=false', 'i18n.logOutputEncoding=UTF-8', 'transfer.fsckObjects=false', 'gpg.program=false', 'gpg.ssh.program=false', 'gpg.x509.program=false',
];
const environment = {
  GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS: '', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_OPTIONAL_LOCKS: '0',
  GIT_ALLOW_PROTOCOL: 'https:http:ssh', GIT_NO_REPLACE_OBJECTS: '1', GIT_GRAFT_FILE: '/dev/null', GIT_ATTR_NOSYSTEM: '1', GIT_PAGER: 'cat', GIT_LFS_SKIP_SMUDGE: '1',
};
const bytesMax = 256 * 1024 * 1024;
const timeoutMs = 300_000;

const lastLine = (text: string): string => (text.trim().split('\n').at(-1) ?? '').replace(/^(fatal|error|remote): /, '').replace(/\/\/[^/\s]*@/g, '//').slice(0, 300);

/** What git's own words mean. They are stable with `LC_ALL=C`; what is not known is repeated, without credentials. */
const gitProblem = (stderr: string, where: string): Problem => {
  const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });
  if (stderr.includes('dubious ownership')) {
    return give('forbidden', `The repository ${where} belongs to another user than the one that runs Avouch, and git does not read such a repository by itself.`,
      'Turn on “Read it although it belongs to another user” in the settings of this source, or run Avouch as its owner.');
  }
  if (/not a git repository|does not appear to be a git repository/i.test(stderr)) return give('not-found', `There is no git repository at ${where}.`, 'Check the path or address.');
  if (/repository .*not found|not found|does not exist/i.test(stderr)) return give('not-found', `There is no git repository at ${where}, or it is not shown to this account.`, 'Check the address, and the rights of the token or key.');
  if (/Authentication failed|could not read Username|terminal prompts disabled|Permission denied \(|HTTP Basic|returned error: 40[13]/i.test(stderr)) {
    return give('unauthorised', `${where} asks for a token or key, and accepts none that was given.`, 'Give a token with read access to this repository only, or add the key of this server as a read-only deploy key.');
  }
  if (/Host key verification failed/i.test(stderr)) return give('unauthorised', `The SSH host key of ${where} is not known to this server.`, 'Add it to the known hosts of the user that runs Avouch, after comparing it with the published one.');
  if (/Could not resolve|Connection refused|Failed to connect|Couldn't connect|unable to access|Connection timed out|Network is unreachable/i.test(stderr)) {
    return give('unreachable', `${where} could not be reached: ${lastLine(stderr)}.`, 'Check the address, and that this server may reach it.');
  }
  if (/unrecognized argument|unknown option/i.test(stderr)) return give('unsupported', 'The git on this machine is too old.', 'Install git 2.37 or later.');
  return give('failed', `git could not read ${where}: ${lastLine(stderr)}.`, 'Look at the repository with git itself.');
};

const settle = (ran: ProgramResult, where: string, exitCodes: readonly number[]): Outcome<{ readonly code: number; readonly stdout: string }> => {
  if (!ran.ok) return ran;
  if (!exitCodes.includes(ran.code)) return { ok: false, problem: gitProblem(ran.stderr, where) };
  return { ok: true, value: { code: ran.code, stdout: ran.stdout } };
};

const configured = (entries: readonly string[]): string[] => entries.flatMap((entry) => ['-c', entry]);

// In a repository of this machine nothing may be fetched: its configuration would name the program that does it.
const nothingFetched = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_SSH_COMMAND: 'false' };

const gitIn = (outside: Outside, cwd: string, where: string, config: readonly string[], env: Readonly<Record<string, string>>): Git => async (args, options) =>
  settle(await outside.run('git', [...configured([...hardening, ...config]), ...args],
    { cwd, env: { ...environment, ...env, GIT_CEILING_DIRECTORIES: dirname(cwd) }, timeoutMs, stdoutBytesMax: bytesMax }), where, options?.exitCodes ?? [0]);

/** The address without what may be secret in it. */
export const shownLocation = (location: string): string => location.replace(/\/\/[^/]*@/, '//').replace(/^([\w.-]+):(?!\/\/)[^/]*@/, '$1:').replace(/(:\/\/[^?#]*)[?#].*$/s, '$1');

/** Whether a location has no place in which secrets are put: the ledger keeps settings for ever. The user of ssh is none. */
export const holdsNoSecret = (location: string): boolean =>
  shownLocation(location) === location || (/^ssh:\/\/[\w.-]+@[^/@]*(\/|$)/.test(location) && !/[?#]/.test(location));

type Remote = { readonly url: string; readonly host: string; readonly port: string; readonly kind: 'http' | 'ssh' };

// The host stands in a command line of ssh, which a shell reads, so it is nothing but a name or an address; a dash in front would be an option.
const plainHost = /^(?:\[[0-9a-f:.]+\]|\w[\w.-]*)$/i;
const plainUser = /^(?:\w[\w.-]*)?$/;

/**
 * A clone URL over HTTP or SSH (also git's short form `user@host:path`), or undefined for a path. The URL is spelled as it was
 * understood here: git and curl understand some spellings otherwise, and would go to a host that nobody checked.
 */
export const parseRemote = (location: string): Remote | undefined => {
  const short = /^([\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(location);
  const text = short === null || isAbsolute(location) ? location : `ssh://${short[1] ?? ''}${short[2] ?? ''}/${short[3] ?? ''}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!plainHost.test(url.hostname) || !plainUser.test(url.username)) return undefined;
  const place = { url: url.href, host: url.hostname };
  if (url.protocol === 'https:' || url.protocol === 'http:') return { ...place, port: url.port || (url.protocol === 'https:' ? '443' : '80'), kind: 'http' };
  return url.protocol === 'ssh:' ? { ...place, port: url.port || '22', kind: 'ssh' } : undefined;
};

/** Binds git to the address that was checked, so that a second answer of the name server changes nothing. */
const pinned = (remote: Remote, addresses: readonly string[]): { config: string[]; env: Record<string, string> } => {
  const literals = addresses.map((address) => (address.includes(':') ? `[${address}]` : address)).join(',');
  // ssh takes one address only: one of IPv4, which more networks can reach, if there is one.
  const address = addresses.find((one) => !one.includes(':')) ?? addresses[0] ?? '';
  if (remote.kind === 'http') return isIP(remote.host.replace(/^\[|\]$/g, '')) !== 0 ? { config: [], env: {} } : { config: [`http.curloptResolve=${remote.host}:${remote.port}:${literals}`], env: {} };
  return { config: [], env: { GIT_SSH_COMMAND: `ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=15 -o HostName=${address} -o HostKeyAlias=${remote.host}` } };
};

/** The token goes by the environment: arguments can be read by every user of the machine. */
const authorised = (token: string | undefined): Record<string, string> => token === undefined || token === '' ? {} : {
  GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'http.extraHeader', GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
};

const cloned = async (outside: Outside, remote: Remote, token: string | undefined): Promise<Outcome<OpenRepository>> => {
  const where = shownLocation(remote.url);
  const found = await outside.addresses.resolve(remote.host);
  if (!found.ok) return found;
  const { config, env } = pinned(remote, found.addresses);
  const folder = await mkdtemp(join(tmpdir(), 'avouch-git-'));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const git = gitIn(outside, folder, where, config, { ...env, ...(remote.kind === 'http' ? authorised(token) : {}) });
  // History and names are needed, contents of files are not: a partial clone leaves them at the source.
  const done = await git(['clone', '--quiet', '--bare', '--filter=blob:none', '--template=', '--', remote.url, folder]);
  if (done.ok) return { ok: true, value: { git, close } };
  await close();
  return done;
};

/** Opens the repository at a path of this machine, or a bare partial clone of a remote one. Close it to remove the clone. */
export const openRepository = async (outside: Outside, { location, trustOtherOwner, token }: Location): Promise<Outcome<OpenRepository>> => {
  const remote = parseRemote(location);
  if (remote !== undefined) return cloned(outside, remote, token);
  if (!isAbsolute(location)) return problemOf('unsupported', 'The location is neither an absolute path nor an address over https, http or ssh.', 'Give a path such as /srv/app.git, or an address such as https://example.com/app.git.');
  if (!(await stat(location).then((entry) => entry.isDirectory(), () => false))) return problemOf('not-found', `There is no folder ${location} on this machine.`, 'Check the path.');
  const git = gitIn(outside, location, location, trustOtherOwner ? [`safe.directory=${location}`, `safe.directory=${join(location, '.git')}`] : [], nothingFetched);
  const probe = await git(['rev-parse', '--git-dir']);
  return probe.ok ? { ok: true, value: { git, close: async () => undefined } } : probe;
};
