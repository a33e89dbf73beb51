import type { Chosen } from './fact.ts';
import type { NoticeDocument } from './notice.ts';

/** A consent record in the terms of ISO/IEC TS 27560, as the W3C's DPV guide writes it down. What the company has not stated is absent. */
export type ConsentRecord = {
  readonly schema_version: 'ISO/IEC TS 27560';
  readonly record_id: string;
  readonly pii_principal_id: string;
  readonly pii_processing: readonly [{
    readonly privacy_notice: string;
    readonly language: string;
    readonly purposes: readonly { readonly purpose: string; readonly name: string; readonly description: string; readonly state: string }[];
    readonly lawful_basis: 'eu-gdpr:A6-1-a';
    readonly pii_controllers: readonly ['controller'];
    readonly recipient_third_parties: readonly { readonly party: string; readonly name: string; readonly url?: string; readonly state: string; readonly storage_days?: Readonly<Record<string, number>> }[];
    readonly jurisdiction?: string;
    readonly withdrawal_method: string;
    readonly privacy_rights: readonly string[];
  }];
  readonly party_identification: readonly [{ readonly party_id: 'controller'; readonly party_name: string; readonly party_address?: string; readonly party_contact?: string; readonly party_url?: string; readonly party_type: 'organisation'; readonly party_role: 'pii_controller' }];
  readonly event: readonly { readonly event_time: string; readonly validity_duration: string; readonly entity_id: string; readonly event_type: string; readonly event_state: string; readonly regime: string; readonly signal?: string; readonly variant?: string; readonly stated_time: string; readonly marks?: readonly string[] }[];
};

const optional = <K extends string, V>(key: K, value: V | null | undefined): { readonly [k in K]?: V } => (value === null || value === undefined ? {} : { [key]: value } as { readonly [k in K]?: V });

/** The state of a whole answer: given when anything was, else withdrawn, expired, requested, refused. */
const overall = ({ states }: Chosen): string => {
  const held = Object.values(states);
  for (const state of ['ConsentRequested', 'ConsentGiven', 'RenewedConsentGiven', 'ConsentExpired', 'ConsentWithdrawn'] as const) if (held.includes(state)) return state;
  return 'ConsentRefused';
};

/**
 * The record of an answer, from what was sealed and the document that it names: nothing in it can be said of another
 * answer, so that a verifier makes it again and compares. `recorded` is the ledger's time.
 */
export function consentRecordOf(chosen: Chosen, document: NoticeDocument, recorded: string): ConsentRecord {
  const { controller, notice, language } = document;
  const stateOf = (id: string): string => chosen.states[id] ?? 'ConsentUnknown';
  const answered = (id: string): boolean => chosen.answers[id] !== undefined;
  return {
    schema_version: 'ISO/IEC TS 27560', record_id: chosen.id, pii_principal_id: chosen.subject,
    pii_processing: [{
      privacy_notice: notice.url ?? `sha256:${chosen.notice.hash}`, language,
      purposes: document.purposes.filter(({ id }) => answered(id)).map(({ id, name, text }) => ({ purpose: id, name, description: text, state: stateOf(id) })),
      lawful_basis: 'eu-gdpr:A6-1-a', pii_controllers: ['controller'],
      recipient_third_parties: document.vendors.filter(({ id }) => answered(id)).map(({ id, name, url, cookies }) => ({
        party: id, name, ...optional('url', url), state: stateOf(id), ...(Object.keys(cookies).length === 0 ? {} : { storage_days: cookies }),
      })),
      ...optional('jurisdiction', chosen.place ?? chosen.country),
      withdrawal_method: document.texts['back'] ?? 'the same place in which it was given',
      privacy_rights: ['eu-gdpr:A7-3', 'eu-gdpr:A15', 'eu-gdpr:A17', 'eu-gdpr:A77'],
    }],
    party_identification: [{
      party_id: 'controller', party_name: controller.name, ...optional('party_address', controller.address), ...optional('party_contact', controller.contact), ...optional('party_url', controller.url),
      party_type: 'organisation', party_role: 'pii_controller',
    }],
    event: [{
      event_time: recorded, validity_duration: `P${document.months}M`, entity_id: chosen.subject, event_type: chosen.method, event_state: overall(chosen), regime: chosen.regime,
      ...optional('signal', chosen.signal), ...optional('variant', chosen.variant), stated_time: chosen.at, ...(chosen.marks.length === 0 ? {} : { marks: chosen.marks }),
    }],
  };
}

/** What of the sealed part is shown: its opening in base64, or that it was erased. */
export type ReceiptOpening = { readonly payload: string; readonly blind: string } | { readonly erased: { readonly at: string; readonly entry: number } };

/** The place of an answer in the log. `tlog_proof` is null until the next checkpoint was signed, at most a second later. */
export type ReceiptProof = {
  readonly log: string;
  readonly index: number;
  readonly recorded: string;
  /** The canonical entry, base64. */
  readonly entry: string;
  /** What the entry commits to, base64. */
  readonly commitment: string;
  readonly opening: ReceiptOpening;
  readonly tlog_proof: string | null;
  /** The key that the log names as its own: a reader compares it with one from elsewhere. */
  readonly verifier_key: string | null;
};

/** A receipt: the record, the exact notice, and the proof of both. Record and notice are null once the person was erased. */
export type ConsentReceipt = {
  readonly schema_version: 'ISO/IEC TS 27560';
  readonly receipt_id: string;
  readonly record: ConsentRecord | null;
  readonly notice: NoticeDocument | null;
  readonly proof: ReceiptProof;
};

/** Names a receipt by the log and the place. */
export const receiptIdOf = (log: string, index: number): string => `${log}#${index}`;

/** The place that a receipt's id names in this log; undefined for another log's, or for no id. */
export function placeIn(log: string, receipt: string): number | undefined {
  const [origin, place = ''] = receipt.split('#');
  return origin === log && /^(0|[1-9]\d{0,14})$/.test(place) ? Number(place) : undefined;
}
