import type { EntityOf } from '../entities.ts';
import type { Machine, Printed } from './machine.ts';
import { readSsh } from './ssh.ts';

/** Yes, no or unknown by what a program printed; unknown as well when it printed neither. */
const told = (printed: Printed, yes: RegExp, no: RegExp): boolean | null => {
  const text = printed === null ? '' : `${printed.stdout}\n${printed.stderr}`;
  return yes.test(text) ? true : no.test(text) ? false : null;
};

const updates = async (machine: Machine): Promise<number | null> => {
  const listed = await machine.ask('softwareupdate', '--list', '--no-scan');
  if (listed?.code !== 0) return null;
  const count = listed.stdout.split('\n').filter((line) => /^\s*\* /.test(line)).length;
  return count > 0 || /No new software available/.test(listed.stdout + listed.stderr) ? count : null;
};

const ssh = async (machine: Machine): Promise<Pick<EntityOf<'host'>, 'sshRootLogin' | 'sshPasswords'>> => {
  // Every Mac has the files of an SSH server; it is on only when launchd has loaded it.
  const loaded = await machine.ask('launchctl', 'print', 'system/com.openssh.sshd');
  if (loaded === null) return { sshRootLogin: null, sshPasswords: null };
  return loaded.code === 0 ? readSsh(machine) : { sshRootLogin: false, sshPasswords: false };
};

/** Reads how a Mac stands. Apple publishes no end of support, so that stays unknown. */
export const readMac = async (machine: Machine, host: string): Promise<EntityOf<'host'>> => {
  const version = await machine.ask('sw_vers', '-productVersion');
  return {
    id: host, name: host, os: 'macOS', osVersion: version?.code === 0 ? version.stdout.trim() : null, endOfLife: null,
    diskEncrypted: told(await machine.ask('fdesetup', 'status'), /FileVault is On/, /FileVault is Off/),
    firewallOn: told(await machine.ask('/usr/libexec/ApplicationFirewall/socketfilterfw', '--getglobalstate'), /enabled/i, /disabled/i),
    timeSynced: told(await machine.ask('systemsetup', '-getusingnetworktime'), /Network Time: On/, /Network Time: Off/),
    updatesPending: await updates(machine), securityUpdatesPending: null,
    updatesAutomatic: told(await machine.ask('defaults', 'read', '/Library/Preferences/com.apple.SoftwareUpdate', 'AutomaticallyInstallMacOSUpdates'), /^1\s*$/m, /^0\s*$/m),
    screenLock: told(await machine.ask('sysadminctl', '-screenLock', 'status'), /screenLock (delay is|is immediate)/, /screenLock is off/),
    protectionAgent: null, ...await ssh(machine), rebootRequired: null, hardeningIndex: null,
  };
};
