import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { BSON, Decimal128, Double, Int32, Long, ObjectId } from 'mongodb';

/**
 * A server that speaks MongoDB's wire protocol (OP_MSG, and OP_QUERY for the first hello) over collections in memory, as far
 * as the store needs it, so that the real driver is exercised over a real socket. It is no MongoDB: what it does not know it refuses.
 */
export type FakeMongo = {
  readonly hosts: string;
  readonly collections: Map<string, BSON.Document[]>;
  readonly commands: readonly BSON.Document[];
  readonly options: Map<string, BSON.Document>;
  readonly indexes: Map<string, readonly BSON.Document[]>;
  /** An answer in place of the real one, `hang up`, or undefined to let the command through. */
  readonly disturb: (by: ((command: BSON.Document, name: string) => BSON.Document | 'hang up' | undefined) | undefined) => void;
  readonly close: () => Promise<void>;
};

type Value = unknown;
type State = { readonly collections: Map<string, BSON.Document[]> };
type Transaction = { readonly state: State; readonly began: number; wrote: boolean };

const isDocument = (value: Value): value is Readonly<Record<string, Value>> => typeof value === 'object' && value !== null && !Array.isArray(value) && !('_bsontype' in value) && !(value instanceof Date) && !(value instanceof RegExp);
const kindOf = (value: Value): string => (typeof value === 'number' || value instanceof Int32 || value instanceof Double || value instanceof Long || value instanceof Decimal128 || typeof value === 'bigint' ? 'number' : value instanceof Date ? 'date' : typeof value === 'object' && value !== null && '_bsontype' in value ? String(value._bsontype) : typeof value);
/** Numbers of all types are equal when their values are. */
const textOf = (value: Value): string => (kindOf(value) === 'number' ? `number ${Number(String(value))}` : `${kindOf(value)} ${BSON.EJSON.stringify({ value })}`);

/** All that a path of a query reaches: it goes into lists by itself. */
const reached = (value: Value, steps: readonly string[]): readonly Value[] => {
  if (steps.length === 0) return Array.isArray(value) ? [value, ...value] : [value];
  if (Array.isArray(value)) return value.flatMap((one) => (isDocument(one) ? reached(one, steps) : []));
  const [step = '', ...rest] = steps;
  return isDocument(value) && Object.hasOwn(value, step) ? reached(value[step], rest) : [];
};

const fitsOne = (values: readonly Value[], operator: string, wanted: Value): boolean => {
  switch (operator) {
    case '$in': return Array.isArray(wanted) && wanted.some((one) => (one instanceof RegExp || one instanceof BSON.BSONRegExp
      ? values.some((value) => typeof value === 'string' && (one instanceof RegExp ? one : new RegExp(one.pattern, one.options)).test(value))
      : values.some((value) => textOf(value) === textOf(one))));
    case '$lt': return values.some((value) => kindOf(value) === kindOf(wanted) && Number(value) < Number(wanted));
    case '$type': return values.some((value) => typeof value === wanted);
    default: throw Object.assign(new Error(`unknown operator ${operator}`), { code: 2 });
  }
};

const fits = (document: BSON.Document, query: BSON.Document): boolean => Object.entries(query).every(([key, wanted]): boolean => {
  if (key === '$and') return (wanted as BSON.Document[]).every((one) => fits(document, one));
  if (key === '$or') return (wanted as BSON.Document[]).some((one) => fits(document, one));
  if (key.startsWith('$')) throw Object.assign(new Error(`unknown operator ${key}`), { code: 2 });
  const values = reached(document, key.split('.'));
  if (isDocument(wanted) && Object.keys(wanted).some((one) => one.startsWith('$'))) return Object.entries(wanted).every(([operator, given]) => fitsOne(values, operator, given));
  return (wanted === null && values.length === 0) || values.some((value) => textOf(value) === textOf(wanted));
});

