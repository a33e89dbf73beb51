import { createReadStream, statSync } from 'node:fs';
import type { Connector, HandedFile, Outside, Problem, Progress, Reading } from '../connector.ts';
import { entityKinds, type EntityOf, type EntityType } from '../entities.ts';
import type { fileSettings } from './handed.ts';

/** For tests: a file of these bytes, given out in pieces of `pieceBytes`. */
export function fileOf(name: string, bytes: Uint8Array, pieceBytes = 1_000): HandedFile {
  return {
    name, bytes: bytes.length,
    stream: async function* () {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
}

/** For tests: a file on this disk. */
export function fileAt(path: URL): HandedFile {
  return { name: path.pathname.split('/').at(-1) ?? '', bytes: statSync(path).size, stream: () => createReadStream(path) };
}

/** For tests: an outside that has one file and nothing else; whatever else is touched throws. */
export function outsideWith(file: HandedFile | undefined): Outside {
  const nothing = (): never => { throw new Error('A connector of files touched more than its file.'); };
  return {
    now: () => new Date('2025-11-23T12:00:00.000Z'), http: { send: nothing, fetch: nothing }, addresses: { resolve: nothing }, run: nothing,
    file: async (id) => (id === 'handed' ? file : undefined), signal: new AbortController().signal,
  };
}

/** For tests: the readings of a connector for this file, and what it said on the way. Checks the promises that all connectors make. */
export async function handIn(connector: Connector<typeof fileSettings>, file: HandedFile | undefined, settings: { bytesMax?: number } = {}): Promise<{ readings: Reading[]; progress: Progress[] }> {
  const progress: Progress[] = [];
  const readings: Reading[] = [];
  const parsed = connector.settings.parse({ file: 'handed', ...settings });
  for await (const reading of connector.read({ settings: parsed, secrets: {}, outside: outsideWith(file), progress: (one) => progress.push(one) })) readings.push(reading);
  const promised = connector.reads.map((read) => read.entityType).sort().join();
  if (readings.map((reading) => reading.entityType).sort().join() !== promised) throw new Error(`Not one reading for each of ${promised}.`);
  for (const reading of readings) {
    if (!reading.complete) continue;
    for (const entity of reading.entities) entityKinds[reading.entityType].schema.parse(entity);
    if (new Set(reading.entities.map((entity) => entity.id)).size !== reading.entities.length) throw new Error('Two entities have one id.');
  }
  return { readings, progress };
}

/** For tests: the entities of a whole reading of this type, by name of the type. */
export function entitiesOf<T extends EntityType>(readings: readonly Reading[], type: T): readonly EntityOf<T>[] {
  const reading = readings.find((one) => one.entityType === type);
  if (reading?.complete !== true) throw new Error(`No whole reading of ${type}: ${reading?.problem.sentence}`);
  return reading.entities as readonly EntityOf<T>[];
}

/** For tests: the problem of the reading of this type. */
export function problemOf(readings: readonly Reading[], type?: EntityType): Problem {
  const reading = readings.find((one) => type === undefined || one.entityType === type);
  if (reading === undefined || reading.complete) throw new Error(`The reading of ${type} is whole.`);
  return reading.problem;
}
