/** How to give an account what requests need, and nothing else. */
export const guide = `Avouch signs in with an account of its own, which reads the tables that the data map names and changes what a request asks to change. It works with MariaDB from 10.6 and MySQL from 8.0.

\`\`\`sql
create user avouch_privacy@'10.0.0.%' identified by '…' require ssl;
grant select on your_database.* to avouch_privacy@'10.0.0.%';
grant delete on your_database.customers to avouch_privacy@'10.0.0.%';              -- tables with rows: delete
grant update (name, email) on your_database.invoices to avouch_privacy@'10.0.0.%'; -- columns that are cleared or replaced
\`\`\`

To read only (access requests, discovery, the guard) leave out \`delete\` and \`update\`. Rows that point at each other are parted before they go: there, \`update\` on the column that points is needed as well.

**Engine.** Tables must be InnoDB: others cannot undo a change, and Avouch refuses to change them.

**Indexes.** Each column by which the data map goes from one table to the next should have an index. Keys that are compared in lower case use the index of a column whose collation ends in \`_ci\`.

**Time.** A \`datetime\` has no zone: it is taken as UTC. A \`binary(16)\` is shown as a uuid, its bytes in the order in which they lie. A date of zeros stays as it is spelled, and is before nothing.

**History.** Tables with system versioning keep old rows: after erasures run \`delete history from …\`, and note it in the data map. So does the binary log, until it ends.`;
