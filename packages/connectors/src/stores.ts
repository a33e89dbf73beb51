import type { StoreConnector } from './store.ts';
import { mariadbStore } from './mariadb-store/mariadb.ts';
import { postgresStore } from './postgres-store/postgres.ts';
import { serviceConnectors } from './services.ts';

/** Every connector to a place where personal data lies, in the order in which they are offered. */
export const storeConnectors: readonly StoreConnector[] = [postgresStore, mariadbStore, ...serviceConnectors];

/** The store connector with this id, or undefined. */
export const storeConnectorOf = (id: string): StoreConnector | undefined => storeConnectors.find((connector) => connector.id === id);
