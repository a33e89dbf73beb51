import { z } from 'zod';
import type { EntityOf } from '../entities.ts';
import { linuxFirewall } from './firewall.ts';
import type { Machine } from './machine.ts';
import { releaseOf } from './releases.ts';
import { readSsh } from './ssh.ts';
import { linuxUpdates } from './updates.ts';

type Device = { readonly type?: string | undefined; readonly mountpoint?: string | null | undefined; readonly mountpoints?: readonly (string | null)[] | undefined; readonly children?: readonly Device[] | undefined };
const device: z.ZodType<Device> = z.object({
  type: z.string().optional(), mountpoint: z.string().nullable().optional(), mountpoints: z.array(z.string().nullable()).optional(), get children() { return z.array(device).optional(); },
});
const devices = z.object({ blockdevices: z.array(device) });

/** Whether each way down to `/` leads through an encrypted device; undefined when none leads there. */
const rootEncrypted = (found: readonly Device[], encrypted: boolean): boolean | undefined => {
  let answer: boolean | undefined;
  for (const one of found) {
    const inside = encrypted || one.type === 'crypt';
    const here = one.mountpoint === '/' || one.mountpoints?.includes('/') === true ? inside : undefined;
    for (const part of [here, rootEncrypted(one.children ?? [], inside)]) if (part !== undefined) answer = (answer ?? true) && part;
  }
  return answer;
};

/** Whether the root file system lies on dm-crypt. A virtual machine cannot see what encrypts the disk below it, so there "no" is unknown. */
const diskEncrypted = async (machine: Machine): Promise<boolean | null> => {
  for (const column of ['MOUNTPOINTS', 'MOUNTPOINT']) {
    const printed = await machine.ask('lsblk', '-J', '-o', `NAME,TYPE,${column}`);
    if (printed?.code !== 0) continue;
    const parsed = devices.safeParse(parseJson(printed.stdout));
    const answer = parsed.success ? rootEncrypted(parsed.data.blockdevices, false) : undefined;
    if (answer === undefined || answer) return answer ?? null;
    const virtual = /^flags\s*:.*\bhypervisor\b/m.test(await machine.text('/proc/cpuinfo') ?? '') || (await machine.exists('/sys/hypervisor/type')) === true;
    return virtual ? null : false;
  }
  return null;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const timeSynced = async (machine: Machine): Promise<boolean | null> => {
  const system = (await machine.ask('timedatectl', 'show', '--property=NTPSynchronized', '--value'))?.stdout.trim();
  if (system === 'yes' || system === 'no') return system === 'yes';
  const chrony = await machine.ask('chronyc', '-n', 'tracking');
  return chrony?.code === 0 ? /^Leap status\s*:\s*(Normal|Insert second|Delete second)/m.test(chrony.stdout) : null;
};

// Programs that watch a machine, by the name that the kernel knows them by (at most 15 characters).
const agents: Readonly<Record<string, string>> = {
  'falcon-sensor': 'CrowdStrike Falcon', 'falcon-sensor-b': 'CrowdStrike Falcon', wdavdaemon: 'Microsoft Defender', clamd: 'ClamAV', 's1-agent': 'SentinelOne', osqueryd: 'osquery', 'wazuh-agentd': 'Wazuh',
  'elastic-endpoin': 'Elastic Defend', cbagentd: 'Carbon Black', 'ds_agent': 'Trend Micro', 'sophos-subproce': 'Sophos', falco: 'Falco', auditd: 'auditd',
};

const protectionAgent = async (machine: Machine): Promise<string | null> => {
  const found = new Set<string>();
  for (const process of (await machine.names('/proc')) ?? []) {
    const name = /^\d+$/.test(process) ? agents[(await machine.text(`/proc/${process}/comm`))?.trim() ?? ''] : undefined;
    if (name !== undefined) found.add(name);
  }
  return found.size === 0 ? null : [...found].sort().join(', ');
};

/** Reads how a Linux machine stands. */
export const readLinux = async (machine: Machine, host: string, at: Date): Promise<EntityOf<'host'>> => ({
  id: host, name: host, ...releaseOf(await machine.text('/etc/os-release') ?? await machine.text('/usr/lib/os-release')),
  diskEncrypted: await diskEncrypted(machine), firewallOn: await linuxFirewall(machine), timeSynced: await timeSynced(machine), ...await linuxUpdates(machine, at),
  screenLock: null, protectionAgent: await protectionAgent(machine), ...await readSsh(machine), hardeningIndex: null,
});
