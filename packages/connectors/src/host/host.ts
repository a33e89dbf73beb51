import { z } from 'zod';
import type { Connector, Outside, Problem, Reading } from '../connector.ts';
import { failedReading, wholeReading, type Look } from '../outside/reading.ts';
import { linuxListeners, macListeners } from './listeners.ts';
import { readLinux } from './linux.ts';
import { readMac } from './mac.ts';
import { thisMachine, type Machine } from './machine.ts';
import { linuxAccounts, macAccounts } from './people.ts';

const settings = z.object({ name: z.string().min(1).max(200).optional().describe('Name of this machine; by default its host name') });

const guide = `Avouch reads the machine on which it runs: files and the system's own programs, as the user that runs it, and changes nothing.

It needs no right beyond that of an ordinary user. Some things only root may see, and stay unknown otherwise: the rules of the firewall, who may use sudo, how passwords are kept, which program owns a port. Do not run
Avouch as root for them: read other machines, and these facts, with osquery.

In a container the machine is the container. In a virtual machine it cannot be seen whether the disk below is encrypted. Pending updates are counted from the package indexes that are there, nothing is downloaded; indexes
older than two weeks count as unknown.`;

const queries = {
  host: { linux: '/etc/os-release, lsblk, nft, iptables, ufw, firewall-cmd, timedatectl, chronyc, apt-get -s or dnf -C, sshd -T, /proc', darwin: 'sw_vers, fdesetup, socketfilterfw, systemsetup, softwareupdate --list --no-scan, defaults, sysadminctl, sshd -T' },
  listener: { linux: '/proc/net/{tcp,tcp6,udp,udp6}', darwin: 'lsof -nP -iTCP -sTCP:LISTEN' },
  account: { linux: '/etc/{passwd,group,shadow,sudoers}', darwin: 'dscl . -list /Users' },
} as const;

const unseen: Problem = { kind: 'forbidden', sentence: 'The system does not show this to the user that runs Avouch.', remedy: 'Check that it is not locked out by a sandbox.' };

const hostName = async (machine: Machine): Promise<string> => {
  const found = (await machine.text('/proc/sys/kernel/hostname'))?.trim() ?? (await machine.ask('hostname'))?.stdout.trim() ?? '';
  return found === '' ? 'this host' : found.slice(0, 200);
};

const reads = [
  { entityType: 'host', title: 'This machine', scopes: [{ name: 'ordinary user', why: 'to read its state; root sees the firewall too' }] },
  { entityType: 'listener', title: 'Listening ports', scopes: [{ name: 'ordinary user', why: 'to list what listens; root sees the programs too' }] },
  { entityType: 'account', title: 'Users who can sign in', scopes: [{ name: 'ordinary user', why: 'to list users; root sees sudo rights and password schemes too' }] },
] as const;

/** The connector over a way to the machine: the real one, or a recorded one in tests. */
export const hostOver = (open: (outside: Outside) => Machine): Connector<typeof settings> => ({
  id: 'host', version: '1.0.0', title: 'This host', summary: 'Reads encryption, firewall, updates, ports, users and SSH of the machine that Avouch runs on.', guide, settings, secrets: [], reads,
  read: async function* ({ settings: given, outside, progress }): AsyncGenerator<Reading> {
    const machine = open(outside);
    const at = outside.now();
    const system = machine.platform === 'darwin' ? 'darwin' : 'linux';
    const look = (type: keyof typeof queries, sourceVersion: string | null): Look => ({ captured: at.toISOString(), query: queries[type][system], sourceVersion });
    if (machine.platform !== system) {
      const problem: Problem = { kind: 'unsupported', sentence: `Machines of the kind ${machine.platform} are not read.`, remedy: 'Read it with osquery, and hand its results in.' };
      for (const { entityType } of reads) yield failedReading(entityType, look(entityType, null), problem);
      return;
    }
    const name = given.name ?? await hostName(machine);
    const host = system === 'darwin' ? await readMac(machine, name) : await readLinux(machine, name, at);
    const version = host.os === null ? null : `${host.os} ${host.osVersion ?? ''}`.trim();
    progress({ entityType: 'host', done: 1, total: 1 });
    yield wholeReading('host', look('host', version), [host]);
    const listeners = system === 'darwin' ? await macListeners(machine, name) : await linuxListeners(machine, name);
    progress({ entityType: 'listener', done: listeners?.length ?? 0 });
    yield listeners === null ? failedReading('listener', look('listener', version), unseen) : wholeReading('listener', look('listener', version), listeners);
    const accounts = system === 'darwin' ? await macAccounts(machine, name) : await linuxAccounts(machine, name, at);
    progress({ entityType: 'account', done: accounts?.length ?? 0 });
    yield accounts === null ? failedReading('account', look('account', version), unseen) : wholeReading('account', look('account', version), accounts);
  },
});

/** The machine on which Avouch runs. */
export const host: Connector<typeof settings> = hostOver((outside) => thisMachine(outside, process.platform));
