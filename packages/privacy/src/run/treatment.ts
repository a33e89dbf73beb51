import type { DataMap, ErasureExemption, Identity, KeyName, LawfulBasis, MappedPlace } from '../datamap.ts';
import type { PlaceRef } from '../ownership.ts';
import { identityKeyOf, rolesOf } from '../ownership/roles.ts';
import type { Decision, Hold, Right, RightsRule, Treatment } from '../plan.ts';

/** What decides over a place beside the map itself. */
export type Grounds = { readonly right: Right; readonly holds: readonly Hold[]; readonly decisions: readonly Decision[]; readonly rules: readonly RightsRule[] };

const isAt = (one: PlaceRef, other: PlaceRef): boolean => one.system === other.system && one.place === other.place;

/** The lawful bases of all that lies in a place. */
export function basesOf(map: DataMap, place: MappedPlace): readonly LawfulBasis[] {
  const purposes = [...place.purposes, ...Object.values(place.fields).flatMap((field) => field.purposes)];
  return [...new Set(purposes.flatMap((id) => map.purposes[id]?.basis ?? []))].sort();
}

/** The rules of the law on this right under these bases. */
export const rulesFor = (rules: readonly RightsRule[], right: Right, bases: readonly LawfulBasis[]): readonly RightsRule[] => rules.filter((rule) => rule.right === right && bases.includes(rule.basis));

/** Whether a hold is about this person: about everybody, or about somebody with one of their keys. */
export function isHeld(map: DataMap, hold: Hold, identity: Identity): boolean {
  if (hold.identity === undefined) return true;
  const spelt = (key: KeyName, value: string): string => (identityKeyOf(map, key)?.fold === 'case' ? value.toLowerCase() : value);
  return Object.entries(hold.identity).some(([key, values]) => values.some((value) => (identity[key] ?? []).some((own) => spelt(key, own) === spelt(key, value))));
}

const exemptionIn = (source: string): ErasureExemption | null => (/17\(3\)\([a-e]\)/.exec(source)?.[0] as ErasureExemption | undefined) ?? null;

/**
 * What erasure does to the own rows of a place: a hold goes first, then what a person decided, then the law where it refuses under every
 * basis that the data have, then the map. Holds that are about somebody else must be left out by the caller (`isHeld`).
 */
export function treatmentOf(map: DataMap, ref: PlaceRef, place: MappedPlace, { right, holds, decisions, rules }: Grounds): Treatment {
  const hold = holds.find(({ places }) => places === 'all' || places.some((one) => isAt(one, ref)));
  if (hold !== undefined) return { rows: 'hold', hold: hold.id, reason: hold.reason, until: hold.until ?? null };
  if (!place.personal || !rolesOf(place).some(({ kind }) => kind === 'owner')) return { rows: 'nothing' };
  const decision = decisions.find((one) => one.right === right && isAt(one, ref));
  if (decision?.outcome === 'keep') {
    return { rows: 'keep', keep: { reason: decision.reason, exemption: decision.exemption ?? null, law: null, until: null, day: decision.until ?? null } };
  }
  const bases = basesOf(map, place);
  const said = rulesFor(rules, right, bases);
  const refusal = bases.length > 0 && bases.every((basis) => said.some((rule) => rule.basis === basis && rule.applies === 'no')) ? said.find(({ applies }) => applies === 'no') : undefined;
  if (refusal !== undefined && decision === undefined && place.rows !== 'keep') {
    return { rows: 'keep', keep: { reason: refusal.because, exemption: exemptionIn(refusal.source), law: refusal.source, until: null, day: null } };
  }
  if (place.rows !== 'keep') return { rows: place.rows };
  const { keep } = place;
  return { rows: 'keep', keep: { reason: keep?.reason ?? 'The data map keeps these rows.', exemption: keep?.exemption ?? null, law: keep?.law ?? null, until: keep?.until ?? null, day: null } };
}
