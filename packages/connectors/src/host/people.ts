import type { EntityOf } from '../entities.ts';
import { instantOf } from '../outside/reading.ts';
import type { Machine } from './machine.ts';

type Account = EntityOf<'account'>;

const nothingShells = /\/(nologin|false|sync|shutdown|halt)$/;
const schemes: Readonly<Record<string, string>> = { y: 'yescrypt', gy: 'gost-yescrypt', 7: 'scrypt', 6: 'sha512crypt', 5: 'sha256crypt', '2a': 'bcrypt', '2b': 'bcrypt', '2y': 'bcrypt', 1: 'md5crypt' };
// Whoever is in one of these can become root without a password.
const rootGroups = new Set(['docker', 'lxd', 'incus-admin', 'disk']);
const sudoGroups = new Set(['sudo', 'wheel', 'admin']);

const rows = (text: string | null): string[][] => (text ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(':'));

/** The texts of sudoers and of all that it includes; null when one of them is not to be seen. */
const sudoersTexts = async (machine: Machine): Promise<readonly string[] | null> => {
  const main = await machine.text('/etc/sudoers');
  if (main === null) {
    const signs = await Promise.all(['/etc/sudoers', '/usr/bin/sudo', '/etc/doas.conf'].map((path) => machine.exists(path)));
    // Without sudo on the machine nobody has rights by it, which is known.
    return signs.every((sign) => sign === false) ? [] : null;
  }
  const paths: string[] = [...main.matchAll(/^[#@]include\s+(\S+)/gm)].map(([, path = '']) => path);
  for (const [, folder = ''] of main.matchAll(/^[#@]includedir\s+(\S+)/gm)) {
    const names = await machine.names(folder);
    if (names === null && (await machine.exists(folder)) !== false) return null;
    // sudo itself skips names with a dot or a tilde at the end.
    paths.push(...(names ?? []).filter((name) => !name.includes('.') && !name.endsWith('~')).map((name) => `${folder}/${name}`));
  }
  const texts = await Promise.all(paths.map((path) => machine.text(path)));
  return texts.some((text) => text === null) ? null : [main, ...texts.filter((text) => text !== null)];
};

const listOf = (text: string): string[] => text.split(',').map((part) => part.trim()).filter((part) => part !== '');

/** Who `sudoers` names, users and groups (with `%`); null when it is not to be seen. */
export const readSudoers = async (machine: Machine): Promise<ReadonlySet<string> | null> => {
  const texts = await sudoersTexts(machine);
  if (texts === null) return null;
  const named: string[] = [];
  const aliases = new Map<string, readonly string[]>();
  for (const raw of texts.join('\n').replace(/\\\n/g, ' ').split('\n')) {
    const line = raw.replace(/(^|\s)#(?!\d).*$/, '').trim();
    const alias = /^User_Alias\s+(\w+)\s*=\s*(.+)$/.exec(line);
    if (alias !== null) aliases.set(alias[1] ?? '', listOf(alias[2] ?? ''));
    // A rule is users, hosts, `=`, and what they may: the users are one list, which commas hold together.
    else if (!/^(@|Defaults|\w+_Alias\b)/.test(line)) named.push(...listOf(/^((?:[^\s,=]+\s*,\s*)*[^\s,=]+)\s+[^=]+=/.exec(line)?.[1] ?? ''));
  }
  return new Set(named.flatMap((who) => aliases.get(who) ?? [who]));
};

type Shadow = { readonly scheme: string | null; readonly expiresAt: string | null };

const shadowOf = (row: readonly string[] | undefined): Shadow => {
  if (row === undefined) return { scheme: null, expiresAt: null };
  const [, password = '', , , , , , expires = ''] = row;
  const scheme = password === '' ? 'empty' : /^[!*]/.test(password) ? 'none' : schemes[password.split('$')[1] ?? ''] ?? (password.startsWith('$') ? 'unknown' : 'des');
  return { scheme, expiresAt: /^\d+$/.test(expires) ? instantOf(Number(expires) * 86_400) : null };
};

/** The accounts of a Linux machine with a shell to sign in to, with who can become root. Null when they are not to be seen. */
export const linuxAccounts = async (machine: Machine, host: string, at: Date): Promise<readonly Account[] | null> => {
  const passwd = await machine.text('/etc/passwd');
  const group = await machine.text('/etc/group');
  if (passwd === null || group === null) return null;
  const groups = rows(group).map(([name = '', , id = '', members = '']) => ({ name, id, members: members.split(',') }));
  const shadowText = await machine.text('/etc/shadow');
  const shadow = new Map(rows(shadowText).map((row) => [row[0] ?? '', row]));
  const sudoers = await readSudoers(machine);
  return rows(passwd).filter((row) => row.length >= 7 && !nothingShells.test(row[6] ?? '')).map(([name = '', , uid = '', gid = '']): Account => {
    const memberOf = groups.filter((found) => found.id === gid || found.members.includes(name)).map((found) => found.name);
    const bySudo = sudoers === null ? memberOf.some((found) => sudoGroups.has(found)) : sudoers.has(name) || sudoers.has('ALL') || sudoers.has(`#${uid}`) || memberOf.some((found) => sudoers.has(`%${found}`));
    const rights = [...(uid === '0' ? ['root'] : []), ...(bySudo ? ['sudo'] : []), ...memberOf.filter((found) => rootGroups.has(found))];
    const { scheme, expiresAt } = shadowOf(shadow.get(name));
    return {
      id: `${host}:${name}`, name, kind: uid === '0' ? 'unknown' : Number(uid) >= 1000 && Number(uid) < 60_000 ? 'person' : 'service',
      active: expiresAt !== null ? Date.parse(expiresAt) > at.getTime() : shadowText === null ? null : true,
      // Without sudoers it is known who surely has the right, and not who surely has not.
      privileged: rights.length > 0 ? true : sudoers === null ? null : false, rights, mfa: null, email: null, createdAt: null, lastSeenAt: null, expiresAt, passwordScheme: scheme, shared: null,
    };
  });
};

/** The accounts of a Mac with a shell to sign in to. Null when the directory does not answer. */
export const macAccounts = async (machine: Machine, host: string): Promise<readonly Account[] | null> => {
  const list = async (key: string): Promise<Map<string, string> | null> => {
    const printed = await machine.ask('dscl', '.', '-list', '/Users', key);
    return printed?.code === 0 ? new Map(printed.stdout.split('\n').filter((line) => line !== '').map((line) => [line.split(/\s+/)[0] ?? '', line.split(/\s+/)[1] ?? ''])) : null;
  };
  const ids = await list('UniqueID');
  const shells = await list('UserShell');
  const admins = await machine.ask('dscl', '.', '-read', '/Groups/admin', 'GroupMembership');
  if (ids === null || shells === null) return null;
  const privileged = admins?.code === 0 ? new Set(admins.stdout.replace(/^GroupMembership:/, '').trim().split(/\s+/)) : null;
  return [...ids].filter(([name, id]) => Number(id) >= 500 && !name.startsWith('_') && !nothingShells.test(shells.get(name) ?? '/usr/bin/false')).map(([name]) => ({
    id: `${host}:${name}`, name, kind: 'person', active: null, privileged: privileged?.has(name) ?? null, rights: privileged?.has(name) === true ? ['admin'] : [],
    mfa: null, email: null, createdAt: null, lastSeenAt: null, expiresAt: null, passwordScheme: null, shared: null,
  }));
};
