// DNS messages as in RFC 1035 section 4, with the EDNS of RFC 6891. Only what is asked here is read; every length comes from
// the other side and is checked before it is used.

/** The record types that are asked for, by their numbers. */
export const recordTypes = { SOA: 6, MX: 15, TXT: 16, DS: 43, DNSKEY: 48, CAA: 257 } as const;
export type RecordType = keyof typeof recordTypes;

export type DnsRecord = { readonly name: string; readonly type: number; readonly data: Uint8Array; readonly message: Uint8Array; readonly at: number };
export type DnsMessage = {
  readonly id: number; readonly responseCode: number; readonly truncated: boolean;
  /** The resolver says that it checked the signatures (RFC 4035 section 3.2.3). */
  readonly authentic: boolean;
  readonly question: { readonly name: string; readonly type: number } | undefined;
  readonly answers: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
};

/** Bytes that are no DNS message. */
export class DnsFormatError extends Error {
  override readonly name = 'DnsFormatError';
}

const udpBytesMax = 1232;

/** Whether a text can be asked for as a name: labels of 1 to 63 ASCII characters, at most 253 in all. */
export const isDnsName = (name: string): boolean => name.length <= 253 && /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/i.test(name);

/** A question for one record type, with recursion, and with the wish for DNSSEC's answer (DO and AD). */
export const formatQuery = (id: number, name: string, type: RecordType): Uint8Array => {
  if (!isDnsName(name)) throw new RangeError('A DNS name has labels of 1 to 63 characters.');
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label, 'ascii')]));
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x0120, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(1, 10);
  const question = Buffer.alloc(5);
  question.writeUInt16BE(recordTypes[type], 1);
  question.writeUInt16BE(1, 3);
  const options = Buffer.alloc(11);
  options.writeUInt16BE(41, 1);
  options.writeUInt16BE(udpBytesMax, 3);
  options.writeUInt32BE(0x0000_8000, 5);
  return Buffer.concat([header, ...labels, question, options]);
};

const byteAt = (bytes: Uint8Array, at: number): number => {
  const byte = bytes[at];
  if (byte === undefined) throw new DnsFormatError('The message ends too early.');
  return byte;
};
const wordAt = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) * 256 + byteAt(bytes, at + 1);

/** A name at an offset, in lower case without the last dot, and the offset behind it. Pointers may only lead backwards, so reading ends. */
export const readName = (bytes: Uint8Array, start: number): { readonly name: string; readonly end: number } => {
  const labels: string[] = [];
  let end: number | undefined;
  let at = start;
  let lowest = start;
  let length = 0;
  for (;;) {
    const size = byteAt(bytes, at);
    if (size === 0) return { name: labels.join('.').toLowerCase(), end: end ?? at + 1 };
    if (size >= 0xc0) {
      const to = (size & 0x3f) * 256 + byteAt(bytes, at + 1);
      if (to >= lowest) throw new DnsFormatError('A name points forward or to itself.');
      end ??= at + 2;
      lowest = to;
      at = to;
      continue;
    }
    if (size > 63) throw new DnsFormatError('A label is of an unknown kind.');
    length += size + 1;
    if (length > 254) throw new DnsFormatError('A name is too long.');
    byteAt(bytes, at + size);
    // A dot or a control character inside of a label must not look like another name.
    labels.push([...bytes.subarray(at + 1, at + 1 + size)].map((byte) => (byte > 32 && byte < 127 && byte !== 46 && byte !== 92 ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`)).join(''));
    at += size + 1;
  }
};

const readRecords = (bytes: Uint8Array, start: number, count: number): { readonly records: DnsRecord[]; readonly end: number } => {
  const records: DnsRecord[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const { name, end } = readName(bytes, at);
    const size = wordAt(bytes, end + 8);
    const from = end + 10;
    if (from + size > bytes.length) throw new DnsFormatError('A record is longer than its message.');
    records.push({ name, type: wordAt(bytes, end), data: bytes.subarray(from, from + size), message: bytes, at: from });
    at = from + size;
  }
  return { records, end: at };
};

/** Parses an answer. Throws `DnsFormatError` for bytes that are none. */
export const parseMessage = (bytes: Uint8Array): DnsMessage => {
  const flags = wordAt(bytes, 2);
  if ((flags & 0x8000) === 0) throw new DnsFormatError('The message is no answer.');
  let at = 12;
  let question: DnsMessage['question'];
  for (let index = 0; index < wordAt(bytes, 4); index += 1) {
    const { name, end } = readName(bytes, at);
    question ??= { name, type: wordAt(bytes, end) };
    at = end + 4;
  }
  const truncated = (flags & 0x0200) !== 0;
  const head = { id: wordAt(bytes, 0), responseCode: flags & 0x000f, truncated, authentic: (flags & 0x0020) !== 0, question };
  // What was cut off may end anywhere: it is asked again over TCP and not read here.
  if (truncated) return { ...head, answers: [], authority: [] };
  const answers = readRecords(bytes, at, wordAt(bytes, 6));
  const authority = readRecords(bytes, answers.end, wordAt(bytes, 8));
  return { ...head, answers: answers.records, authority: authority.records };
};

/** The text of a TXT record: its strings, joined. */
export const textOf = ({ data }: DnsRecord): string => {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length;) {
    const size = byteAt(data, at);
    if (at + 1 + size > data.length) throw new DnsFormatError('A text is longer than its record.');
    parts.push(data.subarray(at + 1, at + 1 + size));
    at += size + 1;
  }
  return Buffer.concat(parts).toString('utf8');
};

/** A CAA record as RFC 8659 writes it: `0 issue "ca.example"`. */
export const authorisationOf = ({ data }: DnsRecord): string => {
  const size = byteAt(data, 1);
  if (size === 0 || 2 + size > data.length) throw new DnsFormatError('The tag of a CAA record has no right length.');
  const text = Buffer.from(data);
  return `${byteAt(data, 0)} ${text.toString('ascii', 2, 2 + size).toLowerCase()} "${text.toString('utf8', 2 + size)}"`;
};

/** The mail server that an MX record names; the empty string for “takes no mail” (RFC 7505). */
export const exchangeOf = ({ message, at, data }: DnsRecord): string => {
  if (data.length < 3) throw new DnsFormatError('An MX record is too short.');
  return readName(message, at + 2).name;
};
