import type { EntityOf } from '../entities.ts';
import type { Machine } from './machine.ts';

type Facts = Pick<EntityOf<'host'>, 'sshRootLogin' | 'sshPasswords'>;

/** Settings as `sshd -T` or a file write them: the first value of a key counts, and `Match` ends what holds for everybody. */
export const parseSshd = (lines: readonly string[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, key = '', value = ''] = /^\s*([A-Za-z]+)[\s=]+"?(.*?)"?\s*$/.exec(line) ?? [];
    if (key.toLowerCase() === 'match') break;
    if (key !== '' && !found.has(key.toLowerCase())) found.set(key.toLowerCase(), value.toLowerCase());
  }
  return found;
};

/** The lines of the configuration with its included files in their place; null when one of them is not to be seen. */
const configured = async (machine: Machine): Promise<readonly string[] | null> => {
  const main = await machine.text('/etc/ssh/sshd_config');
  if (main === null) return null;
  const lines: string[] = [];
  for (const line of main.split('\n')) {
    const included = /^\s*Include\s+(\S+)\s*$/i.exec(line)?.[1];
    if (included === undefined) { lines.push(line); continue; }
    const path = included.startsWith('/') ? included : `/etc/ssh/${included}`;
    const folder = path.slice(0, path.lastIndexOf('/'));
    const [start = '', end = ''] = path.slice(folder.length + 1).split('*');
    const names = (await machine.names(folder))?.filter((name) => (path.includes('*') ? name.startsWith(start) && name.endsWith(end) : `${folder}/${name}` === path));
    for (const name of [...names ?? []].sort()) {
      const text = await machine.text(`${folder}/${name}`);
      if (text === null) return null;
      lines.push(...text.split('\n'));
    }
  }
  return lines;
};

const factsOf = (settings: ReadonlyMap<string, string>): Facts => ({
  // Root by key is root as well; only `no` keeps everybody accountable by name.
  sshRootLogin: (settings.get('permitrootlogin') ?? 'prohibit-password') !== 'no',
  sshPasswords: (settings.get('passwordauthentication') ?? 'yes') === 'yes'
    || ((settings.get('kbdinteractiveauthentication') ?? settings.get('challengeresponseauthentication') ?? 'yes') === 'yes' && settings.get('usepam') === 'yes'),
});

/** Whether root, and passwords, are let in over SSH. Where no SSH server is installed, nobody is. */
export const readSsh = async (machine: Machine): Promise<Facts> => {
  const effective = await machine.ask('sshd', '-T');
  if (effective?.code === 0) return factsOf(parseSshd(effective.stdout.split('\n')));
  const server = await machine.exists('/usr/sbin/sshd');
  if (server === false) return { sshRootLogin: false, sshPasswords: false };
  const lines = await configured(machine);
  return server === null || lines === null ? { sshRootLogin: null, sshPasswords: null } : factsOf(parseSshd(lines));
};