/** Sets or removes at a path, in which `$[]` is each of a list. */
const changeAt = (value: Value, steps: readonly string[], given: { readonly value: Value } | undefined): Value => {
  const [step = '', ...rest] = steps;
  if (step === '$[]') {
    if (!Array.isArray(value)) throw Object.assign(new Error('The path must exist in the document in order to apply array updates'), { code: 2 });
    return value.map((one) => (rest.length === 0 ? (given === undefined ? null : given.value) : changeAt(one, rest, given)));
  }
  if (Array.isArray(value) && /^\d+$/.test(step)) return value.map((one, index) => (String(index) !== step ? one : rest.length === 0 ? (given === undefined ? null : given.value) : changeAt(one, rest, given)));
  if (!isDocument(value)) {
    if (given === undefined) return value;
    if (value !== undefined) throw Object.assign(new Error('Cannot create field in element'), { code: 28 });
  }
  const next: Record<string, Value> = { ...(isDocument(value) ? value : {}) };
  if (rest.length === 0) {
    if (given === undefined) delete next[step];
    else next[step] = given.value;
  } else if (given !== undefined || Object.hasOwn(next, step)) next[step] = changeAt(next[step], rest, given);
  return next;
};

const updated = (document: BSON.Document, update: BSON.Document): BSON.Document => {
  let next: Value = document;
  for (const [path, value] of Object.entries((update['$set'] ?? {}) as object)) next = changeAt(next, path.split('.'), { value });
  for (const path of Object.keys((update['$unset'] ?? {}) as object)) next = changeAt(next, path.split('.'), undefined);
  return next as BSON.Document;
};

const copyOf = (state: State): State => ({ collections: new Map([...state.collections].map(([name, documents]) => [name, [...documents]])) });

class Failure extends Error {
  readonly code: number;
  readonly labels: readonly string[];
  constructor(code: number, labels: readonly string[] = []) {
    super('E: ann@example.org');
    this.code = code;
    this.labels = labels;
  }
}

type Memory = { state: State; version: number; readonly transactions: Map<string, Transaction>; readonly cursors: Map<string, BSON.Document[]>; readonly fake: Pick<FakeMongo, 'options' | 'indexes'>; readonly replica: boolean; hosts: string; nextCursor: number };

const pageOf = (memory: Memory, name: string, documents: BSON.Document[], size: number, batch: 'firstBatch' | 'nextBatch', id?: string): BSON.Document => {
  const page = documents.slice(0, size);
  const left = documents.slice(size);
  const cursor = left.length === 0 ? '0' : id ?? String((memory.nextCursor += 1));
  if (left.length === 0 && id !== undefined) memory.cursors.delete(id);
  if (left.length > 0) memory.cursors.set(cursor, left);
  return { ok: 1, cursor: { id: Long.fromString(cursor), ns: `shop.${name}`, [batch]: page } };
};

const documentsIn = (state: State, name: string): BSON.Document[] => state.collections.get(name) ?? [];

const writes: Readonly<Record<string, (state: State, command: BSON.Document) => BSON.Document>> = {
  delete: (state, command) => {
    let n = 0;
    for (const { q, limit } of command['deletes'] as readonly { readonly q: BSON.Document; readonly limit: number }[]) {
      const documents = documentsIn(state, command['delete']);
      const doomed = new Set(documents.filter((one) => fits(one, q)).slice(0, limit === 0 ? undefined : limit));
      n += doomed.size;
      state.collections.set(command['delete'], documents.filter((one) => !doomed.has(one)));
    }
    return { ok: 1, n };
  },
  update: (state, command) => {
    let n = 0;
    for (const { q, u } of command['updates'] as readonly { readonly q: BSON.Document; readonly u: BSON.Document }[]) {
      const documents = documentsIn(state, command['update']);
      const at = documents.findIndex((one) => fits(one, q));
      const found = documents[at];
      if (found === undefined) continue;
      n += 1;
      const next = updated(found, u);
      if (command['update'] === 'strict' && !Object.hasOwn(next, 'email')) return { ok: 1, n: 0, writeErrors: [{ index: 0, code: 121, errmsg: 'Document failed validation: ann@example.org' }] };
      state.collections.set(command['update'], documents.with(at, next));
    }
    return { ok: 1, n, nModified: n };
  },
};

