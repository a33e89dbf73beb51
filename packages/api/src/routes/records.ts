import { z } from 'zod';
import { record, recordTypeInfo } from '../shapes/programme.ts';
import { asOf, id, org, page, paging, route } from './define.ts';

const ofType = org.extend({ type: id });
const one = ofType.extend({ record: id });
const value = z.record(z.string(), z.unknown());
const held = z.iso.datetime({ precision: 3 }).optional().describe('when it was true from; now when absent; never later');

export const recordRoutes = {
  recordTypes: route('GET', '/orgs/:org/record-types', { id: 'records.types', title: 'The record types', permission: 'records.read', params: org, output: z.object({ items: z.array(recordTypeInfo) }) }),
  records: route('GET', '/orgs/:org/records/:type', { id: 'records.list', title: 'Records of a type', permission: 'records.read', params: ofType, query: paging.extend(asOf.shape).extend({ search: z.string().max(200).optional() }), output: page(record) }),
  record: route('GET', '/orgs/:org/records/:type/:record', { id: 'records.read', title: 'One record', permission: 'records.read', params: one, query: asOf, output: record }),
  recordHistory: route('GET', '/orgs/:org/records/:type/:record/versions', { id: 'records.history', title: 'All versions of a record, newest first', permission: 'records.read', params: one, output: z.object({ items: z.array(record) }) }),
  recordCreate: route('POST', '/orgs/:org/records/:type', { id: 'records.create', title: 'Write a new record', permission: 'records.write', params: ofType, body: z.object({ id: id.optional(), value, heldFrom: held }), output: record }),
  recordWrite: route('PUT', '/orgs/:org/records/:type/:record', { id: 'records.write', title: 'Write a new version of a record', permission: 'records.write', params: one, body: z.object({ value, expected: z.number().int().describe('the version that was read; another one is a conflict'), heldFrom: held }), output: record }),
  recordEnd: route('DELETE', '/orgs/:org/records/:type/:record', { id: 'records.end', title: 'End a record; its history stays', permission: 'records.write', params: one, query: z.object({ expected: z.coerce.number().int() }), output: record }),
};
