// c15t’s self-hosted backend, as its quickstart, database-setup and framework-integration (Hono) guides say.
import { c15tInstance } from '@c15t/backend';
import { kyselyAdapter } from '@c15t/backend/db/adapters/kysely';
import { migrator } from '@c15t/backend/db/migrator';
import { DB } from '@c15t/backend/db/schema';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
const max = +(process.env.POOL ?? 10); // pg's default pool size is 10
const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: process.env.DATABASE_URL, max }) }) });
// The guide writes kyselyAdapter(db); the shipped types and code want { db, provider }.
const adapter = kyselyAdapter({ db, provider: 'postgresql' });
if (process.argv[2] === 'migrate') {
  const r = await migrator({ db: DB.client(adapter), schema: 'latest' });
  await r.execute();
  console.log('migrated');
  process.exit(0);
}
const c15t = c15tInstance({
  appName: 'my-app', basePath: '/api/c15t', trustedOrigins: ['http://localhost', 'http://127.0.0.1', 'http://example.com'], adapter,
});
const app = new Hono();
app.all('/api/c15t/*', (c) => c15t.handler(c.req.raw));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: +(process.env.PORT ?? 3101) }, () => console.log('c15t up'));
