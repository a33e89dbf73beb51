import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { parseMessage, recordTypes, type RecordType } from './message.ts';

/** A zone for tests: `example.com TXT` to the data of its records. Every name in it exists, every other one does not. */
export type TestZone = Readonly<Record<string, readonly Uint8Array[]>>;

/** How the server behaves besides: each by the name that is asked for. */
export type TestManners = {
  readonly authentic?: boolean;
  readonly refuses?: readonly string[];
  /** Leaves UDP answers to this name cut, so that TCP is needed. */
  readonly cut?: readonly string[];
  /** How many questions over UDP stay without an answer. */
  readonly drops?: number;
  /** Sends a false answer under a wrong id, and garbage, before each right one. */
  readonly strangers?: boolean;
  /** Sends these bytes behind the right id in place of an answer. */
  readonly garbage?: Uint8Array;
};

const name = (text: string): Buffer => Buffer.concat([...text.split('.').filter((label) => label !== '').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)])), Buffer.of(0)]);
const word = (value: number): Buffer => Buffer.of(value >> 8, value & 255);

/** Data of records, as they go over the wire. */
export const wire = {
  txt: (text: string): Uint8Array => {
    const bytes = Buffer.from(text);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 255) parts.push(Buffer.concat([Buffer.of(Math.min(255, bytes.length - at)), bytes.subarray(at, at + 255)]));
    return Buffer.concat(parts);
  },
  caa: (flags: number, tag: string, value: string): Uint8Array => Buffer.concat([Buffer.of(flags, tag.length), Buffer.from(tag + value)]),
  mx: (priority: number, server: string): Uint8Array => Buffer.concat([word(priority), name(server)]),
  soa: (server: string): Uint8Array => Buffer.concat([name(server), name(`host.${server}`), Buffer.alloc(20)]),
  ds: Buffer.from('00010d02ab', 'hex'),
  dnskey: Buffer.from('0101030dab', 'hex'),
} as const;

const typeName = (type: number): string => Object.keys(recordTypes).find((key) => recordTypes[key as RecordType] === type) ?? String(type);

const replyTo = (query: Uint8Array, zone: TestZone, manners: TestManners, cut: boolean): Buffer => {
  const asked = Buffer.from(query);
  asked.writeUInt16BE(0x8000, 2);
  const { question, id } = parseMessage(asked);
  if (question === undefined) throw new Error('A test asks a question.');
  const exists = (at: string): boolean => Object.keys(zone).some((key) => key.split(' ')[0] === at);
  const records = zone[`${question.name} ${typeName(question.type)}`] ?? [];
  const apex = question.name.split('.').map((_, index, labels) => labels.slice(index).join('.')).find((at) => zone[`${at} SOA`] !== undefined);
  const code = manners.refuses?.includes(question.name) === true ? 5 : exists(question.name) ? 0 : 3;
  const authority = records.length === 0 && apex !== undefined ? [Buffer.concat([name(apex), word(recordTypes.SOA), word(1), Buffer.alloc(4), word((zone[`${apex} SOA`]?.[0] ?? Buffer.alloc(0)).length), zone[`${apex} SOA`]?.[0] ?? Buffer.alloc(0)])] : [];
  // Owner names point to the question, as real servers write them.
  const answers = records.map((data) => Buffer.concat([Buffer.of(0xc0, 12), word(question.type), word(1), Buffer.alloc(4), word(data.length), data]));
  const flags = 0x8180 | (manners.authentic === true ? 0x20 : 0) | (cut ? 0x200 : 0) | code;
  return Buffer.concat([
    word(id), word(flags), word(1), word(cut ? 0 : answers.length), word(cut ? 0 : authority.length), word(0),
    name(question.name), word(question.type), word(1), ...(cut ? [] : [...answers, ...authority]),
  ]);
};

/** Opens a small real name server on loopback, over UDP and TCP at one port. */
export const openTestNameServer = async (zone: TestZone, manners: TestManners = {}): Promise<{ readonly address: string; readonly close: () => void }> => {
  const tcp = createServer((socket) => {
    socket.once('data', (part) => {
      const reply = replyTo(part.subarray(2), zone, manners, false);
      socket.end(Buffer.concat([word(reply.length), reply]));
    });
  });
  await new Promise<void>((ready) => { tcp.listen(0, '127.0.0.1', ready); });
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  let dropped = 0;
  udp.on('message', (query, from) => {
    if (dropped < (manners.drops ?? 0)) { dropped += 1; return; }
    const send = (bytes: Uint8Array): void => { udp.send(bytes, from.port, from.address); };
    if (manners.garbage !== undefined) { send(Buffer.concat([query.subarray(0, 2), manners.garbage])); return; }
    const cut = manners.cut?.some((at) => query.includes(name(at))) === true;
    const reply = replyTo(query, zone, manners, cut);
    if (manners.strangers === true) {
      const lie = replyTo(query, {}, {}, false);
      lie.writeUInt16BE((lie.readUInt16BE(0) + 1) & 0xffff, 0);
      send(lie);
      send(Buffer.from('x'));
    }
    send(reply);
  });
  await new Promise<void>((ready) => { udp.bind(port, '127.0.0.1', ready); });
  return { address: `127.0.0.1:${port}`, close: () => { udp.close(); tcp.close(); } };
};
