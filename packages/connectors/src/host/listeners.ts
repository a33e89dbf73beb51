import type { EntityOf } from '../entities.ts';
import type { Machine } from './machine.ts';

type Listener = EntityOf<'listener'>;
type Bound = { readonly protocol: 'tcp' | 'udp'; readonly address: string; readonly port: number; readonly inode: string };

/** An address as the kernel prints it: words of 32 bits in the order of the machine, which is little-endian on all that run this. */
export const parseKernelAddress = (hex: string): string => {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => `${bytes[index * 2] ?? '0'}${bytes[index * 2 + 1] ?? '0'}`);
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
};

const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1' || /^::ffff:7f[0-9a-f]{2}:/.test(address);

/** Sockets of a table such as /proc/net/tcp that wait for others: state 0A (listening) for TCP, 07 without a peer for UDP. */
const boundIn = (table: string, protocol: 'tcp' | 'udp'): Bound[] => table.split('\n').slice(1).flatMap((line) => {
  const [, local = '', remote = '', state = '', , , , , , inode = ''] = line.trim().split(/\s+/);
  if (state !== (protocol === 'tcp' ? '0A' : '07') || !remote.endsWith(':0000')) return [];
  const [hex = '', port = ''] = local.split(':');
  return [{ protocol, address: parseKernelAddress(hex), port: Number.parseInt(port, 16), inode }];
});

/** The names of the programs that hold these sockets, as far as they are to be seen. */
const programsOf = async (machine: Machine, inodes: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for (const process of (await machine.names('/proc')) ?? []) {
    if (!/^\d+$/.test(process) || found.size === inodes.size) continue;
    for (const descriptor of (await machine.names(`/proc/${process}/fd`)) ?? []) {
      const inode = /^socket:\[(\d+)\]$/.exec(await machine.link(`/proc/${process}/fd/${descriptor}`) ?? '')?.[1];
      if (inode === undefined || !inodes.has(inode) || found.has(inode)) continue;
      const name = (await machine.text(`/proc/${process}/comm`))?.trim();
      if (name !== undefined && name !== '') found.set(inode, name);
    }
  }
  return found;
};

const listenerOf = (host: string, protocol: 'tcp' | 'udp', address: string, port: number, program: string | null): Listener => {
  const place = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return { id: `${host}:${protocol}:${place}`, name: `${place}/${protocol}`, host, port, protocol, address, beyondLoopback: !isLoopback(address), program };
};

const unique = (listeners: readonly Listener[]): readonly Listener[] => [...new Map(listeners.map((listener) => [listener.id, listener])).values()];

/** What listens on a Linux machine; null when the kernel's tables are not to be seen. UDP sockets of clients, which come and go, are left out. */
export const linuxListeners = async (machine: Machine, host: string): Promise<readonly Listener[] | null> => {
  if (await machine.text('/proc/net/tcp') === null) return null;
  const range = (await machine.text('/proc/sys/net/ipv4/ip_local_port_range'))?.trim().split(/\s+/).map(Number) ?? [32_768, 60_999];
  const bound: Bound[] = [];
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) bound.push(...boundIn(await machine.text(`/proc/net/${table}`) ?? '', table.startsWith('tcp') ? 'tcp' : 'udp'));
  const lasting = bound.filter(({ protocol, port }) => protocol === 'tcp' || port < (range[0] ?? 0) || port > (range[1] ?? 0));
  const programs = await programsOf(machine, new Set(lasting.map((socket) => socket.inode)));
  return unique(lasting.map(({ protocol, address, port, inode }) => listenerOf(host, protocol, address, port, programs.get(inode) ?? null)));
};

/** What listens on a Mac over TCP; null when `lsof` does not answer. */
export const macListeners = async (machine: Machine, host: string): Promise<readonly Listener[] | null> => {
  const printed = await machine.ask('lsof', '-nP', '-iTCP', '-sTCP:LISTEN', '-F', 'ctn');
  // lsof exits with 1 when it found nothing.
  if (printed === null || printed.code > 1) return null;
  const listeners: Listener[] = [];
  let program: string | null = null;
  let family = 'IPv4';
  for (const line of printed.stdout.split('\n')) {
    if (line.startsWith('c')) program = line.slice(1);
    if (line.startsWith('t')) family = line.slice(1);
    const found = /^n(.*):(\d+)$/.exec(line);
    if (found === null) continue;
    const address = (found[1] ?? '').replace(/^\[|\]$/g, '');
    listeners.push(listenerOf(host, 'tcp', address === '*' ? (family === 'IPv6' ? '::' : '0.0.0.0') : address, Number(found[2]), program));
  }
  return unique(listeners);
};
