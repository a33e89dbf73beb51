import { z } from 'zod';
import { collectProgress, connectorInfo, sourceSummary, upload } from '../shapes/source.ts';
import { asOf, bytes, id, nothingBack, org, page, paging, route } from './define.ts';

const one = org.extend({ source: id });
const settings = z.record(z.string(), z.unknown());
const secrets = z.record(z.string(), z.string().max(20_000)).default({});
const schedule = z.number().int().min(5).max(10_080).nullable().describe('minutes between reads; null reads only when asked');

const entity = z.object({ id: z.string(), name: z.string(), entityType: z.string(), body: z.record(z.string(), z.unknown()), from: z.string(), to: z.string().nullable(), entry: z.number().int() }).meta({ id: 'Entity' });

export const sourceRoutes = {
  connectors: route('GET', '/orgs/:org/connectors', { id: 'connectors.list', title: 'What can be connected', permission: 'sources.read', params: org, output: z.object({ items: z.array(connectorInfo) }) }),
  sources: route('GET', '/orgs/:org/sources', { id: 'sources.list', title: 'The connected sources and how each of their reads stands', permission: 'sources.read', params: org, query: asOf, output: z.object({ items: z.array(sourceSummary) }) }),
  source: route('GET', '/orgs/:org/sources/:source', { id: 'sources.read', title: 'One source', permission: 'sources.read', params: one, query: asOf, output: sourceSummary }),
  sourceConnect: route('POST', '/orgs/:org/sources', { id: 'sources.connect', title: 'Connect a source and read it at once', permission: 'sources.write', params: org, body: z.object({ connector: id, name: z.string().min(1).max(200), settings, secrets, everyMinutes: schedule.default(60) }), output: z.object({ source: sourceSummary, run: z.string() }) }),
  sourceChange: route('PUT', '/orgs/:org/sources/:source', { id: 'sources.change', title: 'Change a source; secrets that are left out stay', permission: 'sources.write', params: one, body: z.object({ expected: z.number().int(), name: z.string().min(1).max(200), settings, secrets, everyMinutes: schedule }), output: sourceSummary }),
  sourcePause: route('POST', '/orgs/:org/sources/:source/pause', { id: 'sources.pause', title: 'Switch a source off: its verdicts become unknown with this reason', permission: 'sources.write', params: one, body: z.object({ reason: z.string().min(1).max(500) }), output: sourceSummary }),
  sourceResume: route('POST', '/orgs/:org/sources/:source/resume', { id: 'sources.resume', title: 'Switch a source on and read it', permission: 'sources.write', params: one, output: z.object({ source: sourceSummary, run: z.string() }) }),
  sourceDisconnect: route('DELETE', '/orgs/:org/sources/:source', { id: 'sources.disconnect', title: 'Disconnect a source for good: what was read of it stays in the ledger and counts until now', permission: 'sources.write', params: one, query: z.object({ expected: z.coerce.number().int() }), output: nothingBack }),
  collect: route('POST', '/orgs/:org/sources/:source/runs', { id: 'sources.collect', title: 'Read a source now', permission: 'sources.collect', params: one, output: z.object({ run: z.string() }) }),
  progress: route('GET', '/orgs/:org/sources/:source/progress', { id: 'sources.progress', title: 'The running read of a source, live; ends when it is done', permission: 'sources.read', params: one, output: collectProgress, gives: 'events' }),
  upload: route('POST', '/orgs/:org/uploads', { id: 'uploads.create', title: 'Hand in a file', permission: 'evidence.write', params: org, query: z.object({ name: z.string().min(1).max(300) }), body: bytes, takes: 'bytes', output: upload }),
  entities: route('GET', '/orgs/:org/sources/:source/entities/:type', { id: 'entities.list', title: 'What a source held', permission: 'sources.read', params: one.extend({ type: id }), query: paging.extend(asOf.shape), output: page(entity) }),
};
