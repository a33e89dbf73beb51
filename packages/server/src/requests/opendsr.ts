import type { Plan } from '@avouch/privacy/plan';
import type { Context } from '../context.ts';
import type { Known } from './known.ts';

/** OpenDSR asks for a UUID of version 4: the request's own random id, spelled as one. */
export function uuidOf(request: string): string {
  const hex = request.replace(/^dsr_/, '').padEnd(32, '0').slice(0, 32);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The body of `POST /requests` to a processor, by OpenDSR 2.0. */
export function openDsrOrder(context: Context, known: Known, plan: Plan): object {
  return {
    regulation: 'gdpr', subject_request_id: uuidOf(known.held.id), subject_request_type: plan.right === 'portability' ? 'portability' : plan.right === 'access' ? 'access' : 'erasure',
    subject_identities: Object.entries(known.surveyed?.identity ?? {}).flatMap(([key, values]) => values.map((value) => ({ identity_type: /mail/i.test(key) ? 'email' : 'controller_customer_id', identity_value: value, identity_format: 'raw' }))),
    submitted_time: context.now().toISOString(), api_version: '2.0',
  };
}
