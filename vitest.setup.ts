import { startTestCluster } from './packages/database/src/testing.ts';

/** One real PostgreSQL for the whole run. */
export async function setup(): Promise<() => Promise<void>> {
  return startTestCluster();
}
