import type { Problem } from '@avouch/connectors/connector';
import type { StoreShape } from '@avouch/connectors/store';
import type { Shapes, Stores } from '../ownership.ts';

/** The shapes of the stores that told theirs, and why the others did not. */
export type ShapesRead = { readonly shapes: Shapes; readonly problems: Readonly<Record<string, Problem>> };

/** Asks every store for its shape. A store that does not answer stands under `problems`, never as an empty one. */
export async function readShapes(stores: Stores): Promise<ShapesRead> {
  const shapes: Record<string, StoreShape> = {};
  const problems: Record<string, Problem> = {};
  await Promise.all(Object.entries(stores).map(async ([system, store]) => {
    const outcome = await store.shape();
    if (outcome.ok) shapes[system] = outcome.value;
    else problems[system] = outcome.problem;
  }));
  return { shapes, problems };
}
