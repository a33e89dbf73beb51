import type { DataMap, MappedField, MappedPlace } from '../datamap.ts';
import type { FieldPlan, Right, RightsRule } from '../plan.ts';

/** Whether portability covers a field: given or observed, under a basis for which the law says so (Art. 20(1)). */
function portable(map: DataMap, place: MappedPlace, field: MappedField, rules: readonly RightsRule[]): Pick<FieldPlan, 'does' | 'why'> {
  if (field.category === 'none') return { does: 'shown', why: 'Says nothing of a person by itself; kept so that the rows can be understood.' };
  if (field.provenance !== 'given' && field.provenance !== 'observed') return { does: 'left-out', why: `Was ${field.provenance === 'derived' ? 'concluded from other data' : 'not given by the person'}, which portability does not cover.` };
  const purposes = field.purposes.length > 0 ? field.purposes : place.purposes;
  const bases = purposes.flatMap((id) => map.purposes[id]?.basis ?? []);
  const rule = rules.find(({ right, basis, applies }) => right === 'portability' && applies === 'yes' && bases.includes(basis));
  if (rule !== undefined) return { does: 'shown', why: `${rule.because} (${rule.source})` };
  return { does: 'left-out', why: bases.length === 0 ? 'No purpose with a lawful basis is recorded for it.' : `It is processed under ${[...new Set(bases)].join(', ')} alone, which portability does not cover.` };
}

function erased(place: MappedPlace, name: string, field: MappedField): Pick<FieldPlan, 'does' | 'why'> {
  const isKey = place.key.includes(name);
  if (isKey) return { does: 'untouched', why: 'Part of the key of its row, which never changes; it goes when the row does.' };
  if (field.category === 'none') return field.loosens ? { does: 'clear', why: 'Cleared where it points at a row that goes.' } : { does: 'untouched', why: 'Not personal.' };
  if (field.erasure === 'keep') return { does: 'keep', why: field.keep?.reason ?? place.keep?.reason ?? 'The data map keeps it.' };
  return { does: field.erasure, why: field.erasure === 'pseudonym' ? 'Replaced by another value of its kind where its row stays.' : 'Cleared where its row stays.' };
}

/** Field by field: what this right does with it, and why. In the order of the map. */
export const fieldPlans = (map: DataMap, place: MappedPlace, right: Right, rules: readonly RightsRule[], corrected: readonly string[]): readonly FieldPlan[] => Object.entries(place.fields).map(([name, field]) => {
  const base = { field: name, category: field.category, of: field.of };
  if (right === 'portability') return { ...base, ...portable(map, place, field, rules) };
  if (right === 'rectification') return corrected.includes(name) ? { ...base, does: 'corrected', why: 'To be put right.' } : { ...base, does: 'untouched', why: 'Nothing was said to be wrong with it.' };
  if (right === 'erasure' || right === 'retention') return { ...base, ...erased(place, name, field) };
  const why = field.category === 'none' || field.of === 'all' ? 'Shown in every row that is found.' : `Shown where ${field.of} is this person, and left out where it is somebody else.`;
  return { ...base, does: right === 'access' ? 'shown' : 'untouched', why };
});
