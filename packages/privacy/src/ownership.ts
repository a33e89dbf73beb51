/**
 * Whose a row is, worked out for one person: paths of the data map become conditions that a store can answer. A path that
 * leaves its system, or lies in a store without joins, becomes tuples that are read first. Nothing here follows a foreign
 * key by itself: what no path reaches is nobody's business of this person.
 */
import type { Store, StoreShape } from '@avouch/connectors/store';

/** A place by its system and its name in that system. */
export type PlaceRef = { readonly system: string; readonly place: string };

/** The open stores by system id. A system of the map that is not among them cannot be reached, which is a problem and never an empty answer. */
export type Stores = Readonly<Record<string, Store>>;

/** What each reachable store says of itself, by system id. */
export type Shapes = Readonly<Record<string, StoreShape>>;

/**
 * Whose a row is for one person. own: every owner role that reaches anybody reaches them alone; shared: some owner role is
 * theirs and some is another's; accessible: none is theirs, but it is shown to them; foreign: nothing of theirs.
 */
export type Standing = 'own' | 'shared' | 'accessible' | 'foreign';

/** What the store says of one row: the roles that reach this person, and the owner roles that reach somebody else. A role over a backward hop can be in both. */
export type RowRoles = { readonly mine: readonly string[]; readonly others: readonly string[] };

export { rowStanding, visibleFields } from './ownership/roles.ts';
export { readShapes, type ShapesRead } from './ownership/shapes.ts';
