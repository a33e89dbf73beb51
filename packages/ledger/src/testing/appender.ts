import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import pg from 'pg';
import { openLedger } from '../ledger.ts';
import { postgresStorage } from '../postgres.ts';
import { factOf, kek, logSigner, ORIGIN } from './facts.ts';

/**
 * A process that appends to a log until it has kept its count, and says each receipt on a line of its own as soon as it
 * holds it: `<label> <its own number> <index> <leaf>`. The tests bundle it, run it, and kill it.
 */
const [url = '', org = '', label = '', count = '0'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 2 });
const ledger = await openLedger(postgresStorage({ pool, org, kek }), {
  origin: ORIGIN,
  signer: logSigner,
  now: () => new Date(performance.timeOrigin + performance.now()),
  random: randomBytes,
});

const CALLERS = 32;
let next = 0;
async function caller(): Promise<void> {
  while (next < Number(count)) {
    const own = next++;
    const { index, leaf } = await ledger.append({ ...factOf(own, { payload: `${label} ${own}` }), actor: label });
    // Synchronous: a line that the test has read was written after the receipt, and one that is lost was never promised.
    writeSync(1, `${label} ${own} ${index} ${leaf}\n`);
  }
}
await Promise.all(Array.from({ length: CALLERS }, caller));
await ledger.close();
await pool.end();
