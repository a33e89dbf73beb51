import { TCModel, TCString, type GVL } from '@iabtechlabtcf/core';
import type { Consent } from '../consent.ts';
import type { TcfOptions } from '../tcf.ts';

/** What the visitor's choice is in the terms of the framework. */
export type TcfSignals = {
  /** Core, disclosed vendors (what 2.3 asks for) and publisher segment, by the IAB's own encoder. */
  readonly tcString: string;
  readonly purposes: Readonly<Record<number, boolean>>;
  readonly vendors: Readonly<Record<number, boolean>>;
  readonly specialFeatures: Readonly<Record<number, boolean>>;
};

const dayMs = 86_400_000;

/** One signal for each of the IAB's ids: true only where everything of ours that stands for it is allowed. */
function signalsOf(allows: Consent['allows'], map: Readonly<Record<string, readonly number[]>>): Record<number, boolean> {
  const signals: Record<number, boolean> = {};
  for (const [id, theirs] of Object.entries(map)) for (const one of theirs) signals[one] = allows(id) && (signals[one] ?? true);
  return signals;
}

const given = (signals: Readonly<Record<number, boolean>>): number[] => Object.keys(signals).map(Number).filter((id) => signals[id]);

/** Encodes the choice as it stands. No legitimate interest is ever claimed: nothing starts without a yes. */
export function encodeChoice({ allows, state }: Consent, list: GVL, { cmpId, cmpVersion, publisherCountry, purposes, vendors, specialFeatures = {}, ownTexts = false }: TcfOptions, at: number): TcfSignals {
  const signals = { purposes: signalsOf(allows, purposes), vendors: signalsOf(allows, vendors), specialFeatures: signalsOf(allows, specialFeatures) };
  const model = new TCModel(list);
  Object.assign(model, { cmpId, cmpVersion, publisherCountryCode: publisherCountry, isServiceSpecific: true, useNonStandardTexts: ownTexts });
  // The framework wants the day, not the hour, of the answer.
  const time = state().answeredAt ?? at;
  model.created = model.lastUpdated = new Date(time - time % dayMs);
  model.purposeConsents.set(given(signals.purposes));
  model.specialFeatureOptins.set(given(signals.specialFeatures));
  model.vendorConsents.set(given(signals.vendors));
  model.vendorsDisclosed.set(Object.keys(signals.vendors).map(Number).filter((id) => list.vendors[id]));
  return { tcString: TCString.encode(model), ...signals };
}
