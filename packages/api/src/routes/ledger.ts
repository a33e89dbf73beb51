import { z } from 'zod';
import { entryDetail, entrySummary, ledgerState } from '../shapes/ledger.ts';
import { readinessPackage } from '../shapes/programme.ts';
import { bytes, id, nothingBack, org, page, paging, route } from './define.ts';

export const ledgerRoutes = {
  ledger: route('GET', '/orgs/:org/ledger', { id: 'ledger.state', title: 'Size, checkpoint, key, witnesses, time stamps', permission: 'ledger.read', params: org, output: ledgerState }),
  entries: route('GET', '/orgs/:org/ledger/entries', { id: 'ledger.entries', title: 'Entries, newest first', permission: 'ledger.read', params: org, query: paging.extend({ kind: z.string().max(60).optional(), about: z.string().max(120).optional() }), output: page(entrySummary) }),
  entry: route('GET', '/orgs/:org/ledger/entries/:index', { id: 'ledger.entry', title: 'One entry with all that is needed to verify it', permission: 'ledger.read', params: org.extend({ index: z.coerce.number().int().min(0) }), output: entryDetail }),
  proof: route('GET', '/orgs/:org/ledger/entries/:index/proof', { id: 'ledger.proof', title: 'The .tlog-proof file of an entry', permission: 'ledger.read', params: org.extend({ index: z.coerce.number().int().min(0) }), output: bytes, gives: 'bytes' }),
  tiles: route('GET', '/orgs/:org/log/*', { id: 'ledger.tiles', title: 'The log as c2sp tlog-tiles: checkpoint, tiles, entry bundles', permission: 'public', params: org.extend({ '*': z.string().max(200) }), output: bytes, gives: 'bytes' }),
  consistency: route('GET', '/orgs/:org/ledger/consistency', { id: 'ledger.consistency', title: 'The consistency proof between two sizes', permission: 'ledger.read', params: org, query: z.object({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) }), output: z.object({ hashes: z.array(z.base64()) }) }),
  cosign: route('POST', '/orgs/:org/ledger/cosignatures', { id: 'ledger.cosign', title: 'Add a witness’s cosignature to the newest checkpoint', permission: 'ledger.read', params: org, body: z.object({ lines: z.string().max(8000) }), output: nothingBack }),
  forget: route('POST', '/orgs/:org/ledger/forgotten', { id: 'ledger.forget', title: 'Destroy a subject’s key and payloads; every proof still verifies', permission: 'ledger.forget', params: org, body: z.object({ subject: id, basis: z.string().min(1).max(200) }), output: z.object({ entry: z.number().int() }) }),
  rebuild: route('POST', '/orgs/:org/rebuild', { id: 'operations.rebuild', title: 'Drop every projection and fold the ledger again', permission: 'operations.rebuild', params: org, output: z.object({ entries: z.number().int(), identical: z.boolean(), differences: z.array(z.object({ table: z.string(), before: z.string(), after: z.string() })) }) }),
};

const one = org.extend({ package: id });

export const packageRoutes = {
  packages: route('GET', '/orgs/:org/packages', { id: 'packages.list', title: 'The readiness packages', permission: 'packages.read', params: org, output: z.object({ items: z.array(readinessPackage) }) }),
  packageCreate: route('POST', '/orgs/:org/packages', { id: 'packages.create', title: 'Compose a Type I readiness package as of a date', permission: 'packages.write', params: org, body: z.object({ kind: z.literal('type-1'), asOf: z.iso.date().describe('not in the future') }), output: readinessPackage }),
  package: route('GET', '/orgs/:org/packages/:package', { id: 'packages.read', title: 'One readiness package and its progress', permission: 'packages.read', params: one, output: readinessPackage }),
  packageFile: route('GET', '/orgs/:org/packages/:package/:form', { id: 'packages.file', title: 'The package as PDF, DOCX, HTML or bundle', permission: 'packages.read', params: one.extend({ form: z.enum(['pdf', 'docx', 'html', 'bundle']) }), output: bytes, gives: 'bytes' }),
};
