import { z } from 'zod';
import type { EntityOf } from '../entities.ts';
import { excerpt, idOf } from '../intake/identity.ts';
import { instantOfIso } from '../intake/time.ts';

type Vulnerability = EntityOf<'vulnerability'>;

const text = z.string().nullish();
const licence = z.object({ license: z.object({ id: text, name: text }).nullish(), expression: text });

/** The parts of a CycloneDX component that are read; its nested components are read apart. */
export const bomComponent = z.object({
  'bom-ref': text, type: z.string(), group: text, name: z.string(), version: text, purl: text, licenses: z.array(licence).nullish(),
  components: z.array(z.unknown()).nullish(),
});

const tools = z.union([
  z.array(z.object({ vendor: text, name: text, version: text })),
  z.object({ components: z.array(z.object({ name: text, version: text })).nullish() }),
]);

/** The parts of CycloneDX metadata that are read: when, by what tool, about what. */
export const bomMetadata = z.object({ timestamp: text, tools: tools.nullish(), component: z.object({ name: text, version: text, 'bom-ref': text }).nullish() });
export type BomMetadata = z.infer<typeof bomMetadata>;

/** The parts of a CycloneDX vulnerability that are read. */
export const bomVulnerability = z.object({
  'bom-ref': text, id: text, source: z.object({ name: text }).nullish(), description: text,
  ratings: z.array(z.object({ severity: text, score: z.number().nullish() })).nullish(),
  analysis: z.object({ state: text, justification: text, detail: text, response: z.array(z.string()).nullish(), firstIssued: text, lastUpdated: text }).nullish(),
  affects: z.array(z.object({ ref: z.string(), versions: z.array(z.object({ status: text })).nullish() })).nullish(),
});

/** `npm 10.8.2`: the tools that made the bill, null when it does not tell. */
export function toolsOf(metadata: BomMetadata | undefined): string | null {
  const list = Array.isArray(metadata?.tools) ? metadata.tools : (metadata?.tools?.components ?? []);
  return list.map((one) => [one.name, one.version].filter(Boolean).join(' ')).filter(Boolean).join(', ') || null;
}

/** A component of the bill. Nothing is made up: no licence given is an empty list, no version is null. */
export function componentOf(value: z.infer<typeof bomComponent>): EntityOf<'component'> {
  const name = [value.group, value.name].filter(Boolean).join('/');
  return {
    id: idOf([value['bom-ref'] || value.purl || [name, value.version].filter(Boolean).join('@')]), name: name.slice(0, 500) || 'unnamed',
    version: value.version || null, purl: value.purl || null, kind: value.type,
    licences: [...new Set((value.licenses ?? []).map((one) => one.expression || one.license?.id || one.license?.name || '').filter(Boolean))],
  };
}

const severityOrder: readonly Vulnerability['severity'][] = ['critical', 'high', 'medium', 'low', 'info', 'unknown'];

function severityOf(value: z.infer<typeof bomVulnerability>): Vulnerability['severity'] {
  const told = (value.ratings ?? []).map((rating): Vulnerability['severity'] => {
    const word = rating.severity === 'none' ? 'info' : severityOrder.find((severity) => severity === rating.severity);
    if (word !== undefined && word !== 'unknown') return word;
    if (typeof rating.score !== 'number') return 'unknown';
    return rating.score >= 9 ? 'critical' : rating.score >= 7 ? 'high' : rating.score >= 4 ? 'medium' : rating.score > 0 ? 'low' : 'info';
  });
  return severityOrder.find((severity) => told.includes(severity)) ?? 'unknown';
}

const states: { readonly [state: string]: Vulnerability['state'] } =
  { resolved: 'fixed', resolved_with_pedigree: 'fixed', false_positive: 'dismissed', not_affected: 'dismissed', exploitable: 'open', in_triage: 'open' };

/** One vulnerability for each part that it affects: open unless the bill's own analysis says that it is fixed or does not apply. */
export function vulnerabilitiesOf(value: z.infer<typeof bomVulnerability>, names: ReadonlyMap<string, string>, about: string): { readonly entity: Vulnerability; readonly more: readonly (string | null)[] }[] {
  const advisory = value.id || value['bom-ref'] || null;
  const state = states[value.analysis?.state ?? ''] ?? 'open';
  const affected = value.affects?.length ? value.affects : [{ ref: about, versions: null }];
  return affected.map((one) => ({
    more: [value.source?.name ?? null, value['bom-ref'] ?? null],
    entity: {
      id: idOf([advisory ?? 'unnamed', one.ref]), name: [advisory ?? 'Unnamed vulnerability', names.get(one.ref) ?? one.ref].join(' in ').slice(0, 500),
      kind: 'dependency', where: names.get(one.ref) ?? one.ref, severity: severityOf(value), state, advisory,
      firstSeenAt: instantOfIso(value.analysis?.firstIssued), endedAt: state === 'open' ? null : instantOfIso(value.analysis?.lastUpdated),
      fixAvailable: value.analysis?.response?.includes('update') || one.versions?.some((version) => version.status === 'unaffected') ? true : null,
      dismissReason: state === 'dismissed' ? excerpt([value.analysis?.state, value.analysis?.justification, value.analysis?.detail].filter(Boolean).join(': ')) : null,
    },
  }));
}
