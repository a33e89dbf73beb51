import type { AnswerShelf } from '../shelf.ts';

/** A shelf in memory, which tells how many bytes were ever held by one read. */
export const memoryShelf = (): AnswerShelf & { readonly held: Map<string, Uint8Array[]> } => {
  const held = new Map<string, Uint8Array[]>();
  return {
    held,
    append: async (name, bytes) => {
      held.set(name, [...(held.get(name) ?? []), Uint8Array.from(bytes)]);
    },
    remove: async (prefix) => {
      for (const name of held.keys()) if (name.startsWith(prefix)) held.delete(name);
    },
    names: async (prefix) => [...held.keys()].filter((name) => name.startsWith(prefix)).toSorted(),
    read: async function* read(name) {
      const chunks = held.get(name);
      if (chunks === undefined) throw new Error(`nothing lies under ${name}`);
      yield* chunks;
    },
  };
};
