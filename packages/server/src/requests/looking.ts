import type { Answer } from '@avouch/api/client';
import type { FieldSample, Outcome, Store } from '@avouch/connectors/store';
import { parseDataMap, type DataMap } from '@avouch/privacy/datamap';
import { proposeMap, writeProposal } from '@avouch/privacy/discovery';
import { compareWithLive } from '@avouch/privacy/guard';
import type { Context } from '../context.ts';
import { findMap, needMap } from './data-map.ts';
import { putLook } from './looks.ts';
import { needStore, openStore, storeSecrets, type StoreRecord } from './stores.ts';

/** Rows that a look at one place takes; they never leave this process. */
const SAMPLE_ROWS = 200;

/** Opens one store for the length of some work. */
export async function withStore<T>(context: Context, org: string, record: StoreRecord, map: DataMap | undefined, signal: AbortSignal, work: (store: Store) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  const over = new AbortController();
  try {
    const secrets = await context.secrets.read(org, storeSecrets(record.id));
    const opened = await openStore(context, org, { ...record, secrets }, map, AbortSignal.any([signal, over.signal]));
    if (!opened.ok) return opened;
    try {
      return await work(opened.value);
    } finally {
      await opened.value.close();
    }
  } finally {
    over.abort();
  }
}

/** Compares a store with the data map as it stands, and keeps what was seen. */
export async function lookForDrift(context: Context, org: string, id: string, signal: AbortSignal): Promise<Answer<'storeDrift'>> {
  const { record, written } = await context.tenant(org, async (tx) => ({ record: await needStore(tx, org, id), written: await needMap(tx, org) }));
  const parsed = parseDataMap(written.text, 'avouch.datamap.yaml');
  if (!parsed.ok) throw new Error('the data map that was written does not parse');
  const shape = await withStore(context, org, record, written.map, signal, (store) => store.shape());
  const look = { store: record.id, system: record.system, at: context.now().toISOString() };
  const found = shape.ok ? compareWithLive(parsed, { [record.system]: shape.value }).filter(({ severity, system }) => severity === 'fault' && system === record.system) : [];
  const drift: Answer<'storeDrift'> = shape.ok
    ? { ...look, state: found.length === 0 ? 'agrees' : 'differs', problem: null, faults: found.map(({ place, field, sentence }) => ({ place: place ?? '', field: field ?? null, sentence })) }
    : { ...look, state: 'problem', faults: [], problem: { kind: shape.problem.kind, sentence: shape.problem.sentence, remedy: shape.problem.remedy } };
  await context.tenant(org, (tx) => putLook(tx, org, 'drift', drift));
  return drift;
}

type Seen = Parameters<typeof proposeMap>[0][number];

/** Looks through a store, place by place, and proposes what the data map should say of it. What was sampled is dropped at once. */
export async function discover(context: Context, org: string, id: string, signal: AbortSignal): Promise<Answer<'storeDiscovery'>> {
  const { record, written } = await context.tenant(org, async (tx) => ({ record: await needStore(tx, org, id), written: await findMap(tx, org) }));
  const seen = await withStore(context, org, record, written?.map, signal, async (store): Promise<Outcome<Seen>> => {
    const shape = await store.shape();
    if (!shape.ok) return shape;
    const samples: Record<string, readonly FieldSample[]> = {};
    for (const { place } of shape.value.places) {
      const sample = await store.sample(place, SAMPLE_ROWS);
      if (!sample.ok) return sample;
      samples[place] = sample.value;
    }
    return { ok: true, value: { system: record.system, title: record.name, shape: shape.value, samples } };
  });
  const look = { store: record.id, at: context.now().toISOString() };
  const proposal = seen.ok ? proposeMap([seen.value], written?.map) : undefined;
  const discovery: Answer<'storeDiscovery'> = proposal === undefined || !seen.ok
    ? { ...look, state: 'failed', text: null, findings: [], problem: seen.ok ? null : { kind: seen.problem.kind, sentence: seen.problem.sentence, remedy: seen.problem.remedy } }
    : { ...look, state: 'done', problem: null, text: writeProposal(proposal, written?.text), findings: proposal.notes.slice(0, 5000).map(({ path, text, confidence }) => ({ place: String(path[3] ?? path.join('.')), field: path[4] === 'fields' && path[5] !== undefined ? String(path[5]) : null, proposal: path.join('.'), ground: text, confidence: Math.min(1, Math.max(0, confidence)) })) };
  await context.tenant(org, (tx) => putLook(tx, org, 'discovery', discovery));
  return discovery;
}
