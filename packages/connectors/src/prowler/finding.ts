import { z } from 'zod';
import type { EntityOf } from '../entities.ts';
import { excerpt, idOf } from '../intake/identity.ts';
import { instantOfEpoch, instantOfIso } from '../intake/time.ts';

type Finding = EntityOf<'finding'>;

const text = z.string().nullish();
const moment = z.union([z.number(), z.string()]).nullish();
const resource = z.object({ uid: text, name: text, region: text, namespace: text });

/** The parts of OCSF Detection Finding (2004) and Compliance Finding (2003) that are read; the rest is left alone. */
const ocsf = z.object({
  class_uid: z.number(),
  message: text, status: text, status_id: z.number().nullish(), status_code: text, status_detail: text,
  severity: text, severity_id: z.number().nullish(), time: moment, time_dt: moment,
  metadata: z.object({ event_code: text, product: z.object({ name: text, version: text }).nullish() }).nullish(),
  finding_info: z.object({ uid: text, title: text, created_time: moment }).nullish(),
  compliance: z.object({ control: text, status: text, status_id: z.number().nullish() }).nullish(),
  resources: z.array(resource).nullish(),
  resource: resource.nullish(),
  cloud: z.object({ account: z.object({ uid: text }).nullish(), region: text }).nullish(),
  unmapped: z.object({ provider_uid: text }).nullish(),
});
type Ocsf = z.infer<typeof ocsf>;

/** One finding of a file with what tells it apart from its likes, the product that wrote it, or why it cannot be read. */
export type FoundOcsf =
  | { readonly ok: true; readonly entity: Finding; readonly more: readonly (string | null)[]; readonly product: string | null }
  | { readonly ok: false; readonly reason: string };

const severities: { readonly [id: number]: Finding['severity'] } = { 1: 'info', 2: 'low', 3: 'medium', 4: 'high', 5: 'critical', 6: 'critical' };
const codes: { readonly [code: string]: Finding['state'] } = { PASS: 'pass', FAIL: 'fail', MANUAL: 'manual' };

/** A warning is for a person to look at; anything but a plain pass or fail was not decided. */
const complianceStates: { readonly [id: number]: Finding['state'] } = { 1: 'pass', 2: 'manual', 3: 'fail' };

function stateOf(event: Ocsf): Finding['state'] | undefined {
  if (event.class_uid === 2003) return complianceStates[event.compliance?.status_id ?? 0] ?? 'not-checked';
  return codes[event.status_code ?? ''];
}

/** Prowler writes `time` in seconds although OCSF says milliseconds; `time_dt` often has no zone, so it tells no moment. */
function momentOf(event: Ocsf): string | null {
  return instantOfEpoch(event.time) ?? instantOfIso(event.time_dt) ?? instantOfEpoch(event.finding_info?.created_time);
}

/** A finding from one OCSF event. Its id is made of check, account, region and resource, since uids are not always unique. */
export function findingOf(value: unknown): FoundOcsf {
  const parsed = ocsf.safeParse(value);
  if (!parsed.success) return { ok: false, reason: `${parsed.error.issues[0]?.path.join('.') || 'it'} is not as OCSF has it` };
  const event = parsed.data;
  if (event.class_uid !== 2004 && event.class_uid !== 2003) return { ok: false, reason: `its OCSF class is ${event.class_uid}, and only 2004 (Detection Finding) and 2003 (Compliance Finding) are read` };
  const state = stateOf(event);
  if (state === undefined) return { ok: false, reason: `its status code is ${JSON.stringify(event.status_code ?? null)}, and only PASS, FAIL and MANUAL are known` };
  const rule = event.metadata?.event_code || (event.class_uid === 2003 ? event.compliance?.control : null) || event.finding_info?.uid;
  if (!rule) return { ok: false, reason: 'it names no check' };
  const subject = event.resources?.[0] ?? event.resource;
  const account = event.cloud?.account?.uid || event.unmapped?.provider_uid || null;
  const region = subject?.region || event.cloud?.region || subject?.namespace || null;
  const product = event.metadata?.product;
  const uid = subject?.uid || subject?.name || null;
  return {
    ok: true,
    entity: {
      id: idOf([rule, account, region, uid]), name: excerpt(event.finding_info?.title, 500) ?? rule.slice(0, 500),
      tool: product?.name || 'OCSF', rule, state, muted: event.status_id === 3 || event.status === 'Suppressed',
      severity: severities[event.severity_id ?? 0] ?? 'unknown', resource: uid, account,
      detail: excerpt(event.status_detail) ?? excerpt(event.message), at: momentOf(event),
    },
    more: [subject?.name ?? null, event.finding_info?.uid ?? null],
    product: product?.name ? [product.name, product.version].filter(Boolean).join(' ') : null,
  };
}
