import { z } from 'zod';
import type { EntityOf } from '../entities.ts';
import { excerpt, idOf } from '../intake/identity.ts';
import { instantOfIso } from '../intake/time.ts';

type Severity = EntityOf<'finding'>['severity'];

const text = z.string().nullish();
const message = z.object({ text }).nullish();
const levels = z.enum(['none', 'note', 'warning', 'error']);

/** The parts of a SARIF 2.1.0 `reportingDescriptor` that are read. */
export const sarifRule = z.object({
  id: z.string(), name: text, shortDescription: message,
  defaultConfiguration: z.object({ level: levels.nullish() }).nullish(),
  properties: z.object({ 'security-severity': z.union([z.string(), z.number()]).nullish(), tags: z.array(z.string()).nullish() }).nullish(),
});
export type SarifRule = z.infer<typeof sarifRule>;

/** The parts of a SARIF 2.1.0 `result` that are read. */
export const sarifResult = z.object({
  ruleId: text, ruleIndex: z.number().int().nullish(),
  rule: z.object({ id: text, index: z.number().int().nullish(), toolComponent: z.object({ index: z.number().int().nullish() }).nullish() }).nullish(),
  kind: z.enum(['pass', 'open', 'informational', 'notApplicable', 'review', 'fail']).nullish(),
  level: levels.nullish(), message,
  locations: z.array(z.object({
    physicalLocation: z.object({ artifactLocation: z.object({ uri: text }).nullish(), region: z.object({ startLine: z.number().nullish() }).nullish() }).nullish(),
    logicalLocations: z.array(z.object({ fullyQualifiedName: text, name: text })).nullish(),
  })).nullish(),
  partialFingerprints: z.record(z.string(), z.string()).nullish(), fingerprints: z.record(z.string(), z.string()).nullish(),
  suppressions: z.array(z.object({ status: text, justification: text })).nullish(),
  baselineState: z.enum(['new', 'unchanged', 'updated', 'absent']).nullish(),
  provenance: z.object({ firstDetectionTimeUtc: text }).nullish(),
});
export type SarifResult = z.infer<typeof sarifResult>;

/** A result as it belongs in exactly one of the two readings, with what tells it apart from its likes. */
export type SarifEntity =
  | { readonly type: 'finding'; readonly entity: EntityOf<'finding'>; readonly more: readonly (string | null)[] }
  | { readonly type: 'vulnerability'; readonly entity: EntityOf<'vulnerability'>; readonly more: readonly (string | null)[] };

const levelSeverities: { readonly [level in z.infer<typeof levels>]: Severity } = { error: 'high', warning: 'medium', note: 'low', none: 'info' };
const kindStates: { readonly [kind in NonNullable<SarifResult['kind']>]: EntityOf<'finding'>['state'] } =
  { pass: 'pass', fail: 'fail', notApplicable: 'not-applicable', open: 'not-checked', review: 'manual', informational: 'manual' };

/** The score bands of CVSS, as the `security-severity` property of a rule is read by code hosts. */
function severityOfScore(score: unknown): Severity | undefined {
  const number = typeof score === 'string' && score.trim() !== '' ? Number(score) : score;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  if (number >= 9) return 'critical';
  if (number >= 7) return 'high';
  return number >= 4 ? 'medium' : number > 0 ? 'low' : 'info';
}

/** SARIF 3.27.10: the result's level; without one `none` when it is no failure, else the rule's default, else `warning`. */
function levelOf(result: SarifResult, rule: SarifRule | undefined): z.infer<typeof levels> {
  if (result.level) return result.level;
  if (result.kind && result.kind !== 'fail') return 'none';
  return rule?.defaultConfiguration?.level ?? 'warning';
}

/** SARIF 3.27.23: suppressed when something suppresses it and nothing of that is under review or rejected. */
function isSuppressed(result: SarifResult): boolean {
  const all = result.suppressions ?? [];
  return all.length > 0 && all.every((one) => !one.status || one.status === 'accepted');
}

function placeOf(result: SarifResult): string {
  const location = result.locations?.[0];
  const uri = location?.physicalLocation?.artifactLocation?.uri;
  const line = location?.physicalLocation?.region?.startLine;
  const logical = location?.logicalLocations?.[0];
  return (uri ? (line ? `${uri}:${line}` : uri) : logical?.fullyQualifiedName || logical?.name) || 'unknown place';
}

const fingerprintOf = (result: SarifResult): string | null =>
  Object.entries({ ...result.partialFingerprints, ...result.fingerprints }).sort(([a], [b]) => (a < b ? -1 : 1))[0]?.[1] ?? null;

const isSecurityRule = (rule: SarifRule | undefined): boolean =>
  (rule?.properties?.['security-severity'] ?? null) !== null
  || (rule?.properties?.tags ?? []).some((tag) => /^(security|vulnerability|secrets?)$|cwe-?\d/i.test(tag));

function vulnerabilityKindOf(rule: SarifRule | undefined): EntityOf<'vulnerability'>['kind'] {
  const tags = (rule?.properties?.tags ?? []).map((tag) => tag.toLowerCase());
  if (tags.includes('secret') || tags.includes('secrets')) return 'secret';
  return tags.includes('vulnerability') ? 'dependency' : 'code';
}

const placeWithoutLine = (place: string): string => place.replace(/:\d+$/, '');

/**
 * A result as one entity: a failure of a rule that says it is about security (`security-severity`, or a tag) is a
 * vulnerability; every other result is a finding with the state that its kind tells. Never both, so nothing counts twice.
 * Undefined when the tool says that the result is gone and there is nothing to keep.
 */
export function entityOfResult(result: SarifResult, rule: SarifRule | undefined, tool: string, at: string | null): SarifEntity | undefined {
  const ruleId = result.ruleId || result.rule?.id || rule?.id || 'unnamed rule';
  const kind = result.kind ?? 'fail';
  const place = placeOf(result);
  const severity = severityOfScore(rule?.properties?.['security-severity']) ?? levelSeverities[levelOf(result, rule)];
  const fingerprint = fingerprintOf(result);
  const name = excerpt(rule?.shortDescription?.text, 500) ?? excerpt(rule?.name, 500) ?? ruleId.slice(0, 500);
  const id = idOf([tool, ruleId, fingerprint === null ? place : placeWithoutLine(place), fingerprint]);
  const more = [place, excerpt(result.message?.text, 200)];
  const suppressed = isSuppressed(result);
  if (kind === 'fail' && isSecurityRule(rule)) {
    const state = result.baselineState === 'absent' ? 'fixed' : suppressed ? 'suppressed' : 'open';
    return { type: 'vulnerability', more, entity: {
      id, name, kind: vulnerabilityKindOf(rule), where: place, severity, state, advisory: ruleId, fixAvailable: null, endedAt: null,
      firstSeenAt: instantOfIso(result.provenance?.firstDetectionTimeUtc), dismissReason: suppressed ? excerpt(result.suppressions?.[0]?.justification) : null,
    } };
  }
  if (result.baselineState === 'absent') return undefined;
  return { type: 'finding', more, entity: {
    id, name, tool, rule: ruleId, state: kindStates[kind], muted: suppressed, severity, resource: place, account: null, detail: excerpt(result.message?.text), at,
  } };
}
