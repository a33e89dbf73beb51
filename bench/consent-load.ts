import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';

/** A request as it is sent, in ASCII; `n` makes each unlike the others. */
export type RequestOf = (n: number) => string;

/** What a load gave: requests a second that were answered 200, what was answered otherwise, and how long each took, in milliseconds. */
export type Load = { readonly perSecond: number; readonly failed: ReadonlyMap<number, number>; readonly latencies: readonly number[] };

/** One kept-alive connection that sends one request at a time: the least that a client can do, so that the server has the processor. */
class Connection {
  readonly socket: Socket;
  #waiting: ((status: number) => void) | undefined;
  #held: Buffer = Buffer.alloc(0);
  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.socket.on('error', () => this.#waiting?.(0));
  }
  #read(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const end = this.#held.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = this.#held.toString('latin1', 0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
    // An answer in chunks ends with an empty one.
    const whole = Number.isNaN(length) ? this.#held.indexOf('0\r\n\r\n', end) >= 0 : this.#held.length >= end + 4 + length;
    if (!whole) return;
    this.#held = Buffer.alloc(0);
    this.#waiting?.(Number(head.slice(9, 12)));
  }
  send(request: string): Promise<number> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.socket.write(request, 'latin1');
    });
  }
}

const open = (port: number, count: number): readonly Connection[] => Array.from({ length: count }, () => new Connection(port));

/** As fast as the answers come, over so many connections, for so long. The first part warms up and is not counted. */
export async function atFull(port: number, requestOf: RequestOf, { connections, warmMs, ms }: { readonly connections: number; readonly warmMs: number; readonly ms: number }): Promise<Load> {
  const all = open(port, connections);
  const failed = new Map<number, number>();
  const latencies: number[] = [];
  const from = performance.now() + warmMs;
  const until = from + ms;
  let [n, done] = [0, 0];
  await Promise.all(all.map(async (connection) => {
    for (let began = performance.now(); began < until; began = performance.now()) {
      const status = await connection.send(requestOf(n++));
      const now = performance.now();
      if (now < from || now > until) continue;
      if (status === 200) done += 1;
      else failed.set(status, (failed.get(status) ?? 0) + 1);
      latencies.push(now - began);
      if (status === 0) return;
    }
  }));
  for (const { socket } of all) socket.destroy();
  return { perSecond: (done / ms) * 1000, failed, latencies };
}

/** So many a second, each when its time has come whether the others were answered or not, over a connection that is free or a new one; a latency counts from that time. */
export async function atRate(port: number, requestOf: RequestOf, { perSecond, ms }: { readonly perSecond: number; readonly ms: number }): Promise<Load> {
  const free = [...open(port, 256)];
  const all = [...free];
  const another = (): Connection => {
    const [made] = open(port, 1) as [Connection];
    all.push(made);
    return made;
  };
  const failed = new Map<number, number>();
  const latencies: number[] = [];
  const began = performance.now();
  const total = Math.floor((perSecond * ms) / 1000);
  const under = new Set<Promise<void>>();
  let done = 0;
  for (let n = 0; n < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000) + 1);
    for (; n < due; n += 1) {
      const connection = free.pop() ?? another();
      const at = began + (n * 1000) / perSecond;
      const sending = connection.send(requestOf(n)).then((status) => {
        free.push(connection);
        latencies.push(performance.now() - at);
        if (status === 200) done += 1;
        else failed.set(status, (failed.get(status) ?? 0) + 1);
      });
      under.add(sending);
      void sending.finally(() => under.delete(sending));
    }
    await new Promise((resolve) => { setTimeout(resolve, 1); });
  }
  await Promise.all(under);
  for (const { socket } of all) socket.destroy();
  return { perSecond: (done / (performance.now() - began)) * 1000, failed, latencies };
}

/** The smallest value that so large a part of them does not exceed. */
export const quantile = (values: readonly number[], part: number): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * part) - 1] ?? Number.NaN;
