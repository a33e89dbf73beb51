import { randomBytes } from 'node:crypto';
import type { EntityOf } from '@avouch/connectors/entities';
import { composeReading, readReading, type LiveRow } from '@avouch/controls/readings';
import { generateSigner } from '@avouch/ledger/keys';
import { openLedger } from '@avouch/ledger/ledger';
import { memoryStorage } from '@avouch/ledger/memory';
import type { Row } from './row.ts';

const ENTITIES = 1000;
const HOURS = 365 * 24;
const CHANGE_A_DAY = 0.001;

const release = (n: number, version: number): EntityOf<'release'> => ({ id: `release-${n}`, name: `v${n}.${version}`, repository: `example/service-${n % 40}`, at: '2026-01-01T00:00:00.000Z', signed: n % 3 !== 0, annotated: true });

/** What one reading takes: the entry, its payloads, and 72 bytes a part for commitment, nonce and tag. */
const bytesOf = (entry: Uint8Array, payloads: readonly Uint8Array[]): number => entry.length + payloads.reduce((sum, one) => sum + one.length + 72, 0);

/** Composes a year of readings as the server does, each against what stands, and counts bytes. */
export async function run(): Promise<Row[]> {
  const origin = 'bench.example/storage';
  const ledger = await openLedger(memoryStorage({ kek: randomBytes(32) }), { origin, signer: generateSigner(origin, randomBytes), now: () => new Date(0), random: randomBytes });
  const versions = Array.from({ length: ENTITIES }, () => 0);
  let [live, base, kept, each]: [LiveRow[], number | null, number, number] = [[], null, 0, 0];
  for (let hour = 0; hour < HOURS; hour += 1) {
    // 0.1 % a day of a thousand is one: it changes once a day.
    for (let n = 0; hour % 24 === 23 && n < ENTITIES * CHANGE_A_DAY; n += 1) versions[(hour + n) % ENTITIES] = (versions[(hour + n) % ENTITIES] ?? 0) + 1;
    const captured = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
    const entities = versions.map((version, n) => release(n, version));
    const fact = composeReading({ source: 'source', connector: { name: 'git', version: '1' }, reading: { entityType: 'release', query: 'git for-each-ref', captured, sourceVersion: 'git 2.47', complete: true, entities }, live, base, subjectOf: (id) => id, actor: 'system', random: randomBytes });
    const { index } = await ledger.append(fact);
    const stored = await ledger.read(index);
    if (stored === undefined) throw new Error('what was appended can be read');
    kept += bytesOf(stored.bytes, fact.parts.map((part) => part.payload));
    if (hour === 0) each = kept;
    const reading = readReading({ index, entry: stored.entry }, stored.commitments, { fact });
    if (reading === undefined || !reading.complete) throw new Error('what was composed can be read');
    const gone = new Set(reading.gone.map((place) => place.join('/')));
    live = [...live.filter((row) => !gone.has(row.position.join('/'))), ...reading.put.flatMap((row) => (row.entity === undefined || row.entity === null ? [] : [{ position: row.position, commitment: row.commitment, id: (row.entity as { id: string }).id, entity: row.entity }]))];
    base = index;
  }
  await ledger.close();
  const ratio = kept / (each * HOURS);
  return [{ what: `storage of a year of hourly reads of ${ENTITIES} entities, 0.1 % changed a day`, measured: `${(kept / 1e6).toFixed(1)} MB`, against: `${((each * HOURS) / 1e6).toFixed(0)} MB when each run is stored`, ratio, budget: '≤ 0.02', met: ratio <= 0.02 }];
}
