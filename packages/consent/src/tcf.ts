import { GVL, type VendorList } from '@iabtechlabtcf/core';
import type { Consent } from './consent.ts';
import { openTcfStub, type TcfApi, type TcfCall, type TcfCallback, type TcfPage } from './tcf/stub.ts';
import { encodeChoice } from './tcf/tc-data.ts';

/** What the framework has to know. We ship none of it: it is the company's registration and the IAB's list. */
export type TcfOptions = {
  /** The id under which your company's consent platform is registered with IAB Europe. Without one there is no string. */
  readonly cmpId: number;
  /** Your own version of that platform. */
  readonly cmpVersion: number;
  /** The IAB's vendor list as published (`vendor-list.json`), from a copy on your own site. */
  readonly vendorList: VendorList;
  /** Country whose law is the publisher's: two letters, `DE`. */
  readonly publisherCountry: string;
  /** The IAB's purposes that stand behind each of ours. One behind several is given only when all of them are allowed. */
  readonly purposes: Readonly<Record<string, readonly number[]>>;
  /** The IAB's ids of our vendors. What stands here counts as disclosed: the banner must name it. */
  readonly vendors: Readonly<Record<string, readonly number[]>>;
  readonly specialFeatures?: Readonly<Record<string, readonly number[]>>;
  /** Whether the page shows texts other than the IAB's own. */
  readonly ownTexts?: boolean;
  /** Whether the GDPR applies to this visitor; true when absent. */
  readonly gdprApplies?: boolean;
};

const commands = { ping: 'ping', get: 'getTCData', add: 'addEventListener', remove: 'removeEventListener' };

/**
 * Answers `__tcfapi` by the IAB's CMP API (TCF 2.3 strings: disclosed vendors are always named), beginning with the calls that
 * the stub kept. Throws a RangeError when there is no registered `cmpId`: a string from an unregistered platform would be
 * untrue. Returns what ends it.
 */
export function openTcf(consent: Consent, options: TcfOptions, now: () => number = Date.now, page: TcfPage = window): () => void {
  const { cmpId, cmpVersion, vendorList, publisherCountry, ownTexts = false, gdprApplies = true } = options;
  if (!Number.isInteger(cmpId) || cmpId < 2) throw new RangeError('No consent string: the IAB lets only a registered platform make one. Give the cmpId under which your company is registered, or leave TCF out.');
  const list = new GVL(vendorList);
  const listeners = new Map<number, TcfCallback>();
  let lastListener = 0;
  let eventStatus = consent.state().asks ? 'cmpuishown' : 'tcloaded';
  const about = { cmpId, cmpVersion, gdprApplies, tcfPolicyVersion: vendorList.tcfPolicyVersion, cmpStatus: 'loaded' };
  const dataFor = (listenerId?: number): object => {
    // What has no meaning where the GDPR does not apply is left away.
    if (!gdprApplies) return { ...about, listenerId, eventStatus };
    const { tcString, purposes, vendors, specialFeatures } = encodeChoice(consent, list, options, now());
    return {
      ...about, listenerId, eventStatus, tcString, isServiceSpecific: true, useNonStandardTexts: ownTexts, publisherCC: publisherCountry, purposeOneTreatment: false,
      purpose: { consents: purposes, legitimateInterests: {} }, vendor: { consents: vendors, legitimateInterests: {} }, specialFeatureOptins: specialFeatures,
      publisher: { consents: {}, legitimateInterests: {}, customPurpose: { consents: {}, legitimateInterests: {} }, restrictions: {} },
    };
  };
  const api: TcfApi = (command, version, callback, parameter) => {
    if (!callback) return;
    if (version !== undefined && version !== null && version !== 2) return callback(null, false);
    if (command === commands.ping) callback({ ...about, cmpLoaded: true, displayStatus: consent.state().asks ? 'visible' : 'hidden', apiVersion: '2.2', gvlVersion: vendorList.vendorListVersion }, true);
    else if (command === commands.get) callback(dataFor(), true);
    else if (command === commands.remove) callback(listeners.delete(Number(parameter)));
    else if (command === commands.add) {
      listeners.set(lastListener += 1, callback);
      callback(dataFor(lastListener), true);
    } else callback(null, false);
  };
  openTcfStub(page);
  const waiting = page.__tcfapi?.() as TcfCall[] | undefined;
  page.__tcfapi = api;
  for (const call of waiting ?? []) api(...call);
  let answered = consent.state().answeredAt;
  return consent.subscribe(() => {
    if (consent.state().answeredAt === answered) return;
    answered = consent.state().answeredAt;
    eventStatus = 'useractioncomplete';
    for (const [id, callback] of listeners) callback(dataFor(id), true);
  });
}
