import type { EntityOf } from '../entities.ts';
import type { Machine } from './machine.ts';
import { parseAssignments } from './releases.ts';

type Facts = Pick<EntityOf<'host'>, 'updatesPending' | 'securityUpdatesPending' | 'updatesAutomatic' | 'rebootRequired'>;

const unknown = { updatesPending: null, securityUpdatesPending: null } as const;
const indexDaysMax = 14;

/** Updates that a simulated upgrade would install, out of indexes that are not too old to tell. */
const aptPending = async (machine: Machine, at: Date): Promise<Pick<Facts, 'updatesPending' | 'securityUpdatesPending'>> => {
  const indexes = (await machine.names('/var/lib/apt/lists')) ?? [];
  const dates = await Promise.all(['/var/lib/apt/periodic/update-success-stamp', '/var/lib/apt/lists'].map((path) => machine.modified(path)));
  const newest = Math.max(...dates.map((date) => date?.getTime() ?? 0));
  if (!indexes.some((name) => name.endsWith('Release')) || at.getTime() - newest > indexDaysMax * 86_400_000) return unknown;
  const simulated = await machine.ask('apt-get', '-s', '-qq', '-o', 'Debug::NoLocking=1', 'dist-upgrade');
  if (simulated?.code !== 0) return unknown;
  const installs = simulated.stdout.split('\n').filter((line) => line.startsWith('Inst '));
  return { updatesPending: installs.length, securityUpdatesPending: installs.filter((line) => /\([^)]*security[^)]*\)/i.test(line)).length };
};

const aptAutomatic = async (machine: Machine): Promise<boolean | null> => {
  const configuration = await machine.ask('apt-config', 'dump', 'APT::Periodic::Unattended-Upgrade');
  if (configuration?.code !== 0) return null;
  return /"[1-9]\w*"/.test(configuration.stdout) && (await machine.exists('/usr/bin/unattended-upgrade'));
};

/** Nothing says that no reboot is needed unless something is there that would say that one is. */
const aptReboot = async (machine: Machine): Promise<boolean | null> => {
  if (await machine.exists('/run/reboot-required')) return true;
  const speakers = await Promise.all(['/usr/share/update-notifier/notify-reboot-required', '/etc/kernel/postinst.d/unattended-upgrades'].map((path) => machine.exists(path)));
  return speakers.includes(true) ? false : null;
};

/** Updates by dnf's cache alone: nothing is downloaded. */
const dnfPending = async (machine: Machine): Promise<Pick<Facts, 'updatesPending' | 'securityUpdatesPending'>> => {
  const rows = (text: string): number => (text.split(/^Obsoleting Packages/m)[0] ?? '').split('\n').filter((line) => /^\S+\.\w+\s+\S+\s+\S+\s*$/.test(line)).length;
  const all = await machine.ask('dnf', '-q', '-C', 'check-update');
  const security = await machine.ask('dnf', '-q', '-C', 'check-update', '--security');
  const count = (printed: typeof all): number | null => (printed === null || (printed.code !== 0 && printed.code !== 100) ? null : rows(printed.stdout));
  return { updatesPending: count(all), securityUpdatesPending: count(security) };
};

const dnfAutomatic = async (machine: Machine): Promise<boolean | null> => {
  const timers = await Promise.all(['dnf-automatic.timer', 'dnf-automatic-install.timer', 'dnf5-automatic.timer'].map((timer) => machine.ask('systemctl', 'is-enabled', timer)));
  if (timers.every((timer) => timer === null)) return null;
  const [plain, install, five] = timers.map((timer) => timer?.stdout.trim() === 'enabled');
  if (install === true) return true;
  const configuration = await machine.text('/etc/dnf/automatic.conf') ?? await machine.text('/etc/dnf/dnf5-plugins/automatic.conf');
  if (plain !== true && five !== true) return false;
  return configuration === null ? null : parseAssignments(configuration).get('apply_updates') === 'yes';
};

/** Which updates wait and whether they come by themselves, by the package manager that the system has. */
export const linuxUpdates = async (machine: Machine, at: Date): Promise<Facts> => {
  if (await machine.exists('/usr/bin/apt-get')) return { ...await aptPending(machine, at), updatesAutomatic: await aptAutomatic(machine), rebootRequired: await aptReboot(machine) };
  if (await machine.exists('/usr/bin/dnf')) {
    const reboot = await machine.ask('needs-restarting', '-r');
    return { ...await dnfPending(machine), updatesAutomatic: await dnfAutomatic(machine), rebootRequired: reboot === null || reboot.code > 1 ? null : reboot.code === 1 };
  }
  return { ...unknown, updatesAutomatic: null, rebootRequired: null };
};
