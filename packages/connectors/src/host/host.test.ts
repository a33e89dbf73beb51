import { describe, expect, it } from 'vitest';
import type { EntityOf, EntityType } from '../entities.ts';
import type { Reading } from '../connector.ts';
import { openOutside } from '../outside.ts';
import { readAll } from '../outside/read-all.ts';
import { iptablesRefuses, nftRefuses } from './firewall.ts';
import { host, hostOver } from './host.ts';
import { parseKernelAddress } from './listeners.ts';
import type { Machine } from './machine.ts';
import { readSudoers } from './people.ts';
import { releaseOf } from './releases.ts';
import { parseSshd } from './ssh.ts';

const now = new Date('2026-02-01T00:00:00Z');
type Recorded = { platform?: string; files?: Record<string, string>; links?: Record<string, string>; modified?: string; programs?: Record<string, string | [number, string]> };

/** A machine out of recorded files and outputs. What was not recorded is not there. */
const recorded = ({ platform = 'linux', files = {}, links = {}, modified, programs = {} }: Recorded): Machine => {
  const paths = [...Object.keys(files), ...Object.keys(links)];
  return {
    platform,
    text: async (path) => files[path] ?? null,
    names: async (folder) => {
      const inside = paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1).split('/')[0] ?? '');
      return inside.length === 0 ? null : [...new Set(inside)];
    },
    link: async (path) => links[path] ?? null,
    exists: async (path) => paths.some((known) => known === path || known.startsWith(`${path}/`)),
    modified: async () => (modified === undefined ? null : new Date(modified)),
    ask: async (program, ...args) => {
      const found = programs[[program, ...args].join(' ')];
      return found === undefined ? null : typeof found === 'string' ? { code: 0, stdout: found, stderr: '' } : { code: found[0], stdout: found[1], stderr: '' };
    },
  };
};
const open = () => openOutside({ now: () => now, userAgent: 'test', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
const read = async (given: Recorded) => readAll(hostOver(() => recorded(given)), { settings: {}, secrets: {}, outside: open(), progress: () => undefined });
const entities = <T extends EntityType>(readings: readonly Reading[], type: T): readonly EntityOf<T>[] => {
  const reading = readings.find((found) => found.entityType === type);
  if (reading?.complete !== true) throw new Error(reading?.problem.sentence ?? 'no reading');
  return reading.entities as readonly EntityOf<T>[];
};

const debian: Recorded = {
  modified: '2026-01-31T00:00:00Z',
  files: {
    '/proc/sys/kernel/hostname': 'web-1\n', '/etc/os-release': 'NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\n', '/usr/bin/apt-get': '', '/usr/bin/unattended-upgrade': '', '/usr/sbin/sshd': '', '/run/reboot-required': '', '/usr/bin/sudo': '',
    '/var/lib/apt/lists/deb.example_dists_bookworm_InRelease': '',
    '/proc/cpuinfo': 'flags\t\t: fpu vme\n', '/proc/77/comm': 'falcon-sensor\n', '/proc/88/comm': 'sshd\n',
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/usr/sbin/nologin\nann:x:1000:1000:Ann:/home/ann:/bin/bash\nbob:x:1001:1001::/home/bob:/bin/zsh\ncarl:x:1002:1002::/home/carl:/bin/sh\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n',
    '/etc/group': 'root:x:0:\nsudo:x:27:ann\ndocker:x:998:bob\nops:x:500:carl\n',
    '/etc/shadow': 'root:*:19000::::::\nann:$y$j9T$x:19000::::::\nbob:$6$x:19000:0:99999:7::18000:\ncarl:$1$x:19000::::::\npostgres:!:19000::::::\n',
    '/etc/sudoers': 'Defaults env_reset\n# comment\nroot ALL=(ALL:ALL) ALL\n%sudo ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n', '/etc/sudoers.d/README': '# nothing\n',
    '/etc/ssh/sshd_config': 'Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes\nMatch User x\n  PasswordAuthentication yes\n', '/etc/ssh/sshd_config.d/10.conf': 'PermitRootLogin no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n',
    '/proc/net/tcp': '  sl\n   0: 00000000:0016 00000000:0000 0A 0:0 0:0 0 0 0 4242 1\n   1: 0100007F:1538 00000000:0000 0A 0:0 0:0 0 0 0 4243 1\n   2: 0100007F:9999 0100007F:1538 01 0:0 0:0 0 0 0 4244 1\n',
    '/proc/net/tcp6': '  sl\n   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 4245 1\n',
    '/proc/net/udp': '  sl\n   0: 00000000:0044 00000000:0000 07 0:0 0:0 0 0 0 4246 1\n   1: 00000000:C350 00000000:0000 07 0:0 0:0 0 0 0 4247 1\n', '/proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
  },
  links: { '/proc/88/fd/3': 'socket:[4242]', '/proc/88/fd/4': 'pipe:[1]' },
  programs: {
    'lsblk -J -o NAME,TYPE,MOUNTPOINTS': '{"blockdevices":[{"name":"sda","type":"disk","mountpoints":[null],"children":[{"name":"sda1","type":"part","mountpoints":["/boot"]},{"name":"sda2","type":"part","mountpoints":[null],"children":[{"name":"c","type":"crypt","mountpoints":[null],"children":[{"name":"root","type":"lvm","mountpoints":["/"]}]}]}]}]}',
    'nft -j list ruleset': '{"nftables":[{"metainfo":{}},{"chain":{"family":"inet","table":"filter","name":"input","hook":"input","policy":"accept"}},{"rule":{"family":"inet","table":"filter","chain":"input","expr":[{"jump":{"target":"deny"}}]}},{"rule":{"family":"inet","table":"filter","chain":"deny","expr":[{"counter":{}},{"drop":null}]}}]}',
    'timedatectl show --property=NTPSynchronized --value': 'yes\n',
    'apt-get -s -qq -o Debug::NoLocking=1 dist-upgrade': 'Inst libssl3 [3.0.11] (3.0.13 Debian-Security:12/stable-security [amd64])\nInst bash [5.2] (5.3 Debian:12.5/stable [amd64])\nConf bash (5.3)\n',
    'apt-config dump APT::Periodic::Unattended-Upgrade': 'APT::Periodic::Unattended-Upgrade "1";\n',
  },
};

describe('a Linux host', () => {
  it('shows how it stands', async () => {
    expect(entities(await read(debian), 'host')).toEqual([{
      id: 'web-1', name: 'web-1', os: 'Debian GNU/Linux', osVersion: '12', endOfLife: '2028-06-30', diskEncrypted: true, firewallOn: true, timeSynced: true, updatesPending: 2, securityUpdatesPending: 1, updatesAutomatic: true,
      screenLock: null, protectionAgent: 'CrowdStrike Falcon', sshRootLogin: false, sshPasswords: false, rebootRequired: true, hardeningIndex: null,
    }]);
  });

  it('shows its listening ports with their programs, and no socket of a client', async () => {
    expect(entities(await read(debian), 'listener').map(({ name, program, beyondLoopback }) => [name, program, beyondLoopback])).toEqual([
      ['0.0.0.0:22/tcp', 'sshd', true], ['127.0.0.1:5432/tcp', null, false], ['[::]:22/tcp', null, true], ['0.0.0.0:68/udp', null, true],
    ]);
  });

  it('shows who can sign in, and who can become root', async () => {
    expect(entities(await read(debian), 'account').map(({ name, kind, active, privileged, rights, passwordScheme }) => [name, kind, active, privileged, rights, passwordScheme])).toEqual([
      ['root', 'unknown', true, true, ['root', 'sudo'], 'none'], ['ann', 'person', true, true, ['sudo'], 'yescrypt'], ['bob', 'person', false, true, ['docker'], 'sha512crypt'],
      ['carl', 'person', true, false, [], 'md5crypt'], ['postgres', 'service', true, false, [], 'none'],
    ]);
  });

  it('leaves unknown what an ordinary user may not see', async () => {
    const { '/etc/shadow': _shadow, '/etc/sudoers': _sudoers, ...files } = debian.files ?? {};
    const accounts = entities(await read({ ...debian, files }), 'account');
    expect(accounts.map(({ name, active, privileged, passwordScheme }) => [name, active, privileged, passwordScheme])).toEqual([
      ['root', null, true, null], ['ann', null, true, null], ['bob', null, true, null], ['carl', null, null, null], ['postgres', null, null, null],
    ]);
    const { '/usr/bin/sudo': _program, ...without } = files;
    expect(entities(await read({ ...debian, files: without }), 'account').map(({ name, privileged }) => [name, privileged])).toEqual([['root', true], ['ann', false], ['bob', true], ['carl', false], ['postgres', false]]);
    const bare = entities(await read({ files: { '/etc/passwd': '', '/etc/group': '', '/proc/net/tcp': '' } }), 'host')[0];
    expect(bare).toMatchObject({ name: 'this host', os: null, diskEncrypted: null, firewallOn: null, timeSynced: null, updatesPending: null, updatesAutomatic: null, protectionAgent: null, rebootRequired: null, sshRootLogin: false });
  });

  it('does not take old package indexes for “nothing pending”', async () => {
    expect(entities(await read({ ...debian, modified: '2025-12-01T00:00:00Z' }), 'host')).toMatchObject([{ updatesPending: null, securityUpdatesPending: null }]);
  });

  it('without an encrypted disk says so on metal, and that it cannot tell in a virtual machine', async () => {
    const programs = { ...debian.programs, 'lsblk -J -o NAME,TYPE,MOUNTPOINTS': '{"blockdevices":[{"name":"vda","type":"disk","mountpoints":["/"]}]}' };
    expect(entities(await read({ ...debian, programs }), 'host')).toMatchObject([{ diskEncrypted: false }]);
    const files = { ...debian.files, '/proc/cpuinfo': 'flags\t\t: fpu hypervisor vme\n' };
    expect(entities(await read({ ...debian, programs, files }), 'host')).toMatchObject([{ diskEncrypted: null }]);
  });

  it('of the Red Hat family is read by dnf', async () => {
    const files = { '/etc/os-release': 'NAME="Fedora Linux"\nID=fedora\nVERSION_ID=43\nSUPPORT_END=2026-12-02\n', '/usr/bin/dnf': '', '/etc/dnf/automatic.conf': '[commands]\napply_updates = yes\n', '/usr/sbin/sshd': '' };
    const programs: Recorded['programs'] = {
      'dnf -q -C check-update': [100, '\nbash.x86_64   5.3-1   updates\nvim.x86_64   9.1-2   updates\nObsoleting Packages\nx.y   1   2\n'], 'dnf -q -C check-update --security': [100, '\nbash.x86_64   5.3-1   updates\n'],
      'systemctl is-enabled dnf-automatic.timer': 'enabled\n', 'needs-restarting -r': [1, ''], 'firewall-cmd --state': 'running\n', 'sshd -T': 'permitrootlogin without-password\npasswordauthentication no\nkbdinteractiveauthentication yes\nusepam yes\n',
      'chronyc -n tracking': 'Leap status     : Not synchronised\n',
    };
    expect(entities(await read({ files, programs }), 'host')).toMatchObject([{
      os: 'Fedora Linux', osVersion: '43', endOfLife: '2026-12-02', updatesPending: 2, securityUpdatesPending: 1, updatesAutomatic: true, rebootRequired: true, firewallOn: true, timeSynced: false, sshRootLogin: true, sshPasswords: true,
    }]);
  });

  it('whose tables are hidden has problems, not empty lists', async () => {
    expect((await read({})).map((reading) => [reading.entityType, reading.complete])).toEqual([['host', true], ['listener', false], ['account', false]]);
  });
});

describe('a Mac', () => {
  const mac: Recorded = {
    platform: 'darwin', files: { '/usr/sbin/sshd': '', '/etc/ssh/sshd_config': 'PermitRootLogin no\nPasswordAuthentication no\nUsePAM no\n' },
    programs: {
      hostname: 'studio.local\n', 'sw_vers -productVersion': '15.2\n', 'fdesetup status': 'FileVault is On.\n', '/usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate': 'Firewall is disabled. (State = 0)\n',
      'systemsetup -getusingnetworktime': 'Network Time: On\n', 'softwareupdate --list --no-scan': 'Software Update found the following:\n* Label: macOS 15.3\n\tTitle: x\n',
      'defaults read /Library/Preferences/com.apple.SoftwareUpdate AutomaticallyInstallMacOSUpdates': '1\n', 'sysadminctl -screenLock status': 'screenLock delay is 300 seconds\n', 'launchctl print system/com.openssh.sshd': [113, ''],
      'lsof -nP -iTCP -sTCP:LISTEN -F ctn': 'p1\ncnode\nf20\ntIPv4\nn127.0.0.1:3000\nf21\ntIPv6\nn*:7000\nn[::1]:80\n',
      'dscl . -list /Users UniqueID': '_www  70\nann  501\nbob  502\nroot  0\n', 'dscl . -list /Users UserShell': '_www /usr/bin/false\nann /bin/zsh\nbob /bin/zsh\nroot /bin/sh\n', 'dscl . -read /Groups/admin GroupMembership': 'GroupMembership: root ann\n',
    },
  };
  it('shows how it stands, what listens and who can sign in', async () => {
    const readings = await read(mac);
    expect(entities(readings, 'host')).toMatchObject([{ id: 'studio.local', os: 'macOS', osVersion: '15.2', endOfLife: null, diskEncrypted: true, firewallOn: false, timeSynced: true, updatesPending: 1, updatesAutomatic: true, screenLock: true, sshRootLogin: false }]);
    expect(entities(readings, 'listener').map(({ name, program, beyondLoopback }) => [name, program, beyondLoopback])).toEqual([['127.0.0.1:3000/tcp', 'node', false], ['[::]:7000/tcp', 'node', true], ['[::1]:80/tcp', 'node', false]]);
    expect(entities(readings, 'account').map(({ name, privileged }) => [name, privileged])).toEqual([['ann', true], ['bob', false]]);
  });
});

describe('this very machine', () => {
  it('is read whole, with valid entities and at least one user', async () => {
    const outside = open();
    const readings = await readAll(host, { settings: {}, secrets: {}, outside, progress: () => undefined });
    await outside.close();
    expect(readings.map((reading) => reading.complete)).toEqual([true, true, true]);
    expect(entities(readings, 'host')[0]?.os).toEqual(expect.any(String));
    expect(entities(readings, 'account').length).toBeGreaterThan(0);
  });

  it('of a kind that is not known is a problem', async () => {
    expect((await read({ platform: 'win32' })).map((reading) => !reading.complete && reading.problem.kind)).toEqual(['unsupported', 'unsupported', 'unsupported']);
  });
});

describe('the parts', () => {
  it('tell a firewall that refuses only what passes through from one that refuses what comes in', () => {
    expect(nftRefuses('{"nftables":[{"chain":{"family":"ip","table":"f","name":"forward","hook":"forward","policy":"drop"}},{"chain":{"family":"ip","table":"f","name":"in","hook":"input","policy":"accept"}}]}')).toBe(false);
    expect(nftRefuses('no json')).toBe(null);
    expect(iptablesRefuses('-P INPUT ACCEPT\n-P FORWARD DROP\n-A DOCKER -j DROP\n')).toBe(false);
    expect(iptablesRefuses('-P INPUT DROP\n')).toBe(true);
    expect(iptablesRefuses('-P INPUT ACCEPT\n-A INPUT -j mine\n-A mine -p tcp -m tcp --dport 23 -j REJECT --reject-with x\n')).toBe(true);
  });

  it('read lists, aliases and numbers in sudoers, and know nothing when a part is hidden', async () => {
    const files = { '/etc/sudoers': 'User_Alias ADMINS = ann, bob\nADMINS ALL = ALL\ncarl, dora web1,web2=(ALL) NOPASSWD: ALL\n#1005 ALL=(ALL) ALL\n%wheel\tALL=(ALL)\\\n  ALL\nDefaults:eve x=1\n' };
    expect([...await readSudoers(recorded({ files })) ?? []].sort()).toEqual(['#1005', '%wheel', 'ann', 'bob', 'carl', 'dora']);
    expect(await readSudoers(recorded({ files: { '/etc/sudoers': '@include /etc/hidden\n' } }))).toBe(null);
  });

  it('read addresses as the kernel writes them', () => {
    expect([parseKernelAddress('0100007F'), parseKernelAddress('00000000000000000000000001000000'), parseKernelAddress('0000000000000000FFFF00000100007F')]).toEqual(['127.0.0.1', '::1', '::ffff:7f00:1']);
  });

  it('take the first value in sshd_config, and none from below a Match', () => {
    expect([...parseSshd(['# no', 'PermitRootLogin no', 'permitrootlogin yes', 'UsePAM=yes', 'Match all', 'X11Forwarding yes'])]).toEqual([['permitrootlogin', 'no'], ['usepam', 'yes']]);
  });

  it('know the end of support by release, and null where it is not listed', () => {
    const end = (id: string, version: string) => releaseOf(`ID=${id}\nVERSION_ID="${version}"`).endOfLife;
    expect([end('ubuntu', '22.04'), end('rhel', '9.4'), end('alpine', '3.20.3'), end('arch', ''), end('debian', '99')]).toEqual(['2027-06-01', '2032-05-31', '2026-04-01', null, null]);
  });
});
