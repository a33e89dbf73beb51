import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { Problem } from '../connector.ts';
import { codeOf, connectionProblem, type Outcome } from '../http/problem.ts';
import { DnsFormatError, formatQuery, parseMessage, recordTypes, type DnsMessage, type RecordType } from './message.ts';

/** A name server by its checked address. */
export type NameServer = { readonly address: string; readonly port: number; readonly timeoutMs: number; readonly signal: AbortSignal };

/** Asks for one record type of one name: the message with code 0 or 3 (no such name), or the problem. */
export type Resolve = (name: string, type: RecordType) => Promise<Outcome<DnsMessage>>;

const tries = 3;

const late = (): Error => Object.assign(new Error('Too late.'), { code: 'ETIMEDOUT' });

type Asked = { readonly id: number; readonly name: string; readonly type: RecordType };

/** Whether a message answers this very question: anything else may come from a stranger. */
const answers = (message: DnsMessage, { id, name, type }: Asked): boolean =>
  message.id === id && message.question?.name === name.toLowerCase() && message.question.type === recordTypes[type];

/** Runs one exchange and clears up after it, whatever comes of it: an answer, an error, lateness or a stop. */
const exchange = <T>({ timeoutMs, signal }: NameServer, start: (give: (value: T) => void, fail: (error: Error) => void) => () => void): Promise<T> => new Promise((resolve, reject) => {
  let close: () => void = () => undefined;
  const finish = (settle: () => void): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    close();
    settle();
  };
  const fail = (error: Error): void => { finish(() => { reject(error); }); };
  const stop = (): void => { fail(new Error('Stopped.')); };
  const timer = setTimeout(() => { fail(late()); }, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  close = start((value) => { finish(() => { resolve(value); }); }, fail);
});

const overUdp = (server: NameServer, asked: Asked): Promise<DnsMessage> => exchange(server, (give, fail) => {
  const socket = createSocket(isIPv6(server.address) ? 'udp6' : 'udp4');
  let open = true;
  socket.on('error', fail);
  socket.on('message', (bytes) => {
    try {
      const message = parseMessage(bytes);
      if (answers(message, asked)) give(message);
    } catch (error) {
      // Garbage under another id is a stranger's and is passed over; under ours it is the answer.
      const strange = error instanceof DnsFormatError && (bytes.length < 2 || bytes.readUInt16BE(0) !== asked.id);
      if (!strange) fail(error instanceof Error ? error : new Error('The answer cannot be read.'));
    }
  });
  // A connected socket takes datagrams from this address and port alone, and learns when nothing listens there.
  socket.connect(server.port, server.address, () => { if (open) socket.send(formatQuery(asked.id, asked.name, asked.type)); });
  return () => { open = false; socket.close(); };
});

const overTcp = (server: NameServer, asked: Asked): Promise<DnsMessage> => exchange(server, (give, fail) => {
  const socket = connect({ host: server.address, port: server.port });
  let received = Buffer.alloc(0);
  socket.on('connect', () => {
    const query = formatQuery(asked.id, asked.name, asked.type);
    socket.write(Buffer.concat([Buffer.of(query.length >> 8, query.length & 255), query]));
  });
  socket.on('data', (part) => {
    received = Buffer.concat([received, part]);
    if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return;
    try {
      const message = parseMessage(received.subarray(2, 2 + received.readUInt16BE(0)));
      if (answers(message, asked) && !message.truncated) give(message);
      else fail(new DnsFormatError('The answer is to another question.'));
    } catch (error) {
      fail(error instanceof Error ? error : new Error('The answer cannot be read.'));
    }
  });
  socket.on('error', fail);
  socket.on('close', () => { fail(Object.assign(new Error('Closed.'), { code: 'ECONNRESET' })); });
  return () => { socket.destroy(); };
});

const refusal = (code: number, name: string): Problem | undefined => {
  const give = (kind: Problem['kind'], sentence: string, remedy: string): Problem => ({ kind, sentence, remedy });
  if (code === 0 || code === 3) return undefined;
  if (code === 2) return give('failed', `The name server could not answer for ${name}.`, 'Check the name servers of the domain; a broken DNSSEC signature shows like this too.');
  if (code === 5) return give('forbidden', `The name server refuses to answer for ${name}.`, 'Name a server that resolves for this machine.');
  return give('failed', `The name server answered for ${name} with the error ${code}.`, 'Name another server in the settings.');
};

/** A resolver over one server: UDP first, TCP when the answer does not fit, a bounded number of tries. */
export const resolverOf = (server: NameServer): Resolve => async (name, type) => {
  const where = `The name server ${server.address}${server.port === 53 ? '' : ` at port ${server.port}`}`;
  for (let tried = 1; ; tried += 1) {
    const asked: Asked = { id: randomInt(65_536), name, type };
    try {
      const first = await overUdp(server, asked);
      const message = first.truncated ? await overTcp(server, asked) : first;
      const problem = refusal(message.responseCode, name);
      return problem === undefined ? { ok: true, value: message } : { ok: false, problem };
    } catch (error) {
      if (server.signal.aborted) return { ok: false, problem: { kind: 'cut-short', sentence: 'The read was stopped.', remedy: 'Start it again.' } };
      if (error instanceof DnsFormatError) return { ok: false, problem: { kind: 'malformed', sentence: `${where} sent an answer that is no DNS message.`, remedy: 'Check its address and port.' } };
      if (codeOf(error) !== 'ETIMEDOUT' || tried >= tries) return { ok: false, problem: connectionProblem(error, where, server.timeoutMs * (codeOf(error) === 'ETIMEDOUT' ? tries : 1)) };
    }
  }
};
