import { createHash } from 'node:crypto';

const idLengthMax = 500;

/** The parts joined by ` · `, and where that would be too long for an id, cut and made unique by a hash of all of it. */
export function idOf(parts: readonly (string | null | undefined)[]): string {
  const whole = parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ') || 'unnamed';
  if (whole.length <= idLengthMax) return whole;
  return `${whole.slice(0, idLengthMax - 20)} · ${createHash('sha256').update(whole).digest('hex').slice(0, 16)}`;
}

/** At most `length` characters of what a tool said, null when it said nothing. */
export function excerpt(text: unknown, length = 1_000): string | null {
  if (typeof text !== 'string' || text.trim() === '') return null;
  const trimmed = text.trim();
  return trimmed.length <= length ? trimmed : `${trimmed.slice(0, length - 1)}…`;
}

/**
 * The entities with ids that are unique and the same for the same content, whatever its order in the file: those that share
 * an id are told apart by `more`, and those that are alike even so are numbered in the order of their whole content.
 */
export function withUniqueIds<E extends { readonly id: string }>(items: readonly { readonly entity: E; readonly more: readonly (string | null)[] }[]): E[] {
  const byId = groupsOf(items);
  return [...byId.values()].flatMap((alike) => {
    if (alike.length === 1) return alike.map((item) => item.entity);
    const finer = groupsOf(alike.map((item) => ({ ...item, entity: { ...item.entity, id: idOf([item.entity.id, ...item.more]) } })));
    return [...finer.values()].flatMap((same) => same
      .map((item) => ({ item, text: JSON.stringify(item.entity) }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      .map(({ item }, index) => (index === 0 ? item.entity : { ...item.entity, id: idOf([item.entity.id, `#${index + 1}`]) })));
  });
}

function groupsOf<I extends { readonly entity: { readonly id: string } }>(items: readonly I[]): Map<string, I[]> {
  const groups = new Map<string, I[]>();
  for (const item of items) {
    const group = groups.get(item.entity.id);
    if (group === undefined) groups.set(item.entity.id, [item]);
    else group.push(item);
  }
  return groups;
}