const reads: Readonly<Record<string, (memory: Memory, state: State, command: BSON.Document) => BSON.Document>> = {
  find: (memory, state, command) => pageOf(memory, command['find'], documentsIn(state, command['find']).filter((one) => fits(one, command['filter'] ?? {})), Number(command['batchSize'] ?? 101), 'firstBatch'),
  aggregate: (memory, state, command) => {
    const [stage, ...more] = command['pipeline'] as readonly BSON.Document[];
    if (stage?.['$sample'] === undefined || more.length > 0) throw new Failure(40_324);
    return pageOf(memory, command['aggregate'], documentsIn(state, command['aggregate']).slice(0, Number((stage['$sample'] as BSON.Document)['size'])), 101, 'firstBatch');
  },
  getMore: (memory, _, command) => {
    const id = String(command['getMore']);
    const left = memory.cursors.get(id);
    if (left === undefined) throw new Failure(43);
    return pageOf(memory, command['collection'], left, Number(command['batchSize'] ?? 101), 'nextBatch', id);
  },
  count: (_, state, command) => ({ ok: 1, n: documentsIn(state, command['count']).length }),
  listCollections: (memory, state) => pageOf(memory, '$cmd.listCollections', [...state.collections.keys()].map((name) => ({ name, type: 'collection', options: memory.fake.options.get(name) ?? {}, info: { readOnly: false } })), 100, 'firstBatch'),
  listIndexes: (memory, _, command) => pageOf(memory, command['listIndexes'], [{ v: 2, key: { _id: 1 }, name: '_id_' }, ...(memory.fake.indexes.get(command['listIndexes']) ?? [])], 100, 'firstBatch'),
};

const hello = ({ replica, hosts }: Memory): BSON.Document => ({
  ok: 1, helloOk: true, ismaster: true, isWritablePrimary: true, maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000, localTime: new Date(), minWireVersion: 0, maxWireVersion: 25, readOnly: false,
  logicalSessionTimeoutMinutes: 30, ...(replica ? { setName: 'rs0', hosts: [hosts], me: hosts, primary: hosts, setVersion: 1, electionId: new ObjectId('7fffffff0000000000000001'), secondary: false } : {}),
});

const plain: Readonly<Record<string, (memory: Memory) => BSON.Document>> = {
  hello, ismaster: hello, ping: () => ({ ok: 1 }), buildinfo: () => ({ ok: 1, version: '8.0.0-stand-in' }), endsessions: () => ({ ok: 1 }), killcursors: () => ({ ok: 1 }),
};

/** The transaction of a command, begun when the command says so. */
const transactionOf = (memory: Memory, command: BSON.Document): Transaction | undefined => {
  if (command['autocommit'] !== false) return undefined;
  if (!memory.replica) throw new Failure(20);
  const id = `${BSON.EJSON.stringify(command['lsid'])} ${String(command['txnNumber'])}`;
  if (command['startTransaction'] === true) memory.transactions.set(id, { state: copyOf(memory.state), began: memory.version, wrote: false });
  const found = memory.transactions.get(id);
  if (found === undefined) throw new Failure(251, ['TransientTransactionError']);
  return found;
};

const answerTo = (memory: Memory, command: BSON.Document, name: string): BSON.Document => {
  const simple = plain[name.toLowerCase()];
  if (simple !== undefined) return simple(memory);
  const transaction = transactionOf(memory, command);
  if (name === 'abortTransaction') return { ok: 1 };
  if (name === 'commitTransaction') {
    if (transaction === undefined) throw new Failure(251);
    if (transaction.wrote && transaction.began !== memory.version) throw new Failure(112, ['TransientTransactionError']);
    if (transaction.wrote) {
      memory.state = transaction.state;
      memory.version += 1;
    }
    return { ok: 1 };
  }
  const state = transaction?.state ?? memory.state;
  const write = writes[name];
  if (write !== undefined) {
    if (transaction === undefined) memory.version += 1;
    else transaction.wrote = true;
    return write(state, command);
  }
  const read = reads[name];
  if (read === undefined) throw new Failure(59);
  return read(memory, state, command);
};

