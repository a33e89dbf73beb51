/** How to give a role what requests need, and nothing else. */
export const guide = `Avouch signs in as a role of its own, which reads the tables that the data map names and changes what a request asks to change. It never needs to be superuser or owner.

\`\`\`sql
create role avouch_privacy login password '…' connection limit 8;
grant connect on database your_database to avouch_privacy;
grant usage on schema public to avouch_privacy;
grant select on all tables in schema public to avouch_privacy;
grant delete on public.customers, public.orders to avouch_privacy;        -- tables with rows: delete
grant update (name, email) on public.invoices to avouch_privacy;          -- columns that are cleared or replaced
\`\`\`

To read only (access requests, discovery, the guard) leave out \`delete\` and \`update\`.

**Row security.** Where a table has policies, a role that does not see every row would make Avouch miss some. PostgreSQL is told to fail instead. Give the role \`bypassrls\`, as superuser: \`alter role avouch_privacy bypassrls;\`

**Triggers** of your tables run with the search path \`pg_catalog\`. If one names tables without schema, give the schemas under *Search path*, and only schemas in which nobody else may create anything.

**Indexes.** Each column by which the data map goes from one table to the next should have an index, also those that hold foreign keys: PostgreSQL makes none for these by itself. For keys that are compared in lower case, make it \`on customers (lower(email))\`.

**Partitions** are part of their table, and tables that inherit are places of their own. Views and foreign tables are left out. A materialised view keeps old rows until it is refreshed: refresh it after erasures, and note it in the data map.`;
