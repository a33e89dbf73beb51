import type { StoreConnector } from './store.ts';
import { csvStore } from './csv-store/csv.ts';
import { folderStore } from './folder-store/folder.ts';
import { mariadbStore } from './mariadb-store/mariadb.ts';
import { mongodbStore } from './mongodb-store/mongodb.ts';
import { postgresStore } from './postgres-store/postgres.ts';
import { s3Store } from './s3-store/s3.ts';
import { serviceConnectors } from './services.ts';
import { sqliteStore } from './sqlite-store/sqlite.ts';

/** Every connector to a place where personal data lies, in the order in which they are offered. */
export const storeConnectors: readonly StoreConnector[] = [postgresStore, mariadbStore, sqliteStore, csvStore, mongodbStore, s3Store, folderStore, ...serviceConnectors];

/** The store connector with this id, or undefined. */
export const storeConnectorOf = (id: string): StoreConnector | undefined => storeConnectors.find((connector) => connector.id === id);