/** The command of an OP_MSG: the body, with the document sequences put in. */
const commandIn = (message: Buffer): BSON.Document => {
  let command: BSON.Document = {};
  for (let at = 20; at < message.length;) {
    const kind = message.readUInt8(at);
    const size = message.readInt32LE(at + 1);
    if (kind === 0) command = { ...command, ...BSON.deserialize(message.subarray(at + 1, at + 1 + size)) };
    else {
      const end = message.indexOf(0, at + 5);
      const documents: BSON.Document[] = [];
      for (let inner = end + 1; inner < at + 1 + size;) {
        const length = message.readInt32LE(inner);
        documents.push(BSON.deserialize(message.subarray(inner, inner + length)));
        inner += length;
      }
      command = { ...command, [message.toString('utf8', at + 5, end)]: documents };
    }
    at += 1 + size;
  }
  return command;
};

const framed = (answer: BSON.Document, to: number, legacy: boolean): Buffer => {
  const body = BSON.serialize(answer);
  const head = Buffer.alloc(legacy ? 36 : 21);
  head.writeInt32LE(head.length + body.length, 0);
  head.writeInt32LE(to, 8);
  head.writeInt32LE(legacy ? 1 : 2013, 12);
  if (legacy) head.writeInt32LE(1, 32);
  return Buffer.concat([head, body]);
};

/** Starts the stand-in; with `replica` it offers transactions as a replica set does. */
export const openFakeMongo = async ({ replica = true }: { readonly replica?: boolean } = {}): Promise<FakeMongo> => {
  const commands: BSON.Document[] = [];
  const options = new Map<string, BSON.Document>();
  const indexes = new Map<string, readonly BSON.Document[]>();
  const memory: Memory = { state: { collections: new Map() }, version: 0, transactions: new Map(), cursors: new Map(), fake: { options, indexes }, replica, hosts: '', nextCursor: 0 };
  let disturbance: Parameters<FakeMongo['disturb']>[0];
  const sockets = new Set<Socket>();
  const reply = (message: Buffer): Buffer | undefined => {
    const legacy = message.readInt32LE(12) === 2004;
    const command = legacy ? BSON.deserialize(message.subarray(message.indexOf(0, 20) + 9)) : commandIn(message);
    const name = Object.keys(command)[0] ?? '';
    if (plain[name.toLowerCase()] === undefined) commands.push(command);
    const disturbed = disturbance?.(command, name);
    if (disturbed === 'hang up') return undefined;
    let answer: BSON.Document;
    try {
      answer = disturbed ?? answerTo(memory, command, name);
    } catch (error) {
      const labels = error instanceof Failure ? error.labels : [];
      answer = { ok: 0, code: Number(Object(error).code ?? 1), errmsg: `E: ${String(error)}`, ...(labels.length === 0 ? {} : { errorLabels: labels }) };
    }
    return framed(answer, message.readInt32LE(4), legacy);
  };
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    let waiting = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (piece) => {
      waiting = Buffer.concat([waiting, piece]);
      while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
        const message = waiting.subarray(0, waiting.readInt32LE(0));
        waiting = waiting.subarray(message.length);
        const answer = reply(message);
        if (answer === undefined) return socket.destroy();
        socket.write(answer);
      }
      return undefined;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  memory.hosts = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    hosts: memory.hosts, commands, options, indexes, disturb: (by) => { disturbance = by; },
    get collections() { return memory.state.collections; },
    close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((resolve) => server.close(resolve)); },
  };
};
