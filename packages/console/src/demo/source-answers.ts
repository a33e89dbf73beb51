import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import type { Wait } from './answers.ts';
import { demoConnectors, type Company, type DemoSource } from './company.ts';
import type { Handlers } from './fetch.ts';
import { pageOf } from './paging.ts';

type Own = 'connectors' | 'sources' | 'source' | 'sourceConnect' | 'sourceChange' | 'sourcePause' | 'sourceResume' | 'sourceDisconnect' | 'collect' | 'progress' | 'upload' | 'entities';
type Step = Answer<'progress'>;

function find(company: Company, id: string): DemoSource {
  const source = company.sources.find((one) => one.id === id);
  if (source === undefined) throw new Refusal('not_found', `There is no source “${id}”.`);
  return source;
}
const put = (company: Company, source: DemoSource): DemoSource => {
  company.sources = [...company.sources.filter((one) => one.id !== source.id), source];
  return source;
};

/** Reads a source in front of the reader, entity type by entity type. */
async function* collect(company: Company, id: string, wait: Wait): AsyncIterable<Step> {
  const source = find(company, id);
  const reads: Step['reads'] = source.reads.map((read) => ({ entityType: read.entityType, state: 'waiting', count: null, problem: null, changed: null, entry: null }));
  const step = (phase: Step['phase'], part: Partial<Step> = {}): Step => ({ run: 'run-1', source: id, phase, at: new Date(company.now).toISOString(), entityType: null, done: 0, total: null, note: null, reads: structuredClone(reads), ...part });
  yield step('queued');
  await wait(250);
  for (const [index, read] of source.reads.entries()) {
    const total = read.count ?? 40 + index * 37;
    for (let done = 0; done < total && read.problem === null; done += Math.ceil(total / 4)) {
      reads[index] = { ...reads[index]!, state: 'reading' };
      yield step('reading', { entityType: read.entityType, done, total, note: read.title });
      await wait(120);
    }
    reads[index] = read.problem === null ? { ...reads[index]!, state: 'complete', count: total, changed: index * 2, entry: company.log.size() - 1 } : { ...reads[index]!, state: 'problem', problem: read.problem };
  }
  yield step('recording');
  await wait(150);
  const at = new Date(company.now).toISOString();
  put(company, { ...source, running: false, reads: source.reads.map((read) => (read.problem === null ? { ...read, state: 'complete', count: read.count ?? 40, at, lastComplete: at, seal: company.log.append({ kind: 'reading.taken', about: id, aboutName: source.name, captured: at, header: { entityType: read.entityType, complete: true } }) } : read)) });
  yield step('done');
}

/** Sources: the catalogue, connecting, reading, pausing. */
export function sourceAnswers(company: Company, wait: Wait): Pick<Handlers, Own> {
  const start = (source: DemoSource): { source: DemoSource; run: string } => ({ source: put(company, { ...source, running: true }), run: 'run-1' });
  return {
    connectors: () => ({ items: [...demoConnectors] }),
    sources: ({ query }) => ({ items: query.asOf !== undefined && query.asOf < new Date(company.now - 91 * 86_400_000).toISOString() ? [] : company.sources }),
    source: ({ params }) => find(company, params.source),
    sourceConnect: ({ body }) => {
      const connector = demoConnectors.find((one) => one.id === body.connector);
      if (connector === undefined) throw new Refusal('not_found', `There is no connector “${body.connector}”.`);
      const seal = company.log.append({ kind: 'source.connected', about: body.connector, aboutName: body.name, captured: new Date(company.now).toISOString(), actor: 'mem-ada', header: { connector: body.connector } });
      const reads = connector.reads.map((read): DemoSource['reads'][number] => ({ entityType: read.entityType, title: read.title, state: 'never', count: null, at: null, lastComplete: null, problem: null, seal: null }));
      return start({ id: `src-${company.log.size()}`, name: body.name, connector: connector.id, connectorTitle: connector.title, settings: body.settings, paused: false, pausedReason: null, everyMinutes: body.everyMinutes, running: true, reads, version: 1, seal });
    },
    sourceChange: ({ params, body }) => {
      const before = find(company, params.source);
      if (before.version !== body.expected) throw new Refusal('conflict', 'Somebody changed this source meanwhile: open it again.');
      const mended = Object.keys(body.secrets).length > 0;
      const reads = before.reads.map((read): DemoSource['reads'][number] => (mended && (read.problem?.kind === 'forbidden' || read.problem?.kind === 'unauthorised') ? { ...read, state: 'never', problem: null } : read));
      const source = { ...before, name: body.name, settings: body.settings, everyMinutes: body.everyMinutes, reads, version: before.version + 1 };
      return source.paused ? put(company, source) : start(source).source;
    },
    sourcePause: ({ params, body }) => put(company, { ...find(company, params.source), paused: true, pausedReason: body.reason }),
    sourceResume: ({ params }) => start({ ...find(company, params.source), paused: false, pausedReason: null }),
    sourceDisconnect: ({ params }) => {
      find(company, params.source);
      company.sources = company.sources.filter((one) => one.id !== params.source);
      return { ok: true };
    },
    collect: ({ params }) => ({ run: start(find(company, params.source)).run }),
    progress: ({ params }) => collect(company, params.source, wait),
    upload: ({ query, body }) => {
      const upload = { id: `upl-${company.uploads.size + 1}`, name: query.name, bytes: body.length, type: 'application/json', sha256: '3b8f0c' };
      company.uploads.set(upload.id, upload);
      return upload;
    },
    entities: ({ params, query }) => {
      const read = find(company, params.source).reads.find((one) => one.entityType === params.type);
      const from = new Date(company.now - 30 * 86_400_000).toISOString();
      return pageOf(company.variant === 'much' ? 100_000 : read?.count ?? 0, (index) => ({ id: `${params.type}-${index}`, name: `${params.type} ${index + 1}`, entityType: params.type, body: { active: index % 7 !== 0, mfa: index % 9 === 0 ? null : true, kind: 'person' }, from, to: null, entry: read?.seal?.entry ?? 0 }), query);
    },
  };
}
